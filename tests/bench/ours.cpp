// Training speed of this project: samples a second of one workload, SGD with momentum, float32.
//
//     ours WORKLOAD THREADS SECONDS      prints samples/s (sgemm: GFLOP/s)
//     ours list                          prints each workload with its MFLOP a training sample
//     ours kernels                       prints the kernel set that BLAS uses
#include "kernels/cpu.hpp"
#include "kernels/gemm.hpp"
#include "nn/layers.hpp"
#include "nn/losses.hpp"
#include "nn/summary.hpp"
#include "optim/optimizers.hpp"
#include "workloads.hpp"

#include <functional>

using namespace descente;

namespace {

struct Workload {
    std::string name;
    Shape input;
    Index batch;
    std::function<Sequential(Rng&)> net;
};

const std::vector<Workload>& workloads()
{
    static const std::vector<Workload> all{
        {"mlp-784-256-10-b64",
         {784},
         64,
         [](Rng& rng) {
             return mlp({784, 256, 10}, rng);
         }},
        {"mlp-784-512-512-10-b128",
         {784},
         128,
         [](Rng& rng) {
             return mlp({784, 512, 512, 10}, rng);
         }},
    };
    return all;
}

// Forward, dW and dx are one product each; the first layer needs no dx.
double training_megaflop(const Workload& workload)
{
    Rng rng(1);
    const Summary table = summarise(workload.net(rng), workload.input);
    std::uint64_t first = 0;
    for (const LayerInfo& row : table.rows)
        if (first == 0) first = row.macs;
    return 2e-6 * static_cast<double>(3 * table.macs - first);
}

void train(const Workload& workload, const bench::Arguments& arguments)
{
    Rng rng(1);
    Sequential net = workload.net(rng);
    Momentum optimizer(net, 0.9);
    std::vector<Var> inputs;
    std::vector<Labels> labels;
    for (int i = 0; i < 32; ++i) {
        inputs.push_back(constant(rng.uniform_matrix(workload.input.size(), workload.batch, 0, 1),
                                  workload.input));
        labels.emplace_back(workload.batch);
        for (Index& label : labels.back()) label = rng.below(10);
    }
    std::size_t next = 0;
    bench::measure(arguments, static_cast<double>(workload.batch), [&] {
        const std::size_t k = next++ % inputs.size();
        const Var loss = softmax_cross_entropy(net.forward(inputs[k], Mode::train), labels[k]);
        optimizer.zero_grad();
        backward(loss);
        optimizer.step(0.01);
    });
}

} // namespace

int main(int argc, char** argv)
{
    set_up_cpu(argv);
    if (argc == 2 && std::string(argv[1]) == "kernels") {
        std::printf("%s\n", blas_kernels().c_str());
        return 0;
    }
    if (argc == 2 && std::string(argv[1]) == "list") {
        for (const Workload& workload : workloads())
            std::printf("%s\t%.6g\n", workload.name.c_str(), training_megaflop(workload));
        return 0;
    }
    const bench::Arguments arguments = bench::arguments(argc, argv);
    set_threads(arguments.threads);
    if (arguments.workload == "sgemm") { // the ceiling of this machine
        Rng rng(1);
        const Matrix A = rng.normal_matrix(2048, 2048);
        bench::measure(arguments, 2 * 2.048 * 2.048 * 2.048, [&] { product(A, A); });
        return 0;
    }
    for (const Workload& workload : workloads())
        if (workload.name == arguments.workload) {
            train(workload, arguments);
            return 0;
        }
    std::fprintf(stderr, "unknown workload %s; see `ours list`\n", arguments.workload.c_str());
    return 2;
}
