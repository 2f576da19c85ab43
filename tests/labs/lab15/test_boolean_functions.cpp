#include "base/cpu.hpp"
#include "base/error.hpp"
#include "labs/lab15_why_it_generalises/boolean_functions.hpp"
#include "train/runs.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <set>

using namespace descente;

BOOST_AUTO_TEST_SUITE(boolean_functions, *boost::unit_test::label("lab15"))

namespace {

// One unit that is above 0 where weights · bits is above the threshold.
Sequential unit(const Column& weights, double threshold)
{
    Rng rng(1);
    Linear layer(weights.n_elem, 1, rng);
    layer.W.value() = weights;
    layer.b.value().fill(static_cast<Real>(-threshold));
    Sequential net;
    net.add(std::move(layer));
    return net;
}

std::string table_of_unit(const Column& weights, double threshold)
{
    const auto make = [&](Rng&) { return unit(weights, threshold); };
    return network_functions(1, weights.n_elem, make, Rng(1)).at(0);
}

Sequential random_network(Rng& rng) { return mlp({3, 8, 1}, rng); }

} // namespace

BOOST_AUTO_TEST_CASE(the_cube_counts_in_binary)
{
    const Matrix cube = boolean_cube(3);
    BOOST_TEST(cube.n_rows == 3);
    BOOST_TEST(cube.n_cols == 8);
    for (Index i = 0; i < 8; ++i)
        BOOST_TEST(double(4 * cube(0, i) + 2 * cube(1, i) + cube(2, i)) == double(i));
    BOOST_CHECK_THROW(boolean_cube(0), ShapeError);
    BOOST_CHECK_THROW(boolean_cube(64), ShapeError);
}

BOOST_AUTO_TEST_CASE(truth_tables_of_known_units)
{
    BOOST_TEST(table_of_unit({1, 0}, 0.5) == "0011"); // the first bit is the most significant
    BOOST_TEST(table_of_unit({0, 1}, 0.5) == "0101");
    BOOST_TEST(table_of_unit({1, 1}, 1.5) == "0001"); // and
    BOOST_TEST(table_of_unit({1, 1}, 0.5) == "0111"); // or
    BOOST_TEST(table_of_unit({0, 0}, 0) == "0000");   // 0 is no yes
    BOOST_TEST(table_of_unit({1, 1, 1}, 1.5) == "00010111");
}

BOOST_AUTO_TEST_CASE(more_than_one_output_is_refused)
{
    const auto make = [](Rng& rng) { return mlp({3, 4, 2}, rng); };
    BOOST_CHECK_THROW(network_functions(1, 3, make, Rng(1)), ShapeError);
}

BOOST_AUTO_TEST_CASE(every_network_is_a_new_one_whatever_the_threads)
{
    const int before = threads();
    std::vector<std::vector<std::string>> all;
    for (const int team : {1, 3}) {
        set_threads(team);
        all.push_back(network_functions(1201, 3, random_network, Rng(7)));
    }
    set_threads(before);
    BOOST_TEST(all[0].size() == 1201);
    BOOST_TEST((all[0] == all[1]));
    // No portion repeats another: 200 tables in a row do not come twice.
    BOOST_TEST(!std::equal(all[0].begin(), all[0].begin() + 200, all[0].begin() + 500));
    BOOST_TEST((all[0] != network_functions(1201, 3, random_network, Rng(8))));
}

BOOST_AUTO_TEST_CASE(a_stop_ends_it_early)
{
    request_stop();
    const std::vector<std::string> tables = network_functions(700, 3, random_network, Rng(7));
    request_stop(false);
    BOOST_TEST(tables.empty());
}

BOOST_AUTO_TEST_CASE(uniform_functions_are_all_as_probable)
{
    const std::vector<DrawnFunction> few = drawn_functions(uniform_functions(4000, 1, Rng(3)));
    BOOST_TEST(few.size() == 4);       // 2^2 functions of one bit
    for (const DrawnFunction& f : few) // deviation: √(4000 · 3/16) = 27
        BOOST_TEST(std::abs(double(f.count) - 1000) < 120);
    const std::vector<std::string> many = uniform_functions(2000, 7, Rng(3));
    BOOST_TEST(std::set<std::string>(many.begin(), many.end()).size() == 2000);
    double ones = 0;
    for (const std::string& table : many) {
        BOOST_REQUIRE(table.size() == 128);
        ones += double(std::count(table.begin(), table.end(), '1')) / (2000. * 128);
    }
    BOOST_TEST(std::abs(ones - 0.5) < 0.005); // deviation: 0.001
}

BOOST_AUTO_TEST_CASE(counted_and_ranked)
{
    const std::vector<DrawnFunction> functions =
        drawn_functions({"0001", "1111", "0110", "0001", "0110", "0001", "0000"});
    BOOST_REQUIRE(functions.size() == 4);
    BOOST_TEST(functions[0].table == "0001");
    BOOST_TEST(functions[0].count == 3);
    BOOST_TEST(functions[0].complexity == 5.); // 2/2·(2 + 3)
    BOOST_TEST(functions[1].table == "0110");
    BOOST_TEST(functions[1].count == 2);
    BOOST_TEST(functions[2].table == "0000"); // equal counts: in order
    BOOST_TEST(functions[2].complexity == 2.);
    BOOST_TEST(functions[3].table == "1111");
    BOOST_TEST(draw_count(functions) == 7);
    BOOST_TEST(share_of_first(functions, 1) == 3. / 7);
    BOOST_TEST(share_of_first(functions, 2) == 5. / 7);
    BOOST_TEST(share_of_first(functions, 100) == 1.);
}

BOOST_AUTO_TEST_CASE(the_median_is_over_draws_not_over_functions)
{
    // Five draws of K = 2, one each of K = 5 and of K = 6: over functions the median were 5.
    const std::vector<DrawnFunction> functions{{"0000", 5, 2}, {"0001", 1, 5}, {"0110", 1, 6}};
    BOOST_TEST(median_complexity(functions) == 2.);
    BOOST_TEST(median_complexity({{"0110", 1, 6}, {"0000", 1, 2}, {"0001", 1, 5}}) == 5.);
    BOOST_TEST(draw_count({}) == 0);
    BOOST_CHECK_THROW(median_complexity({}), ShapeError);
    BOOST_CHECK_THROW(share_of_first({}, 1), ShapeError);
}

BOOST_AUTO_TEST_CASE(correlation_of_what_was_drawn_twice)
{
    std::vector<DrawnFunction> functions{{"0000", 9, 2}, {"0001", 5, 5}, {"0110", 2, 6}};
    BOOST_TEST(rarity_of_complexity(functions) == -1.);
    functions.push_back({"0011", 1, 4}); // once: says nothing
    BOOST_TEST(rarity_of_complexity(functions) == -1.);
    functions[1].complexity = 7;
    BOOST_TEST(std::abs(rarity_of_complexity(functions) + 0.5) < 1e-9); // 1 − 6·6/(3·8)
}

BOOST_AUTO_TEST_SUITE_END()
