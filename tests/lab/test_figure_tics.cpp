// Tics are round, inside the axis, and speak the language.
#include "lab/figure_tics.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(figure_tics)

static std::vector<std::string> names(const std::vector<Tic>& tics)
{
    std::vector<std::string> out;
    for (const Tic& tic : tics)
        if (!tic.label.empty()) out.push_back(tic.label);
    return out;
}

BOOST_AUTO_TEST_CASE(tics_are_round_and_speak_the_language)
{
    const auto linear = names(axis_tics(0, 1, Scale::linear, 6, Language("fr")));
    const std::vector<std::string> tenths = {"0", "0,2", "0,4", "0,6", "0,8", "1,0"};
    BOOST_TEST(linear == tenths, boost::test_tools::per_element());
    const auto powers = names(axis_tics(1e-7, 10, Scale::logarithmic, 9, Language()));
    BOOST_TEST(powers.size() == 9u);
    BOOST_TEST(powers.front() == "10⁻⁷");
    BOOST_TEST(powers.back() == "10¹");
    const auto narrow = names(axis_tics(0.05, 2, Scale::logarithmic, 9, Language()));
    const std::vector<std::string> plain = {"0.05", "0.1", "0.2", "0.5", "1", "2"};
    BOOST_TEST(narrow == plain, boost::test_tools::per_element());
    const auto large = names(axis_tics(0, 2e6, Scale::linear, 3, Language()));
    BOOST_TEST(large.back() == "2·10⁶");
}

BOOST_AUTO_TEST_CASE(tics_stay_inside_the_axis)
{
    for (const auto& [low, high] : {std::pair{0.013, 0.41}, {3.0, 4.1}, {1e-9, 3e5}, {17.0, 18.0}})
        for (const Scale scale : {Scale::linear, Scale::logarithmic}) {
            const double slack = 1e-6 * (high - low);
            const auto tics = axis_tics(low, high, scale, 6, Language());
            BOOST_TEST(names(tics).size() >= 2u);
            for (const Tic& tic : tics)
                BOOST_TEST((tic.at >= low - slack && tic.at <= high + slack));
        }
}

BOOST_AUTO_TEST_CASE(few_decades_get_one_two_five_or_one_three)
{
    const auto many = names(axis_tics(14, 4600, Scale::logarithmic, 9, Language()));
    const std::vector<std::string> expected = {"20", "50", "100", "200", "500", "1000", "2000"};
    BOOST_TEST(many == expected, boost::test_tools::per_element());
    const auto few = names(axis_tics(14, 4600, Scale::logarithmic, 5, Language()));
    const std::vector<std::string> thirds = {"30", "100", "300", "1000", "3000"};
    BOOST_TEST(few == thirds, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_low_panel_has_powers_of_ten, *boost::unit_test::label("lab13"))
{
    const auto thousand = names(axis_tics(1e-4, 0.1, Scale::logarithmic, 3, Language()));
    BOOST_REQUIRE(thousand.size() == 4u);
    BOOST_TEST(thousand.front() == "10⁻⁴"); // not 0.05 and 0.10, as on a linear axis
    BOOST_TEST(thousand.back() == "10⁻¹");
    BOOST_TEST(names(axis_tics(0.1, 10, Scale::logarithmic, 2, Language())).size() == 3u);
}

BOOST_AUTO_TEST_CASE(values_are_written_short)
{
    BOOST_TEST(short_number(0.12345, Language()) == "0.123");
    BOOST_TEST(short_number(0.5, Language("fr")) == "0,5");
    BOOST_TEST(short_number(4096, Language()) == "4096");
    BOOST_TEST(short_number(166.3, Language(), 2) == "166"); // not 1.7e+02
    BOOST_TEST(short_number(1e-4, Language()) == "10⁻⁴");
    BOOST_TEST(short_number(-3e6, Language()) == "-3·10⁶");
    BOOST_TEST(data_number(INFINITY) == "NaN");
    BOOST_TEST(std::stod(data_number(1.0 / 3)) == 1.0 / 3);
}

BOOST_AUTO_TEST_CASE(a_range_ignores_what_cannot_be_drawn_and_is_never_a_point)
{
    Range range;
    BOOST_TEST(range.empty());
    range.add({NAN, INFINITY, -1, 0, 2}, Scale::logarithmic);
    BOOST_TEST((range.low == 2 && range.high == 2));
    for (const Scale scale : {Scale::linear, Scale::logarithmic}) {
        const Range wide = range.padded(scale, 0.05, true, true);
        BOOST_TEST((wide.low < 2 && wide.high > 2));
    }
    BOOST_TEST(Range({1, 100}).share(10, Scale::logarithmic) == 0.5,
               boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()
