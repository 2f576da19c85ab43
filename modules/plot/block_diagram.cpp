#include "plot/block_diagram.hpp"

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

// What a layer is called in a box: without its channels, which stand in the shape beside it.
Text short_name(const std::string& layer)
{
    const auto starts = [&](const char* word) { return layer.find(word) != std::string::npos; };
    if (starts("BatchNorm")) return {"batch norm"};
    if (starts("ReLU")) return {"ReLU"};
    if (starts("+")) return {"+"};
    const std::string kernel = starts("1×1") ? "conv 1×1" : "conv 3×3";
    return starts("stride 2") ? Text(kernel + " /2") : Text(kernel);
}

Text costs(const LayerInfo& row)
{
    if (row.macs > 0)
        return text("{0} weights, {1} MAC", "{0} poids, {1} MAC", rounded(row.parameters),
                    rounded(row.macs));
    if (row.parameters > 0) return text("{} weights", "{} poids", rounded(row.parameters));
    return {};
}

// "conv 5×5 /2", "max pool 2×2", "dense": what kind of layer it is.
std::string kind_of(const std::string& layer)
{
    const auto starts = [&](const char* word) { return layer.starts_with(word); };
    const auto size = [&] { // the first "n×n"
        const std::size_t times = layer.find("×");
        const std::size_t from = layer.find_last_of(' ', times) + 1;
        return layer.substr(from, layer.find_first_of(" ,", times) - from);
    };
    const std::string stride = layer.find("stride 2") == std::string::npos ? "" : " /2";
    if (starts("Conv2d")) return "conv " + size() + stride;
    if (starts("MaxPool")) return "max pool " + size() + stride;
    if (starts("Linear")) return "dense";
    return layer;
}

// What happens to each number of the layer before it.
bool is_part_of_another(const std::string& layer)
{
    return layer == "ReLU" || layer == "tanh" || layer == "sigmoid" ||
           layer.starts_with("BatchNorm");
}

} // namespace

void draw_network(Panel& panel, const Module& net, const Shape& input)
{
    std::vector<LayerInfo> rows;
    net.describe(input, rows);
    Boxes diagram{};
    diagram.gradients = false;
    diagram.boxes.push_back({0, 0, "image", "", Text(to_string(input)), {}});
    Index parameters = 0;
    std::uint64_t macs = 0;
    for (const LayerInfo& row : rows) {
        const bool joins = is_part_of_another(row.layer) && diagram.boxes.size() > 1;
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
        const bool norm = row.layer.starts_with("BatchNorm");
        box.op += (joins ? ", " : "") + (norm ? "batch norm" : kind_of(row.layer));
        box.value = to_string(row.output);
        if (parameters > 0)
            box.grad = text("{} parameters, {} MAC", "{} paramètres, {} MAC", grouped(parameters),
                            grouped(macs));
    }
    diagram.layers = static_cast<double>(diagram.boxes.size());
    diagram.rows = 1;
    panel.boxes(std::move(diagram));
}

void draw_block(Panel& panel, const ResidualOptions& options, const Shape& input)
{
    Rng rng(1);
    std::vector<LayerInfo> rows;
    ResidualBlock(options, rng).describe(input, rows);
    Boxes diagram{};
    diagram.gradients = false;
    const auto add = [&](double x, double y, const std::string& name, const Shape& shape,
                         const Text& cost) {
        diagram.boxes.push_back({x, y, name, "", Text(to_string(shape)), cost});
        return static_cast<int>(diagram.boxes.size()) - 1;
    };
    using Stops = std::vector<std::array<double, 2>>;
    const auto arrow = [&](int from, int to, Stops via = {}) {
        diagram.arrows.push_back({from, to, std::move(via)});
    };
    const auto is_side = [](const LayerInfo& row) { return row.layer.starts_with("shortcut"); };

    // The main way, box after box; the layers of the shortcut wait for their place beside it.
    const int first = add(0, 0, "x", input, {});
    int before = first, sum = -1;
    double x = 1;
    for (const LayerInfo& row : rows) {
        if (is_side(row)) continue;
        const int box = add(x++, 0, short_name(row.layer).en, row.output, costs(row));
        arrow(before, box);
        if (row.layer.starts_with('+')) sum = box;
        before = box;
    }
    if (sum >= 0) {
        const double middle = diagram.boxes[static_cast<std::size_t>(sum)].x / 2;
        const auto side = std::count_if(rows.begin(), rows.end(), is_side);
        const Stops beside_input{{1.0, 1.0}}; // round the boxes, not through them
        double place = middle - 0.5 * static_cast<double>(side - 1);
        int last = first;
        for (const LayerInfo& row : rows) {
            if (!is_side(row)) continue;
            const int box = add(place, 1, short_name(row.layer).en, row.output, costs(row));
            arrow(last, box, last == first ? beside_input : Stops{});
            last = box;
            place += 1;
        }
        if (side == 0) { // the identity
            last = add(middle, 1, "x", input, {"identity", "identité"});
            arrow(first, last, beside_input);
        }
        arrow(last, sum, {{diagram.boxes[static_cast<std::size_t>(sum)].x - 1, 1.0}});
    }
    diagram.layers = x;
    diagram.rows = sum >= 0 ? 2 : 1;
    panel.boxes(std::move(diagram));
}

} // namespace descente
