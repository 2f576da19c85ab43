// Wrong labels, training to zero and the line between two minima as lab 08 writes them.
#define main lab08_main
#include "labs/lab08_random_labels/lab08.cpp"
#undef main

#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab08_lesson, *boost::unit_test::label("lab08"))

using namespace lab08;

namespace {

Dataset random_labels(Index samples)
{
    Rng rng(1);
    Dataset data = two_classes(samples, rng);
    data.x = rng.normal_matrix(40, samples);
    data.shape = Shape{40};
    data.labels = with_wrong_ones(data.labels, 1, 2, rng);
    return data;
}

// The lab's knobs have the course's values.
struct Course {
    Course()
    {
        knob::alpha.reset(false);
        knob::augmentation.reset(false);
        knob::updates.reset(false);
    }
} const course;

Sequential small_network()
{
    Rng rng(2);
    return mlp({40, 64, 2}, rng);
}

} // namespace

BOOST_AUTO_TEST_CASE(wrong_labels_are_those_of_the_library)
{
    Rng rng(1);
    Labels labels(5000);
    for (Index& label : labels) label = rng.below(10);
    for (const double share : {0.0, 0.25, 1.0}) {
        Rng fast(7);
        const Labels wrong = with_wrong_ones(labels, share, 10, Rng(7));
        BOOST_TEST(arma::all(wrong == corrupted(labels, share, 10, fast)));
        const double changed = double(arma::accu(wrong != labels)) / 5000;
        BOOST_TEST(std::abs(changed - 0.9 * share) < 0.02); // one in ten comes out true
    }
}

BOOST_AUTO_TEST_CASE(the_test_set_keeps_its_labels)
{
    Rng rng(1);
    const Split data{.training = two_classes(200, rng), .test = two_classes(50, rng)};
    const Split seen = shown({tr("random labels"), 1, Pixels::as_they_are}, data, Rng(3));
    BOOST_TEST(arma::any(seen.training.labels != data.training.labels));
    BOOST_TEST(arma::all(seen.test.labels == data.test.labels));
    const Split library = randomised(data, 1, Pixels::as_they_are, Rng(3));
    BOOST_TEST(arma::all(seen.training.labels == library.training.labels));
}

BOOST_AUTO_TEST_CASE(random_labels_that_stay_are_learned_by_heart)
{
    const Dataset data = random_labels(150);
    Sequential net = small_network();
    const double before = evaluate(net, data).cost;
    const Run run = train_to_zero(net, data, Rng(3));
    const Run::Curve& curve = run.curve("training cost");
    BOOST_TEST(run.number("cost at first") == before);
    BOOST_TEST(run.number("updates to zero") == curve.updates.back());
    BOOST_TEST(curve.updates.front() == 2); // 150 = 100 + 50: an epoch is two updates
    BOOST_TEST(curve.values.back() == evaluate(net, data).cost); // of the whole set, at this θ
    BOOST_TEST(curve.values.back() < 0.01);
    BOOST_TEST(curve.values.at(curve.values.size() - 2) >= 0.01); // it stops as soon as it may
    const auto far = std::ranges::find_if(curve.values, [](double cost) { return cost < 0.02; });
    const auto from = std::size_t(far - curve.values.begin());
    BOOST_REQUIRE(from + 1 < curve.values.size());
    for (std::size_t i = 1; i < curve.values.size(); ++i) // close to zero, each update
        BOOST_TEST(curve.updates[i] - curve.updates[i - 1] == (i <= from ? 2 : 1));
    BOOST_TEST(run.number("training accuracy") == 100);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_learned_is_not_reached)
{
    Dataset data = random_labels(100);
    for (Index n = 0; n < 100; ++n) data.x.col(n) = data.x.col(0); // one image, both labels
    Rng rng(2);
    Sequential net = mlp({40, 2}, rng);
    const Run run = train_to_zero(net, data, Rng(3));
    BOOST_TEST(run.number("updates to zero") == INFINITY);
    BOOST_TEST(run.curve("training cost").updates.back() == 10'000);
}

BOOST_AUTO_TEST_CASE(divergence_and_a_stop_are_not_reached)
{
    Dataset data = random_labels(100);
    request_stop();
    Sequential stopped = small_network();
    BOOST_CHECK_THROW(train_to_zero(stopped, data, Rng(3)), Interrupted); // it has not begun
    request_stop(false);
    data.x *= Real(sizeof(Real) == 8 ? 1e300 : 1e30);
    Sequential diverging = small_network();
    BOOST_TEST(train_to_zero(diverging, data, Rng(3)).number("updates to zero") == INFINITY);
}

BOOST_AUTO_TEST_CASE(the_ends_of_the_line_are_the_ends)
{
    Rng rng(1);
    const Dataset data = two_classes(30, rng);
    Sequential a = mlp({3, 2}, rng), b = mlp({3, 2}, rng), net = mlp({3, 2}, rng);
    const Numbers costs = costs_between(net, parameters_of(a), parameters_of(b), data);
    BOOST_REQUIRE(costs.size() == 21u);
    BOOST_TEST(costs.front() == evaluate(a, data).cost);
    BOOST_TEST(costs.back() == evaluate(b, data).cost);
    BOOST_TEST(costs[10] < (costs.front() + costs.back()) / 2); // one dense layer: it is convex
}

BOOST_AUTO_TEST_CASE(a_network_with_its_units_swapped_is_the_same_but_not_halfway)
{
    Rng rng(2);
    const Dataset data = two_classes(30, rng);
    Sequential net = mlp({3, 2, 2}, rng), swapped = mlp({3, 2, 2}, rng);
    const Column theta = parameters_of(net);
    std::vector<Matrix> tensors = snapshot(net); // W1, b1, W2, b2
    tensors[0] = arma::fliplr(tensors[0]).eval();
    for (const std::size_t i : {1, 2}) tensors[i] = arma::flipud(tensors[i]).eval();
    restore(swapped, tensors);
    const Numbers costs = costs_between(net, theta, parameters_of(swapped), data);
    BOOST_TEST(costs.front() == costs.back(), boost::test_tools::tolerance(1e-5));
    BOOST_TEST(std::abs(costs[10] - costs[0]) > 1e-3);
}

BOOST_AUTO_TEST_SUITE_END()
