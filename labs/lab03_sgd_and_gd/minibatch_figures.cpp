#include "minibatch_figures.hpp"

#include <algorithm>

namespace descente {

namespace {

const Text batch_axis{"minibatch size |Ω|", "taille |Ω| du minibatch"};
const Text sample_axis{"samples seen", "exemples vus"};
const Text time_axis{"time [s]", "temps [s]"};

/// A panel of draw_cost curves, runs[j] with names[j], both axes logarithmic. `units` has one entry
/// a curve; empty: 1.
Panel& cost_panel(Figure& figure, const Text& axis_name, CurveAxis axis,
                  const std::vector<Text>& names, const std::vector<LearningCurves>& runs,
                  const Numbers& units = {})
{
    Panel& panel = figure.panel();
    panel.x_axis(axis_name, Scale::logarithmic);
    panel.y_axis({"training cost (mean)", "coût d'apprentissage"}, Scale::logarithmic);
    for (std::size_t j = 0; j < runs.size(); ++j)
        draw_cost(panel, names[j], runs[j], axis, units.empty() ? 1 : units[j]);
    return panel;
}

} // namespace

Spread first_at(const LearningCurves& curves, CurveAxis axis, double target)
{
    return spread_of(
        curves, [&](const LearningCurve& c) { return first_reached(c.*axis, c.cost, target); });
}

double worst_final_cost(const LearningCurves& curves)
{
    return spread_of(curves, &LearningCurve::final_cost).high;
}

Figure four_axes_figure(const std::vector<LearningCurves>& runs, const Numbers& alpha,
                        Index samples, Index batch_size)
{
    Figure figure("gd_and_sgd",
                  {"The same runs along four axes", "Les mêmes calculs selon quatre axes"}, 2);
    const double n = static_cast<double>(samples);
    const std::vector<Text> names = {text("GD, α = {:Lg}", "GD, α = {:Lg}", alpha[0]),
                                     text("SGD, α = {:Lg}", "SGD, α = {:Lg}", alpha[1])};
    cost_panel(figure, "epochs", &LearningCurve::samples, names, runs, {1 / n, 1 / n});
    cost_panel(figure, updates_axis, &LearningCurve::updates, names, runs);
    cost_panel(figure, sample_axis, &LearningCurve::samples, names, runs);
    cost_panel(figure, time_axis, &LearningCurve::seconds, names, runs);
    // The slides write sums over Ω where we take means: the same steps with α / |Ω|.
    figure.note(text("N_train = {}, |Ω| = {} in SGD; α for sums over Ω: {:.1Lg} and {:.1Lg}",
                     "N_train = {}, |Ω| = {} en SGD ; α pour des sommes sur Ω : {:.1Lg} et {:.1Lg}",
                     samples, batch_size, alpha[0] / n,
                     alpha[1] / static_cast<double>(batch_size)));
    return figure;
}

Figure epoch_figure(const Dataset& data, Index batch_size, const Rng& rng)
{
    const Dataset few = first(data, 50);
    Figure figure("epoch",
                  {"An epoch uses each sample once", "Une epoch utilise chaque exemple une fois"},
                  2);
    Panel& order = figure.panel({"50 samples, |Ω| = 8", "50 exemples, |Ω| = 8"}).legend("above");
    order.x_axis({"place in the epoch", "place dans l'epoch"}).y_axis({"sample", "exemple"});
    for (double edge = 8.5; edge < 50; edge += 8) order.vertical(edge);
    Panel& uses = figure.panel(
        text("{} samples, |Ω| = {}", "{} exemples, |Ω| = {}", data.size(), batch_size));
    uses.x_axis({"uses in an epoch", "utilisations par epoch"}).legend("above");
    uses.y_axis({"samples (%)", "exemples (%)"}).x_names({"0", "1", "2", "3", "4+"});

    Minibatches small(few, 8, rng), large(data, batch_size, rng);
    for (const char* name : {"epoch 1", "epoch 2"}) {
        const std::vector<Index> drawn = draw_epoch(small);
        order.points(name, linear_space(1, 50, 50), Numbers(drawn.begin(), drawn.end()), {}, 1.5);
        uses.bars(name, shares_by_uses(draw_epoch(large), data.size(), 5));
    }
    Rng own = rng.fork(1);
    const Numbers random = shares_by_uses(draw_with_replacement(data.size(), own), data.size(), 5);
    uses.bars({"with replacement", "avec remise"}, random);
    figure.note(text("with replacement, {:.1Lf} % are never seen",
                     "avec remise, {:.1Lf} % ne sont jamais vus", random[0]));
    return figure;
}

Figure noise_figure(const GradientNoiseSweep& sweep, Index samples)
{
    Figure figure("noise",
                  {"The noise of a minibatch's gradient, θ fixed",
                   "Le bruit du gradient d'un minibatch, θ fixé"},
                  2);
    const double n = static_cast<double>(samples);
    const Text measured{"measured", "mesure"};
    Panel& variance = figure.panel().x_axis(batch_axis, Scale::logarithmic);
    variance.y_axis("variance ‖g_Ω − g‖²", Scale::logarithmic).vertical(n, "N");
    variance.line("(σ²/|Ω|) (N−|Ω|)/(N−1)", sweep.size, sweep.law);
    variance.points(measured, sweep.size, sweep.variance, {}, 1.5).legend("bottom left");
    Panel& cosine = figure.panel().x_axis(batch_axis, Scale::logarithmic);
    cosine.y_axis({"cosine (g_Ω, g)", "cosinus (g_Ω, g)"}).vertical(n, "N");
    cosine.line("‖g‖/√(‖g‖²+variance)", sweep.size, sweep.cosine_law);
    cosine.points(measured, sweep.size, sweep.cosine, {}, 1.5).legend("top left");
    figure.note(text("N = {} here; slope {:.2Lf}; variance {:.0e} at |Ω| = N",
                     "ici N = {} ; pente {:.2Lf} ; variance {:.0e} à |Ω| = N", samples, sweep.slope,
                     sweep.at_full_size));
    return figure;
}

Figure small_batches_figure(const Numbers& sizes, const std::vector<Spread>& update,
                            const std::vector<Spread>& sample,
                            const std::vector<LearningCurves>& runs)
{
    Figure figure("too_small", {"Too small a minibatch", "Un minibatch trop petit"}, 2);
    Panel& cost = figure.panel().x_axis(batch_axis, Scale::logarithmic);
    cost.y_axis(time_axis, Scale::logarithmic).legend("above");
    cost.spreads({"per update", "par mise à jour"}, sizes, update, {.colour = 7});
    cost.spreads({"per sample", "par exemple"}, sizes, sample, {.colour = 8});
    std::vector<Text> names;
    Numbers seconds;
    for (std::size_t j = 0; j < sizes.size(); ++j) {
        names.push_back(text("{}", "{}", sizes[j]));
        seconds.push_back(update[j].median);
    }
    cost_panel(figure, updates_axis, &LearningCurve::updates, names, runs).legend("above");
    cost_panel(figure, sample_axis, &LearningCurve::samples, names, runs).legend("above");
    cost_panel(figure, time_axis, &LearningCurve::updates, names, runs, seconds).legend("above");
    figure.note({"curves: |Ω|, with α tuned for each", "courbes : |Ω|, α réglé pour chacune"});
    return figure;
}

Figure generalisation_figure(const Numbers& sizes, const std::vector<Comparison>& comparisons)
{
    Figure figure("generalisation", {"Small and large minibatches", "Petits et grands minibatches"},
                  2);
    const Text accuracy{"test accuracy (%)", "exactitude de test (%)"};
    std::vector<Numbers> costs(sizes.size()), tests(sizes.size());
    for (const Comparison& comparison : comparisons) {
        std::vector<Spread> test;
        for (std::size_t j = 0; j < sizes.size(); ++j) {
            for (const LearningCurve& curve : comparison.runs[j]) {
                costs[j].push_back(curve.final_cost);
                tests[j].push_back(curve.test);
            }
            test.push_back(spread_of(comparison.runs[j], &LearningCurve::test));
        }
        Panel& panel = figure.panel(comparison.name).x_axis(batch_axis, Scale::logarithmic);
        panel.y_axis(accuracy).spreads({}, sizes, test);
    }
    Panel& all = figure.panel({"all these runs", "tous ces essais"}).y_axis(accuracy);
    all.x_axis({"training cost (mean)", "coût d'apprentissage (moyen)"}, Scale::logarithmic);
    for (std::size_t j = 0; j < sizes.size(); ++j)
        all.points(text("{}", "{}", sizes[j]), costs[j], tests[j], {}, 1.5);
    return figure;
}

Figure escape_figure(const DoubleWell& well, const EscapeStudy& study, int frames)
{
    Figure figure("escape",
                  {"Noise can leave a poor minimum (one dimension, no proof for networks)",
                   "Le bruit peut quitter un mauvais minimum (1-D, pas une preuve)"},
                  3);
    const double edge = 1.7;
    const Numbers theta = linear_space(-edge, edge, 171);
    Numbers cost;
    for (const double t : theta) cost.push_back(well.cost(t));
    const int steps = static_cast<int>(study.walks.front().size()) - 1;
    for (int frame = 1; frame <= frames; ++frame) {
        const int now = frame * steps / frames;
        Numbers x, y;
        for (const Numbers& walk : study.walks) {
            x.push_back(std::clamp(walk[now], -edge, edge));
            y.push_back(well.cost(x.back()));
        }
        if (frame > 1) figure.next_frame();
        Panel& valley = figure.panel(
            text("noise {}, update {}", "bruit {}, mise à jour {}", study.shown_noise, now));
        valley.x_axis("θ").y_axis({"cost U(θ)", "coût U(θ)"}).line({}, theta, cost);
        valley.points({}, x, y, {.colour = 2}, 1.5);

        Panel& paths = figure.panel({"three of these runs", "trois de ces essais"});
        paths.x_axis(updates_axis).x_range(0, steps).y_axis("θ").y_range(-2, 2);
        const Numbers updates = every(10, linear_space(0, now, now + 1));
        for (int i = 0; i < 3; ++i) {
            const Numbers path(study.walks[i].begin(), study.walks[i].begin() + now + 1);
            paths.line({}, updates, every(10, path));
        }

        Panel& shares = figure.panel({"end in the deep well", "fin au puits profond"});
        shares.x_axis({"noise (deviation)", "bruit (écart-type)"})
            .y_axis({"runs (%)", "essais (%)"});
        shares.y_range(0, 100).legend("above");
        shares.line({"start: poor", "départ : mauvais"}, study.noise, study.from_poor,
                    {.with_points = true});
        shares.line({"start: anywhere", "départ : partout"}, study.noise, study.from_anywhere,
                    {.with_points = true});
    }
    return figure;
}

} // namespace descente
