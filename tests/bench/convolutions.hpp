// The convolutions of the benchmark's networks, and how fast one side computes them: again and
// again on the same numbers (hot), and on numbers that are not in the caches, as inside a network
// (cold).
#pragma once

#include "workloads.hpp"

namespace bench {

struct Convolution {
    const char* net;
    long batch, side, in, out, kernel, stride, padding;

    long out_side() const { return (side + 2 * padding - kernel) / stride + 1; }
    double inputs() const { return static_cast<double>(batch * in * side * side); }
    double outputs() const { return static_cast<double>(batch * out * out_side() * out_side()); }
    double gflop() const // of each pass, as the direct sum
    {
        return 2e-9 * outputs() * static_cast<double>(in * kernel * kernel);
    }
};

inline constexpr Convolution convolutions[] = {
    {"resnet20", 64, 32, 3, 16, 3, 1, 1},
    {"resnet20", 64, 32, 16, 16, 3, 1, 1},
    {"resnet20", 64, 32, 16, 32, 3, 2, 1},
    {"resnet20", 64, 16, 32, 32, 3, 1, 1},
    {"resnet20", 64, 16, 32, 64, 3, 2, 1},
    {"resnet20", 64, 8, 64, 64, 3, 1, 1},
    {"lenet", 64, 28, 1, 6, 5, 1, 2},
    {"lenet", 64, 14, 6, 16, 5, 1, 0},
    {"cnn", 64, 28, 1, 32, 3, 1, 0},
    {"cnn", 64, 26, 32, 64, 3, 1, 0},
    {"resnet18-cifar", 32, 32, 64, 64, 3, 1, 1},
    {"resnet18-cifar", 32, 32, 64, 128, 3, 2, 1},
    {"resnet18-cifar", 32, 32, 64, 128, 1, 2, 0},
    {"resnet18-cifar", 32, 16, 128, 128, 3, 1, 1},
    {"resnet18-cifar", 32, 16, 128, 256, 3, 2, 1},
    {"resnet18-cifar", 32, 8, 256, 256, 3, 1, 1},
    {"resnet18-cifar", 32, 8, 256, 512, 3, 2, 1},
    {"resnet18-cifar", 32, 4, 512, 512, 3, 1, 1},
    {"resnet18-224", 1, 224, 3, 64, 7, 2, 3},
    {"resnet18-224", 1, 56, 64, 64, 3, 1, 1},
    {"resnet18-224", 1, 28, 128, 128, 3, 1, 1},
    {"resnet18-224", 1, 14, 256, 256, 3, 1, 1},
    {"resnet18-224", 1, 7, 512, 512, 3, 1, 1},
};

enum Pass { forward, input_gradient, weight_gradient };
inline constexpr const char* pass_names[] = {"forward", "dX", "dW"};

/// As many sets of x, y and their gradients as no cache holds: 256 MiB.
inline long sets_of(const Convolution& one)
{
    return std::max(3L, static_cast<long>(256e6 / (4 * (one.inputs() + one.outputs()))));
}

/// Prints GFLOP/s, hot and cold, of each convolution and pass. A Side is made of a convolution and
/// a number of sets; side.run(pass, set) computes one.
template <class Side>
void print_convolutions(double seconds)
{
    for (const Convolution& one : convolutions) {
        const long sets = sets_of(one);
        Side side(one, sets);
        for (const Pass pass : {forward, input_gradient, weight_gradient}) {
            if (pass == input_gradient && one.in <= 3) continue; // no network asks for it
            long k = 0;
            const double hot = rate(seconds, one.gflop(), [&] { side.run(pass, 0); });
            const double cold = rate(seconds, one.gflop(), [&] { side.run(pass, k++ % sets); });
            std::printf("%s %ld×%ld²×%ld→%ld k%ld s%ld\t%s\t%g\t%g\t%g\n", one.net, one.batch,
                        one.side, one.in, one.out, one.kernel, one.stride, pass_names[pass],
                        1e3 * one.gflop(), hot, cold);
            std::fflush(stdout);
        }
    }
}

} // namespace bench
