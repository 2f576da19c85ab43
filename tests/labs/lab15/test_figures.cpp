#include "labs/lab15_why_it_generalises/figures.hpp"
#include "plot/script_text.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab15_figures, *boost::unit_test::label("lab15"))

using namespace lab15;

namespace {

std::string table_with(std::initializer_list<std::size_t> yes)
{
    std::string table(128, '0');
    for (const std::size_t i : yes) table[i] = '1';
    return table;
}

// Ten draws: 5 of K = 7, 3 and 1 of K = 14, 1 of K = 21.
const Functions few{{table_with({}), 5, 7},
                    {table_with({1, 16}), 3, 14},
                    {table_with({2}), 1, 14},
                    {table_with({3}), 1, 21}};

// For the titles: one of two sides, twice.
const Versus sides{{}, spread({0.5}), spread({2})};
const Evidence told{.outcome = Outcome::supported, .effects = {sides, sides}};

const PanelParts& panel_of(const Figure& figure, std::size_t i = 0)
{
    return figure.frames()[0][i].parts();
}

} // namespace

BOOST_AUTO_TEST_CASE(tables_are_read_row_by_row)
{
    const Figure figure = tables_figure(few, few);
    const auto& often = panel_of(figure).images[0];
    BOOST_TEST(often.pixels.n_cols == 8);
    // Rank 3 is the third; beyond the last, the last stands in.
    BOOST_TEST(often.pixels(0 + 8 * 2, 1) == Real(1)); // answer 2: row 0, column 2
    BOOST_TEST(double(arma::accu(often.pixels.col(1))) == 1.);
    BOOST_TEST(often.pixels(0 + 8 * 3, 7) == Real(1));
    BOOST_TEST(often.captions[1].in(Language("fr")) == "n° 3\u00a0: K = 14");
    BOOST_TEST(often.captions[7].english() == "no. 4: K = 21");
    const auto& chance = panel_of(figure, 1).images[0];
    BOOST_TEST(chance.pixels(1, 2) == Real(1)); // answer 16: row 1, column 0
    BOOST_TEST(chance.pixels(8, 2) == Real(1)); // answer 1: row 0, column 1
}

BOOST_AUTO_TEST_CASE(what_was_drawn_once_says_nothing_about_its_probability)
{
    const Figure figure = complexity_figure(few, told);
    const auto& points = panel_of(figure).series[0];
    BOOST_TEST((points[Role::x] == Numbers{7, 14}));
    BOOST_TEST((points[Role::y] == Numbers{0.5, 0.3}));
    Functions more = few;
    more[2].count = 2; // of 11 now, and below the 3 of the same K
    const Figure both = complexity_figure(more, told);
    const auto& highest = panel_of(both).series[1];
    BOOST_TEST((highest[Role::x] == Numbers{7, 14}));
    BOOST_TEST((highest[Role::y] == Numbers{5. / 11, 3. / 11}));
}

// P = 2^(−K/7 − 1) exactly; then with one function that is half as probable.
BOOST_AUTO_TEST_CASE(no_function_is_above_the_simplicity_bound)
{
    const Bound exact = simplicity_bound({7, 14, 28}, {0.25, 0.125, 0.03125});
    BOOST_TEST(std::abs(exact.a - 1. / 7) < 1e-9);
    BOOST_TEST(std::abs(exact.b - 1) < 1e-9);
    BOOST_TEST(std::abs(exact.at(21) - 0.0625) < 1e-9);
    const Numbers K{7, 14, 21, 28}, P{0.25, 0.125, 0.03125, 0.03125};
    const Bound bound = simplicity_bound(K, P);
    for (std::size_t i = 0; i < K.size(); ++i) BOOST_TEST(P[i] <= bound.at(K[i]) * (1 + 1e-9));
}

// Drawn fewer than ten times, K = 21 does not tell; of one K alone there is no line.
BOOST_AUTO_TEST_CASE(the_bound_is_of_what_was_drawn_often)
{
    Functions functions{
        {table_with({}), 40, 7}, {table_with({2}), 20, 14}, {table_with({3}), 9, 21}};
    const Figure figure = complexity_figure(functions, told);
    BOOST_TEST_REQUIRE(panel_of(figure).series.size() == 3U);
    BOOST_TEST((panel_of(figure).series[2][Role::x] == Numbers{7, 14}));
    functions[1].count = 9;
    BOOST_TEST(panel_of(complexity_figure(functions, told)).series.size() == 2U);
}

