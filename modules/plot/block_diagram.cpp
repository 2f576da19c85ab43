#include "plot/block_diagram.hpp"

#include "nn/summary.hpp"

#include <algorithm>
#include <array>

namespace descente {

namespace {

// 73,728 as "74 k", 115,605,504 as "116 M".
std::string rounded(std::uint64_t number)
{
    if (number < 1000) return fmt::format("{}", number);
    if (number < 1'000'000) return fmt::format("{:.0f} k", static_cast<double>(number) / 1e3);
    return fmt::format("{:.0f} M", static_cast<double>(number) / 1e6);
}

Text costs(const LayerInfo& row)
{
    if (row.macs > 0) return tr("{0} weights, {1} MAC", rounded(row.parameters), rounded(row.macs));
    if (row.parameters > 0) return tr("{} weights", rounded(row.parameters));
    return {};
}

} // namespace

void draw_network(Panel& panel, Module& net, const Shape& input)
{
    const std::vector<LayerInfo> rows = summarise(net, input).rows;
    Boxes diagram{};
    diagram.gradients = false;
    diagram.boxes.push_back({0, 0, "image", "", verbatim(to_string(input)), {}});
    Index parameters = 0;
    std::uint64_t macs = 0;
    for (const LayerInfo& row : rows) {
        // What happens to each number of the layer before it stands in that layer's box.
        const bool joins =
            (row.kind == LayerKind::norm || is_activation(row.kind)) && diagram.boxes.size() > 1;
        if (!joins) {
            const int before = static_cast<int>(diagram.boxes.size()) - 1;
            diagram.boxes.push_back({before + 1.0, 0, "", "", {}, {}});
            diagram.arrows.push_back({before, before + 1, {}});
            parameters = 0;
            macs = 0;
        }
        Boxes::Box& box = diagram.boxes.back();
        parameters += row.parameters;
        macs += row.macs;
        box.op += (joins ? ", " : "") + row.brief;
        box.value = verbatim(to_string(row.output));
        if (parameters > 0)
            box.grad = tr("{} parameters, {} MAC", grouped(parameters), grouped(macs));
    }
    diagram.layers = static_cast<double>(diagram.boxes.size());
    diagram.rows = 1;
    panel.boxes(std::move(diagram));
}

void draw_block(Panel& panel, Module& block, const Shape& input)
{
    const std::vector<LayerInfo> rows = summarise(block, input).rows;
    Boxes diagram{};
    diagram.gradients = false;
    const auto add = [&](double x, double y, const std::string& name, const Shape& shape,
                         const Text& cost) {
        diagram.boxes.push_back({x, y, name, "", verbatim(to_string(shape)), cost});
        return static_cast<int>(diagram.boxes.size()) - 1;
    };
    using Stops = std::vector<std::array<double, 2>>;
    const auto arrow = [&](int from, int to, Stops via = {}) {
        diagram.arrows.push_back({from, to, std::move(via)});
    };
    // The main way, box after box; the layers of the shortcut wait for their place beside it.
    const int first = add(0, 0, "x", input, {});
    int before = first, sum = -1;
    double x = 1;
    for (const LayerInfo& row : rows) {
        if (row.on_shortcut) continue;
        const int box = add(x++, 0, row.brief, row.output, costs(row));
        arrow(before, box);
        if (row.kind == LayerKind::sum) sum = box;
        before = box;
    }
    if (sum >= 0) {
        const double middle = diagram.boxes[static_cast<std::size_t>(sum)].x / 2;
        const auto side = std::count_if(rows.begin(), rows.end(),
                                        [](const LayerInfo& row) { return row.on_shortcut; });
        const Stops beside_input{{1.0, 1.0}}; // round the boxes, not through them
        double place = middle - 0.5 * static_cast<double>(side - 1);
        int last = first;
        for (const LayerInfo& row : rows) {
            if (!row.on_shortcut) continue;
            const int box = add(place, 1, row.brief, row.output, costs(row));
            arrow(last, box, last == first ? beside_input : Stops{});
            last = box;
            place += 1;
        }
        if (side == 0) { // the identity
            last = add(middle, 1, "x", input, tr("identity"));
            arrow(first, last, beside_input);
        }
        arrow(last, sum, {{diagram.boxes[static_cast<std::size_t>(sum)].x - 1, 1.0}});
    }
    diagram.layers = x;
    diagram.rows = sum >= 0 ? 2 : 1;
    panel.boxes(std::move(diagram));
}

} // namespace descente
