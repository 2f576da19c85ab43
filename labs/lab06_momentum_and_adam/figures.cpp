#include "figures.hpp"

#include "base/text.hpp"
#include "plot/learning_curves.hpp"

#include <algorithm>
#include <cmath>

namespace lab06 {

namespace {

void draw(Panel& panel, const Ravine& ravine, const std::vector<Ball>& balls, Index updates)
{
    const Numbers x = linear_space(-12, 12, 61);
    const Numbers y = linear_space(-4, 4, 161); // along it all is flat
    panel.contour(ravine.height(x, y), x, y, {0.02, 0.1, 0.25, 0.5, 1, 2, 4}).legend("above");
    panel.x_axis(verbatim("θ₁")).y_axis(verbatim("θ₂")).x_range(-12, 12).y_range(-4, 4);
    for (const Ball& ball : balls) {
        const Numbers across = numbers(ball.path.row(0).head(updates));
        const Numbers up = numbers(ball.path.row(1).head(updates));
        const int colour = ramp(std::size_t(&ball - balls.data()), balls.size());
        panel.line(verbatim("β = {:Lg}, α = {:.3Lg}", ball.beta, ball.alpha), across, up,
                   {.colour = colour});
        const bool seen = std::abs(across.back()) <= 12 && std::abs(up.back()) <= 4;
        if (seen) panel.mark(across.back(), up.back(), {}, colour); // it has not diverged
    }
}

// The training cost of one rule; a run that has reached the target stays where it ended.
void draw_costs(Panel& panel, const Compared& rule)
{
    std::size_t longest = 0;
    Numbers updates;
    for (const Run& run : rule.runs)
        if (const Run::Curve& curve = run.curve("training cost"); curve.values.size() > longest) {
            longest = curve.values.size();
            updates = curve.updates;
        }
    std::vector<Numbers> costs;
    for (const Run& run : rule.runs) {
        costs.push_back(run.curve("training cost").values);
        costs.back().resize(longest, run.number("training cost"));
    }
    panel.runs(verbatim("{}, {:.2Lg}", rule.name, rule.best), updates, costs);
}

// The most updates that any α needed, to draw those that never arrived.
double longest(const Study& study)
{
    double most = 1;
    for (const Compared& rule : study.methods())
        for (const double updates : rule.tuning)
            if (std::isfinite(updates)) most = std::max(most, updates);
    return 1.1 * most;
}

// Of those above 0: a unit that is dead does not move.
Numbers logarithms(const Numbers& values)
{
    const arma::fvec sizes = arma::conv_to<arma::fvec>::from(values);
    return arma::conv_to<Numbers>::from(arma::log10(sizes(arma::find(sizes > 0))).eval());
}

} // namespace

Figure ravine_figure(const Text& title, const Ravine& ravine, const std::vector<Ball>& exact,
                     const std::vector<Ball>& noisy)
{
    Figure figure("ravine", title);
    draw(figure.panel(tr("exact gradient")), ravine, exact, 80);
    draw(figure.panel(tr("noisy gradient")), ravine, noisy, 80);
    return figure;
}

Figure film(const Ravine& ravine, const std::vector<Ball>& balls, long frames)
{
    Figure film("balls", tr("Balls in a ravine"));
    for (long f = 1; f <= frames; ++f)
        draw(film.next_frame().panel(), ravine, balls, Index(80 * f / frames));
    return film;
}

Figure rate_map(const Ravine& ravine, const MoverOf& ball, double noise, const Rng& rng)
{
    const double steepest = double(ravine.eigenvalues.max());
    const Numbers alphas = log_space(0.1 / steepest, 400 / steepest, 37);
    const Numbers betas = linear_space(0, 0.99, 34);
    const Ravine longer{ravine.eigenvalues, ravine.start, 480}; // β = 0.99 swings slowly
    Matrix speed(betas.size(), alphas.size());
    Matrix end(betas.size(), alphas.size());
    for (Index i = 0; i < betas.size(); ++i)
        for (Index j = 0; j < alphas.size(); ++j) {
            const Mover move = ball(betas[i], alphas[j]);
            speed(i, j) = Real(longer.speed(move));
            end(i, j) = -Real(ravine.distance(move, noise, rng, 12));
        }
    Figure figure("map", tr("Which α and β are fast?"), 2);
    const Numbers limits = of_each(betas, [&](double beta) { return ravine.limit(beta); });
    // The best of all β, which is marked, and the best of β = 0.
    const auto draw_map = [&](const Text& title, const Matrix& z, const Text& colours) {
        Panel& panel = figure.panel(title).heat_map(z, alphas, betas, colours).legend("above");
        panel.line(tr("limit"), limits, betas, {.colour = 2});
        panel.x_axis(verbatim("α"), Scale::logarithmic).y_axis(verbatim("β"));
        Matrix known = z;
        known.replace(not_a_number, -infinity); // it diverges
        const arma::uvec best = arma::ind2sub(arma::size(known), known.index_max());
        panel.mark(alphas[best[1]], betas[best[0]], {}, 2);
        return std::pair{double(known.max()), double(known.row(0).max())};
    };
    const auto [fastest, plain] =
        draw_map(tr("exact gradient"), 100 * speed, tr("−log₁₀ of the contraction, × 100"));
    const auto [nearest, plain_end] =
        draw_map(tr("noisy gradient"), end, tr("−log₁₀ of the final distance"));
    return figure.note(tr("contraction per update; grey: diverges; dot: best"))
        .says(tr("Best β beside β = 0: exact gradient {:.1Lf} times as fast; noisy gradient "
                 "{:.2Lf} of the distance",
                 fastest / plain, std::pow(10, plain_end - nearest)));
}

Figure training_figure(const std::vector<std::pair<Text, Study>>& studies, double target,
                       Outcome claim)
{
    const auto of_both = [&](const auto& told) {
        Text both;
        for (const auto& [size, study] : studies) {
            const Text one = tr("|Ω| = {}: {}", size, told(study));
            both = both.empty() ? one : tr("{}; {}", both, one);
        }
        return both;
    };
    const auto rates = [](const Study& study) {
        return listed(of_each(study.methods(), [](const Compared& rule) {
            return verbatim("{}\u00a0{:.2Lg}", rule.name, rule.best);
        }));
    };
    const auto updates = [](const Study& study) { return study.told("updates"); };
    Figure figure("training", tr("Updates to a training cost of {:.2Lg}", target),
                  int(studies.size()));
    for (const auto& [size, study] : studies) {
        Panel& cost = figure.panel(verbatim("|Ω| = {}", size));
        cost.x_axis(tr("updates")).y_axis(tr("training cost"), Scale::logarithmic);
        for (const Compared& rule : study.methods()) draw_costs(cost, rule);
        cost.horizontal(target).slide("training");
        cost.says(tr("Updates needed: {}", of_both(updates)), sign(claim));
    }
    for (const auto& [size, study] : studies) {
        Panel& tuning = figure.panel(tr("choice of α, |Ω| = {}", size)).slide("rates");
        tuning.says(tr("Best α: {}", of_both(rates)));
        tuning.x_axis(verbatim("α"), Scale::logarithmic).legend("off");
        tuning.y_axis(tr("updates to that cost")).y_range(0, longest(study));
        int colour = 0;
        for (const Compared& rule : study.methods())
            if (!rule.tuning.empty())
                draw_tuning(tuning, rule.name, rule.grid, rule.tuning, longest(study),
                            {.colour = ++colour, .with_points = true});
    }
    return figure;
}

Figure deep_figure(const Study& study)
{
    Figure figure("deep", tr("Ten layers at PyTorch's default start"));
    Panel& cost = figure.panel();
    Panel& sizes = figure.panel(tr("the last step"));
    int colour = 0;
    for (const Compared& rule : study.methods()) {
        draw_costs(cost, rule);
        Numbers steps = rule.runs[0].kept("last step");
        std::erase_if(steps, [](double step) { return step < 1e-9; }); // too small for θ to move
        sizes.histogram(rule.name, logarithms(steps), 40, {.colour = ++colour});
    }
    cost.x_axis(tr("updates")).y_axis(tr("training cost"));
    sizes.x_axis(verbatim("log₁₀ |Δθ|")).y_axis(tr("parameters"));
    const auto end = [&](const char* rule) { return study.of(rule, "training cost").median; };
    return figure.says(tr("Training cost: Adam {:.3Lg}, momentum {:.3Lg}, SGD {:.3Lg}", end("Adam"),
                          end("momentum"), end("SGD")),
                       sign(study.lower_than("SGD", tr("training cost")).outcome));
}

Figure first_updates_figure(const Study& sweep, const Text& variant)
{
    const Compared& adam = sweep["Adam"];
    const bool slide = variant.english() == "Adam as on the slide";
    Figure figure(slide ? "slide" : "bias", tr("{} and {}", adam.name, variant), 3);
    Panel& steps = figure.panel();
    Panel& cost = figure.panel();
    Panel& means = figure.panel();
    const Numbers& alphas = adam.grid;
    const std::size_t middle = alphas.size() / 2;
    for (const Compared& rule : sweep.methods()) {
        const Look look{.colour = &rule == &adam ? 3 : 4};
        const auto curves = [&](const char* curve) {
            return of_each(rule.at[middle],
                           [&](const Run& run) { return run.curve(curve).values; });
        };
        const Numbers k = rule.at[middle].front().curve("cost").updates;
        steps.runs(rule.name, k, curves("step"), look);
        cost.runs(rule.name, k, curves("cost"), look);
        const auto mean_cost = [](const std::vector<Run>& runs) {
            return spread_of(runs, [](const Run& run) { return run.number("mean cost"); });
        };
        means.spreads(rule.name, alphas, of_each(rule.at, mean_cost), look);
    }
    steps.x_axis(tr("updates")).y_axis(tr("mean |Δθ| / α"), Scale::logarithmic);
    cost.x_axis(tr("updates")).y_axis(tr("minibatch cost (mean)"), Scale::logarithmic);
    means.x_axis(verbatim("α"), Scale::logarithmic).y_axis(tr("mean cost"), Scale::logarithmic);
    means.vertical(alphas[middle]);
    const auto at_usual = [&](const Text& rule) {
        const auto mean_cost = [](const Run& run) { return run.number("mean cost"); };
        const Spread costs = spread_of(sweep[rule.english()].at[middle], mean_cost);
        return verbatim("{} {:.3Lg}", rule, costs.median);
    };
    const Evidence better = sweep.lower_at_best("Adam", variant.english(), tr("mean cost"));
    return figure.says(tr("Mean cost of the first {} updates at α = {:Lg}: {}, {}",
                          adam.at[middle].front().curve("cost").updates.size(), alphas[middle],
                          at_usual(adam.name), at_usual(variant)),
                       sign(better.outcome));
}

} // namespace lab06
