#include "figures.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace lab16 {

namespace {

// "68 k", "25.6 M"
Text rounded_count(double number)
{
    if (number < 1e6) return verbatim("{:.{}Lf} k", number / 1e3, number < 1e4 ? 1 : 0);
    return verbatim("{:.{}Lf} M", number / 1e6, number < 1e8 ? 1 : 0);
}

double accuracy_of(const PricedNet& net) { return net.accuracy.median; }

Text prices_of(const PricedNet& a, const PricedNet& b)
{
    return tr("{} {:.1Lf} % with {} parameters, {} {:.1Lf} % with {}", a.name, accuracy_of(a),
              rounded_count(a.parameters), b.name, accuracy_of(b), rounded_count(b.parameters));
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
                   {Layer::curve,
                    "using (NaN):(NaN) with points pointtype 7 pointsize 3*mark " + colour, true}},
         .ink = Ink::dots,
         .names = names});
}

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

} // namespace

Figure nets_figure(const std::vector<PricedNet>& nets)
{
    Figure figure("nets", tr("Nets trained here on the same samples (area: parameters)"));
    draw_prices(figure.panel().y_axis(tr("test accuracy (%)")), nets);
    if (!are_among(nets, {"CNN 16-32", "MLP 256"})) return figure;
    const PricedNet &cnn = named("CNN 16-32", nets), &mlp = named("MLP 256", nets);
    return figure.says(
        prices_of(cnn, mlp),
        sign(descente::no_lower_by(1, {}, {{cnn.name, cnn.accuracy, mlp.accuracy}}).outcome));
}

Figure published_figure(const std::vector<PricedNet>& nets)
{
    Figure figure("imagenet", tr("Published nets on ImageNet (area: parameters)"));
    Panel& panel = figure.panel();
    panel.y_axis(tr("top-1 accuracy (%)"));
    draw_prices(panel, nets);
    const PricedNet& best = *std::ranges::max_element(nets, {}, accuracy_of);
    const PricedNet& largest = *std::ranges::max_element(nets, {}, &PricedNet::parameters);
    figure.says(prices_of(best, largest));
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
        names.push_back(verbatim("{} {}", result.year, result.name));
    }
    panel.x_names(names).bars({}, errors);
    const ChallengeResult first = challenge_results().front(), last = challenge_results().back();
    figure.says(tr("From {:.1Lf} % in {} to {:.1Lf} % in {}", first.top5_error, first.year,
                   last.top5_error, last.year));
    figure.note(tr("sources: Russakovsky et al., IJCV 2015; He et al., CVPR 2016 and its slides; "
                   "test set, without outside data; not measured here"));
    return figure;
}

} // namespace lab16
