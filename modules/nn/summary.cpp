#include "nn/summary.hpp"

#include "base/table.hpp"

namespace descente {

namespace {

// "layer2.0 shortcut: Conv2d 64→128, 1×1, stride 2"
std::string label(const LayerInfo& row)
{
    const std::string part = row.part.empty() ? "" : row.part + " ";
    return part + (row.on_shortcut ? "shortcut: " : "") + row.layer;
}

} // namespace

Summary summarise(Module& net, const Shape& input)
{
    Summary summary;
    net.describe(input, summary.rows);
    for (const LayerInfo& row : summary.rows) {
        summary.parameters += row.parameters;
        summary.macs += row.macs;
    }
    return summary;
}

std::string to_string(const Summary& summary, const Language& language)
{
    const auto say = [&](const Text& text) { return text.in(language); };
    std::vector<std::vector<std::string>> rows;
    for (const LayerInfo& row : summary.rows)
        rows.push_back({label(row), to_string(row.output), std::to_string(row.parameters),
                        std::to_string(row.macs)});
    rows.push_back(
        {say(tr("total")), "", std::to_string(summary.parameters), std::to_string(summary.macs)});
    return aligned_table({say(tr("layer")), say(tr("output")), say(tr("parameters")), "MACs"},
                         rows);
}

} // namespace descente
