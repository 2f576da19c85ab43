// Lab 06 · Momentum and Adam
//
// Question   What do momentum and Adam gain over plain SGD when each has its own best α?
// Idea       A ravine shows why; Fashion-MNIST shows how much, α being tuned for each alike.
// Claim      Momentum and Adam learn faster than plain SGD.
// Run        make lab06 && ./lab06            (--quick: seconds; --help: options)
// Figures    plots/lab06_ravine.*, _balls.*, _map.*, _training.*, _bias.*, _slide.*
// Expect     Verdict: it depends (19.3 s): a gain in the ravine, none on Fashion-MNIST
#include "data/synthetic.hpp"
#include "nn/layers.hpp"
#include "plot/learning_curves.hpp"
#include "ravine.hpp"
#include "shell/lab.hpp"
#include "train/grid_search.hpp"

#include <algorithm>
#include <cmath>

using namespace descente;

namespace {
const LabInfo info{.number = 6,
                   .title = tr("Momentum and Adam"),
                   .question = tr("How much do they gain over SGD?"),
                   .claim = tr("Momentum and Adam beat plain SGD."),
                   .numbers = {{"updates", tr("updates"), 1500, 100, 1, 1e6},
                               {"frames", tr("frames of the film"), 40, 8, 1, 80}}};

const Ravine hills{bowl_eigenvalues(2, 100), Column{-10, 2}, 200}; // curvatures 0.01 and 1
constexpr double noise = 0.1; // deviation of its gradient: as large as the first slope along it
constexpr int noises = 40;    // noise sequences to choose α with, and as many new ones to judge
constexpr Index hidden = 128, batch_size = 64;
constexpr Index early = 50;      // first updates, looked at one by one
constexpr int tuning_run = 1000; // its seed chooses α, and is used for nothing else
constexpr Scale log_axis = Scale::logarithmic;
const Text exact = tr("exact gradient"), noisy = tr("noisy gradient");

// ---- row 35: m ← βm + (1−β)g, θ ← θ − αm ----
void draw(const Lab& lab, Panel& panel, const std::vector<Ball>& balls, long updates)
{
    const Numbers x = linear_space(-12, 12, 61), y = linear_space(-4, 4, 41);
    panel.contour(hills.height(x, y), x, y, {0.02, 0.1, 0.25, 0.5, 1, 2, 4}).legend("above");
    panel.x_axis(verbatim("θ₁")).y_axis(verbatim("θ₂")).x_range(-12, 12).y_range(-4, 4);
    for (int i = 0; const Ball& ball : balls) {
        const Matrix path = hills.roll(ball, lab.rng()).head_cols(Index(updates));
        const auto row = [&](Index r) { return arma::conv_to<Numbers>::from(path.row(r)); };
        panel.line(verbatim("β = {:Lg}, α = {:.3Lg}", ball.beta, ball.alpha), row(0), row(1));
        panel.mark(row(0).back(), row(1).back(), {}, ++i);
    }
}

void ravine(Lab& lab)
{
    Figure figure("ravine", tr("Each ball with its best α"));
    Figure film("balls", tr("Four balls in a ravine"));
    for (const double deviation : {0.0, noise}) {
        const Text& kind = deviation > 0 ? noisy : exact;
        const int runs = deviation > 0 ? noises : 1;
        std::vector<Ball> balls;
        std::vector<Spread> ends;
        for (const double beta : {0.0, 0.5, 0.9, 0.99}) {
            balls.push_back(hills.tuned({0, beta, deviation}, lab.rng(tuning_run), runs));
            ends.push_back(spread(hills.ends(balls.back(), lab.rng(), runs)));
        }
        draw(lab, figure.panel(kind), balls, 80);
        for (long f = 1, frames = lab.whole("frames"); f <= frames && deviation == 0; ++f)
            draw(lab, (f > 1 ? film.next_frame() : film).panel(), balls, 80 * f / frames);
        lab.finding(tr("{}: β = 0.9 ends nearer", kind), smaller(ends[2], ends[0]),
                    tr("{:.2Lg} from the bottom, SGD {:.2Lg}", ends[2].median, ends[0].median),
                    {{"momentum", ends[2]}, {"sgd", ends[0]}});
    }
    lab.save(figure);
    lab.save(film);
    const Matrix apart = hills.roll({5, 0.9, noise}, lab.rng()) -
                         hills.roll_as_pytorch({0.5, 0.9, noise}, lab.rng());
    lab.print(tr("PyTorch's m ← βm + g with α(1−β): the same path ({:.0Le} apart: rounding).\n"
                 "Both start slowly: after k steps, m is 1 − β^k of a steady gradient.",
                 double(arma::abs(apart).max())));
}

void rate_map(Lab& lab)
{
    const Numbers alphas = log_space(0.1, 400, 37), betas = linear_space(0, 0.99, 34);
    Figure figure("map", tr("Which α and β are fast?"), 2);
    const Ravine longer{hills.eigenvalues, hills.start, 480}; // β = 0.99 swings slowly
    const Numbers limits = of_each(betas, [](double beta) { return hills.limit(beta); });
    const auto panel = [&](const Text& title, const Matrix& z, const Text& colours) {
        Panel& map = figure.panel(title).heat_map(z, alphas, betas, colours).legend("above");
        map.line(tr("limit"), limits, betas, {.colour = 2})
            .x_axis(verbatim("α"), log_axis)
            .y_axis(verbatim("β"));
    };
    panel(exact, 100 * longer.speed_map(alphas, betas), tr("−log₁₀ of the contraction, × 100"));
    panel(noisy, hills.end_map(alphas, betas, noise, lab.rng(), 12),
          tr("log₁₀ of the final distance"));
    lab.save(figure.note(tr("contraction per update; grey: diverges")));
}

// ---- row 36: training on images ----
enum Rule { sgd, momentum, adam, uncorrected, literal };
const Text names[] = {verbatim("SGD"), tr("momentum"), verbatim("Adam"), tr("uncorrected"),
                      tr("as on the slide")};
const double usual[] = {0.1, 0.1, 1e-3}; // α; the grids are made of its multiples

std::unique_ptr<Optimizer> optimizer_of(Rule rule, Module& net)
{
    if (rule == sgd) return std::make_unique<Sgd>(net);
    if (rule == momentum) return std::make_unique<Momentum>(net, 0.9);
    return std::make_unique<Adam>(net, AdamOptions{.bias_correction = rule != uncorrected,
                                                   .as_on_the_slide = rule == literal});
}

struct Run {
    explicit Run(Index updates) : cost(updates, INFINITY) {}
    Numbers cost, moved = Numbers(early, INFINITY); // of each update; mean |Δθ|/α of the first
    Column change;                                  // |Δθ| of each parameter, last update
    Evaluation end{INFINITY, 0};                    // on the validation set
    double mean_cost() const { return arma::mean(arma::vec(cost)); }
};

Run train(const Lab& lab, const Split& data, Rule rule, double alpha, Index steps, int seed)
{
    Rng rng = lab.rng(std::uint64_t(seed));
    Sequential net = mlp({data.training.features(), hidden, data.training.class_count()}, rng);
    const std::unique_ptr<Optimizer> optimizer = optimizer_of(rule, net);
    Minibatches minibatches(data.training, batch_size, rng);
    Run run(steps);
    for (Index k = 0; k < steps; ++k) {
        const Batch& batch = minibatches.next();
        const Var output = net.forward(constant(batch.x), Mode::train);
        const Var loss = softmax_cross_entropy(output, batch.labels);
        if (!std::isfinite(loss.scalar()) || lab.interrupted()) return run;
        run.cost[k] = loss.scalar();
        optimizer->zero_grad();
        backward(loss);
        const bool look = k < early || k == steps - 1;
        const Column before = look ? flat_values(optimizer->parameters()) : Column();
        optimizer->step(alpha);
        if (look) run.change = arma::abs(flat_values(optimizer->parameters()) - before);
        if (k < early) run.moved[k] = arma::mean(run.change) / alpha;
    }
    run.end = evaluate(net, data.validation);
    return run;
}

double training(Lab& lab, const Split& data)
{
    const auto updates = Index(lab.whole("updates"));
    const GridSearch search = grid_search(3, log_space(1.0 / 32, 32, 11), [&](int r, double f) {
        return train(lab, data, Rule(r), f * usual[r], updates, tuning_run).end.cost;
    });
    Figure figure("training", tr("Each with its best α"), 2);
    Panel& tuning = figure.panel(tr("choice of α"));
    Panel& cost = figure.panel(tr("training, best α"));
    Panel& accuracy = figure.panel(tr("accuracy at the end"));
    Panel& sizes = figure.panel(tr("the last step"));
    std::vector<Spread> costs;
    for (const Rule rule : {sgd, momentum, adam}) {
        const Look look{.colour = rule + 1}, dots{.colour = rule + 1, .with_points = true};
        const double best = search.best[rule] * usual[rule];
        const Numbers alphas = log_space(usual[rule] / 32, usual[rule] * 32, 11);
        draw_tuning(tuning, names[rule], alphas, search.cost[rule], 2.5, dots);
        const auto run = [&](double a, int s) { return train(lab, data, rule, a, updates, s); };
        const std::vector<Run> runs = runs_over({best}, lab.seeds(), Run(updates), run)[0];
        costs.push_back(spread_of(runs, [](const Run& r) { return r.end.cost; }));
        const Numbers right = of_each(runs, [](const Run& r) { return 100 * r.end.accuracy; });
        accuracy.spreads(names[rule], {double(rule)}, {spread(right)}, look);
        cost.runs(verbatim("{}, {:.2Lg}", names[rule], best),
                  linear_space(1, double(updates), int(updates)),
                  of_each(runs, [](const Run& r) { return smoothed(r.cost, 0.97); }), look);
        const Column logs = arma::log10(runs[0].change(arma::find(runs[0].change > 0)));
        sizes.histogram(names[rule], arma::conv_to<Numbers>::from(logs), 40, look);
    }
    tuning.x_axis(verbatim("α"), log_axis).y_axis(tr("validation cost")).y_range(0.2, 2.5);
    cost.x_axis(updates_axis, log_axis).y_axis(tr("cost (mean)"), log_axis);
    accuracy.x_names({verbatim("SGD"), names[1], verbatim("Adam")})
        .x_range(-0.5, 2.5)
        .y_axis(verbatim("%"))
        .legend("off");
    sizes.x_axis(tr("log₁₀ |Δθ|")).y_axis(tr("parameters"));
    lab.save(figure);
    for (const Rule rule : {momentum, adam})
        lab.finding(
            tr("{} learns faster than SGD", names[rule]), smaller(costs[rule], costs[sgd]),
            tr("validation cost {:.3Lf}, SGD {:.3Lf}", costs[rule].median, costs[sgd].median),
            {{"cost", costs[rule]}, {"sgd_cost", costs[sgd]}});
    return search.best[adam] * usual[adam];
}

// The first updates beside Adam's: at Adam's best α, the fifth of nine, and at the others.
void beside_adam(Lab& lab, const Split& data, Rule variant, double best)
{
    const Numbers alphas = log_space(best / 100, best * 100, 9), k = linear_space(1, early, early);
    Figure figure(variant == literal ? "slide" : "bias", tr("Adam and Adam {}", names[variant]), 3);
    Panel &steps = figure.panel(), &cost = figure.panel(), &sweep = figure.panel();
    std::vector<Spread> tuned, least, moved;
    for (const Rule rule : {adam, variant}) {
        const Look look{.colour = rule + 1};
        const auto run = [&](double a, int s) { return train(lab, data, rule, a, early, s); };
        const auto runs = runs_over(alphas, lab.seeds(), Run(early), run);
        steps.runs(names[rule], k, of_each(runs[4], &Run::moved), look);
        cost.runs(names[rule], k, of_each(runs[4], &Run::cost), look);
        std::vector<Spread> means;
        for (const auto& at : runs) means.push_back(spread_of(at, &Run::mean_cost));
        sweep.spreads(names[rule], alphas, means, look);
        tuned.push_back(means[4]);
        least.push_back(*std::ranges::min_element(means, {}, &Spread::median));
        moved.push_back(spread_of(runs[4], [](const Run& r) { return r.moved.back(); }));
    }
    steps.x_axis(updates_axis).y_axis(tr("mean |Δθ| / α"), log_axis);
    cost.x_axis(updates_axis).y_axis(tr("minibatch cost (mean)"), log_axis);
    sweep.x_axis(verbatim("α"), log_axis).y_axis(tr("mean cost"), log_axis).vertical(best);
    lab.save(figure);
    const Outcome same_alpha = smaller(tuned[0], tuned[1]), own_alpha = smaller(least[0], least[1]);
    lab.finding(tr("Adam starts better than Adam {}", names[variant]),
                same_alpha == own_alpha ? own_alpha : Outcome::it_depends,
                tr("cost {:.2Lf} and {:.2Lf}, own α {:.2Lf} and {:.2Lf}; 50th step {:.1Lg} α",
                   tuned[0].median, tuned[1].median, least[0].median, least[1].median,
                   moved[1].median),
                {{"variant", least[1]}, {"adam", least[0]}});
}

void experiment(Lab& lab)
{
    ravine(lab);
    rate_map(lab);
    const Dataset all = lab.load_data().training;
    Rng rng = lab.rng(tuning_run);
    const Split data = prepared_split(all, all.size() * 3 / 4, all.size() / 12, rng);
    lab.uses_data(verbatim(all.name), data.training.size());
    lab.print_model(mlp({all.features(), hidden, all.class_count()}, rng), all.shape);
    const double best = training(lab, data);
    for (const Rule variant : {uncorrected, literal}) beside_adam(lab, data, variant, best);
    lab.print(
        tr("The slide divides the averages themselves, so that each step divides the past again:\n"
           "v grows and θ stops. Kingma & Ba divide copies; see labs/notes.md."));
}
} // namespace

int main(int argc, char** argv) { return run_lab(argc, argv, info, experiment); }
