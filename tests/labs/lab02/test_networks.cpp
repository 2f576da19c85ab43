#include "autodiff/ops.hpp"
#include "data/synthetic.hpp"
#include "labs/lab02_losses/networks.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab02_networks, *boost::unit_test::label("lab02"))

using namespace lab02;

namespace {

// Three classes of four numbers, of which the last tells nothing but varies most.
Dataset noisy(Index n, Rng& rng)
{
    Dataset data{.name = verbatim("noisy"),
                 .shape = {4, 1, 1},
                 .x = rng.normal_matrix(4, n, 0, 0.3),
                 .labels = Labels(n),
                 .classes = std::vector<Text>(3, verbatim("c"))};
    for (Index i = 0; i < n; ++i) {
        data.labels[i] = i % 3;
        data.x(i % 3, i) += 1;
    }
    data.x.row(3) *= 20;
    return data;
}

Var of_distances(const Var& a, const Var& p, const Var& n, double margin)
{
    return sum(relu(column_sums(square(a - p)) - column_sums(square(a - n)) + margin));
}

} // namespace

BOOST_AUTO_TEST_CASE(every_draw_has_other_images)
{
    Rng rng(1);
    const Split all{.training = noisy(320, rng), .test = noisy(90, rng)};
    const Split one = drawn(all, 150, rng), other = drawn(all, 150, rng);
    BOOST_TEST(one.training.size() == 150);
    BOOST_TEST(one.validation.size() == 10);
    BOOST_TEST(one.test.size() == 90);
    BOOST_TEST(!arma::approx_equal(one.training.x, other.training.x, "absdiff", 1e-6));
    const Split most = drawn(all, 5000, rng); // as many as there are
    BOOST_TEST(most.training.size() + most.validation.size() == 320);
}

BOOST_AUTO_TEST_CASE(a_learned_plane_finds_what_labels_tell_and_a_pca_what_varies)
{
    Rng rng(1);
    const Split data{.training = noisy(1200, rng), .test = noisy(150, rng)};
    const auto right = [&](By by) {
        const Run run = put_in_place({verbatim("place"), by}, data, of_distances, 1, Rng(2));
        BOOST_TEST(run.kept("plane").size() == (by == By::pixels ? 0U : 300U));
        return run.number("5-NN accuracy");
    };
    const double mined = right(By::mined_triplets);
    BOOST_TEST(mined > right(By::pca) + 10);
    BOOST_TEST(mined > right(By::no_training));
    BOOST_TEST(right(By::pixels) < 95);
}

BOOST_AUTO_TEST_SUITE_END()
