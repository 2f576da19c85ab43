// Speed of this project: samples a second of one workload, float32; training is SGD with momentum.
//
//     ours WORKLOAD THREADS SECONDS      prints samples/s (sgemm: GFLOP/s)
//     ours list                          prints each workload with its MFLOP a sample
//     ours kernels                       prints the kernel set that BLAS uses
//     ours profile WORKLOAD THREADS      prints seconds a step: operation, forward, backward
//     ours growth KIND THREADS SECONDS   prints x, seconds a sample and GFLOP/s of one convolution
//     ours convolutions SECONDS THREADS  prints a line a convolution and pass: see convolutions.hpp
//     ours peak THREADS SECONDS          prints GFLOP/s of multiply-adds that touch no memory
//     ours figures FOLDER STYLE          draws FOLDER/profile.tsv and FOLDER/growth.tsv
#include "base/cpu.hpp"
#include "convolutions.hpp"
#include "figures.hpp"
#include "kernels/conv.hpp"
#include "kernels/gemm.hpp"
#include "kernels/vector.hpp"
#include "nn/losses.hpp"
#include "nn/models.hpp"
#include "nn/summary.hpp"
#include "optim/optimizers.hpp"
#include "profile.hpp"
#include "train/timing.hpp"
#include "workloads.hpp"

#include <functional>
#include <omp.h>

using namespace descente;

namespace {

struct Workload {
    std::string name;
    Shape input;
    Index batch, classes;
    std::function<std::unique_ptr<Module>(Rng&)> net;
    bool training = true; // else the forward pass in evaluation mode
};

template <class Net>
std::unique_ptr<Module> owned(Net net)
{
    return std::make_unique<Net>(std::move(net));
}

const std::vector<Workload>& workloads()
{
    static const std::vector<Workload> all{
        {"mlp-784-256-10-b64",
         {784},
         64,
         10,
         [](Rng& rng) {
             return owned(mlp({784, 256, 10}, rng));
         }},
        {"mlp-784-512-512-10-b128",
         {784},
         128,
         10,
         [](Rng& rng) {
             return owned(mlp({784, 512, 512, 10}, rng));
         }},
        {"lenet-b64",
         {28, 28, 1},
         64,
         10,
         [](Rng& rng) {
             return owned(lenet({28, 28, 1}, 10, rng));
         }},
        {"cnn-b64",
         {28, 28, 1},
         64,
         10,
         [](Rng& rng) {
             return owned(network({28, 28, 1},
                                  {conv({.out = 32}), act(), conv({.out = 64}), act(), pool(),
                                   dense(128), act(), dense(10)},
                                  rng));
         }},
        {"resnet20-b64",
         {32, 32, 3},
         64,
         10,
         [](Rng& rng) { return owned(resnet(resnet_cifar(20), rng)); }},
        {"resnet18-cifar-b32",
         {32, 32, 3},
         32,
         10,
         [](Rng& rng) { return owned(resnet(resnet_imagenet(18, 10, Stem::cifar), rng)); }},
        {"resnet18-224-forward",
         {224, 224, 3},
         1,
         1000,
         [](Rng& rng) { return owned(resnet(resnet_imagenet(18), rng)); },
         false},
    };
    return all;
}

// Forward, dW and dx are one product each; the first layer needs no dx.
double megaflop_a_sample(const Workload& workload)
{
    Rng rng(1);
    const Summary table = summarise(*workload.net(rng), workload.input);
    std::uint64_t first = 0;
    for (const LayerInfo& row : table.rows)
        if (first == 0) first = row.macs;
    return 2e-6 * static_cast<double>(workload.training ? 3 * table.macs - first : table.macs);
}

// One workload, ready to be run step by step on inputs that are in memory.
class Runner {
  public:
    explicit Runner(const Workload& workload)
        : workload_(workload), net_(workload.net(rng_)), optimizer_(*net_, 0.9)
    {
        for (int i = 0; i < (workload.training ? 32 : 1); ++i) {
            inputs_.push_back(constant(
                rng_.uniform_matrix(workload.input.size(), workload.batch, 0, 1), workload.input));
            labels_.emplace_back(workload.batch);
            for (Index& label : labels_.back()) label = rng_.below(workload.classes);
        }
    }

