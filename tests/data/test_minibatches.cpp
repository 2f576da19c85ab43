#include "data/minibatches.hpp"
#include "io/files.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(minibatches, *boost::unit_test::label("lab03"))

using namespace descente;
using namespace descente::testing;

namespace {

Dataset numbered(Index n)
{
    Dataset data;
    data.x = Matrix(2, n);
    data.labels = Labels(n);
    for (Index i = 0; i < n; ++i) {
        data.x(0, i) = static_cast<Real>(i);
        data.x(1, i) = -static_cast<Real>(i);
        data.labels[i] = i % 3;
    }
    return data;
}

// The samples of the next epoch in the order in which it uses them.
std::vector<Index> draw_epoch(Minibatches& minibatches)
{
    std::vector<Index> order;
    for (Index k = 0; k < minibatches.per_epoch(); ++k)
        for (const Index i : minibatches.next().indices) order.push_back(i);
    return order;
}

} // namespace

BOOST_AUTO_TEST_CASE(each_sample_exactly_once_per_epoch_whatever_the_batch_size)
{
    const Dataset data = numbered(10);
    for (Index batch_size = 1; batch_size <= 10; ++batch_size) {
        Minibatches minibatches(data, batch_size, Rng(1));
        for (int epoch = 0; epoch < 3; ++epoch) {
            std::vector<int> uses(10);
            for (const Index i : draw_epoch(minibatches)) ++uses[i];
            BOOST_TEST(uses == std::vector<int>(10, 1), boost::test_tools::per_element());
            BOOST_TEST(minibatches.epoch() == epoch);
        }
        BOOST_TEST(minibatches.samples_seen() == 30U);
    }
}

BOOST_AUTO_TEST_CASE(the_last_minibatch_is_shorter)
{
    const Dataset data = numbered(10);
    Minibatches minibatches(data, 4, Rng(1));
    BOOST_TEST(minibatches.per_epoch() == 3U);
    for (const Index expected : {4U, 4U, 2U, 4U}) {
        const Batch& batch = minibatches.next();
        BOOST_TEST(batch.x.n_cols == expected);
        BOOST_TEST(batch.labels.n_elem == expected);
        BOOST_TEST(batch.indices.n_elem == expected);
    }
    BOOST_TEST(minibatches.epoch() == 1);
}

BOOST_AUTO_TEST_CASE(samples_come_with_their_labels)
{
    const Dataset data = numbered(7);
    Minibatches minibatches(data, 3, Rng(2));
    for (int k = 0; k < 6; ++k) {
        const Batch& batch = minibatches.next();
        for (Index j = 0; j < batch.indices.n_elem; ++j) {
            const Index i = batch.indices[j];
            BOOST_TEST(batch.x(0, j) == data.x(0, i));
            BOOST_TEST(batch.x(1, j) == data.x(1, i));
            BOOST_TEST(batch.labels[j] == data.labels[i]);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_order_changes_from_epoch_to_epoch)
{
    const Dataset data = numbered(100);
    Minibatches minibatches(data, 32, Rng(1));
    const std::vector<Index> first = draw_epoch(minibatches), second = draw_epoch(minibatches),
                             third = draw_epoch(minibatches);
    BOOST_TEST((first != second));
    BOOST_TEST((second != third));
    BOOST_TEST((first != third));
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_order)
{
    const Dataset data = numbered(100);
    const Rng rng(5);
    Minibatches one(data, 7, rng), two(data, 7, rng), other(data, 7, Rng(6));
    for (int epoch = 0; epoch < 2; ++epoch) {
        const std::vector<Index> order = draw_epoch(one);
        BOOST_TEST(order == draw_epoch(two), boost::test_tools::per_element());
        BOOST_TEST((order != draw_epoch(other)));
    }
    // The order of the samples does not depend on how they are cut.
    Minibatches coarse(data, 50, rng), fine(data, 1, rng);
    BOOST_TEST(draw_epoch(coarse) == draw_epoch(fine), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_batch_larger_than_the_data_is_refused)
{
    const Dataset data = numbered(10);
    BOOST_CHECK_EXCEPTION(Minibatches(data, 11, Rng(1)), UsageError,
                          says({"11", "10 samples", "1 to 10"}));
    BOOST_CHECK_THROW(Minibatches(data, 0, Rng(1)), UsageError);
}

BOOST_AUTO_TEST_CASE(a_restored_run_continues_identically)
{
    const Dataset data = numbered(10);
    for (int steps = 0; steps <= 7; ++steps) { // before, within and between epochs
        Minibatches whole(data, 3, Rng(9));
        for (int k = 0; k < steps; ++k) whole.next();
        Minibatches resumed(data, 3, Rng(1234)); // the seed is restored too
        resumed.next();
        resumed.restore(whole.state());
        BOOST_TEST(resumed.epoch() == whole.epoch());
        BOOST_TEST(resumed.samples_seen() == whole.samples_seen());
        for (int k = 0; k < 9; ++k) {
            const arma::uvec expected = whole.next().indices;
            BOOST_TEST(resumed.next().indices == expected, boost::test_tools::per_element());
            BOOST_TEST(resumed.epoch() == whole.epoch());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_foreign_state_is_refused_and_changes_nothing)
{
    const Dataset data = numbered(10), other = numbered(11);
    Minibatches minibatches(data, 3, Rng(1));
    minibatches.next();
    const std::string before = minibatches.state();
    for (const std::string& foreign :
         {std::string(), std::string("minibatches-1"), std::string("epoch 3\n7"),
          std::string("minibatches-1 10 3 0 3 3\nnot a generator"),
          before.substr(0, before.find('\n') + 1), "x" + before,
          std::string("minibatches-1 10 3 0 4 4") + before.substr(before.find('\n')),
          std::string("minibatches-1 10 3 0 12 12") + before.substr(before.find('\n'))})
        BOOST_CHECK_THROW(minibatches.restore(foreign), DataError);
    BOOST_CHECK_EXCEPTION(minibatches.restore(Minibatches(other, 3, Rng(1)).state()), DataError,
                          says({"N = 11"}));
    BOOST_CHECK_THROW(minibatches.restore(Minibatches(data, 2, Rng(1)).state()), DataError);
    BOOST_TEST(minibatches.state() == before);
}

BOOST_AUTO_TEST_SUITE_END()
