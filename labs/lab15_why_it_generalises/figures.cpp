#include "figures.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace lab15 {

namespace {

const Text complexity_axis = tr("complexity K (Lempel–Ziv, bits)");
const Text probability_axis = tr("probability P(f)");
const Shape table_shape{8, 16};
constexpr double bits_of_word = 3.5; // half of log2(128): all K are multiples

// Answers 0 … 15 in the first row, and so on.
Column image_of_table(const std::string& table)
{
    Column image(128);
    for (Index i = 0; i < 128; ++i) image[i / 16 + 8 * (i % 16)] = table[i] == '1' ? 1 : 0;
    return image;
}

} // namespace

Figure tables_figure(const Functions& networks, const Functions& chance)
{
    Matrix often, random;
    std::vector<Text> of_often, of_random;
    for (const std::size_t wanted : {1U, 3U, 10U, 30U, 100U, 300U, 1000U, 3000U}) {
        const std::size_t rank = std::min<std::size_t>(wanted, networks.size());
        const DrawnFunction& f = networks[rank - 1];
        // Those of chance lie in the order of their tables: take them from everywhere.
        const DrawnFunction& g = chance[of_random.size() * chance.size() / 8];
        often.insert_cols(often.n_cols, image_of_table(f.table));
        random.insert_cols(random.n_cols, image_of_table(g.table));
        of_often.push_back(tr("no. {}: K = {:L}", rank, f.complexity));
        of_random.push_back(verbatim("K = {:L}", g.complexity));
    }
    Figure figure("functions", tr("What a network with random weights computes"));
    figure.panel(tr("random networks: 128 answers, the most frequent first"))
        .image_grid(often, table_shape, 4, of_often);
    figure.panel(chance_name).image_grid(random, table_shape, 4, of_random);
    return figure;
}

Figure complexity_figure(const Functions& networks)
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
    Figure figure("complexity", tr("Simple functions are the most probable"));
    Panel& panel = figure.panel().x_axis(complexity_axis);
    panel.y_axis(probability_axis, Scale::logarithmic);
    panel.points(tr("functions drawn twice or more"), x, y, {.colour = 1}, 0.7);
    panel.line(tr("the most probable of each K"), K, highest, {.colour = 2});
    figure.note(
        tr("{:L} networks; by uniform chance P = 3·10⁻³⁹ whatever K", draw_count(networks)));
    return figure;
}

Figure draws_figure(const Functions& networks, const Functions& chance, const Functions& saturated)
{
    const std::vector<std::pair<Text, const Functions*>> kinds{
        {networks_name, &networks},
        {chance_name, &chance},
        {tr("tanh, weights too large"), &saturated}};
    Figure figure("draws", tr("What one draw gives"));
    Panel& panel = figure.panel().x_axis(complexity_axis);
    panel.y_axis(tr("share of the draws (%)"));
    double highest = 0;
    for (const auto& [name, functions] : kinds) {
        const Numbers K = linear_space(0, 52 * bits_of_word, 53);
        const auto all = double(draw_count(*functions));
        Numbers share(K.size(), 0);
        for (const DrawnFunction& f : *functions)
            share[std::min(share.size() - 1, // the highest K stand together
                           static_cast<std::size_t>(std::lround(f.complexity / bits_of_word)))] +=
                100 * double(f.count) / all;
        highest = std::max(highest, *std::max_element(share.begin(), share.end()));
        panel.line(name, K, share, {.with_points = true});
    }
    panel.y_range(0, 1.1 * highest);
    return figure;
}

Figure ranks_figure(const Functions& networks)
{
    const auto last = double(networks.size());
    const auto all = double(draw_count(networks));
    Numbers rank, often, zipf;
    for (const double r : log_space(1, last, 200)) {
        if (!rank.empty() && std::round(r) == rank.back()) continue;
        rank.push_back(std::round(r));
        const DrawnFunction& f = networks[static_cast<std::size_t>(rank.back()) - 1];
        often.push_back(double(f.count) / all);
        zipf.push_back(1 / (128 * std::log(2) * rank.back()));
    }
    Figure figure("ranks", tr("A few functions come again and again"));
    Panel& panel = figure.panel().y_axis(probability_axis, Scale::logarithmic);
    panel.x_axis(tr("rank of the function"), Scale::logarithmic);
    panel.line(networks_name, rank, often, {.colour = 1});
    panel.line(tr("Zipf's law 1/(r ln 2¹²⁸)"), rank, zipf, {.colour = 3, .dash = Dash::dotted});
    panel.line(tr("uniform chance: none twice"), {1, last}, {1 / all, 1 / all}, {.colour = 2});
    return figure;
}

Figure shuffle_figure(const Study& readers)
{
    const auto error = [&](const std::string& reader) {
        return readers.of(reader, "test error (%)");
    };
    Figure figure("shuffle", tr("The same pixels in another order"));
    Panel& panel = figure.panel().x_names({verbatim("MLP"), verbatim("CNN")});
    panel.y_axis(tr("test error (%)"));
    panel.bars(tr("in place"), {error("MLP, in place"), error("CNN, in place")});
    panel.bars(tr("one shuffle for all images"), {error("MLP, shuffled"), error("CNN, shuffled")});
    return figure;
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

} // namespace

const Effect steepness{"gradients", tr("Do minibatches end flatter?"),
                       tr("mean of ‖∇Lₖ‖² at the end, ratio"), Scale::logarithmic, steepness_of};
const Effect gain{"regulariser", tr("A large α, or the regulariser at a small one"),
                  tr("gain on the test set (points)"), Scale::linear, gain_of};

Figure effect_figure(const Effect& effect, const Study& sgd, Index images)
{
    const auto of = [&](const std::string& setting) { return effect.of(sgd, setting); };
    Figure figure(effect.name, effect.title);
    Panel& panel = figure.panel().y_axis(effect.axis, effect.scale).horizontal(of(smallest).median);
    std::vector<Text> strengths;
    for (const double strength : {0.0125, 0.025, 0.05, 0.1})
        strengths.push_back(verbatim("{:L}", strength));
    panel.x_names(strengths).x_axis(tr("α, or α + λ"));
    panel.spreads(tr("SGD with α"), {0, 1, 2, 3},
                  {of(smallest), of("α = 0.025"), of("α = 0.05"), of("α = 0.1")});
    panel.spreads(tr("smallest α, regulariser λ"), {0, 2.06, 3.06}, // beside the others
                  {of(smallest), of("α + λ = 0.05"), of("α + λ = 0.1")});
    double fitted = 100;
    for (const Compared& setting : sgd.methods())
        fitted = std::min(fitted, sgd.of(setting.name.english(), "training accuracy").low);
    return figure.note(
        tr("{} images, at least {:.1Lf} % of them right at the end", images, fitted));
}

} // namespace lab15
