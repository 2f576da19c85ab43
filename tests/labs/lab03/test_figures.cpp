#include "labs/lab03_sgd_and_gd/figures.hpp"
#include "shell/board.hpp"
#include "temporary.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <thread>

BOOST_AUTO_TEST_SUITE(lab03_figures, *boost::unit_test::label("lab03"))

using namespace lab03;
using descente::testing::TemporaryFolder;

BOOST_AUTO_TEST_CASE(uses_in_an_epoch_and_with_replacement)
{
    using boost::test_tools::per_element;
    BOOST_TEST(shares_by_uses({0, 1, 1, 3, 3, 3, 3}, 4) == (Numbers{25, 25, 25, 0, 25}),
               per_element());
    BOOST_TEST(shares_by_uses({0, 0, 0, 0, 0, 0, 0}, 2) == (Numbers{50, 0, 0, 0, 50}),
               per_element());
    Rng rng(1);
    std::vector<Index> drawn(100000);
    for (Index& i : drawn) i = rng.below(drawn.size());
    BOOST_TEST(std::abs(shares_by_uses(drawn, 100000)[0] - 100 * std::exp(-1.0)) < 1);
}

BOOST_AUTO_TEST_CASE(on_the_board_each_ball_is_where_its_training_has_brought_it)
{
    TemporaryFolder folder;
    const FigureWriter writer(folder.path(), "lab03", {});
    Board board(nullptr, writer, verbatim("Title"), {}, true);
    const auto looks_on = board.looks_on(verbatim("SGD"));
    const LookedAtBy looked_at(*looks_on);
    looks_on->noted("cost", 1, 2);
    const auto noise = [] { return 1e6; };
    roll(of_gd, 500, noise); // drawn at once, the next one when it is due
    std::this_thread::sleep_for(std::chrono::milliseconds(220));
    roll(of_sgd, 0, noise);
    std::this_thread::sleep_for(std::chrono::milliseconds(220));
    roll(of_sgd, 1, noise); // thrown out: it stands at the edge

    const DoubleWell well;
    const auto frames = board.recorded().value().frames();
    BOOST_REQUIRE(frames.size() == 3u);
    const auto series = [&](std::size_t frame) { return frames[frame].back().parts().series; };
    BOOST_TEST(series(1)[1].label.english() == "GD, update 500");
    BOOST_TEST(std::abs(series(1)[1][Role::x][0] - well.poor_minimum()) < 1e-6);
    BOOST_TEST(series(1)[2][Role::x][0] == 1.6); // where both begin
    BOOST_TEST(series(2)[1][Role::x][0] == series(1)[1][Role::x][0]);
    BOOST_TEST(std::abs(series(2)[2][Role::x][0]) == 1.7);
    BOOST_TEST(series(2)[2][Role::y][0] == well.cost(series(2)[2][Role::x][0]));
}

BOOST_AUTO_TEST_SUITE_END()
