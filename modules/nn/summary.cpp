#include "nn/summary.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace descente {

namespace {

// "layer2.0 shortcut: Conv2d 64→128, 1×1, stride 2"
std::string label(const LayerInfo& row)
{
    const std::string part = row.part.empty() ? "" : row.part + " ";
    return part + (row.on_shortcut ? "shortcut: " : "") + row.layer;
}

// Letters: in UTF-8, the bytes that continue none.
std::size_t letters(const std::string& text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
    }));
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

Summary by_stage(const Summary& summary)
{
    Summary result{{}, summary.parameters, summary.macs};
    for (LayerInfo row : summary.rows) {
        const std::string stage = row.part.substr(0, row.part.find('.'));
        std::vector<LayerInfo>& rows = result.rows;
        if (!stage.empty() && !rows.empty() && rows.back().part == stage) {
            rows.back().parameters += row.parameters;
            rows.back().macs += row.macs;
            rows.back().output = row.output;
            continue;
        }
        if (!stage.empty()) row = {{}, row.output, row.parameters, row.macs, LayerKind::composite};
        row.part = stage;
        rows.push_back(std::move(row));
    }
    return result;
}

std::string to_string(const Summary& summary, const Language& language)
{
    const auto say = [&](const Text& text) { return text.in(language); };
    std::size_t widest = 24;
    for (const LayerInfo& row : summary.rows) widest = std::max(widest, letters(label(row)));
    std::string table;
    const auto line = [&](const std::string& layer, const std::string& output,
                          const auto& parameters, const auto& macs) {
        table += fmt::format("{:<{}}  {:>14}  {:>12}  {:>14}\n", layer, widest, output, parameters,
                             macs);
    };
    line(say(tr("layer")), say(tr("output")), say(tr("parameters")), "MACs");
    for (const LayerInfo& row : summary.rows)
        line(label(row), to_string(row.output), row.parameters, row.macs);
    line(say(tr("total")), "", summary.parameters, summary.macs);
    return table;
}

} // namespace descente
