#include "labs/lab10_batch_norm/figures.hpp"
#include "labs/lab10_batch_norm/tolerance.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab10_tolerance, *boost::unit_test::label("lab10"))

using namespace lab10;

namespace {

const std::vector<double> scales{0.5, 1, 2, 4}, rates{0.1, 1, 10};
const double guessing = 10; // far above all costs

Tolerance of_column(const Column& cost, double guess = guessing)
{
    return tolerance(Matrix(cost), scales, {1}, guess);
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

BOOST_AUTO_TEST_CASE(scales_at_the_best_rate_and_rates_at_scale_1)
{
    const Real inf = Real(INFINITY), nan = Real(NAN);
    const Matrix grid{{2.0, 1.4, inf},  // scale 0.5
                      {1.5, 1.2, 1.4},  // 1
                      {2.0, 1.0, inf},  // 2
                      {1.4, nan, 1.2}}; // 4
    const Tolerance found = tolerance(grid, scales, rates, guessing);
    BOOST_TEST(found.scale_range == 4.); // 1.4 and 1.2 are within 1.5 times 1; NaN is not
    BOOST_TEST(found.largest_rate == 10.);
}

BOOST_AUTO_TEST_CASE(what_learned_nothing_does_not_train_however_close_it_is)
{
    const Column cost{2.3, 2.0, 2.3, 2.3}; // ln 10 = 2.303
    BOOST_TEST(of_column(cost).scale_range == 8.);
    BOOST_TEST(of_column(cost, 2.303).scale_range == 1.);
    BOOST_TEST(of_column(cost, 2.303).largest_rate == 1.);
    BOOST_TEST(of_column(cost, 2.1).largest_rate == 0.);
}

BOOST_AUTO_TEST_CASE(a_gap_ends_the_range)
{
    BOOST_TEST(of_column({1, 9, 1, 1}).scale_range == 1.);
}

BOOST_AUTO_TEST_CASE(where_everything_diverges_nothing_trains)
{
    Matrix cost(4, 3);
    cost.fill(Real(INFINITY));
    BOOST_TEST(tolerance(cost, scales, rates, guessing).largest_rate == 0.);
    BOOST_TEST(tolerance(cost, scales, rates, guessing).scale_range == 1.);
}

BOOST_AUTO_TEST_CASE(where_nothing_is_learned_there_is_a_map_all_the_same)
{
    const double ln10 = std::log(10);
    Run run;
    run["training cost"] = ln10;
    std::vector<Compared> rows;
    for (const Twin& twin : twins) rows.push_back(swept(at_scale(twin, 1), {{run}, {run}}));
    const Figure figure = scale_map_figure(Study(rows), {1}, ln10);
    BOOST_TEST(figure.name() == "map");
}

BOOST_AUTO_TEST_CASE(grids_and_evidence_of_a_sweep)
{
    // Scales 1 and 2, two rates, three seeds. Without: only scale 1 with the lower rate trains.
    const auto at = [](double cost, double more) {
        Run first, second;
        first["training cost"] = cost;
        second["training cost"] = cost + more;
        return std::vector<Run>{first, second, second};
    };
    const auto row = [&](bool batch_norm, double scale, std::vector<std::vector<Run>> runs) {
        return swept(at_scale(twin_of(batch_norm), scale), std::move(runs));
    };
    const Study sweep({row(true, 2, {at(1, 0), at(1, 0)}), row(false, 2, {at(9, 0), at(9, 0)}),
                       row(false, 1, {at(1, 0.1), at(9, 0)}),
                       row(true, 1, {at(1, 0.1), at(1, 0.2)})});
    const std::vector<Matrix> grids = cost_grids(sweep, {1, 2}, false);
    BOOST_REQUIRE(grids.size() == 3U);
    BOOST_TEST(grids[1](0, 0) == Real(1.1));
    BOOST_TEST(grids[1](0, 1) == Real(9));
    BOOST_CHECK(bears_more(sweep, {1, 2}, 4).outcome == Outcome::supported);
    BOOST_TEST(times_larger(sweep, {1, 2}, 4) == 2U);   // 1 against 0.1
    BOOST_TEST(times_larger(sweep, {1, 2}, 0.5) == 3U); // nothing trains
}

BOOST_AUTO_TEST_SUITE_END()
