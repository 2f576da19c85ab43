#include "data/synthetic.hpp"
#include "labs/lab02_losses/before_after.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(before_and_after, *boost::unit_test::label("lab02"))

BOOST_AUTO_TEST_CASE(training_separates_blobs)
{
    Rng rng(1);
    const Dataset training = blobs(192, 3, 0.5, rng), test = blobs(99, 3, 0.5, rng);
    const auto outputs = [&](std::uint64_t seed, long epochs) {
        Rng own(seed);
        const auto cost = [](const Var& o, const Batch& batch) {
            return multiclass_hinge(o, batch.labels);
        };
        return trained_mlp({2, 16, 3}, training, test.x, cost, 0.01, epochs, own);
    };
    const BeforeAfter result = outputs(2, 30), again = outputs(2, 30), none = outputs(2, 0);
    BOOST_TEST(accuracy(result.after, test.labels) == 1);
    BOOST_TEST(accuracy(result.before, test.labels) < 1);
    BOOST_TEST(arma::approx_equal(result.after, again.after, "absdiff", 0)); // same seed
    BOOST_TEST(arma::approx_equal(none.after, result.before, "absdiff", 0));
}

BOOST_AUTO_TEST_SUITE_END()
