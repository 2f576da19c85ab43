#include "figures.hpp"

#include "plot/learning_curves.hpp"
#include "train/runs.hpp"

#include <algorithm>
#include <cmath>

namespace lab03 {

namespace {

Text batch_axis() { return tr("minibatch size |Ω|"); }
Text time_axis() { return tr("time [s]"); }

// The training cost of each method against one of the curves of its looks.
Panel& cost_panel(Figure& figure, const Text& name, const std::string& axis,
                  const std::vector<Text>& labels, const Study& study, bool ordered = false)
{
    Panel& panel = figure.panel();
    panel.x_axis(name, Scale::logarithmic);
    panel.y_axis(tr("training cost (mean)"), Scale::logarithmic);
    const auto places = [&](const Run& run) { return run.kept(axis); };
    const auto costs = [](const Run& run) { return run.curve("training cost").values; };
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const std::vector<Run>& runs = study.methods()[i].runs;
        const int colour = ordered ? ramp(i, labels.size()) : 0;
        draw_cost(panel, labels[i], of_each(runs, places), of_each(runs, costs),
                  {.colour = colour});
    }
    return panel;
}

// The median of one side of evidence, as a count where it is one.
Text median_of(const Evidence& sooner, std::size_t side)
{
    const double median = sooner.numbers.at(side).second.median;
    if (!std::isfinite(median)) return verbatim("∞");
    return median < 100 ? verbatim("{:.2Lg}", median) : grouped(std::uint64_t(median));
}

std::vector<Index> order_of_epoch(long epoch, Steps steps)
{
    std::vector<Index> order;
    const long per_epoch = steps.minibatch(0).per_epoch;
    for (long k = epoch * per_epoch; k < (epoch + 1) * per_epoch; ++k)
        for (const Index i : steps.minibatch(k).indices) order.push_back(i);
    return order;
}

} // namespace

Figure four_axes_figure(const Study& study, Index samples, Index size, const Evidence& fewer,
                        const Evidence& faster)
{
    Figure figure("gd_and_sgd", tr("GD and SGD, each with its best α"), 2);
    const Compared &gd = study["GD"], &sgd = study["SGD"];
    const std::vector<Text> labels{verbatim("GD, α = {:Lg}", gd.best),
                                   verbatim("SGD, α = {:Lg}", sgd.best)};
    const auto told = [&](const Evidence& evidence) {
        return verbatim("{}\u00a0{}, {}\u00a0{}", sgd.name, median_of(evidence, 0), gd.name,
                        median_of(evidence, 1));
    };
    cost_panel(figure, tr("samples seen"), "samples", labels, study)
        .slide("gd_and_sgd")
        .says(tr("Samples down to GD's last cost: {}", told(fewer)), sign(fewer.outcome));
    cost_panel(figure, time_axis(), "seconds", labels, study)
        .slide("seconds")
        .says(tr("Seconds down to GD's last cost: {}", told(faster)), sign(faster.outcome));
    cost_panel(figure, tr("updates"), "updates", labels, study);
    cost_panel(figure, tr("epochs"), "epochs", labels, study);
    // The slides write sums over Ω where we take means: the same steps with α / |Ω|.
    return figure.note(tr("N_train = {}, |Ω| = {} in SGD; α for sums over Ω: {:.1Lg} and {:.1Lg}",
                          samples, size, gd.best / double(samples), sgd.best / double(size)));
}