    void step()
    {
        const std::size_t k = next_++ % inputs_.size();
        if (!workload_.training) {
            const NoGrad evaluation;
            net_->forward(inputs_[k], Mode::eval);
            return;
        }
        const Var loss = softmax_cross_entropy(net_->forward(inputs_[k], Mode::train), labels_[k]);
        optimizer_.zero_grad();
        backward(loss);
        optimizer_.step(0.01);
    }

  private:
    const Workload& workload_;
    Rng rng_{1};
    std::unique_ptr<Module> net_;
    Momentum optimizer_;
    std::vector<Var> inputs_;
    std::vector<Labels> labels_;
    std::size_t next_ = 0;
};

const Workload& workload_named(const std::string& name)
{
    for (const Workload& workload : workloads())
        if (workload.name == name) return workload;
    std::fprintf(stderr, "unknown workload %s; see `ours list`\n", name.c_str());
    std::exit(2);
}

// Seconds of each operation in one step, and of what is left (update, allocation).
void print_profile(const Workload& workload)
{
    Runner runner(workload);
    for (int i = 0; i < 3; ++i) runner.step();
    const double start = wall_seconds();
    Profile profile;
    int steps = 0;
    double total = 0;
    for (; total < 1; total = wall_seconds() - start, ++steps) {
        profile.restart();
        runner.step();
    }
    double accounted = 0;
    for (const auto& [name, time] : profile.times()) {
        accounted += time.forward + time.backward;
        std::printf("%s\t%s\t%.6g\t%.6g\n", workload.name.c_str(), name.c_str(),
                    time.forward / steps, time.backward / steps);
    }
    std::printf("%s\tupdate, rest\t0\t%.6g\n", workload.name.c_str(), (total - accounted) / steps);
}

// Forward, dx and dW of a 3×3 convolution while one of its sizes grows.
void print_growth(const std::string& kind, double seconds)
{
    const auto measure = [&](double x, Index batch, Index side, Index channels) {
        const ConvSize size{.rows = side,
                            .cols = side,
                            .in_channels = channels,
                            .out_channels = channels,
                            .kernel = 3,
                            .padding = 1};
        Rng rng(1);
        const Matrix input = rng.normal_matrix(size.inputs(), batch),
                     W = rng.normal_matrix(size.fan_in(), channels),
                     dy = rng.normal_matrix(size.outputs(), batch);
        const auto step = [&] {
            conv_forward(size, input, W, {});
            conv_input_gradient(size, W, dy);
            conv_weight_gradient(size, input, dy);
        };
        step();
        double best = INFINITY;
        for (const double start = wall_seconds(); wall_seconds() - start < seconds;)
            best = std::min(best, median_seconds(step, wall_seconds, 1));
        const double flop = 6.0 * static_cast<double>(size.outputs() * size.fan_in() * batch);
        std::printf("%s\t%g\t%.6g\t%.6g\n", kind.c_str(), x, best / static_cast<double>(batch),
                    1e-9 * flop / best);
    };
    if (kind == "batch")
        for (const Index batch : {1, 2, 4, 8, 16, 32, 64, 128})
            measure(static_cast<double>(batch), batch, 16, 32);
    if (kind == "side")
        for (const Index side : {4, 8, 16, 32, 64, 128})
            measure(static_cast<double>(side), 16, side, 32);
    if (kind == "channels")
        for (const Index channels : {1, 2, 4, 8, 16, 32, 64, 128, 256})
            measure(static_cast<double>(channels), 32, 16, channels);
    if (kind == "threads")
        for (int team = 1, most = threads(); team <= most; ++team) {
            set_threads(team);
            measure(team, 64, 16, 32);
        }
}

// Our side of the convolutions.
class ConvolutionSide {
  public:
    ConvolutionSide(const bench::Convolution& one, long sets)
        : size_{.rows = Index(one.side),
                .cols = Index(one.side),
                .in_channels = Index(one.in),
                .out_channels = Index(one.out),
                .kernel = Index(one.kernel),
                .stride = Index(one.stride),
                .padding = Index(one.padding)}
    {
        Rng rng(1);
        const Index batch = Index(one.batch);
        W_ = rng.normal_matrix(size_.fan_in(), size_.out_channels);
        x_.assign(std::size_t(sets), rng.normal_matrix(size_.inputs(), batch));
        dy_.assign(std::size_t(sets), rng.normal_matrix(size_.outputs(), batch));
        results_.resize(std::size_t(sets));
    }
    void run(bench::Pass pass, long set)
    {
        const auto k = static_cast<std::size_t>(set);
        results_[k] = pass == bench::forward          ? conv_forward(size_, x_[k], W_, {})
                      : pass == bench::input_gradient ? conv_input_gradient(size_, W_, dy_[k])
                                                      : conv_weight_gradient(size_, x_[k], dy_[k]);
    }

