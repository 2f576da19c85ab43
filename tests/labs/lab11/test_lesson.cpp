// Block A, block B and the small nets as lab 11 writes them, against those of nn.
#define main lab11_main
#include "labs/lab11_resnet/lab11.cpp"
#undef main

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab11_lesson, *boost::unit_test::label("lab11"))

using namespace lab11;

namespace {

bool identical(const Matrix& a, const Matrix& b) { return arma::approx_equal(a, b, "absdiff", 0); }

// Bright in one of two halves: easy to tell apart.
Dataset halves(Index samples, Rng& rng)
{
    Dataset data{.name = verbatim("halves"),
                 .shape = {8, 6, 1},
                 .x = rng.normal_matrix(48, samples, 0, 0.1),
                 .labels = Labels(samples),
                 .classes = {verbatim("upper"), verbatim("lower")}};
    for (Index n = 0; n < samples; ++n) {
        data.labels[n] = rng.below(2);
        for (Index i = 0; i < 48; ++i) data.x(i, n) += (i % 8 < 4) == (data.labels[n] == 0);
    }
    return data;
}

// Outputs and all gradients of two modules that ought to be the same.
void compare(Module& ours, Module& library, const Var& image)
{
    const Var x1 = parameter(image.value(), image.shape());
    const Var x2 = parameter(image.value(), image.shape());
    const Var y1 = ours.forward(x1, Mode::train), y2 = library.forward(x2, Mode::train);
    BOOST_TEST(identical(y1.value(), y2.value()));
    Rng rng(9);
    const Matrix probe = rng.normal_matrix(y1.rows(), y1.cols());
    backward(sum(constant(probe) % y1));
    backward(sum(constant(probe) % y2));
    BOOST_TEST(identical(x1.grad(), x2.grad()));
    const std::vector<Var> a = parameters(ours), b = parameters(library);
    BOOST_REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) BOOST_TEST(identical(a[i].grad(), b[i].grad()));
}

} // namespace

BOOST_AUTO_TEST_CASE(blocks_a_and_b_and_their_twins_are_those_of_the_library)
{
    const std::vector<ResidualOptions> kinds{
        {.in = 3, .out = 3, .shortcut = Shortcut::identity},                // A
        {.in = 2, .out = 4, .stride = 2, .shortcut = Shortcut::projection}, // B
        {.in = 2, .out = 4, .stride = 2, .shortcut = Shortcut::zero_pad},
        {.in = 2, .out = 4, .stride = 2, .shortcut = Shortcut::none},
        {.in = 3, .out = 3, .shortcut = Shortcut::identity, .batch_norm = false}};
    for (const ResidualOptions& kind : kinds) {
        Rng one(4), two(4), rng(5);
        const auto ours = block(kind.in, kind.out, {{}, kind.shortcut, kind.batch_norm}, one);
        const auto library = residual_block(kind, two, kaiming_normal);
        const Shape image{6, 4, kind.in};
        compare(*ours, *library, constant(rng.normal_matrix(image.size(), 3), image));
    }
}

BOOST_AUTO_TEST_CASE(x_plus_f_of_x_by_hand)
{
    Rng rng(1);
    const auto a = block(2, 2, {{}, Shortcut::identity}, rng);
    auto& parts = dynamic_cast<Residual&>(*a);
    const Shape image{5, 4, 2};
    const Var x = constant(rng.normal_matrix(image.size(), 3), image);
    const Matrix F = parts.F.forward(x, Mode::eval).value();
    BOOST_TEST(identical(a->forward(x, Mode::eval).value(),
                         arma::clamp(x.value() + F, 0, std::numeric_limits<Real>::max())));
}

BOOST_AUTO_TEST_CASE(the_small_nets_are_those_of_the_library)
{
    Rng rng(1);
    const Dataset data = halves(4, rng);
    for (const bool batch_norm : {true, false})
        for (const Design& net : plain_and_residual({8, 14}, batch_norm)) {
            Rng one(2), two(2);
            Sequential ours = resnet_of(net, data, one);
            ResNetOptions options = resnet_cifar(Index(net.depth), 2);
            options.channels = {8, 16, 32};
            options.in = 1;
            options.shortcut = net.shortcut;
            options.batch_norm = batch_norm;
            Sequential library = resnet(options, two);
            compare(ours, library, constant(data.x, data.shape));
        }
}

BOOST_AUTO_TEST_CASE(twins_have_the_same_parameters_and_as_many_layers_as_they_say)
{
    Rng rng(1);
    const Dataset data = halves(4, rng);
    for (const long depth : {8, 20}) {
        const std::vector<Design> nets = plain_and_residual({depth}, true);
        Sequential plain = resnet_of(nets[0], data, rng), residual = resnet_of(nets[1], data, rng);
        BOOST_TEST(parameter_count(residual) == parameter_count(plain));
        Index layers = 0; // convolutions and the dense layer
        for (const LayerInfo& row : summarise(plain, data.shape).rows) layers += row.macs > 0;
        BOOST_TEST(layers == Index(depth));
    }
}

BOOST_AUTO_TEST_CASE(the_gradient_of_the_first_layer_is_the_norm_of_all_its_weights)
{
    Rng rng(1);
    const Dataset data = halves(16, rng);
    for (const Design& net : plain_and_residual({8}, true)) {
        const double norm =
            first_gradient(net, {.training = data}, Rng(2)).number("first gradient");
        Rng again(2);
        Sequential layers = resnet_of(net, data, again);
        const Var x = constant(data.x, data.shape);
        backward(softmax_cross_entropy(layers.forward(x, Mode::train), data.labels));
        BOOST_TEST(norm > 0);
        BOOST_TEST(std::abs(norm - double(arma::norm(parameters(layers)[0].grad(), "fro"))) <
                   1e-5 * norm);
    }
}

BOOST_AUTO_TEST_CASE(a_run_learns_and_says_how_well)
{
    knob::batch.reset(false);
    Rng rng(1);
    const Split data{halves(320, rng), halves(100, rng)};
    const Run run = train(plain_and_residual({8}, true)[1], 0.3, data, 20, rng);
    BOOST_TEST(run.curve("cost").values.size() == 20);
    BOOST_TEST(run.number("cost at the end") < run.curve("cost").values.front());
    BOOST_TEST(run.number("cost at the end") < 0.3);
    BOOST_TEST(run.number("validation accuracy") > 70);
    BOOST_TEST(run.kept("R²").empty()); // blocks are looked at in nets of 20 layers
}

BOOST_AUTO_TEST_CASE(a_run_that_diverges_has_an_infinite_cost)
{
    knob::batch.reset(false);
    Rng rng(1);
    Split data{halves(64, rng), halves(32, rng)};
    data.training.x(0, 0) = NAN;
    const Run run = train(plain_and_residual({8}, true)[0], 0.1, data, 20, rng);
    BOOST_TEST(std::isinf(run.number("cost at the end")));
}

BOOST_AUTO_TEST_SUITE_END()
