#include "figures.hpp"

#include "plot/learning_curves.hpp"
#include "train/runs.hpp"

#include <algorithm>

namespace lab03 {

namespace {

Text batch_axis() { return tr("minibatch size |Ω|"); }
Text time_axis() { return tr("time [s]"); }

// The training cost of each method against one of the curves of its looks.
Panel& cost_panel(Figure& figure, const Text& name, const std::string& axis,
                  const std::vector<Text>& labels, const Study& study)
{
    Panel& panel = figure.panel();
    panel.x_axis(name, Scale::logarithmic);
    panel.y_axis(tr("training cost (mean)"), Scale::logarithmic);
    const auto places = [&](const Run& run) { return run.kept(axis); };
    const auto costs = [](const Run& run) { return run.curve("training cost").values; };
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const std::vector<Run>& runs = study.methods()[i].runs;
        draw_cost(panel, labels[i], of_each(runs, places), of_each(runs, costs));
    }
    return panel;
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

Figure four_axes_figure(const Study& study, Index samples, Index size)
{
    Figure figure("gd_and_sgd", tr("The same runs along four axes"), 2);
    const Compared &gd = study["GD"], &sgd = study["SGD"];
    const std::vector<Text> labels{verbatim("GD, α = {:Lg}", gd.best),
                                   verbatim("SGD, α = {:Lg}", sgd.best)};
    cost_panel(figure, tr("epochs"), "epochs", labels, study);
    cost_panel(figure, tr("updates"), "updates", labels, study);
    cost_panel(figure, tr("samples seen"), "samples", labels, study);
    cost_panel(figure, time_axis(), "seconds", labels, study);
    // The slides write sums over Ω where we take means: the same steps with α / |Ω|.
    return figure.note(tr("N_train = {}, |Ω| = {} in SGD; α for sums over Ω: {:.1Lg} and {:.1Lg}",
                          samples, size, gd.best / double(samples), sgd.best / double(size)));
}

Figure epoch_figure(const Dataset& data, Index size, const Rng& rng)
{
    const Dataset few = first(data, 50);
    Figure figure("epoch", tr("An epoch uses each sample once"), 2);
    Panel& order = figure.panel(tr("50 samples, |Ω| = 8")).legend("above");
    order.x_axis(tr("place in the epoch")).y_axis(tr("sample"));
    for (double edge = 8.5; edge < 50; edge += 8) order.vertical(edge);
    Panel& uses = figure.panel(tr("{} samples, |Ω| = {}", data.size(), size));
    uses.x_axis(tr("uses in an epoch")).legend("above");
    uses.y_axis(tr("samples (%)"))
        .x_names({verbatim("0"), verbatim("1"), verbatim("2"), verbatim("3"), verbatim("4+")});

    for (const long epoch : {0, 1}) {
        const Text name = tr("epoch {}", epoch + 1);
        const auto drawn = order_of_epoch(epoch, steps_of(few, {.batch = 8}, rng));
        const auto all_drawn = order_of_epoch(epoch, steps_of(data, {.batch = size}, rng));
        order.points(name, linear_space(1, 50, 50), Numbers(drawn.begin(), drawn.end()), {}, 1.5);
        uses.bars(name, shares_by_uses(all_drawn, data.size()));
    }
    // As many draws, each from all samples: about 1/e of them are never drawn.
    Rng own = rng.fork(1);
    std::vector<Index> drawn(data.size());
    for (Index& i : drawn) i = own.below(data.size());
    const Numbers shares = shares_by_uses(drawn, data.size());
    uses.bars(tr("with replacement"), shares);
    return figure.note(tr("with replacement, {:.1Lf} % are never seen", shares[0]));
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
    variance.y_axis(tr("variance ‖g_Ω − g‖²"), Scale::logarithmic);
    variance.vertical(double(samples), verbatim("N")).legend("bottom left");
    variance.line(verbatim("(σ²/|Ω|) (N−|Ω|)/(N−1)"), sizes, medians("law"));
    variance.spreads(tr("measured"), sizes, each_size("variance"), {.colour = 2});
    Panel& cosine = figure.panel().x_axis(batch_axis(), Scale::logarithmic);
    cosine.y_axis(tr("cosine (g_Ω, g)")).vertical(double(samples), verbatim("N"));
    cosine.line(tr("‖g‖/√(‖g‖²+variance)"), sizes, medians("cosine law")).legend("top left");
    cosine.spreads(tr("measured"), sizes, each_size("cosine"), {.colour = 2});
    const auto number = [&](const char* name) {
        return spread_of(noise, [&](const Run& run) { return run.number(name); }).median;
    };
    return figure.note(tr("N = {} here; slope {:.2Lf}; variance {:.0e} at |Ω| = N", samples,
                          number("slope"), number("variance at N")));
}

Figure small_batches_figure(const Study& sizes)
{
    Figure figure("too_small", tr("Too small a minibatch"), 2);
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
    Panel& cost = figure.panel().x_axis(batch_axis(), Scale::logarithmic);
    cost.y_axis(time_axis(), Scale::logarithmic).legend("above");
    cost.spreads(tr("per update"), places, update, {.colour = 7});
    cost.spreads(tr("per sample"), places, sample, {.colour = 8});
    cost_panel(figure, tr("updates"), "updates", names, sizes).legend("above");
    cost_panel(figure, tr("samples seen"), "samples", names, sizes).legend("above");
    cost_panel(figure, time_axis(), "seconds", names, sizes).legend("above");
    return figure.note(tr("curves: |Ω|, with α tuned for each"));
}

Figure generalisation_figure(const std::vector<Comparison>& comparisons)
{
    Figure figure("generalisation", tr("Small and large minibatches: what is held equal?"), 2);
    const std::vector<Compared>& sizes = comparisons.front().study.methods();
    const Text error = tr("test error (%)");
    const auto of_size = [](const Compared& size) { return std::stod(size.name.english()); };
    for (const Comparison& one : comparisons) {
        const auto tests = [&](const Compared& size) {
            return one.study.of(size.name.english(), "test error");
        };
        Panel& panel = figure.panel(one.name).x_axis(batch_axis(), Scale::logarithmic);
        panel.y_axis(error).spreads({}, of_each(sizes, of_size), of_each(sizes, tests));
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
        all.points(size.name, costs, tests, {}, 1.5);
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
