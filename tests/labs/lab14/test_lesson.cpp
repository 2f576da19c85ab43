// The CNN as lab 14 writes it, and its training. The lab is a program of its own; here it is read
// as a header, with its main under another name.
#define main lab14_main
#include "labs/lab14_mnist_cnn/lab14.cpp"
#undef main

#include "nn/summary.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab14_lesson, *boost::unit_test::label("lab14"))

using namespace lab14;

BOOST_AUTO_TEST_CASE(the_cnn_is_lenet)
{
    knob::filters.reset(false);
    knob::kernel.reset(false);
    Rng rng(1), same(1);
    Sequential ours = cnn({28, 28, 1}, 10, rng), known = lenet({28, 28, 1}, 10, same);
    BOOST_TEST(parameter_count(ours) == 61'706); // LeCun et al. 1998, with full connections
    BOOST_TEST(summarise(ours, {28, 28, 1}).macs == summarise(known, {28, 28, 1}).macs);
    const Matrix x = rng.normal_matrix(784, 3);
    BOOST_TEST(arma::approx_equal(predict(ours, x, {28, 28, 1}), predict(known, x, {28, 28, 1}),
                                  "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(training_lowers_the_cost_and_a_lost_one_has_no_end)
{
    knob::augmentation.reset(false);
    knob::epochs.reset(false);
    Rng rng(2);
    const Index n = 200;
    Dataset data{.name = verbatim("two"),
                 .shape = {2, 1, 1},
                 .x = rng.normal_matrix(2, n),
                 .labels = Labels(n),
                 .classes = {verbatim("a"), verbatim("b")}};
    for (Index i = 0; i < n; ++i) data.labels[i] = data.x(0, i) > 0;
    const Parts parts{{data, first(data, 50)}};
    Sequential net = mlp({2, 8, 2}, rng);
    const Run run = learn(net, 1, parts, rng);
    const std::vector<double>& cost = run.curve("training cost").values;
    BOOST_REQUIRE(cost.size() == 10);
    BOOST_TEST(cost.back() < cost.front());
    BOOST_TEST(run.number("validation cost") == evaluate(net, parts.validation).cost);
    BOOST_TEST(run.last("validation accuracy", 0) == run.number("validation accuracy"));
    const Run lost = learn(net, double(std::numeric_limits<Real>::max()), parts, rng);
    BOOST_TEST(!std::isfinite(lost.number("validation cost")));
}

BOOST_AUTO_TEST_SUITE_END()
