#include "computation_graph.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace descente {

namespace {

/// A number with 4 significant digits, or the size of a matrix.
Text described(const Matrix& m)
{
    if (m.n_elem != 1) return verbatim("{}×{}", m.n_rows, m.n_cols);
    const double number = static_cast<double>(m(0));
    if (number == 0) return "0";
    const std::string digits = fmt::format("{:.4g}", number);
    const std::size_t e = digits.find('e');
    if (e == std::string::npos) return verbatim("{:.4Lg}", number);
    for (std::string* s :
         {&digits.english(), &digits.in(Language("fr"))}) { // 1e-06 reads as 1·10⁻⁶
        const std::size_t e = s->find('e');
        if (e == std::string::npos) continue;
        static const char* const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
        std::string power = "·10" + std::string(s->at(e + 1) == '-' ? "⁻" : "");
        for (const char c : std::to_string(std::abs(std::stoi(s->substr(e + 1)))))
            power += raised[c - '0'];
        s->replace(e, std::string::npos, power);
    }
    return digits;
}

/// The middle of the places (0, 1, 2, … in each layer) of a node's neighbours on one side.
double barycentre(const std::vector<int>& neighbours, const std::vector<double>& place,
                  double otherwise)
{
    if (neighbours.empty()) return otherwise;
    double total = 0;
    for (const int n : neighbours) total += place[static_cast<std::size_t>(n)];
    return total / static_cast<double>(neighbours.size());
}

} // namespace

// Layers from the left: a node stands one to the right of its rightmost parent, and a leaf one to
// the left of the first node that uses it. Within a layer, nodes are sorted a few times by the mean
// place of their neighbours (the barycentre heuristic of Sugiyama, 1981), which leaves few
// crossings.
Boxes computation_graph(const Var& result, int gradients_shown)
{
    if (result.empty()) throw ShapeError("graph: the result is an empty Var; give a computed one.");
    std::vector<const Node*> nodes{result.node().get()};
    std::map<const Node*, int> number{{nodes[0], 0}};
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for (const auto& parent : nodes[i]->parents)
            if (number.emplace(parent.get(), static_cast<int>(nodes.size())).second)
                nodes.push_back(parent.get());
    // Creation order: every parent before its children.
    std::sort(nodes.begin(), nodes.end(),
              [](const Node* a, const Node* b) { return a->order < b->order; });
    const int n = static_cast<int>(nodes.size());
    for (int i = 0; i < n; ++i) number[nodes[static_cast<std::size_t>(i)]] = i;

    Boxes series{};
    std::vector<int> layer(nodes.size(), 0);
    std::vector<std::vector<int>> parents(nodes.size()), children(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for (const auto& parent : nodes[i]->parents) {
            const int from = number[parent.get()], to = static_cast<int>(i);
            if (std::find(parents[i].begin(), parents[i].end(), from) != parents[i].end()) continue;
            parents[i].push_back(from);
            children[static_cast<std::size_t>(from)].push_back(to);
            layer[i] = std::max(layer[i], layer[static_cast<std::size_t>(from)] + 1);
            series.arrows.push_back({from, to, {}});
        }
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (!parents[i].empty() || children[i].empty()) continue;
        int first = layer[static_cast<std::size_t>(children[i][0])];
        for (const int c : children[i]) first = std::min(first, layer[static_cast<std::size_t>(c)]);
        layer[i] = first - 1;
    }
    // An arrow over several layers gets a place in each of them, so that no box stands in its way.
    std::vector<std::vector<int>> stops(series.arrows.size());
    for (std::size_t a = 0; a < series.arrows.size(); ++a) {
        const auto [from, to, via] = series.arrows[a];
        int before = from;
        for (int l = layer[static_cast<std::size_t>(from)] + 1;
             l < layer[static_cast<std::size_t>(to)]; ++l) {
            const int stop = static_cast<int>(layer.size());
            layer.push_back(l);
            parents.push_back({before});
            children.emplace_back();
            children[static_cast<std::size_t>(before)].push_back(stop);
            stops[a].push_back(stop);
            before = stop;
        }
        if (!stops[a].empty()) {
            children.back().push_back(to);
            parents[static_cast<std::size_t>(to)].push_back(before);
        }
    }

    std::vector<std::vector<int>> layers(
        static_cast<std::size_t>(*std::max_element(layer.begin(), layer.end()) + 1));
    std::vector<double> place(layer.size());
    for (int i = 0; i < static_cast<int>(layer.size()); ++i) {
        auto& mates = layers[static_cast<std::size_t>(layer[static_cast<std::size_t>(i)])];
        place[static_cast<std::size_t>(i)] = static_cast<double>(mates.size());
        mates.push_back(i);
    }
    std::size_t rows = 1;
    for (const auto& mates : layers) rows = std::max(rows, mates.size());
    const auto centre = [&](const std::vector<int>& mates) {
        // Layers with fewer nodes are spread over the same height.
        const double pitch = static_cast<double>(rows) / static_cast<double>(mates.size());
        for (std::size_t k = 0; k < mates.size(); ++k)
            place[static_cast<std::size_t>(mates[k])] =
                (static_cast<double>(k) + 0.5) * pitch - 0.5;
    };
    for (const auto& mates : layers) centre(mates);
    for (int sweep = 0; sweep < 8; ++sweep)
        for (std::size_t step = 0; step < layers.size(); ++step) {
            const bool forward = sweep % 2 == 0;
            auto& mates = layers[forward ? step : layers.size() - 1 - step];
            const auto& neighbours = forward ? parents : children;
            std::stable_sort(mates.begin(), mates.end(), [&](int a, int b) {
                const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
                return barycentre(neighbours[i], place, place[i]) <
                       barycentre(neighbours[j], place, place[j]);
            });
            centre(mates);
        }

    for (int i = 0; i < n; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const Node& node = *nodes[at];
        const bool shown = gradients_shown < 0 || i >= n - gradients_shown;
        series.boxes.push_back({static_cast<double>(layer[at]), place[at], node.op, node.name,
                                described(node.value),
                                shown && !node.grad.empty() ? described(node.grad) : Text{}});
    }
    for (std::size_t a = 0; a < stops.size(); ++a)
        for (const int stop : stops[a]) {
            const auto at = static_cast<std::size_t>(stop);
            series.arrows[a].via.push_back({static_cast<double>(layer[at]), place[at]});
        }
    series.layers = static_cast<double>(layers.size());
    series.rows = static_cast<double>(rows);
    return series;
}

} // namespace descente