BOOST_AUTO_TEST_CASE(shares_are_of_draws)
{
    const Figure figure = draws_figure(few, few, few, told);
    const auto& line = panel_of(figure).series[0];
    BOOST_TEST(line[Role::y][2] == 50); // K = 7
    BOOST_TEST(line[Role::y][4] == 40);
    BOOST_TEST(line[Role::y][6] == 10);
    BOOST_TEST(line[Role::y][5] == 0);
    BOOST_TEST(line[Role::x][6] == 21);
}

BOOST_AUTO_TEST_CASE(ranks_begin_at_1_and_end_with_the_last)
{
    const Figure figure = ranks_figure(few, told);
    const auto& line = panel_of(figure).series[0];
    BOOST_TEST((line[Role::x] == Numbers{1, 2, 3, 4}));
    BOOST_TEST((line[Role::y] == Numbers{0.5, 0.3, 0.1, 0.1}));
    const auto& chance = panel_of(figure).series[2];
    BOOST_TEST((chance[Role::y] == Numbers{0.1, 0.1}));
}

// Of 6 bits: 8 × 8, K in steps of 3 to 90, and of 2⁶⁴ functions.
BOOST_AUTO_TEST_CASE(tables_of_other_bits_have_their_own_shape_and_scale)
{
    std::string table(64, '0');
    table[9] = '1';
    const Functions six{{table, 2, 15}, {std::string(64, '0'), 1, 6}};
    const Figure figure = tables_figure(six, six);
    const auto& images = panel_of(figure).images[0];
    BOOST_TEST(images.pixels.n_rows == 64);
    BOOST_TEST(images.pixels(1 + 8 * 1, 0) == Real(1)); // answer 9: row 1, column 1
    const Figure drawn = draws_figure(six, six, six, told);
    const auto& line = panel_of(drawn).series[0];
    BOOST_TEST(line[Role::x].size() == 31u);
    BOOST_TEST(line[Role::x][5] == 15);
    BOOST_TEST(line[Role::y][5] == 200. / 3);
    BOOST_TEST(panel_of(ranks_figure(six, told)).series[1].label.english() ==
               "Zipf's law 1/(r ln 2⁶⁴)");
    BOOST_TEST(panel_of(ranks_figure(few, told)).series[1].label.english() ==
               "Zipf's law 1/(r ln 2¹²⁸)");
}

BOOST_AUTO_TEST_CASE(each_lambda_stands_at_its_strength_among_the_alphas)
{
    const std::vector<Setting> settings = all_settings({0.0875, 0, 0.2});
    BOOST_REQUIRE(settings.size() == 6u);
    BOOST_TEST(settings[3].name.english() == "α + λ = 0.1");
    BOOST_TEST(settings[3].alpha == 0.0125);
    BOOST_TEST(settings[3].lambda == 0.0875);
    std::vector<Compared> methods;
    for (const Setting& setting : settings) {
        Run run;
        run["test accuracy"] = 100 * setting.strength;
        run["training cost"] = setting.strength;
        run["‖∇Lₖ‖²"] = 1;
        methods.push_back({setting.name, 0, {}, {}, {run}});
    }
    const Figure figure = effect_figure(gain, settings, Study(std::move(methods)), 200, told);
    const PanelParts& panel = panel_of(figure);
    BOOST_REQUIRE(panel.series.size() == 4u); // means, and the seeds behind them
    BOOST_TEST((panel.series[0][Role::x] == Numbers{0, 1, 2}));
    BOOST_TEST((panel.series[2][Role::x] == Numbers{0, 0.06, 3.06, 4.06}));
    BOOST_TEST(has(figure.note().english(), "0.21")); // the last to get to equal cost

    BOOST_TEST(panel.series[2][Role::y][3] == 20);
}

BOOST_AUTO_TEST_CASE(settings_are_seen_beside_the_smallest_alpha_of_their_seed)
{
    const auto run = [](double accuracy, double squares) {
        Run one;
        one["test accuracy"] = accuracy;
        one["‖∇Lₖ‖²"] = squares;
        return one;
    };
    const Study study({{verbatim("α = 0.0125"), 0, {}, {}, {run(70, 2), run(80, 4)}},
                       {verbatim("α = 0.05"), 0, {}, {}, {run(71, 1), run(79, 8)}}});
    BOOST_TEST((gain.of(study, "α = 0.05").values == Numbers{1, -1}));
    BOOST_TEST((steepness.of(study, "α = 0.05").values == Numbers{0.5, 2}));
    BOOST_TEST((steepness.of(study, "α = 0.0125").values == Numbers{1, 1}));
}

BOOST_AUTO_TEST_SUITE_END()
