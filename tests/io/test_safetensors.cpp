// Weights to and from PyTorch. Golden numbers: torchvision 0.14.1 on torch 1.13.0, in double
// precision, with weights and images of data/drawn.hpp.
#include "base/error.hpp"
#include "data/drawn.hpp"
#include "io/files.hpp"
#include "io/safetensors.hpp"
#include "io/safetensors_file.hpp"
#include "nn/models.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

using namespace descente;
using namespace descente::testing;
namespace fs = std::filesystem;

namespace {

// A file with these tensors as F32.
struct Tensor {
    std::string name;
    TensorShape shape;
    std::vector<float> numbers;
};
void write_tensors(const fs::path& file, const std::vector<Tensor>& tensors)
{
    nlohmann::json header = nlohmann::json::object();
    Bytes data;
    for (const Tensor& tensor : tensors) {
        const Bytes bytes = memory_of(tensor.numbers);
        header[tensor.name] = {{"dtype", "F32"},
                               {"shape", tensor.shape},
                               {"data_offsets", {data.size(), data.size() + bytes.size()}}};
        data.insert(data.end(), bytes.begin(), bytes.end());
    }
    write_file(file, safetensors_bytes(header.dump(), data));
}

std::vector<Real> numbers_in(const fs::path& file, const std::string& name)
{
    return SafetensorsFile(file).numbers(name);
}

bool same(const std::vector<Matrix>& a, const std::vector<Matrix>& b)
{
    bool equal = a.size() == b.size();
    for (std::size_t i = 0; equal && i < a.size(); ++i)
        equal = arma::approx_equal(a[i], b[i], "absdiff", 0);
    return equal;
}

// The network's file as PyTorch would write it: names and shapes are those of our own export, and
// each number is drawn by its place in PyTorch's tensor of that name.
void write_drawn_weights(const fs::path& file, Module& net)
{
    save_safetensors(file, net);
    std::vector<Tensor> tensors;
    const SafetensorsFile ours(file);
    for (const auto& [name, entry] : ours.entries()) {
        std::size_t count = 1;
        for (const std::uint64_t size : entry.shape) count *= size;
        const double fan_in = static_cast<double>(count) / static_cast<double>(entry.shape[0]);
        const bool around_one = name.ends_with("running_var") || name.ends_with("weight");
        Tensor tensor{name, entry.shape, {}};
        for (const double u : drawn(name, count))
            tensor.numbers.push_back(static_cast<float>(entry.shape.size() > 1
                                                            ? u * std::sqrt(6 / fan_in)
                                                        : around_one ? 1 + u / 2
                                                                     : u / 5));
        tensors.push_back(std::move(tensor));
    }
    write_tensors(file, tensors);
}

struct WeightsFolder {
    // What the network gives for the drawn image, its weights loaded from the drawn file.
    Matrix outputs(Module& net, const Shape& image) const
    {
        write_drawn_weights(file, net);
        load_safetensors(file, net);
        return predict(net, drawn_image(image), image);
    }
    // Within 1e-5 of the largest in float; in double, as far as golden numbers of 9 digits tell.
    static void check(const Matrix& outputs, const std::vector<double>& golden)
    {
        BOOST_REQUIRE(outputs.n_elem == golden.size());
        double largest = 0, worst = 0;
        for (Index i = 0; i < outputs.n_elem; ++i) {
            largest = std::max(largest, std::abs(golden[i]));
            worst = std::max(worst, std::abs(static_cast<double>(outputs[i]) - golden[i]));
        }
        BOOST_TEST(worst < (sizeof(Real) == 4 ? 1e-5 : 1e-8) * largest);
    }

