#include "base/error.hpp"
#include "labs/lab02_losses/mining.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(mining_of_triplets, *boost::unit_test::label("lab02"))

using namespace lab02;

// Anchor at 0, its positive at 2; strangers at 1 (hard), 3 (semi-hard) and 5 (easy).
const Matrix on_a_line{{0, 2, 1, 3, 5}};
const Labels two_classes{0, 0, 1, 1, 1};

BOOST_AUTO_TEST_CASE(only_negatives_that_cost_are_taken)
{
    // ‖a−p‖² + margin = 4 + 2: strangers at distance² 1 from the anchor 0 and 1, 1 from the
    // anchor 2 are within reach; the one at 5 is not, from either.
    Rng rng(3);
    for (int draw = 0; draw < 20; ++draw) {
        const Triplets t = costly_triplets(on_a_line, two_classes, 2, rng);
        BOOST_TEST(t.anchor[0] == 0);
        BOOST_TEST(t.positive[0] == 1);
        BOOST_TEST(t.negative[0] == 2);
        BOOST_TEST(t.anchor[1] == 1);
        BOOST_TEST((t.negative[1] == 2 || t.negative[1] == 3));
    }
}

BOOST_AUTO_TEST_CASE(every_triplet_has_two_of_one_class_and_one_of_another)
{
    Rng rng(1);
    const Matrix embedding = rng.normal_matrix(2, 30);
    Labels labels(30);
    for (Index i = 0; i < 30; ++i) labels[i] = i % 3;
    // With a margin beyond all distances every pair has a negative that costs.
    for (const Triplets& t :
         {random_triplets(labels, rng), costly_triplets(embedding, labels, 1000, rng)}) {
        BOOST_TEST_REQUIRE(t.anchor.n_elem == 30 * 9);
        for (Index i = 0; i < t.anchor.n_elem; ++i) {
            BOOST_TEST(t.anchor[i] != t.positive[i]);
            BOOST_TEST(labels[t.anchor[i]] == labels[t.positive[i]]);
            BOOST_TEST(labels[t.anchor[i]] != labels[t.negative[i]]);
        }
    }
}

BOOST_AUTO_TEST_CASE(one_class_alone_gives_no_triplet)
{
    Rng rng(1);
    BOOST_TEST(random_triplets(Labels{4, 4, 4}, rng).anchor.is_empty());
    BOOST_TEST(costly_triplets(Matrix{{0, 1}}, Labels{0, 1}, 9, rng).anchor.is_empty());
    BOOST_TEST(active_share(on_a_line, Triplets{}, 1) == 0);
}

BOOST_AUTO_TEST_CASE(the_share_of_triplets_that_still_cost)
{
    // ‖a−p‖² = 4; ‖a−n‖² = 1, 9, 25.
    const Triplets t{arma::uvec{0, 0, 0}, arma::uvec{1, 1, 1}, arma::uvec{2, 3, 4}};
    BOOST_TEST(active_share(on_a_line, t, 1) == 1.0 / 3);
    BOOST_TEST(active_share(on_a_line, t, 5) == 1.0 / 3); // 4 − 9 + 5 = 0 costs nothing
    BOOST_TEST(active_share(on_a_line, t, 6) == 2.0 / 3);
}

BOOST_AUTO_TEST_CASE(mining_finds_costly_triplets_among_satisfied_ones)
{
    // Two tight groups far apart, and one stray stranger: nearly every random triplet is satisfied.
    Rng rng(2);
    Matrix embedding = rng.normal_matrix(2, 40, 0, 0.01);
    Labels labels(40);
    for (Index i = 0; i < 40; ++i) {
        labels[i] = i % 2;
        if (labels[i] == 1) embedding(0, i) += 5;
    }
    embedding(0, 1) = Real(0.5);
    const double random = active_share(embedding, random_triplets(labels, rng), 1);
    BOOST_TEST(random < 0.2);
    const Triplets costly = costly_triplets(embedding, labels, 1, rng);
    BOOST_TEST(active_share(embedding, costly, 1) == 1);
    // The stray one, at 0.5, is within reach of the 20 × 19 pairs of the other group, and as an
    // anchor with any of its 19 fellows it reaches over there itself.
    BOOST_TEST(costly.anchor.n_elem == 20 * 19 + 19);
}

BOOST_AUTO_TEST_CASE(labels_that_do_not_fit)
{
    Rng rng(1);
    BOOST_CHECK_THROW(costly_triplets(on_a_line, Labels{0, 1}, 1, rng), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
