#include "nn/summary.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace descente {

Summary summarise(const Module& net, const Shape& input)
{
    Summary summary;
    net.describe(input, summary.rows);
    for (const LayerInfo& row : summary.rows) {
        summary.parameters += row.parameters;
        summary.macs += row.macs;
    }
    return summary;
}

std::string to_string(const Summary& summary)
{
    std::size_t widest = 24;
    for (const LayerInfo& row : summary.rows) widest = std::max(widest, row.layer.size());
    std::string table = fmt::format("{:<{}}  {:>14}  {:>12}  {:>14}\n", "layer", widest, "output",
                                    "parameters", "MACs");
    for (const LayerInfo& row : summary.rows)
        table += fmt::format("{:<{}}  {:>14}  {:>12}  {:>14}\n", row.layer, widest,
                             to_string(row.output), row.parameters, row.macs);
    table += fmt::format("{:<{}}  {:>14}  {:>12}  {:>14}\n", "total", widest, "",
                         summary.parameters, summary.macs);
    return table;
}

} // namespace descente
