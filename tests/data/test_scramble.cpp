#include "data/scramble.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(scramble, *boost::unit_test::label("lab08"))

using namespace descente;

namespace {

/// 2 × 3 images of 2 channels; every number of an image is another.
Dataset images(Index samples)
{
    Dataset data;
    data.shape = Shape{2, 3, 2};
    data.x = Matrix(12, samples);
    for (Index i = 0; i < data.x.n_elem; ++i) data.x[i] = static_cast<Real>(i);
    data.labels = Labels(samples, arma::fill::zeros);
    data.classes = {verbatim("a"), verbatim("b"), verbatim("c"), verbatim("d")};
    return data;
}

arma::uvec order_of(const Dataset& data, const Dataset& before, Index image)
{
    arma::uvec order(6);
    for (Index i = 0; i < 6; ++i)
        order[i] = static_cast<Index>(data.x(i, image) - before.x(0, image));
    return order;
}

bool same(const arma::uvec& a, const arma::uvec& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

} // namespace

BOOST_AUTO_TEST_CASE(one_order_for_all_images)
{
    const Split before{.training = images(3), .test = images(2)};
    const Split data = randomised(before, 0, Pixels::one_shuffle, Rng(3));
    const arma::uvec order = order_of(data.training, before.training, 0);
    BOOST_TEST(same(arma::sort(order), arma::regspace<arma::uvec>(0, 5))); // none is lost
    for (Index n = 0; n < 3; ++n)
        for (Index i = 0; i < 6; ++i) {
            BOOST_TEST(data.training.x(i, n) == before.training.x(order[i], n));
            // A pixel keeps its colours.
            BOOST_TEST(data.training.x(6 + i, n) == before.training.x(6 + order[i], n));
        }
}

BOOST_AUTO_TEST_CASE(an_order_of_its_own_for_each_image)
{
    const Split both{.training = images(40), .test = images(2)};
    const Dataset &before = both.training,
                  data = randomised(both, 0, Pixels::shuffled_each, Rng(1)).training;
    int like_the_first = 0;
    for (Index n = 0; n < 40; ++n) {
        const arma::uvec order = order_of(data, before, n);
        BOOST_TEST(same(arma::sort(order), arma::regspace<arma::uvec>(0, 5)));
        for (Index i = 0; i < 6; ++i) BOOST_TEST(data.x(6 + i, n) == before.x(6 + order[i], n));
        like_the_first += same(order, order_of(data, before, 0));
    }
    BOOST_TEST(like_the_first < 5); // itself, and chance
}

BOOST_AUTO_TEST_CASE(noise_has_the_mean_and_deviation_of_the_images)
{
    Rng rng(2);
    Split both{.training = images(50), .test = images(2)};
    both.training.shape = Shape{20, 20};
    both.training.x = rng.uniform_matrix(400, 50, 2, 4);
    both.training.x.row(7).fill(3); // a pixel that never changes
    const Dataset data = randomised(both, 0, Pixels::noise, rng).training;
    const Standardiser all = standardiser_of(data.x);
    BOOST_TEST(all.mean == Real(3), boost::test_tools::tolerance(Real(0.01)));
    BOOST_TEST(all.deviation == Real(0.577), boost::test_tools::tolerance(Real(0.02)));
    BOOST_TEST(data.x.max() > 4.5); // not uniform any more
    BOOST_TEST(arma::stddev(arma::rowvec(arma::conv_to<arma::rowvec>::from(data.x.row(7)))) > 0.3);
}

BOOST_AUTO_TEST_CASE(a_test_of_randomisation_leaves_test_labels_true)
{
    Split data{.training = images(200), .test = images(50)};
    for (Dataset* part : {&data.training, &data.test})
        for (Index n = 0; n < part->size(); ++n) part->labels[n] = n % 4;
    const auto changed = [&](const Split& other, bool test) {
        const Labels &before = test ? data.test.labels : data.training.labels,
                     &after = test ? other.test.labels : other.training.labels;
        return arma::accu(before != after);
    };
    const Split half = randomised(data, 0.5, Pixels::as_they_are, Rng(7));
    BOOST_TEST(changed(half, true) == 0u);
    BOOST_TEST(changed(half, false) > 50u); // 3/8 of 200 on average: some are drawn right
    BOOST_TEST(changed(half, false) < 100u);
    BOOST_TEST(arma::approx_equal(half.training.x, data.training.x, "absdiff", 0));
    const Split again = randomised(data, 0.5, Pixels::as_they_are, Rng(7));
    BOOST_TEST(same(again.training.labels, half.training.labels)); // they can be learned by heart

    const Split shuffled = randomised(data, 0, Pixels::one_shuffle, Rng(7));
    BOOST_TEST(changed(shuffled, false) == 0u);
    const arma::uvec order = order_of(shuffled.training, data.training, 0);
    BOOST_TEST(!same(order, arma::regspace<arma::uvec>(0, 5)));
    for (Index n = 0; n < 50; ++n) // the test set in the same order
        BOOST_TEST(same(order_of(shuffled.test, data.test, n), order));
    const Split each = randomised(data, 0, Pixels::shuffled_each, Rng(7));
    BOOST_TEST(!same(order_of(each.training, data.training, 0),
                     order_of(each.training, data.training, 1)));
    const Split noise = randomised(data, 0, Pixels::noise, Rng(7));
    BOOST_TEST(!arma::approx_equal(noise.test.x, data.test.x, "absdiff", 1));
}

BOOST_AUTO_TEST_SUITE_END()