Figure epoch_figure(const Dataset& data, Index size, const Rng& rng)
{
    // As many draws, each from all samples: about 1/e of them are never drawn.
    Rng own = rng.fork(1);
    const auto drawn_from_all = [&](Index n) {
        std::vector<Index> drawn(n);
        for (Index& i : drawn) i = own.below(n);
        return drawn;
    };
    const auto all_drawn = drawn_from_all(data.size());
    const Dataset few = first(data, 50);
    const std::vector<Text> ways{tr("epoch {}", 1), tr("epoch {}", 2), tr("with replacement")};
    const auto ways_of = [&](const Dataset& set, Index batch, const std::vector<Index>& drawn) {
        return std::vector{order_of_epoch(0, steps_of(set, {.batch = batch}, rng)),
                           order_of_epoch(1, steps_of(set, {.batch = batch}, rng)), drawn};
    };
    Figure figure("epoch", tr("An epoch, and as many draws with replacement"));
    Matrix uses(ways.size(), few.size(), arma::fill::zeros);
    const auto of_few = ways_of(few, 8, drawn_from_all(few.size()));
    for (Index way = 0; way < ways.size(); ++way)
        for (const Index sample : of_few[way]) uses(way, sample) += 1;
    Panel& each = figure.panel(tr("uses of each of 50 samples, |Ω| = 8"));
    each.heat_map(uses, linear_space(1, 50, 50), {0, 1, 2}, tr("uses"));
    each.x_axis(tr("sample")).y_names(ways).y_downwards();

    Panel& bars = figure.panel(tr("{} samples, |Ω| = {}", data.size(), size));
    bars.x_axis(tr("uses")).legend("above").y_axis(tr("samples (%)"));
    bars.x_names({verbatim("0"), verbatim("1"), verbatim("2"), verbatim("3"), verbatim("4+")});
    std::vector<Numbers> shares;
    for (const auto& drawn : ways_of(data, size, all_drawn))
        shares.push_back(shares_by_uses(drawn, data.size()));
    for (std::size_t way = 0; way < ways.size(); ++way) bars.bars(ways[way], shares[way]);
    return figure.says(tr("Samples used once: {:.0Lf} % in an epoch, {:.0Lf} % in as many draws "
                          "with replacement",
                          shares[0][1], shares[2][1]));
}

Figure noise_figure(const std::vector<Run>& noise, Index samples)
{
    Figure figure("noise", tr("The noise of a minibatch's gradient, θ fixed"), 2);
    const Numbers& sizes = noise.front().kept("size");
    const auto each_size = [&](const char* kept) {
        std::vector<Spread> spreads;
        for (std::size_t i = 0; i < sizes.size(); ++i)
            spreads.push_back(spread_of(noise, [&](const Run& run) { return run.kept(kept)[i]; }));
        return spreads;
    };
    const auto medians = [&](const char* kept) {
        return of_each(each_size(kept), &Spread::median);
    };
    Panel& variance = figure.panel().x_axis(batch_axis(), Scale::logarithmic);
    variance.y_axis(tr("variance ‖g(Ω) − g‖²"), Scale::logarithmic);
    variance.vertical(double(samples), verbatim("N")).legend("bottom left");
    variance.line(verbatim("(σ²/|Ω|) (N−|Ω|)/(N−1)"), sizes, medians("law"));
    variance.spreads(tr("measured"), sizes, each_size("variance"), {.colour = 2});
    Panel& cosine = figure.panel().x_axis(batch_axis(), Scale::logarithmic);
    cosine.y_axis(tr("cosine of g(Ω) and g")).vertical(double(samples), verbatim("N"));
    cosine.line(tr("‖g‖/√(‖g‖²+variance)"), sizes, medians("cosine law")).legend("top left");
    cosine.spreads(tr("measured"), sizes, each_size("cosine"), {.colour = 2});
    const auto number = [&](const char* name) {
        return spread_of(noise, [&](const Run& run) { return run.number(name); }).median;
    };
    return figure
        .note(tr("N = {} here; variance {:.0e} at |Ω| = N", samples, number("variance at N")))
        .says(tr("Variance: {:.2Lf} times the law, slope {:.2Lf}", number("measured/law"),
                 number("slope")),
              sign(follows_the_law(noise).outcome));
}

