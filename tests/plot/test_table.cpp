// The .tsv: numbers that read back exactly under names of their columns.
#include "plot/table.hpp"
#include "script_text.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <sstream>

using namespace descente;

BOOST_AUTO_TEST_SUITE(figure_table_text)

static const double infinity = std::numeric_limits<double>::infinity();

BOOST_AUTO_TEST_CASE(the_table_reads_back_exactly)
{
    const Numbers x = {0.1, 1.0 / 3, 1e-300, 12345678901234567.0}, y = {M_PI, -0.0, NAN, infinity};
    Figure figure("x", tr("title"));
    figure.panel().x_axis(tr("rate (1/step)")).y_axis(tr("cost")).line(tr("curve"), x, y);
    const std::string table = figure_table(figure, tr("seed 1"), "lab99_x", Language());
    BOOST_TEST(has(table, "# lab99_x · title\n# seed 1\n"));
    BOOST_TEST(has(table, "# series 1: line, curve\n# rate (1/step)\tcost\n"));
    std::istringstream lines(table);
    std::string line;
    std::size_t i = 0;
    while (std::getline(lines, line)) {
        if (line.empty() || line[0] == '#') continue;
        const std::size_t tab = line.find('\t');
        BOOST_REQUIRE(tab != std::string::npos);
        BOOST_TEST(std::stod(line.substr(tab + 1)) == (i == 2 ? -0.0 : y[i]),
                   boost::test_tools::tolerance(0.0));
        if (++i == 2) break;
    }
    BOOST_TEST(has(table, "\n0.3333333333333333\t-0\n1e-300\tnan\n1.2345678901234568e+16\tinf\n"));
}

BOOST_AUTO_TEST_CASE(bubbles_keep_their_names_and_areas, *boost::unit_test::label("lab16"))
{
    Figure figure("x", verbatim("t"));
    figure.panel()
        .x_axis(verbatim("MAC"))
        .y_axis(verbatim("%"))
        .bubbles(tr("cost"), {7, 9}, {spread({1, 3}), spread({4})}, {5, 6},
                 {tr("small"), tr("large")});
    const std::string table = figure_table(figure, {}, "lab99_x", Language("fr"));
    BOOST_TEST(has(table, "# series 1: bubbles, coût\n# petit, grand\n"
                          "# MAC\t% (lowest)\t% (median)\t% (highest)\tarea\n"
                          "7\t1\t2\t3\t5\n9\t4\t4\t4\t6\n"));
}

BOOST_AUTO_TEST_CASE(matrix_values_keep_every_digit)
{
    Matrix z(1, 2);
    z(0, 0) = static_cast<Real>(1) / 3, z(0, 1) = static_cast<Real>(0.1);
    Figure figure("x", verbatim("t"));
    figure.panel().heat_map(z, {1, 2}, {5}, verbatim("z"));
    const std::string table = figure_table(figure, {}, "f", Language());
    const std::size_t at = table.find("\n1\t5\t");
    BOOST_REQUIRE(at != std::string::npos);
    BOOST_TEST(static_cast<Real>(std::stod(table.substr(at + 5))) == z(0, 0));
}

BOOST_AUTO_TEST_SUITE_END()
