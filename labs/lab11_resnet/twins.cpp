#include "twins.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace lab11 {

namespace {

// From 8 to 56 layers the first gradient grows by so many powers of ten: one a seed.
Numbers decades_of(const Study& flow, const std::string& kind)
{
    const Spread shallow = flow.of(kind + "-8", "first gradient");
    const Spread deep = flow.of(kind + "-56", "first gradient");
    Numbers changes;
    for (std::size_t seed = 0; seed < shallow.values.size(); ++seed)
        changes.push_back(std::log10(deep.values[seed] / shallow.values[seed]));
    return changes;
}

} // namespace

Text net_name(const Text& kind, long depth) { return verbatim("{}-{}", kind, depth); }

std::vector<long> depths_in(const std::vector<double>& given)
{
    std::set<long> depths;
    for (const double one : given) {
        const long depth = std::lround(one);
        if (double(depth) != one || depth % 6 != 2)
            throw UsageError(
                tr("--depths: {:Lg} is not 6n + 2; take two or more of 8, 14, 20, 26, 32, 38, 44, "
                   "50, 56",
                   one));
        depths.insert(depth);
    }
    if (depths.size() < 2)
        throw UsageError(tr("--depths: one depth has nothing to be compared with; take two or more "
                            "of 8, 14, 20, 26, 32, 38, 44, 50, 56"));
    return {depths.begin(), depths.end()};
}

std::vector<Design> plain_and_residual(const std::vector<long>& depths, bool batch_norm,
                                       Shortcut shortcut)
{
    std::vector<Design> nets;
    for (const long depth : depths) {
        nets.push_back({net_name(tr("plain"), depth), Shortcut::none, batch_norm, depth});
        nets.push_back({net_name(tr("residual"), depth), shortcut, batch_norm, depth});
    }
    return nets;
}

Evidence fewer_decades(const Study& flow)
{
    const auto decades = [&](const std::string& kind) {
        return spread_of(decades_of(flow, kind), [](double change) { return std::abs(change); });
    };
    return lower(tr("powers of ten from 8 to 56 layers"), {tr("residual"), decades("residual")},
                 {tr("plain"), decades("plain")});
}

std::size_t what_depth_does(const Study& flow, const std::string& kind)
{
    using enum Outcome;
    const Spread change = spread(decades_of(flow, kind));
    if (at_most({}, change, -1).outcome == supported) return 0;
    if (at_least({}, change, 1).outcome == supported) return 2;
    return within({}, change, -1, 1).outcome == supported ? 1 : 3;
}

std::size_t best_depth(const Study& study, const std::string& kind, const std::vector<long>& depths)
{
    const std::vector<Compared> nets =
        of_each(depths, [&](long depth) { return study[fmt::format("{}-{}", kind, depth)]; });
    const std::size_t lowest = Study(nets).lowest("cost at the end");
    if (lowest == nets.size()) return 3;
    return lowest + 1 == nets.size() ? 0 : lowest == 0 ? 1 : 2;
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
