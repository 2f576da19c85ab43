#include "autodiff/ops.hpp"
#include "base/error.hpp"
#include "labs/lab01_chain_rule/computation_graph.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(computation_graphs, *boost::unit_test::label("lab01"))

using namespace descente;
using lab01::computation_graph;

BOOST_AUTO_TEST_CASE(it_shows_values_and_gradients_in_order_of_computation)
{
    const Var x = parameter(2.0).named("x"), y = parameter(-3.0).named("y");
    const Var product = (x % y).named("p");
    const Var loss = product + x; // x is used twice
    backward(loss, Graph::kept);
    const Boxes graph = computation_graph(loss, {{0, 0}, {0, 2}, {1, 1}, {2, 0}}, 4, 4);
    std::string told;
    for (const auto& box : graph.boxes)
        told +=
            fmt::format("{} {} {} {}; ", box.op, box.name, box.value.english(), box.grad.english());
    BOOST_TEST(told == "leaf x 2 -2; leaf y -3 2; × p -6 1; +  -4 1; ");
    std::string arrows;
    for (const auto& arrow : graph.arrows) arrows += fmt::format("{}{} ", arrow.from, arrow.to);
    BOOST_TEST(arrows == "02 12 23 03 ");
    BOOST_TEST(graph.layers == 3);
    BOOST_TEST(graph.rows == 3);
    BOOST_TEST(graph.boxes[1].y == 2);
}

BOOST_AUTO_TEST_CASE(gradients_appear_from_the_result_backwards)
{
    const Var loss = square(exp(parameter(2.0)));
    backward(loss, Graph::kept);
    for (int shown = 0; shown <= 3; ++shown) {
        const Boxes graph = computation_graph(loss, {{0, 0}, {1, 0}, {2, 0}}, 3, shown);
        const auto seen =
            std::ranges::count_if(graph.boxes, [](const auto& box) { return !box.grad.empty(); });
        BOOST_TEST(seen == shown);
        BOOST_TEST(graph.boxes[0].grad.empty() == (shown < 3));
    }
}

BOOST_AUTO_TEST_CASE(each_node_needs_a_place)
{
    BOOST_CHECK_THROW(computation_graph(exp(parameter(2.0)), {{0, 0}}, 2, 0), ShapeError);
}

BOOST_AUTO_TEST_CASE(values_come_in_order_and_the_newest_number_lights_its_arrows)
{
    const Var loss = square(exp(parameter(2.0)));
    backward(loss, Graph::kept);
    const auto graph = [&](int values, int gradients) {
        return computation_graph(loss, {{0, 0}, {1, 0}, {2, 0}}, values, gradients);
    };
    const auto lit = [&](int values, int gradients) {
        std::string which;
        for (const auto& arrow : graph(values, gradients).arrows) which += arrow.lit ? '1' : '0';
        return which;
    };
    BOOST_TEST(graph(1, 0).boxes[0].value.english() == "2");
    BOOST_TEST(graph(1, 0).boxes[1].value.english().find_first_of("0123456789") ==
               std::string::npos);
    BOOST_TEST(lit(1, 0) == "00"); // a leaf is given
    BOOST_TEST(lit(2, 0) == "10");
    BOOST_TEST(lit(3, 0) == "01");
    BOOST_TEST(lit(3, 1) == "00"); // ∂s/∂s = 1
    BOOST_TEST(lit(3, 2) == "01");
    BOOST_TEST(lit(3, 3) == "10");
}

BOOST_AUTO_TEST_SUITE_END()
