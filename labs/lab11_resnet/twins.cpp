#include "twins.hpp"

#include <cmath>

namespace lab11 {

Text net_name(const Text& kind, long depth) { return verbatim("{}-{}", kind, depth); }

std::vector<Design> plain_and_residual(const std::vector<long>& depths, bool batch_norm)
{
    std::vector<Design> nets;
    for (const long depth : depths) {
        nets.push_back({net_name(tr("plain"), depth), Shortcut::none, batch_norm, depth});
        nets.push_back({net_name(tr("residual"), depth), Shortcut::zero_pad, batch_norm, depth});
    }
    return nets;
}

Evidence fewer_decades(const Study& flow)
{
    const auto decades = [&](const std::string& kind) {
        const Spread least = flow.of(kind + "-8", "first gradient");
        const Spread greatest = flow.of(kind + "-56", "first gradient");
        Numbers changes;
        for (std::size_t seed = 0; seed < least.values.size(); ++seed)
            changes.push_back(std::abs(std::log10(greatest.values[seed] / least.values[seed])));
        return spread(changes);
    };
    return lower(tr("powers of ten from 8 to 56 layers"), {tr("residual"), decades("residual")},
                 {tr("plain"), decades("plain")});
}

Index activations(const Summary& net, const Shape& input)
{
    Index count = input.size();
    for (const LayerInfo& row : net.rows)
        if (row.kind != LayerKind::relu) count += row.output.size();
    return count;
}

void print_depths(const Lab& lab, const Study& study, const std::vector<Summary>& tables,
                  const Shape& input)
{
    std::vector<std::vector<Text>> rows;
    for (std::size_t n = 0; n < tables.size(); ++n) {
        const Text& name = study.methods()[n].name;
        const auto median = [&](const char* what) { return study.of(name.english(), what).median; };
        rows.push_back({name, verbatim("{}", tables[n].parameters), verbatim("{}", tables[n].macs),
                        verbatim("{}", activations(tables[n], input) * sizeof(Real) / 1024),
                        verbatim("{:.2Lf}", median("cost at the end")),
                        verbatim("{:.1Lf}", median("validation accuracy"))});
    }
    lab.print_table({tr("layers"), tr("parameters"), verbatim("MAC"), tr("KiB a sample"),
                     tr("cost"), verbatim("%")},
                    rows);
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

void print_by_stage(const Lab& lab, Module&& resnet, const Shape& input)
{
    lab.print(verbatim(to_string(by_stage(summarise(resnet, input)), lab.language())));
}

} // namespace lab11