  private:
    ConvSize size_;
    Matrix W_;
    std::vector<Matrix> x_, dy_, results_;
};

// Multiply-adds in registers: more chains than a unit's latency, each its own sum.
double peak_gflops(double seconds)
{
    constexpr long times = 100'000;
    std::vector<double> of(static_cast<std::size_t>(threads()));
#pragma omp parallel num_threads(threads())
    {
        Vector sums[accumulators], factor, term;
        for (Index l = 0; l < lanes; ++l) factor[l] = Real(0.999), term[l] = Real(1e-3);
        for (int i = 0; i < accumulators; ++i) sums[i] = term * static_cast<Real>(i);
        Real sum = 0;
        const auto step = [&] {
            for (long k = 0; k < times; ++k)
#pragma GCC unroll 32
                for (int i = 0; i < accumulators; ++i) sums[i] = sums[i] * factor + term;
        };
        const double gflop = 2e-9 * double(times) * double(lanes * accumulators);
        of[static_cast<std::size_t>(omp_get_thread_num())] = bench::rate(seconds, gflop, step);
        for (int i = 0; i < accumulators; ++i) sum += sums[i][0];
        [[maybe_unused]] static volatile Real kept; // or nothing would be computed
        kept = sum;
    }
    double all = 0;
    for (const double one : of) all += one;
    return all;
}

} // namespace

int main(int argc, char** argv)
{
    set_up_cpu(argv);
    const std::string command = argc > 1 ? argv[1] : "";
    if (command == "kernels") {
        std::printf("%s\n", blas_kernels().c_str());
        return 0;
    }
    if (command == "list") {
        for (const Workload& workload : workloads())
            std::printf("%s\t%.6g\n", workload.name.c_str(), megaflop_a_sample(workload));
        return 0;
    }
    if (command == "profile" && argc == 4) {
        set_threads(std::atoi(argv[3]));
        print_profile(workload_named(argv[2]));
        return 0;
    }
    if (command == "growth" && argc == 5) {
        set_threads(std::atoi(argv[3]));
        print_growth(argv[2], std::atof(argv[4]));
        return 0;
    }
    if (command == "convolutions" && argc == 4) {
        set_threads(std::atoi(argv[3]));
        bench::print_convolutions<ConvolutionSide>(std::atof(argv[2]));
        return 0;
    }
    if (command == "peak" && argc == 4) {
        set_threads(std::atoi(argv[2]));
        std::printf("%.6g\n", peak_gflops(std::atof(argv[3])));
        return 0;
    }
    if (command == "figures" && argc == 4) return bench::draw_figures(argv[2], argv[3]);
    const bench::Arguments arguments = bench::arguments(argc, argv);
    set_threads(arguments.threads);
    if (arguments.workload == "sgemm") { // the ceiling of this machine
        Rng rng(1);
        const Matrix A = rng.normal_matrix(2048, 2048);
        bench::measure(arguments, 2 * 2.048 * 2.048 * 2.048, [&] { product(A, A); });
        return 0;
    }
    const Workload& workload = workload_named(arguments.workload);
    Runner runner(workload);
    bench::measure(arguments, static_cast<double>(workload.batch), [&] { runner.step(); });
    return 0;
}
