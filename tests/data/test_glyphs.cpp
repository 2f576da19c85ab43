#include "data/synthetic.hpp"

#include <boost/test/unit_test.hpp>
#include <omp.h>

BOOST_AUTO_TEST_SUITE(drawn_glyphs)

using namespace descente;

namespace {

/// Share of test samples nearest to the mean image of their own class: a linear classifier.
double nearest_mean_accuracy(const Split& data)
{
    Matrix means(data.training.features(), 10);
    for (Index c = 0; c < 10; ++c)
        means.col(c) = arma::mean(data.training.x.cols(arma::find(data.training.labels == c)), 1);
    Index right = 0;
    for (Index i = 0; i < data.test.size(); ++i) {
        Column distance(10);
        for (Index c = 0; c < 10; ++c) distance[c] = arma::norm(data.test.x.col(i) - means.col(c));
        right += distance.index_min() == data.test.labels[i];
    }
    return static_cast<double>(right) / static_cast<double>(data.test.size());
}

} // namespace

BOOST_AUTO_TEST_CASE(ten_classes_of_small_images)
{
    Rng rng(1);
    const Split data = glyphs(500, 100, rng);
    BOOST_TEST(data.training.size() == 500U);
    BOOST_TEST(data.test.size() == 100U);
    BOOST_TEST((data.training.shape == Shape{28, 28, 1}));
    BOOST_TEST(data.training.class_count() == 10U);
    BOOST_TEST(data.training.name.english() == "drawn glyphs");
    BOOST_TEST(class_histogram(data.training.labels, 10).min() > 20U);
    BOOST_TEST(data.training.x.min() >= Real{0});
    BOOST_TEST(data.training.x.max() <= Real{1});
    // Something is drawn in every image, and most of it is ground.
    for (Index i = 0; i < 500; ++i) {
        const Index lit = arma::accu(data.training.x.col(i) > Real(0.4));
        BOOST_TEST(lit > 5U);
        BOOST_TEST(lit < 400U);
    }
}

BOOST_AUTO_TEST_CASE(the_same_seed_draws_the_same_whatever_the_threads)
{
    const int threads = omp_get_max_threads();
    Rng one(2), two(2);
    omp_set_num_threads(1);
    const Split a = glyphs(50, 20, one);
    omp_set_num_threads(3);
    const Split b = glyphs(50, 20, two);
    omp_set_num_threads(threads);
    BOOST_TEST(arma::approx_equal(a.training.x, b.training.x, "absdiff", 0));
    BOOST_TEST(arma::approx_equal(a.test.x, b.test.x, "absdiff", 0));
    BOOST_TEST(arma::all(a.training.labels == b.training.labels));
    const Split next = glyphs(50, 20, two);
    BOOST_TEST(!arma::approx_equal(b.training.x, next.training.x, "absdiff", 0));
    BOOST_TEST(!arma::approx_equal(b.training.x.head_cols(20), b.test.x, "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(learnable_but_not_by_a_linear_model)
{
    Rng rng(3);
    const double accuracy = nearest_mean_accuracy(glyphs(2000, 500, rng));
    BOOST_TEST(accuracy > 0.3); // chance is 0.1
    BOOST_TEST(accuracy < 0.9);
}

BOOST_AUTO_TEST_SUITE_END()
