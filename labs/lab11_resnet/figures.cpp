#include "residual_figures.hpp"

#include "nn/summary.hpp"
#include "plot/layout.hpp"
#include "plot/learning_curves.hpp"

namespace descente {

Spread DepthStudy::cost(std::size_t depth, std::size_t kind) const
{
    return spread_of(runs[depth][kind], &ResidualRun::final_cost);
}

Spread DepthStudy::accuracy(std::size_t depth, std::size_t kind) const
{
    return spread_of(runs[depth][kind], &ResidualRun::accuracy);
}

Spread DepthStudy::linearity(std::size_t depth, std::size_t kind) const
{
    return spread_of(runs[depth][kind],
                     [](const ResidualRun& run) { return arma::mean(arma::vec(run.linearity)); });
}

Figure depth_figure(const DepthStudy& study)
{
    Figure figure("depth", tr("The same nets with and without shortcuts"), 2);
    Panel& curves = figure.panel().x_axis(updates_axis).y_range(0, 2.5);
    curves.y_axis(tr("training cost (mean)"));
    Panel& ends = figure.panel().x_axis(tr("depth (layers)"));
    ends.y_axis(tr("training cost at the end (mean)"));
    const std::size_t last = study.depths.size() - 1;
    for (std::size_t kind = 0; kind < 2; ++kind) {
        std::vector<Spread> finals;
        for (std::size_t d = 0; d <= last; ++d) {
            finals.push_back(study.cost(d, kind));
            if (d != 0 && d != last) continue;
            std::vector<Numbers> costs;
            for (const ResidualRun& run : study.runs[d][kind]) costs.push_back(smoothed(run.cost));
            curves.runs(verbatim("{}, {}", study.names[kind], study.depths[d]),
                        counted(costs.empty() ? 0 : costs[0].size(), 1), costs,
                        {.colour = static_cast<int>(kind) + 1,
                         .dash = d == 0 ? Dash::dotted : Dash::solid});
        }
        ends.spreads(study.names[kind], study.depths, finals,
                     {.colour = static_cast<int>(kind) + 1});
    }
    return figure;
}

Figure linearity_figure(const DepthStudy& study, std::size_t depth)
{
    Figure figure("linearity", tr("How linear is a block? Nets of {} layers after training",
                                  study.depths[depth]));
    Panel& panel = figure.panel().y_range(0, 1);
    panel.x_axis(tr("block (those that keep their size)"));
    panel.y_axis(tr("R² of the best convolution in its place"));
    for (std::size_t kind = 0; kind < 2; ++kind) {
        std::vector<Numbers> curves;
        for (const ResidualRun& run : study.runs[depth][kind])
            if (!run.linearity.empty()) curves.push_back(run.linearity);
        if (curves.empty()) continue;
        panel.runs(study.names[kind], counted(curves[0].size(), 1), curves,
                   {.colour = static_cast<int>(kind) + 1, .with_points = true});
    }
    return figure;
}

std::vector<std::vector<std::string>> depth_rows(const DepthStudy& study,
                                                 const std::vector<Shortcut>& kinds,
                                                 const Dataset& data, Language language)
{
    std::vector<std::vector<std::string>> rows;
    for (std::size_t d = 0; d < study.depths.size(); ++d)
        for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
            Rng rng(1);
            Sequential net = small_resnet(data, Index(study.depths[d]), kinds[kind], rng);
            const Summary table = summarise(net, data.shape);
            const double cost = study.cost(d, kind).median, good = study.accuracy(d, kind).median;
            rows.push_back({fmt::format("{:g} {}", study.depths[d], study.names[kind].in(language)),
                            std::to_string(table.parameters), std::to_string(table.macs),
                            std::to_string(activations(net, data.shape) * sizeof(Real) / 1024),
                            verbatim("{:.2Lf}", cost).in(language),
                            verbatim("{:.1Lf}", good).in(language)});
        }
    return rows;
}

Figure test_error_figure(const Run& run, double published)
{
    Figure figure("full", tr("ResNet-20 with the recipe of He et al. (2016)"));
    Numbers errors;
    for (const double accuracy : run.curve("validation accuracy").values)
        errors.push_back(100 - accuracy);
    figure.panel()
        .x_axis(tr("epochs"))
        .y_axis(tr("test error (%)"))
        .y_range(0, 60)
        .line(tr("test"), counted(errors.size(), 1), errors)
        .horizontal(published, tr("paper: {:.2Lf} %", published));
    return figure;
}

} // namespace descente