Figure small_batches_figure(const Study& sizes, const Evidence& gain, const Evidence& fewer,
                            const Evidence& faster, Outcome too_small)
{
    Figure figure("too_small", tr("How large a minibatch?"), 2);
    std::vector<Text> names;
    Numbers places;
    std::vector<Spread> update, sample;
    for (const Compared& size : sizes.methods()) {
        names.push_back(size.name);
        places.push_back(std::stod(size.name.english()));
        update.push_back(seconds_of_an_update(size));
        sample.push_back(spread(of_each(update.back().values,
                                        [&](double seconds) { return seconds / places.back(); })));
    }
    const auto costs = [&](const Text& name, const char* axis) -> Panel& {
        return cost_panel(figure, name, axis, names, sizes, true);
    };
    costs(tr("samples seen"), "samples")
        .slide("too_small")
        .says(tr("Down to one cost: |Ω| = 64 in {} samples and {} s, |Ω| = 1 in {} and {} s",
                 median_of(fewer, 0), median_of(faster, 0), median_of(fewer, 1),
                 median_of(faster, 1)),
              sign(too_small));
    costs(time_axis(), "seconds").slide("too_small");
    Panel& cost = figure.panel().x_axis(batch_axis(), Scale::logarithmic);
    cost.y_axis(time_axis(), Scale::logarithmic).legend("above").slide("fast");
    cost.says(tr("An update with |Ω| = 64 takes 1/{:.2Lg} of GD's time",
                 gain.numbers.at(0).second.median),
              sign(gain.outcome));
    cost.spreads(tr("per update"), places, update, {.colour = 1});
    cost.spreads(tr("per sample"), places, sample, {.colour = 2});
    costs(tr("updates"), "updates").legend("above");
    return figure.note(tr("curves: |Ω|, with α tuned for each"));
}

Figure generalisation_figure(const std::vector<Comparison>& comparisons, Outcome better)
{
    Figure figure("generalisation", tr("Small and large minibatches: what is held equal?"), 3);
    const std::vector<Compared>& sizes = comparisons.front().study.methods();
    const Text error = tr("test error (%)");
    const auto of_size = [](const Compared& size) { return std::stod(size.name.english()); };
    Text ends;
    double least = infinity, most = 0; // of all test errors: one scale for all panels
    for (const auto& [name, study] : comparisons) {
        for (const Compared& size : sizes)
            for (const double test : study.of(size.name.english(), "test error").values)
                if (std::isfinite(test)) least = std::min(least, test), most = std::max(most, test);
        const Text end = tr("{} {:.1Lf} and {:.1Lf} %", name, study.of("64", "test error").median,
                            study.of(sizes.back().name.english(), "test error").median);
        ends = ends.empty() ? end : tr("{}; {}", ends, end);
    }
    for (const Comparison& one : comparisons) {
        const auto tests = [&](const Compared& size) {
            return one.study.of(size.name.english(), "test error");
        };
        Panel& panel = figure.panel(one.name).x_axis(batch_axis(), Scale::logarithmic);
        panel.y_axis(error).spreads({}, of_each(sizes, of_size), of_each(sizes, tests));
        if (least < most) panel.y_range(0.97 * least, 1.03 * most);
        panel.slide("generalisation")
            .says(tr("Test error, |Ω| = 64 and {}: {}", sizes.back().name, ends), sign(better));
    }
    Panel& all = figure.panel(tr("all these runs")).y_axis(error);
    all.x_axis(tr("training cost (mean)"), Scale::logarithmic);
    for (const Compared& size : sizes) {
        Numbers costs, tests;
        for (const Comparison& one : comparisons)
            for (const Run& run : one.study[size.name.english()].runs) {
                costs.push_back(run.number("training cost"));
                tests.push_back(run.number("test error"));
            }
        all.points(size.name, costs, tests,
                   {.colour = ramp(std::size_t(&size - sizes.data()), sizes.size())}, 1.5);
    }
    return figure.note(tr("momentum 0.9; α tuned for each point"));
}

Numbers shares_by_uses(const std::vector<Index>& drawn, Index n)
{
    std::vector<Index> uses(n), samples(5);
    for (const Index i : drawn) ++uses.at(i);
    for (const Index count : uses) ++samples[std::min<Index>(count, 4)];
    return of_each(samples, [&](Index count) { return 100 * double(count) / double(n); });
}

} // namespace lab03
