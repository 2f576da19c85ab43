#include "data/synthetic.hpp"
#include "labs/lab02_losses/figures.hpp"
#include "nn/layers.hpp"
#include "shell/board.hpp"
#include "temporary.hpp"
#include "train/theta.hpp"

#include <boost/test/unit_test.hpp>
#include <thread>

BOOST_AUTO_TEST_SUITE(lab02_figures, *boost::unit_test::label("lab02"))

using namespace lab02;

BOOST_AUTO_TEST_CASE(on_the_board_the_map_is_that_of_the_network_as_it_is_now)
{
    Rng rng(1);
    const Dataset training = spirals(30, 2, 0.1, rng);
    Sequential net = mlp({2, 2}, rng);
    const Classifier one{verbatim("hinge"), [](const Var& o, const Step&) { return sum(o); }};
    const CostOfStep l = with_map(one, net, training);
    const Var o = constant(Matrix{1, 2});
    BOOST_TEST(l(o, {}).scalar() == 3.); // without a board the cost is all

    const descente::testing::TemporaryFolder folder;
    const FigureWriter writer(folder.path(), "lab02", {});
    Board board(nullptr, writer, verbatim("Title"), {}, true);
    const auto looks_on = board.looks_on(verbatim("run"));
    const LookedAtBy looked_at(*looks_on);
    looks_on->noted("cost", 1, 2);
    const auto map = [&](const Column& theta) {
        set_parameters(net, theta);
        std::this_thread::sleep_for(std::chrono::milliseconds(220));
        BOOST_TEST(l(o, {}).scalar() == 3.);
        const PanelParts parts = board.recorded().value().frames().back().back().parts();
        BOOST_TEST(parts.title.english() == "hinge");
        BOOST_REQUIRE(parts.series.size() == 4u); // two classes of the grid, two of the samples
        return parts.series;
    };
    const auto by_x = map({-1, 0, 1, 0, 0, 0}); // class 0 on the left
    const auto by_y = map({0, -1, 0, 1, 0, 0}); // class 0 below
    for (const double x : by_x[0][Role::x]) BOOST_TEST(x <= 0);
    for (const double x : by_x[1][Role::x]) BOOST_TEST(x >= 0);
    for (const double y : by_y[0][Role::y]) BOOST_TEST(y <= 0);
    BOOST_TEST(by_x[2][Role::x] == by_y[2][Role::x], boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
