#include "figures.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <set>

namespace lab15 {

namespace {

const Text complexity_axis = tr("complexity K (Lempel–Ziv, bits)");
const Text probability_axis = tr("probability P(f)");

long bits_of(const Functions& all) { return std::lround(std::log2(all[0].table.size())); }

// Of 128 answers 0 … 15 in the first row, and so on.
Column image_of_table(const std::string& table, const Shape& shape)
{
    Column image(table.size());
    for (Index i = 0; i < image.n_elem; ++i)
        image[i / shape.cols + shape.rows * (i % shape.cols)] = table[i] == '1' ? 1 : 0;
    return image;
}

// Of so many bits: their 2ⁿ answers as an exponent, and what 1/2 to this power is.
std::pair<std::string, std::string> written(long bits)
{
    static const std::map<long, std::pair<std::string, std::string>> all{{6, {"⁶⁴", "5·10⁻²⁰"}},
                                                                         {7, {"¹²⁸", "3·10⁻³⁹"}},
                                                                         {8, {"²⁵⁶", "9·10⁻⁷⁸"}},
                                                                         {9, {"⁵¹²", "7·10⁻¹⁵⁵"}}};
    return all.at(bits);
}

} // namespace

Figure tables_figure(const Functions& networks, const Functions& chance)
{
    const long bits = bits_of(networks);
    const Shape shape{Index(1) << (bits / 2), Index(1) << (bits - bits / 2)}; // of 7: 8 × 16
    Matrix often, random;
    std::vector<Text> of_often, of_random;
    for (const std::size_t wanted : {1U, 3U, 10U, 30U, 100U, 300U, 1000U, 3000U}) {
        const std::size_t rank = std::min<std::size_t>(wanted, networks.size());
        const DrawnFunction& f = networks[rank - 1];
        // Those of chance lie in the order of their tables: take them from everywhere.
        const DrawnFunction& g = chance[of_random.size() * chance.size() / 8];
        often.insert_cols(often.n_cols, image_of_table(f.table, shape));
        random.insert_cols(random.n_cols, image_of_table(g.table, shape));
        of_often.push_back(tr("no. {}: K = {:L}", rank, f.complexity));
        of_random.push_back(verbatim("K = {:L}", g.complexity));
    }
    Figure figure("functions", tr("What a network with random weights computes"));
    figure.panel(tr("random networks: {} answers, the most frequent first", often.n_rows))
        .image_grid(often, shape, 4, of_often);
    figure.panel(chance_name).image_grid(random, shape, 4, of_random);
    return figure.says(tr("The most frequent function, K = {:L}, is {:.1Lf} % of all draws",
                          networks[0].complexity,
                          100 * double(networks[0].count) / double(draw_count(networks))));
}

double Bound::at(double K) const { return std::exp2(-a * K - b); }

Bound simplicity_bound(const Numbers& K, const Numbers& highest)
{
    Numbers bits; // −log₂ P
    for (const double P : highest) bits.push_back(-std::log2(P));
    const arma::vec line = arma::polyfit(arma::vec(K), arma::vec(bits), 1);
    Bound bound{line[0], INFINITY};
    for (std::size_t i = 0; i < K.size(); ++i)
        bound.b = std::min(bound.b, bits[i] - bound.a * K[i]);
    return bound;
}

Figure complexity_figure(const Functions& networks, const Evidence& when_simple)
{
    std::map<double, std::set<long>> counts; // of each K
    for (const DrawnFunction& f : networks)
        if (f.count > 1) counts[f.complexity].insert(f.count);
    const auto all = double(draw_count(networks));
    Numbers x, y, K, highest;
    for (const auto& [complexity, seen] : counts) {
        for (const long count : seen) {
            x.push_back(complexity);
            y.push_back(double(count) / all);
        }
        K.push_back(complexity);
        highest.push_back(y.back()); // a set is in order
    }
    Figure figure("complexity", tr("Are simple functions the most probable?"));
    Panel& panel = figure.panel().x_axis(complexity_axis);
    panel.y_axis(probability_axis, Scale::logarithmic);
    panel.points(tr("functions drawn twice or more"), x, y, {.colour = 1}, 0.7);
    panel.line(tr("the most probable of each K"), K, highest, {.colour = 2});
    // Of what was drawn seldom, the luckiest stand too high: the bound is of the others.
    Numbers often_K, often;
    for (std::size_t i = 0; i < K.size(); ++i) {
        if (highest[i] < 10 / all) continue;
        often_K.push_back(K[i]);
        often.push_back(highest[i]);
    }
    if (often.size() >= 2) {
        const Bound bound = simplicity_bound(often_K, often);
        Numbers most;
        for (const double complexity : often_K) most.push_back(bound.at(complexity));
        panel.line(tr("simplicity bound 2^(−aK−b), a = {:.2Lf}", bound.a), often_K, most,
                   {.colour = 3, .dash = Dash::dotted});
    }
    figure.says(tr("Rank correlation of probability and complexity: {:.2Lf}",
                   when_simple.effects.at(0).a.median),
                sign(when_simple.outcome));
    figure.note(tr("{} networks; by uniform chance P = {} whatever K",
                   grouped(std::uint64_t(draw_count(networks))),
                   written(bits_of(networks)).second));
    return figure;
}

Figure draws_figure(const Functions& networks, const Functions& chance, const Functions& saturated,
                    const Evidence& simpler)
{
    const std::vector<std::pair<Text, const Functions*>> kinds{
        {networks_name, &networks},
        {chance_name, &chance},
        {tr("tanh, weights too large"), &saturated}};
    Figure figure("draws", tr("What one draw gives"));
    Panel& panel = figure.panel().x_axis(complexity_axis);
    panel.y_axis(tr("share of the draws (%)"));
    double highest = 0;
    const auto bits = double(bits_of(networks)); // of two words: all K are multiples of half of it
    const int last = int(std::lround(2.85 * double(networks[0].table.size()) / bits));
    for (const auto& [name, functions] : kinds) {
        const Numbers K = linear_space(0, double(last) * bits / 2, last + 1);
        const auto all = double(draw_count(*functions));
        Numbers share(K.size(), 0);
        for (const DrawnFunction& f : *functions)
            share[std::min(share.size() - 1, // the highest K stand together
                           static_cast<std::size_t>(std::lround(f.complexity / (bits / 2))))] +=
                100 * double(f.count) / all;
        highest = std::max(highest, *std::max_element(share.begin(), share.end()));
        panel.line(name, K, share, {.with_points = true});
    }
    panel.y_range(0, 1.1 * highest);
    const Versus& K = simpler.effects.at(0);
    return figure.says(
        tr("Half of all draws: K up to {:.0Lf} of random networks, {:.0Lf} by chance", K.a.median,
           K.b.median),
        sign(simpler.outcome));
}

Figure ranks_figure(const Functions& networks, const Evidence& more_often)
{
    const auto last = double(networks.size());
    const auto all = double(draw_count(networks));
    Numbers rank, often, zipf;
    for (const double r : log_space(1, last, 200)) {
        if (!rank.empty() && std::round(r) == rank.back()) continue;
        rank.push_back(std::round(r));
        const DrawnFunction& f = networks[static_cast<std::size_t>(rank.back()) - 1];
        often.push_back(double(f.count) / all);
        zipf.push_back(1 / (double(networks[0].table.size()) * std::log(2) * rank.back()));
    }
    Figure figure("ranks", tr("Do a few functions come again and again?"));
    Panel& panel = figure.panel().y_axis(probability_axis, Scale::logarithmic);
    panel.x_axis(tr("rank of the function"), Scale::logarithmic);
    panel.line(networks_name, rank, often, {.colour = 1});
    panel.line(tr("Zipf's law 1/(r ln 2{})", written(bits_of(networks)).first), rank, zipf,
               {.colour = 3, .dash = Dash::dotted});
    panel.line(tr("uniform chance: none twice"), {1, last}, {1 / all, 1 / all}, {.colour = 2});
    const Versus& share = more_often.effects.at(0);
    return figure.says(tr("The 100 most frequent get {:.0Lf} % of the draws, by chance {:.1Lf} %",
                          share.b.median, share.a.median),
                       sign(more_often.outcome));
}

namespace {

Spread gain_of(const Study& sgd, const std::string& setting)
{
    return paired_difference(sgd.of(setting, "test accuracy"), sgd.of(smallest, "test accuracy"));
}

Spread steepness_of(const Study& sgd, const std::string& setting)
{
    Numbers ratio = sgd.of(setting, "‖∇Lₖ‖²").values;
    const Numbers of_smallest = sgd.of(smallest, "‖∇Lₖ‖²").values;
    for (std::size_t seed = 0; seed < ratio.size(); ++seed) ratio[seed] /= of_smallest[seed];
    return spread(ratio);
}

// The mean and its 95 % interval, which is what is tested; each seed is a pale dot.
void draw_means(Panel& panel, const Text& label, const Numbers& x, const std::vector<Spread>& y,
                int colour)
{
    Numbers low, means, high;
    for (const Spread& seeds : y) {
        const Mean found = mean_of(seeds.values);
        const bool alone = !std::isfinite(found.low); // of one seed nothing is known
        means.push_back(found.mean);
        low.push_back(alone ? found.mean : found.low);
        high.push_back(alone ? found.mean : found.high);
    }
    panel.series(
        {.kind = "mean and interval",
         .label = label,
         .look = {.colour = colour},
         .fields = {{Role::x, x}, {Role::low, low}, {Role::y, means, "mean"}, {Role::high, high}},
         .plots = {{Layer::curve,
                    fmt::format("using 1:3:2:4 with yerrorbars linecolor rgb colour({}) "
                                "dashtype solid linewidth 6 pointtype 0",
                                colour)},
                   {Layer::curve,
                    fmt::format("using 1:3 with linespoints linetype {} dashtype solid", colour),
                    true}},
         .ink = Ink::curve});
    Numbers places, seeds;
    for (std::size_t i = 0; i < y.size(); ++i)
        for (const double one : y[i].values) {
            places.push_back(x[i] - 0.03); // beside the interval
            seeds.push_back(one);
        }
    panel.points({}, places, seeds, {.colour = colour, .thin_raw = true}, 0.8);
}

} // namespace

const Effect steepness{
    "gradients",
    tr("Do minibatches end flatter?"),
    tr("mean of ‖∇Lₖ‖² at equal cost, ratio"),
    Scale::logarithmic,
    steepness_of,
    [](double alpha, double lambda) {
        return tr("‖∇Lₖ‖² × {:.2Lf} with a large α, × {:.2Lf} with the regulariser", alpha, lambda);
    }};
const Effect gain{"regulariser",
                  tr("A large α, or the regulariser at a small one"),
                  tr("gain on the test set (points)"),
                  Scale::linear,
                  gain_of,
                  [](double alpha, double lambda) {
                      return tr(
                          "Test set: {:+.1Lf} points with a large α, {:+.1Lf} with the regulariser",
                          alpha, lambda);
                  }};

std::vector<Setting> all_settings(const Numbers& lambdas)
{
    std::vector<Setting> settings;
    for (const double alpha : {0.0125, 0.025, 0.05})
        settings.push_back({verbatim("α = {:L}", alpha), alpha, 0, alpha});
    for (const double lambda : lambdas) {
        const double strength = std::round(1e6 * (0.0125 + lambda)) / 1e6; // as it is written
        settings.push_back({verbatim("α + λ = {:L}", strength), 0.0125, lambda, strength});
    }
    return settings;
}

Figure effect_figure(const Effect& effect, std::vector<Setting> settings, const Study& sgd,
                     Index images, const Evidence& both)
{
    std::ranges::stable_sort(settings, {}, &Setting::strength);
    const auto of = [&](const std::string& setting) { return effect.of(sgd, setting); };
    Figure figure(effect.name, effect.title);
    const auto mean = [&](std::size_t n) { return mean_of(both.effects.at(n).a.values).mean; };
    figure.says(effect.sentence(mean(0), mean(1)), sign(both.outcome));
    Panel& panel = figure.panel().y_axis(effect.axis, effect.scale).horizontal(of(smallest).median);
    std::set<double> strengths;
    for (const Setting& setting : settings) strengths.insert(setting.strength);
    panel.x_names(of_each(std::vector(strengths.begin(), strengths.end()),
                          [](double strength) { return verbatim("{:L}", strength); }));
    panel.x_axis(tr("α, or α + λ"));
    Numbers x, beside{0};
    std::vector<Spread> with_alpha, with_lambda{of(smallest)};
    for (const Setting& setting : settings) {
        const auto place =
            double(std::distance(strengths.begin(), strengths.find(setting.strength)));
        const bool by_alpha = setting.name.english().starts_with("α =");
        (by_alpha ? x : beside).push_back(by_alpha ? place : place + 0.06);
        (by_alpha ? with_alpha : with_lambda).push_back(of(setting.name.english()));
    }
    draw_means(panel, tr("SGD with α"), x, with_alpha, 1);
    draw_means(panel, tr("smallest α, regulariser λ"), beside, with_lambda, 2);
    Numbers costs;
    for (const Compared& setting : sgd.methods())
        costs.push_back(sgd.of(setting.name.english(), "training cost").high);
    figure.note(tr("mark: mean and its 95 % interval; dots: seeds"));
    return figure.note(
        tr("{} images, each run at a training cost of {:.3Lf} (the last to get there: "
           "{:.3Lf})",
           images, equal_cost, std::ranges::max(costs)));
}

} // namespace lab15
