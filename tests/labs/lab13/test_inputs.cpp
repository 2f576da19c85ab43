#include "labs/lab13_good_practices/inputs.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab13_inputs, *boost::unit_test::label("lab13"))

using namespace lab13;

namespace {

Run ending_at(double cost)
{
    Run run;
    run["validation cost"] = cost;
    return run;
}

Compared swept(const Text& name, const std::vector<std::vector<Run>>& at)
{
    Compared method;
    method.name = name;
    method.grid = {0.1, 1};
    method.at = at;
    return method;
}

} // namespace

BOOST_AUTO_TEST_CASE(three_scales_of_the_same_samples)
{
    Rng rng(1);
    const Data data = three_scales(two_classes(200, rng), 40, rng);
    const Matrix& x = data.from_0_to_1.data.training.x;
    BOOST_TEST(x.n_cols == 40U);
    BOOST_TEST(data.raw.data.validation.x.n_cols == 10U);
    BOOST_TEST(identical(data.raw.data.training.x, Matrix(x * 255)));
    const Matrix& standardised = data.standardised.data.training.x;
    BOOST_TEST(std::abs(arma::accu(standardised)) / double(x.n_elem) < 1e-4);
    BOOST_TEST(std::abs(arma::accu(arma::square(standardised)) / double(x.n_elem) - 1) < 1e-4);
}

BOOST_AUTO_TEST_CASE(a_watched_training_warms_up_and_cools_down)
{
    Rng rng(1);
    const Dataset data = two_classes(640, rng); // 10 minibatches an epoch
    const Inputs inputs{verbatim("any"), {data, data}};
    const Run watched = train(inputs, 0.2, 64, 4, 10, Rng(2));
    const std::vector<double>& rates = watched.curve("learning rate").values;
    BOOST_REQUIRE(rates.size() == 40U);
    BOOST_TEST(rates[0] == 0.05);
    BOOST_TEST(rates[4] == 0.2);
    BOOST_TEST(rates.back() < 0.02);
    BOOST_TEST(watched.curve("validation cost").updates == (std::vector<double>{10, 20, 30, 40}),
               boost::test_tools::per_element());
    const Run plain = train(inputs, 0.2, 64, 1, 0, Rng(2));
    BOOST_TEST(plain.curve("learning rate").values == std::vector<double>(10, 0.2),
               boost::test_tools::per_element());
    BOOST_TEST(std::isfinite(plain.number("validation cost")));
}

BOOST_AUTO_TEST_CASE(the_standardised_scale_is_compared_with_each_other_one)
{
    const std::vector<Run> low(5, ending_at(0.5)), middle(5, ending_at(0.7)), lost(5);
    const Study sweep({swept(tr("standardised"), {middle, middle}), swept(tr("raw"), {low, lost})});
    BOOST_TEST(best_places(sweep) == (std::vector<std::size_t>{0, 0}),
               boost::test_tools::per_element());
    BOOST_CHECK(standardised_lowest(sweep, {1, 1}).outcome == Outcome::supported);
    BOOST_CHECK(standardised_lowest(sweep, {0, 0}).outcome == Outcome::not_supported);
}

BOOST_AUTO_TEST_CASE(the_lowest_scale_is_told_by_all_runs_or_there_is_none)
{
    const std::vector<Run> low(5, ending_at(0.5)), high(5, ending_at(0.7));
    std::vector<Run> mixed = high;
    mixed[3] = ending_at(0.1);
    const Study sweep({swept(tr("standardised"), {high, high}), swept(tr("raw"), {low, mixed})});
    BOOST_TEST(lowest_scale(sweep, {0, 0}) == 1U);
    BOOST_TEST(lowest_scale(sweep, {0, 1}) == 2U); // one run does not tell
}

BOOST_AUTO_TEST_SUITE_END()