    TemporaryFolder temporary;
    fs::path file = temporary.path() / "net.safetensors";
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(safetensors, WeightsFolder)

BOOST_AUTO_TEST_CASE(a_network_comes_back_to_the_last_bit)
{
    Rng rng(1), other(2);
    const ResNetOptions options{.blocks = {1, 1}, .channels = {3, 5}};
    Sequential net = resnet(options, rng), copy = resnet(options, other);
    std::vector<Matrix> stored;
    net.visit("", [&](const NamedTensor& tensor) { // statistics too are not what they are at first
        tensor.value += rng.normal_matrix(tensor.value.n_rows, tensor.value.n_cols);
        tensor.value[0] = std::numeric_limits<Real>::infinity();
        stored.push_back(tensor.value);
    });
    save_safetensors(file, net);
    BOOST_TEST(!same(snapshot(copy), stored));
    load_safetensors(file, copy);
    const std::vector<Matrix> found = snapshot(copy);
    for (std::size_t i = 0; i < stored.size(); ++i)
        BOOST_TEST(std::equal(stored[i].begin(), stored[i].end(), found[i].begin()));
    const fs::path again = file.string() + "2";
    save_safetensors(again, copy);
    BOOST_TEST(fs::file_size(again) == fs::file_size(file));
}

BOOST_AUTO_TEST_CASE(names_and_shapes_are_those_of_torchvision)
{
    Rng rng(1);
    ResNetOptions options = resnet_imagenet(18, 10); // as published, but with fewer channels
    options.channels = {4, 5, 6, 7};
    Sequential net = resnet(options, rng);
    save_safetensors(file, net);
    const SafetensorsFile written(file);
    const auto is = [&](const std::string& name, const TensorShape& shape) {
        BOOST_REQUIRE_MESSAGE(written.entries().count(name) == 1, name);
        BOOST_TEST((written.entries().at(name).shape == shape), name);
    };
    is("conv1.weight", {4, 3, 7, 7});
    is("bn1.weight", {4});
    is("bn1.bias", {4});
    is("bn1.running_mean", {4});
    is("bn1.running_var", {4});
    is("layer1.0.conv1.weight", {4, 4, 3, 3});
    is("layer2.0.downsample.0.weight", {5, 4, 1, 1});
    is("layer2.0.downsample.1.running_var", {5});
    is("layer4.1.bn2.bias", {7});
    is("fc.weight", {10, 7});
    is("fc.bias", {10});
    // 62 parameters and 40 buffers; torchvision adds 20 counters, one for each batch norm.
    BOOST_TEST(written.entries().size() == 102);
}

BOOST_AUTO_TEST_CASE(a_convolution_is_put_in_order)
{
    // Worked out by hand: number 1000·o + 100·i + 10·r + c of PyTorch belongs to filter o, channel
    // i, row r, column c.
    Rng rng(1);
    Conv2d conv({.in = 3, .out = 2, .kernel = 2}, rng);
    write_tensors(file, {{"weight", {2, 3, 2, 2}, {0,    1,    10,   11,   100,  101,  110,  111,
                                                   200,  201,  210,  211,  1000, 1001, 1010, 1011,
                                                   1100, 1101, 1110, 1111, 1200, 1201, 1210, 1211}},
                         {"bias", {2}, {7, 8}}});
    load_safetensors(file, conv);
    const Matrix expected{{0, 1000},   {10, 1010},  {1, 1001},   {11, 1011},
                          {100, 1100}, {110, 1110}, {101, 1101}, {111, 1111},
                          {200, 1200}, {210, 1210}, {201, 1201}, {211, 1211}};
    BOOST_TEST(arma::approx_equal(conv.W.value(), expected, "absdiff", 0));
    BOOST_TEST(arma::approx_equal(conv.b.value(), Column{7, 8}, "absdiff", 0));
    const std::vector<Real> there = numbers_in(file, "weight");
    save_safetensors(file, conv);
    BOOST_TEST(numbers_in(file, "weight") == there, boost::test_tools::per_element());
    BOOST_TEST((SafetensorsFile(file).entries().at("weight").shape == TensorShape{2, 3, 2, 2}));
}

BOOST_AUTO_TEST_CASE(a_dense_layer_after_an_image_is_put_in_order)
{
    // PyTorch flattens 2 channels of 2 rows and 3 columns by channel, row, column; we fold rows
    // first.
    Rng rng(1);
    Linear linear(Shape{2, 3, 2}, 2, rng);
    write_tensors(file,
                  {{"weight", {2, 12}, {0,  1,  2,  10,  11,  12,  100, 101, 102, 110, 111, 112,
                                        -1, -2, -3, -11, -12, -13, -4,  -5,  -6,  -14, -15, -16}},
                   {"bias", {2}, {7, 8}}});
    load_safetensors(file, linear);
    const Matrix expected{{0, -1},   {10, -11},  {1, -2},   {11, -12},  {2, -3},   {12, -13},
                          {100, -4}, {110, -14}, {101, -5}, {111, -15}, {102, -6}, {112, -16}};
    BOOST_TEST(arma::approx_equal(linear.W.value(), expected, "absdiff", 0));
    const std::vector<Real> there = numbers_in(file, "weight");
    save_safetensors(file, linear);
    BOOST_TEST(numbers_in(file, "weight") == there, boost::test_tools::per_element());
    // Of a plain vector, the numbers stay where they are.
    Linear plain(3, 2, rng);
    write_tensors(file, {{"weight", {2, 3}, {1, 2, 3, 4, 5, 6}}, {"bias", {2}, {7, 8}}});
    load_safetensors(file, plain);
    BOOST_TEST(arma::approx_equal(plain.W.value(), Matrix{{1, 4}, {2, 5}, {3, 6}}, "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(counters_of_batches_are_passed_over)
{
    Rng rng(1);
    BatchNorm norm(2);
    write_tensors(file, {{"weight", {2}, {1, 2}},
                         {"bias", {2}, {3, 4}},
                         {"running_mean", {2}, {5, 6}},
                         {"running_var", {2}, {7, 8}},
                         {"num_batches_tracked", {}, {0}}});
    load_safetensors(file, norm);
    BOOST_TEST(norm.gamma.value()[1] == 2);
    BOOST_TEST(norm.beta.value()[1] == 4);
    BOOST_TEST(norm.running.mean[1] == 6);
    BOOST_TEST(norm.running.variance[1] == 8);
}

// What a published CIFAR net is called, and what is said of it.
BOOST_AUTO_TEST_CASE(published_names_are_read_as_ours, *boost::unit_test::label("lab11"))
{
    Rng rng(1);
    const auto net_called = [&](const std::string& last) {
        Sequential net;
        net.add(Linear(2, 2, rng), "conv1").add(Linear(2, 1, rng), last);
        return net;
    };
    const auto written = [&](const std::string& before, const std::string& last) {
        write_tensors(file, {{before + "conv1.weight", {2, 2}, {1, 2, 3, 4}},
                             {before + "conv1.bias", {2}, {5, 6}},
                             {before + last + ".weight", {1, 2}, {7, 8}},
                             {before + last + ".bias", {1}, {9}}});
    };
    const auto notes = [&](Module& net) {
        std::string all;
        for (const Text& note : load_safetensors(file, net)) all += note.english() + "\n";
        BOOST_TEST(snapshot(net)[0](1, 0) == 2);
        BOOST_TEST(snapshot(net)[3][0] == 9);
        return all;
    };
    const std::string here = file.string() + ": its tensors ";
    const std::string module = here + "module.* are read as *\n";
    const std::string linear = here + "linear.* are read as fc.*\n";
    Sequential net = net_called("fc"), theirs = net_called("linear");
    written("", "fc");
    BOOST_TEST(notes(net) == "");
    written("module.", "fc");
    BOOST_TEST(notes(net) == module);
    written("", "linear");
    BOOST_TEST(notes(net) == linear);
    BOOST_TEST(notes(theirs) == "");
    written("module.", "linear");
    BOOST_TEST(notes(net) == module + linear);
    BOOST_TEST(notes(theirs) == module);
    // Two tensors that would get one name keep theirs.
    write_tensors(file, {{"module.fc.bias", {1}, {1}}, {"fc.bias", {1}, {2}}});
    BOOST_CHECK_EXCEPTION(load_safetensors(file, net), DataError, says({"conv1.weight"}));
    BOOST_TEST(SafetensorsFile(file).rename("fc.", "linear."));
    BOOST_TEST(!SafetensorsFile(file).rename("module.", ""));
    BOOST_TEST(!SafetensorsFile(file).rename("bn.", ""));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_of_this_network_changes_nothing)
{
    Rng rng(1);
    Sequential net = mlp({3, 4, 2}, rng);
    const std::vector<Matrix> before = snapshot(net);
    const std::vector<Tensor> good{{"0.weight", {4, 3}, std::vector<float>(12, 1)},
                                   {"0.bias", {4}, std::vector<float>(4, 2)},
                                   {"2.weight", {2, 4}, std::vector<float>(8, 3)},
                                   {"2.bias", {2}, std::vector<float>(2, 4)}};
    const auto refuses = [&](std::vector<std::string> reasons) {
        reasons.push_back(file.string() + ": ");
        BOOST_CHECK_EXCEPTION(load_safetensors(file, net), DataError, says(reasons));
        BOOST_TEST(same(snapshot(net), before));
    };
    const std::string remedy = "load it into the network it was made for";
    std::vector<Tensor> other = good;
    other.pop_back();
    write_tensors(file, other);
    refuses({"has no \"2.bias\" (2), which this network needs", remedy});
    other = good;
    other.push_back({"4.weight", {1, 2}, {1, 2}});
    write_tensors(file, other);
    refuses({"has \"4.weight\" (1×2), for which this network has no place", remedy});
    other = good;
    other[2].shape = {4, 2};
    write_tensors(file, other);
    refuses({"has \"2.weight\" (4×2), where this network has \"2.weight\" (2×4)", remedy});
    other[2].shape = {2, 4, 1};
    write_tensors(file, other);
    refuses({"has \"2.weight\" (2×4×1)", remedy});
    other = good;
    other[3].name = "2.beta"; // our own name is not PyTorch's
    write_tensors(file, other);
    refuses({"has no \"2.bias\""});
    // The last tensor is of a type that is no weight, or the file is cut.
    nlohmann::json header;
    Bytes data(4 * 26);
    std::size_t end = 0;
    for (const Tensor& tensor : good) {
        const std::size_t start = end;
        end += 4 * tensor.numbers.size();
        header[tensor.name] = {{"dtype", tensor.name == "2.bias" ? "I32" : "F32"},
                               {"shape", tensor.shape},
                               {"data_offsets", {start, end}}};
    }
    write_file(file, safetensors_bytes(header.dump(), data));
    refuses({"\"2.bias\" is of type I32"});
    data.pop_back();
    write_file(file, safetensors_bytes(header.dump(), data));
    refuses({"truncated"});
    fs::remove(file);
    refuses({"no safetensors file there"});
    write_tensors(file, good); // … and the good file is loaded
    load_safetensors(file, net);
    BOOST_TEST(snapshot(net)[3][1] == 4);
}

BOOST_AUTO_TEST_CASE(a_place_that_cannot_be_written_is_named)
{
    Rng rng(1);
    Sequential net = mlp({3, 2}, rng);
    const fs::path nowhere = temporary.path() / "missing" / "file";
    BOOST_CHECK_EXCEPTION(save_safetensors(nowhere, net), DataError,
                          says({nowhere.string(), "safetensors file cannot be written"}));
}

BOOST_AUTO_TEST_CASE(two_tensors_of_one_name_are_a_fault_of_the_network)
{
    struct Twice : Linear {
        using Linear::Linear;
        void visit(const std::string& prefix, const Visitor& visitor) override
        {
            Linear::visit(prefix, visitor);
            visitor({.name = prefix + "beta", .value = b.value(), .parameter = &b});
        }
    };
    Rng rng(1);
    Twice net(3, 2, rng);
    BOOST_CHECK_THROW(save_safetensors(file, net), ShapeError);
    BOOST_TEST(!fs::exists(file));
}

#ifndef DESCENTE_DOUBLE // eleven million weights take their time under the sanitizers
BOOST_AUTO_TEST_CASE(resnet_18_gives_the_logits_of_torchvision, *boost::unit_test::label("lab11"))
{
    Rng rng(1);
    Sequential net = resnet(resnet_imagenet(18), rng);
    const Shape image{64, 48, 3};
    const Matrix logits = outputs(net, image);
    check(logits.elem(arma::uvec{0, 1, 2, 207, 429, 499, 748, 999}),
          {-19.5550034, 4.68152952, -4.82324465, -17.9429104, 90.2832645, -2.18209307, 10.4082698,
           31.6195381});
    BOOST_TEST(logits.index_max() == 429);
    BOOST_TEST(std::abs(arma::norm(logits.col(0)) - 655.917493) < 1e-5 * 655.917493);
}
#endif

BOOST_AUTO_TEST_CASE(a_shorter_resnet_gives_the_logits_of_torchvision,
                     *boost::unit_test::label("lab11"))
{
    Rng rng(1); // torchvision: ResNet(BasicBlock, [1, 1, 1, 1], num_classes=10)
    ResNetOptions options = resnet_imagenet(18, 10);
    options.blocks = {1, 1, 1, 1};
    Sequential net = resnet(options, rng);
    check(outputs(net, {64, 48, 3}), {-4.99200733, -3.84259913, 3.74544455, 4.16226158, -2.00549618,
                                      0.442747618, 6.63792579, 4.81888042, 5.02163969, -5.7046757});
}

BOOST_AUTO_TEST_CASE(lenet_gives_the_outputs_of_pytorch, *boost::unit_test::label("lab11"))
{
    // nn.Sequential of the same layers, its second pooling together with nn.Flatten.
    const Shape image{20, 28, 2};
    Rng rng(1);
    Sequential net = lenet(image, 10, rng);
    check(outputs(net, image), {1.13903317, -1.21756128, 1.79620549, 1.23394796, -0.346529392,
                                2.75057647, -2.34853645, -0.263370519, 3.7373033, 1.17765188});
}

BOOST_AUTO_TEST_SUITE_END()
