// The same workloads in libtorch (Debian's libtorch-dev): samples a second.
#include "workloads.hpp"

#include <cstdlib>
#include <functional>
#include <torch/torch.h>
#include <unistd.h>

namespace {

using torch::Tensor;
namespace nn = torch::nn;

nn::Sequential mlp(const std::vector<int64_t>& sizes)
{
    nn::Sequential net;
    for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
        if (i > 0) net->push_back(nn::ReLU());
        net->push_back(nn::Linear(sizes[i], sizes[i + 1]));
    }
    return net;
}

nn::Conv2d conv(int64_t in, int64_t out, int64_t kernel, int64_t stride = 1, int64_t padding = 0,
                bool bias = true)
{
    return nn::Conv2d(
        nn::Conv2dOptions(in, out, kernel).stride(stride).padding(padding).bias(bias));
}

nn::Sequential lenet()
{
    return nn::Sequential(conv(1, 6, 5, 1, 2), nn::ReLU(), nn::MaxPool2d(2), conv(6, 16, 5),
                          nn::ReLU(), nn::MaxPool2d(2), nn::Flatten(), nn::Linear(400, 120),
                          nn::ReLU(), nn::Linear(120, 84), nn::ReLU(), nn::Linear(84, 10));
}

nn::Sequential small_cnn()
{
    return nn::Sequential(conv(1, 32, 3), nn::ReLU(), conv(32, 64, 3), nn::ReLU(), nn::MaxPool2d(2),
                          nn::Flatten(), nn::Linear(9216, 128), nn::ReLU(), nn::Linear(128, 10));
}

// A residual block; `zero_pad` for the parameter-free shortcut, else a projection where sizes
// change.
struct BlockImpl : nn::Module {
    BlockImpl(int64_t in_channels, int64_t out_channels, int64_t stride_, bool zero_pad_)
        : in(in_channels), out(out_channels), stride(stride_), zero_pad(zero_pad_)
    {
        conv1 = register_module("conv1", conv(in, out, 3, stride, 1, false));
        conv2 = register_module("conv2", conv(out, out, 3, 1, 1, false));
        bn1 = register_module("bn1", nn::BatchNorm2d(out));
        bn2 = register_module("bn2", nn::BatchNorm2d(out));
        if (!zero_pad && (in != out || stride != 1))
            projection =
                register_module("downsample", nn::Sequential(conv(in, out, 1, stride, 0, false),
                                                             nn::BatchNorm2d(out)));
    }
    Tensor forward(const Tensor& x)
    {
        Tensor y = bn2(conv2(bn1(conv1(x)).relu_()));
        Tensor side = x;
        if (!projection.is_empty())
            side = projection->forward(x);
        else if (in != out || stride != 1)
            side = torch::constant_pad_nd(
                x.slice(2, 0, c10::nullopt, stride).slice(3, 0, c10::nullopt, stride),
                {0, 0, 0, 0, (out - in) / 2, (out - in + 1) / 2});
        return y.add_(side).relu_();
    }
    int64_t in, out, stride;
    bool zero_pad;
    nn::Conv2d conv1{nullptr}, conv2{nullptr};
    nn::BatchNorm2d bn1{nullptr}, bn2{nullptr};
    nn::Sequential projection{nullptr};
};
TORCH_MODULE(Block);

nn::Sequential resnet(const std::vector<int64_t>& channels, int64_t blocks, bool imagenet,
                      bool zero_pad, int64_t classes)
{
    nn::Sequential net(imagenet ? conv(3, channels[0], 7, 2, 3, false)
                                : conv(3, channels[0], 3, 1, 1, false),
                       nn::BatchNorm2d(channels[0]), nn::ReLU(nn::ReLUOptions(true)));
    if (imagenet) net->push_back(nn::MaxPool2d(nn::MaxPool2dOptions(3).stride(2).padding(1)));
    int64_t in = channels[0];
    for (std::size_t stage = 0; stage < channels.size(); ++stage)
        for (int64_t i = 0; i < blocks; ++i) {
            net->push_back(Block(in, channels[stage], stage > 0 && i == 0 ? 2 : 1, zero_pad));
            in = channels[stage];
        }
    net->push_back(nn::AdaptiveAvgPool2d(1));
    net->push_back(nn::Flatten());
    net->push_back(nn::Linear(in, classes));
    return net;
}

struct Workload {
    std::string name;
    std::vector<int64_t> input; // with the batch first
    std::function<nn::Sequential()> net;
    bool training = true;
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
    {"lenet-b64", {64, 1, 28, 28}, lenet},
    {"cnn-b64", {64, 1, 28, 28}, small_cnn},
    {"resnet20-b64",
     {64, 3, 32, 32},
     [] {
         return resnet({16, 32, 64}, 3, false, true, 10);
     }},
    {"resnet18-cifar-b32",
     {32, 3, 32, 32},
     [] {
         return resnet({64, 128, 256, 512}, 2, false, false, 10);
     }},
    {"resnet18-224-forward",
     {1, 3, 224, 224},
     [] {
         return resnet({64, 128, 256, 512}, 2, true, false, 1000);
     },
     false},
};

void train(const Workload& workload, const bench::Arguments& arguments)
{
    nn::Sequential net = workload.net();
    net->train();
    torch::optim::SGD optimizer(net->parameters(), torch::optim::SGDOptions(0.001).momentum(0.9));
    std::vector<Tensor> inputs, labels;
    for (int i = 0; i < 32; ++i) {
        inputs.push_back(torch::rand(workload.input));
        labels.push_back(torch::randint(10, {workload.input[0]}, torch::kLong));
    }
    std::size_t next = 0;
    bench::measure(arguments, static_cast<double>(workload.input[0]), [&] {
        const std::size_t k = next++ % inputs.size();
        optimizer.zero_grad();
        auto loss = nn::functional::cross_entropy(net->forward(inputs[k]), labels[k]);
        loss.backward();
        optimizer.step();
    });
}

void evaluate(const Workload& workload, const bench::Arguments& arguments)
{
    const c10::InferenceMode no_graph;
    nn::Sequential net = workload.net();
    net->eval();
    const Tensor input = torch::rand(workload.input);
    bench::measure(arguments, static_cast<double>(workload.input[0]), [&] { net->forward(input); });
}

} // namespace

int main(int argc, char** argv)
{
    const bench::Arguments arguments = bench::arguments(argc, argv);
    torch::manual_seed(1);
    torch::set_num_threads(arguments.threads);
    for (const Workload& workload : workloads)
        if (workload.name == arguments.workload) {
            workload.training ? train(workload, arguments) : evaluate(workload, arguments);
            return 0;
        }
    std::fprintf(stderr, "unknown workload %s\n", arguments.workload.c_str());
    return 2;
}
