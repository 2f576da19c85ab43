#include "nn/summary.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace descente {

Summary summary_of(std::vector<LayerInfo> rows)
{
    Summary summary{.rows = std::move(rows)};
    for (const LayerInfo& row : summary.rows) {
        summary.parameters += row.parameters;
        summary.macs += row.macs;
    }
    return summary;
}

Summary summarise(const Module& net, const Shape& input)
{
    std::vector<LayerInfo> rows;
    net.describe(input, rows);
    return summary_of(std::move(rows));
}

Summary by_stage(const Summary& summary)
{
    Summary result{{}, summary.parameters, summary.macs};
    for (const LayerInfo& row : summary.rows) {
        const bool in_stage = row.layer.starts_with("layer");
        const std::string stage = row.layer.substr(0, row.layer.find('.'));
        if (!in_stage || result.rows.empty() || result.rows.back().layer != stage) {
            result.rows.push_back(row);
            if (in_stage) result.rows.back().layer = stage;
            continue;
        }
        LayerInfo& sum = result.rows.back();
        sum.parameters += row.parameters;
        sum.macs += row.macs;
        sum.output = row.output;
    }
    return result;
}

std::string to_string(const Summary& summary, const Language& language)
{
    const auto say = [&](const Text& text) { return text.in(language); };
    std::size_t widest = 24;
    for (const LayerInfo& row : summary.rows) widest = std::max(widest, row.layer.size());
    std::string table = fmt::format("{:<{}}  {:>14}  {:>12}  {:>14}\n", say(tr("layer")), widest,
                                    say(tr("output")), say(tr("parameters")), "MACs");
    for (const LayerInfo& row : summary.rows)
        table += fmt::format("{:<{}}  {:>14}  {:>12}  {:>14}\n", row.layer, widest,
                             to_string(row.output), row.parameters, row.macs);
    table += fmt::format("{:<{}}  {:>14}  {:>12}  {:>14}\n", say(tr("total")), widest, "",
                         summary.parameters, summary.macs);
    return table;
}

} // namespace descente
