// The same workloads in libtorch (Debian's libtorch-dev): samples a second.
#include "workloads.hpp"

#include <cstdlib>
#include <functional>
#include <torch/torch.h>
#include <unistd.h>

namespace {

torch::nn::Sequential mlp(const std::vector<int64_t>& sizes)
{
    torch::nn::Sequential net;
    for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
        if (i > 0) net->push_back(torch::nn::ReLU());
        net->push_back(torch::nn::Linear(sizes[i], sizes[i + 1]));
    }
    return net;
}

struct Workload {
    std::string name;
    std::vector<int64_t> input; // with the batch first
    std::function<torch::nn::Sequential()> net;
};

const std::vector<Workload> workloads{
    {"mlp-784-256-10-b64",
     {64, 784},
     [] {
         return mlp({784, 256, 10});
     }},
    {"mlp-784-512-512-10-b128",
     {128, 784},
     [] {
         return mlp({784, 512, 512, 10});
     }},
};

} // namespace

int main(int argc, char** argv)
{
    const bench::Arguments arguments = bench::arguments(argc, argv);
    torch::manual_seed(1);
    torch::set_num_threads(arguments.threads);
    for (const Workload& workload : workloads) {
        if (workload.name != arguments.workload) continue;
        torch::nn::Sequential net = workload.net();
        net->train();
        torch::optim::SGD optimizer(net->parameters(),
                                    torch::optim::SGDOptions(0.001).momentum(0.9));
        std::vector<torch::Tensor> inputs, labels;
        for (int i = 0; i < 32; ++i) {
            inputs.push_back(torch::rand(workload.input));
            labels.push_back(torch::randint(10, {workload.input[0]}, torch::kLong));
        }
        std::size_t next = 0;
        bench::measure(arguments, static_cast<double>(workload.input[0]), [&] {
            const std::size_t k = next++ % inputs.size();
            optimizer.zero_grad();
            auto loss = torch::nn::functional::cross_entropy(net->forward(inputs[k]), labels[k]);
            loss.backward();
            optimizer.step();
        });
        return 0;
    }
    std::fprintf(stderr, "unknown workload %s\n", arguments.workload.c_str());
    return 2;
}
