#include "cost_figures.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace descente {

namespace {

// "68 k", "25.6 M"
Text rounded_count(double number)
{
    if (number < 1e6) return verbatim("{:.{}Lf} k", number / 1e3, number < 1e4 ? 1 : 0);
    return verbatim("{:.{}Lf} M", number / 1e6, number < 1e8 ? 1 : 0);
}

// Whiskers over the seeds, and a named circle whose area is the number of parameters.
void bubbles(Panel& panel, const Text& label, const Numbers& x, const std::vector<Spread>& y,
             const Numbers& area, const std::vector<Text>& names, double largest)
{
    const Look look = panel.coloured({});
    Numbers low, median, high;
    for (std::size_t i = 0; i < x.size(); ++i) {
        low.push_back(y[i].low);
        median.push_back(y[i].median);
        high.push_back(y[i].high);
        panel.circle(x[i], y[i].median, 2.2 * std::sqrt(area[i] / largest), names[i], look.colour);
    }
    const std::string colour = fmt::format("linecolor rgb colour({})", look.colour);
    panel.series(
        {.kind = "bubbles",
         .label = label,
         .look = look,
         .fields = {{Role::x, x},
                    {Role::low, low},
                    {Role::y, median, "{y} (median)"},
                    {Role::high, high},
                    {Role::size, area}},
         .plots = {{Layer::curve, "using 1:($2<$4?$2:NaN):(0):($4-$2) with vectors heads size "
                                  "screen 0.004, 90 nofilled dashtype solid linewidth 3 " +
                                      colour},
                   {Layer::curve, "using (NaN):(NaN) with points pointtype 7 pointsize 3 " + colour,
                    true}},
         .ink = Ink::dots,
         .names = names});
}

} // namespace

void draw_prices(Panel& panel, const std::vector<PricedNet>& nets)
{
    panel.x_axis(tr("multiply-accumulates for one image (MAC)"), Scale::logarithmic);
    std::vector<Text> families;
    double largest = 0;
    for (const PricedNet& net : nets) largest = std::max(largest, net.parameters);
    for (const PricedNet& net : nets)
        if (std::none_of(families.begin(), families.end(), [&](const Text& known) {
                return known.english() == net.family.english();
            }))
            families.push_back(net.family);
    for (const Text& family : families) {
        Numbers macs, parameters;
        std::vector<Spread> accuracy;
        std::vector<Text> names;
        for (const PricedNet& net : nets) {
            if (net.family.english() != family.english()) continue;
            macs.push_back(net.macs);
            parameters.push_back(net.parameters);
            accuracy.push_back(net.accuracy);
            names.push_back(verbatim("{} · {}", net.name, rounded_count(net.parameters)));
        }
        bubbles(panel, family, macs, accuracy, parameters, names, largest);
    }
}

std::vector<std::vector<std::string>> price_rows(const std::vector<PricedNet>& nets,
                                                 Language language)
{
    std::vector<std::vector<std::string>> rows;
    for (const PricedNet& net : nets) {
        const auto say = [&](const Text& cell) { return cell.in(language); };
        rows.push_back({net.name, fmt::format("{:.0f}", net.parameters),
                        fmt::format("{:.0f}", net.macs), say(verbatim("{:Lg}", net.learning_rate)),
                        say(verbatim("{:.2Lf}", net.training_seconds)),
                        say(verbatim("{:.0Lf}", 1e6 * net.image_seconds)),
                        say(tr("{:.1Lf} ({:.1Lf} to {:.1Lf})", net.accuracy.median,
                               net.accuracy.low, net.accuracy.high))});
    }
    return rows;
}

Spread rank_correlations(const std::vector<PricedNet>& nets, double PricedNet::*price)
{
    std::vector<double> prices, correlations;
    for (const PricedNet& net : nets) prices.push_back(net.*price);
    const std::size_t seeds = nets.empty() ? 0 : nets[0].accuracy.values.size();
    for (std::size_t seed = 0; seed < seeds; ++seed) {
        std::vector<double> accuracy;
        for (const PricedNet& net : nets) accuracy.push_back(net.accuracy.values.at(seed));
        correlations.push_back(rank_correlation(prices, accuracy));
    }
    return spread(correlations);
}

std::vector<PricedNet> published_prices()
{
    std::vector<PricedNet> nets;
    for (const PublishedNet& net : published_nets()) {
        const bool residual = net.name.starts_with("ResNet");
        const bool plain = net.name == "AlexNet" || net.name == "VGG-16";
        const Text family = residual ? tr("residual")
                            : plain  ? tr("one layer after the other")
                                     : tr("other connections");
        nets.push_back({net.name, family, static_cast<double>(net.parameters), 1e9 * net.giga_macs,
                        spread({net.top1})});
    }
    return nets;
}

Figure published_figure()
{
    Figure figure("imagenet", tr("Published nets on ImageNet (area: number of parameters)"));
    Panel& panel = figure.panel();
    panel.y_axis(tr("top-1 accuracy (%)"));
    draw_prices(panel, published_prices());
    figure.note(
        tr("source: torchvision's table of weights (IMAGENET1K_V1), whose GFLOPS are 10⁹ MAC; "
           "not measured here"));
    return figure;
}

Figure challenge_figure()
{
    Figure figure("challenge", tr("The revolution of depth"));
    Panel& panel = figure.panel().y_range(0, 34).legend("off");
    panel.y_axis(tr("top-5 error on ImageNet (%)"));
    Numbers errors;
    std::vector<Text> names;
    for (const ChallengeResult& result : challenge_results()) {
        const auto place = static_cast<double>(errors.size());
        panel.note(place, result.top5_error,
                   verbatim("{:.{}Lf} %", result.top5_error, result.top5_error < 5 ? 2 : 1));
        panel.note(place, result.top5_error,
                   result.layers == 0 ? tr("shallow") : tr("{} layers", result.layers));
        errors.push_back(result.top5_error);
        names.emplace_back(fmt::format("{} {}", result.year, result.name));
    }
    panel.x_names(names).bars({}, errors);
    figure.note(tr("sources: Russakovsky et al., IJCV 2015; He et al., CVPR 2016 and its slides; "
                   "test set, without outside data; not measured here"));
    return figure;
}

std::vector<std::vector<std::string>> published_rows(Language language)
{
    const auto giga = [&](double macs) { return verbatim("{:.3Lf}", macs).in(language); };
    std::vector<std::vector<std::string>> rows;
    for (const PublishedNet& net : published_nets()) {
        const Summary ours = net.count ? net.count() : Summary();
        rows.push_back({net.name, std::to_string(net.parameters), giga(net.giga_macs),
                        net.count ? std::to_string(ours.parameters) : "–",
                        net.count ? giga(static_cast<double>(ours.macs) / 1e9) : "–",
                        verbatim("{:.2Lf}", net.top1).in(language),
                        verbatim("{:.2Lf}", net.top5).in(language)});
    }
    return rows;
}

} // namespace descente
