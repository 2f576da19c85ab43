#include "base/cpu.hpp"
#include "labs/lab15_why_it_generalises/boolean_functions.hpp"
#include "train/compare.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <set>

BOOST_AUTO_TEST_SUITE(boolean_functions, *boost::unit_test::label("lab15"))

using namespace lab15;

namespace {

std::string eight_answers(Rng& rng)
{
    std::string f(8, '0');
    for (char& answer : f) answer = rng.below(2) == 1 ? '1' : '0';
    return f;
}

// How many answers are yes.
double ones(std::string_view f) { return double(std::ranges::count(f, '1')); }

} // namespace

BOOST_AUTO_TEST_CASE(every_draw_is_a_new_one_whatever_the_threads)
{
    const int before = threads();
    std::vector<std::vector<std::string>> all;
    for (const int team : {1, 3}) {
        set_threads(team);
        all.push_back(drawn(1201, eight_answers, Rng(7)));
    }
    set_threads(before);
    BOOST_TEST(all[0].size() == 1201u);
    BOOST_TEST((all[0] == all[1]));
    // No portion repeats another: 200 tables in a row do not come twice.
    BOOST_TEST(!std::equal(all[0].begin(), all[0].begin() + 200, all[0].begin() + 500));
    BOOST_TEST((all[0] != drawn(1201, eight_answers, Rng(8))));
}

BOOST_AUTO_TEST_CASE(a_stop_ends_the_experiment)
{
    request_stop();
    BOOST_CHECK_THROW(drawn(700, eight_answers, Rng(7)), Interrupted);
    request_stop(false);
}

BOOST_AUTO_TEST_CASE(chance_gives_all_functions_alike)
{
    const std::vector<std::string> many = by_chance(2000, 128, Rng(3));
    BOOST_TEST(std::set<std::string>(many.begin(), many.end()).size() == 2000u);
    double share = 0;
    for (const std::string& table : many) {
        BOOST_REQUIRE(table.size() == 128u);
        share += ones(table) / (2000. * 128);
    }
    BOOST_TEST(std::abs(share - 0.5) < 0.005);  // deviation: 0.001
    for (std::size_t i = 0; i < 128; i += 17) { // each answer by itself; deviation: 0.011
        const double yes = double(
            std::ranges::count(many, '1', [&](const std::string& table) { return table[i]; }));
        BOOST_TEST(std::abs(yes / 2000 - 0.5) < 0.05);
    }
}

BOOST_AUTO_TEST_CASE(counted_and_ranked)
{
    const Functions functions =
        ranked({"0001", "1111", "0110", "0001", "0110", "0001", "0000"}, ones);
    BOOST_REQUIRE(functions.size() == 4u);
    BOOST_TEST(functions[0].table == "0001");
    BOOST_TEST(functions[0].count == 3);
    BOOST_TEST(functions[0].complexity == 1.);
    BOOST_TEST(functions[1].table == "0110");
    BOOST_TEST(functions[1].count == 2);
    BOOST_TEST(functions[1].complexity == 2.);
    BOOST_TEST(functions[2].table == "0000"); // equal counts: in order
    BOOST_TEST(functions[3].table == "1111");
    BOOST_TEST(functions[3].complexity == 4.);
    BOOST_TEST(draw_count(functions) == 7);
    BOOST_TEST(draw_count({}) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
