#include "autodiff/ops.hpp"
#include "base/error.hpp"
#include "labs/lab01_chain_rule/computation_graph.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(computation_graphs, *boost::unit_test::label("lab01"))

BOOST_AUTO_TEST_CASE(an_empty_result_is_refused)
{
    BOOST_CHECK_THROW(computation_graph(Var()), ShapeError);
}

BOOST_AUTO_TEST_CASE(graph_shows_values_and_gradients)
{
    Var x = parameter(2.0).named("x"), y = parameter(-3.0).named("y");
    Var product = (x % y).named("p");
    Var loss = product + x;
    backward(loss, Graph::kept);
    const Boxes graph = computation_graph(loss);
    BOOST_REQUIRE(graph.boxes.size() == 4u);
    BOOST_REQUIRE(graph.arrows.size() == 4u);
    for (const auto& box : graph.boxes) {
        if (box.name == "x") BOOST_TEST(box.value.english() + " " + box.grad.english() == "2 -2");
        if (box.name == "y") BOOST_TEST(box.value.english() + " " + box.grad.english() == "-3 2");
        if (box.name == "p") BOOST_TEST(box.value.english() + " " + box.grad.english() == "-6 1");
    }
    // Arrows go from left to right.
    for (const auto& [from, to, via] : graph.arrows)
        BOOST_TEST(graph.boxes[static_cast<std::size_t>(from)].x <
                   graph.boxes[static_cast<std::size_t>(to)].x);
}

BOOST_AUTO_TEST_CASE(gradients_appear_from_the_result_backwards)
{
    Var x = parameter(2.0);
    Var loss = square(exp(x));
    backward(loss, Graph::kept);
    for (int shown = 0; shown <= 3; ++shown) {
        const Boxes graph = computation_graph(loss, shown);
        const auto seen = std::count_if(graph.boxes.begin(), graph.boxes.end(),
                                        [](const auto& box) { return !box.grad.empty(); });
        BOOST_TEST(seen == shown);
    }
}

BOOST_AUTO_TEST_CASE(no_two_boxes_or_detours_share_a_place)
{
    Var x = parameter(0.5).named("x"), y = parameter(1.5).named("y"),
        z = parameter(-1.0).named("z");
    Var a = x % y, b = sin(a) + z, c = exp(x) % b;
    Var loss = square(c - y) + 0.1 * (x % x);
    const Boxes graph = computation_graph(loss);
    std::vector<std::array<double, 2>> places;
    for (const auto& box : graph.boxes) places.push_back({box.x, box.y});
    for (const auto& arrow : graph.arrows)
        for (const auto& stop : arrow.via) places.push_back(stop);
    BOOST_TEST(graph.boxes.size() >= 12u);
    for (std::size_t i = 0; i < places.size(); ++i) {
        BOOST_TEST((places[i][0] >= 0 && places[i][0] < graph.layers));
        BOOST_TEST((places[i][1] > -0.5 && places[i][1] < graph.rows - 0.5));
        for (std::size_t j = 0; j < i; ++j)
            BOOST_TEST(
                (places[i][0] != places[j][0] || std::abs(places[i][1] - places[j][1]) >= 1));
    }
}

BOOST_AUTO_TEST_CASE(graph_of_matrices_shows_sizes_and_small_numbers_powers)
{
    Var W = parameter(Matrix(3, 2, arma::fill::ones)).named("W");
    Var loss = 1e-6 * sum(W);
    const Boxes graph = computation_graph(loss);
    BOOST_TEST(graph.boxes.front().value.english() == "3×2");
    BOOST_TEST(graph.boxes.front().grad.empty());
    BOOST_TEST(graph.boxes.back().value.english() == "6·10⁻⁶");
}

BOOST_AUTO_TEST_SUITE_END()
