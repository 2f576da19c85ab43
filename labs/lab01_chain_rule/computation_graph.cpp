#include "computation_graph.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace lab01 {

namespace {

/// Each node once, parents before their children.
std::vector<const Node*> nodes_below(const Var& result)
{
    std::vector<const Node*> nodes{result.node().get()};
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for (const auto& parent : nodes[i]->parents)
            if (std::ranges::find(nodes, parent.get()) == nodes.end())
                nodes.push_back(parent.get());
    std::ranges::sort(nodes, {}, &Node::order);
    return nodes;
}

Text described(const Matrix& number)
{
    return number.is_empty() ? Text() : verbatim("{:.4Lg}", number[0]);
}

// As wide as a number, so that boxes stay as they are when it comes.
const char* const blank = "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0";

} // namespace

Boxes computation_graph(const Var& result, const std::vector<std::array<double, 2>>& places,
                        int values_shown, int gradients_shown)
{
    const std::vector<const Node*> nodes = nodes_below(result);
    if (nodes.size() != places.size())
        throw ShapeError(
            fmt::format("computation graph: {} places for {} nodes", places.size(), nodes.size()));
    Boxes graph{};
    const int newest =
        gradients_shown == 0 ? values_shown - 1 : int(nodes.size()) - gradients_shown;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const Node& node = *nodes[i];
        const auto [layer, row] = places[i];
        const auto back = int(nodes.size() - i); // 1 of the result
        graph.boxes.push_back({layer, row, node.op, node.name,
                               int(i) < values_shown ? described(node.value) : verbatim(blank),
                               back <= gradients_shown ? described(node.grad) : Text()});
        graph.layers = std::max(graph.layers, layer + 1);
        graph.rows = std::max(graph.rows, row + 1);
        for (const auto& parent : node.parents) {
            const auto from = std::ranges::find(nodes, parent.get()) - nodes.begin();
            const bool lit = gradients_shown == 0 ? int(i) == newest : int(from) == newest;
            graph.arrows.push_back({int(from), int(i), {}, {}, lit});
        }
    }
    return graph;
}

} // namespace lab01
