// Lab 06 · Momentum and Adam
//
// Question   What do momentum and Adam gain over plain SGD when each has its own best α?
// Idea       A ravine shows why; Fashion-MNIST shows how much, α being tuned for each alike.
// Claim      Momentum and Adam learn faster than plain SGD.
// Run        make lab06 && ./lab06            (--quick: seconds; --help: options)
// Figures    plots/lab06_ravine.*, _balls.*, _map.*, _training.*, _bias.*, _slide.*
// Expect     ?
#include "data/synthetic.hpp"
#include "lab/lab.hpp"
#include "nn/layers.hpp"
#include "optim/ravine.hpp"
#include "train/grid_search.hpp"

#include <algorithm>
#include <cmath>

using namespace descente;
using std::size_t;

const Ravine hills{bowl_eigenvalues(2, 100), Column{-10, 2}, 200}; // curvatures 0.01 and 1
constexpr double noise = 0.1; // deviation of its gradient: as large as the first slope along it
constexpr int noises = 40;    // noise sequences to choose α with, and as many new ones to judge
constexpr Index hidden = 128, batch_size = 64;
constexpr size_t watched = 50;   // first updates, looked at one by one
constexpr int tuning_run = 1000; // its seed chooses α, and is used for nothing else
constexpr Scale log_axis = Scale::logarithmic;
const Text exact{"exact gradient", "gradient exact"}, noisy{"noisy gradient", "gradient bruité"};

// ---- row 35: m ← βm + (1−β)g, θ ← θ − αm ----

static void draw(const Lab& lab, Panel& panel, const std::vector<Ball>& balls, long updates)
{
    const Numbers x = linear_space(-12, 12, 61), y = linear_space(-4, 4, 41);
    panel.contour(hills.height(x, y), x, y, {0.02, 0.1, 0.25, 0.5, 1, 2, 4}).legend("above");
    panel.x_axis("θ₁").y_axis("θ₂").x_range(-12, 12).y_range(-4, 4);
    for (int i = 0; const Ball& ball : balls) {
        const Matrix path = hills.roll(ball, lab.rng()).head_cols(Index(updates));
        const auto row = [&](Index r) { return arma::conv_to<Numbers>::from(path.row(r)); };
        panel.line(text("β = {:Lg}, α = {:.3Lg}", "β = {:Lg}, α = {:.3Lg}", ball.beta, ball.alpha),
                   row(0), row(1));
        panel.mark(row(0).back(), row(1).back(), "", ++i);
    }
}

static void ravine(Lab& lab)
{
    Figure figure("ravine", {"Each ball with its best α", "Chaque bille avec son meilleur α"});
    Figure film("balls", {"Four balls in a ravine", "Quatre billes dans un ravin"});
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
        lab.finding({text("ravine, {}: momentum (β = 0.9) ends nearer than SGD",
                          "ravin, {} : le moment (β = 0,9) finit plus près que SGD", kind),
                     smaller(ends[2], ends[0]),
                     text("{:.2Lg} from the bottom against {:.2Lg}",
                          "à {:.2Lg} du fond contre {:.2Lg}", ends[2].median, ends[0].median),
                     {{"momentum", ends[2]}, {"sgd", ends[0]}}});
    }
    lab.save(figure);
    lab.save(film);
    // Trap 3: PyTorch's form, the same from the first step on.
    const Matrix apart = hills.roll({5, 0.9, noise}, lab.rng()) -
                         hills.roll_as_pytorch({0.5, 0.9, noise}, lab.rng());
    lab.print(text("Slow start: after k steps, m = (1 − β^k) of a steady g. PyTorch's m ← βm + g\n"
                   "with α(1−β) takes the same way: {:.0Le} apart at most (rounding).",
                   "Départ lent : après k pas, m = (1 − β^k) d'un g constant. PyTorch, m ← βm + g\n"
                   "avec α(1−β), suit le même chemin : écart maximal {:.0Le} (arrondis).",
                   double(arma::abs(apart).max())));
}

static void rate_map(Lab& lab)
{
    const Numbers alphas = log_space(0.1, 400, 37), betas = linear_space(0, 0.99, 34);
    Figure figure("map", {"Which α and β are fast?", "Quels α et β sont rapides ?"}, 2);
    Ravine longer = hills;
    longer.updates = 480; // the slow swings of β = 0.99 take hundreds
    Numbers limits;
    for (const double beta : betas) limits.push_back(hills.limit(beta));
    const auto panel = [&](const Text& title, const Matrix& z, const Text& colours) {
        Panel& map = figure.panel(title).heat_map(z, alphas, betas, colours).legend("above");
        map.line({"limit in theory", "limite théorique"}, limits, betas, {.colour = 2});
        map.x_axis("α", log_axis).y_axis("β");
    };
    panel(exact, 100 * longer.speed_map(alphas, betas),
          {"digits gained in 100 updates", "chiffres gagnés en 100 mises à jour"});
    panel(noisy, hills.end_map(alphas, betas, noise, lab.rng(), 12),
          {"log₁₀ of the final distance", "log₁₀ de la distance finale"});
    lab.save(figure.note({"digits: −log₁₀ of the contraction; grey: diverges",
                          "chiffres : −log₁₀ de la contraction ; gris : divergence"}));
}

// ---- row 36: training on images ----

enum Rule { sgd, momentum, adam, uncorrected, literal };
const Text names[] = {"SGD",
                      {"momentum", "moment"},
                      "Adam",
                      {"uncorrected", "sans correction"},
                      {"the slide's", "diapo"}};
const double usual[] = {0.1, 0.1, 1e-3}; // α; the grids are made of its multiples

static std::unique_ptr<Optimizer> optimizer_of(Rule rule, Module& net)
{
    if (rule == sgd) return std::make_unique<Sgd>(net);
    if (rule == momentum) return std::make_unique<Momentum>(net, 0.9);
    return std::make_unique<Adam>(net, AdamOptions{.bias_correction = rule != uncorrected,
                                                   .as_on_the_slide = rule == literal});
}

struct Run {
    explicit Run(size_t updates) : cost(updates, INFINITY) {}
    Numbers cost, moved = Numbers(watched, INFINITY); // of each update; mean |Δθ|/α of the first
    Column change;                                    // |Δθ| of each parameter, last update
    double validation = INFINITY, accuracy = 0;       // at the end
    double mean_cost() const { return arma::mean(arma::vec(cost)); }
};

static Run train(const Lab& lab, const Split& data, Rule rule, double alpha, size_t updates,
                 int seed)
{
    Rng rng = lab.rng(std::uint64_t(seed));
    Sequential net = mlp({data.training.features(), hidden, data.training.class_count()}, rng);
    const std::unique_ptr<Optimizer> optimizer = optimizer_of(rule, net);
    Minibatches minibatches(data.training, batch_size, rng);
    Run run(updates);
    for (size_t k = 0; k < updates; ++k) {
        const Batch& batch = minibatches.next();
        const Var output = net.forward(constant(batch.x), Mode::train);
        const Var loss = softmax_cross_entropy(output, batch.labels);
        if (!std::isfinite(loss.scalar()) || lab.interrupted()) return run;
        run.cost[k] = loss.scalar();
        optimizer->zero_grad();
        backward(loss);
        const bool look = k < watched || k == updates - 1;
        const Column before = look ? flat_values(optimizer->parameters()) : Column();
        optimizer->step(alpha);
        if (look) run.change = arma::abs(flat_values(optimizer->parameters()) - before);
        if (k < watched) run.moved[k] = arma::mean(run.change) / alpha;
    }
    const Evaluation end = evaluate(net, data.validation);
    run.validation = end.cost;
    run.accuracy = 100 * end.accuracy;
    return run;
}

static double training(Lab& lab, const Split& data)
{
    const auto updates = size_t(lab.whole("updates"));
    const Numbers factors = log_space(1.0 / 32, 32, 11),
                  x = linear_space(1, double(updates), int(updates));
    const GridSearch search = grid_search(3, factors, [&](int r, double factor) {
        return train(lab, data, Rule(r), factor * usual[r], updates, tuning_run).validation;
    });
    Figure figure("training", {"Each with its best α", "Chacun avec son meilleur α"}, 2);
    Panel& tuning = figure.panel({"α is chosen on another seed", "α choisi avec une autre graine"});
    Panel& cost = figure.panel({"training", "apprentissage"});
    Panel& accuracy = figure.panel({"accuracy at the end", "exactitude à la fin"});
    Panel& sizes = figure.panel({"last step of each parameter", "dernier pas de chaque paramètre"});
    std::vector<Spread> costs, accuracies;
    for (const Rule rule : {sgd, momentum, adam}) {
        const Look look{.colour = rule + 1};
        const double best = search.best[rule] * usual[rule], top = 2.5;
        Numbers alphas = factors, found = search.cost[rule];
        for (size_t a = 0; a < alphas.size(); ++a)
            if (alphas[a] *= usual[rule]; !(found[a] < top)) {
                tuning.diverged(alphas[a], top, " ", look.colour);
                found[a] = NAN;
            }
        tuning.line(names[rule], alphas, found, {.colour = rule + 1, .with_points = true});
        const std::vector<Run> runs =
            runs_over({best}, lab.seeds(), Run(updates), [&](double alpha, int seed) {
                return train(lab, data, rule, alpha, updates, seed);
            })[0];
        costs.push_back(spread(of_each(runs, &Run::validation)));
        accuracies.push_back(spread(of_each(runs, &Run::accuracy)));
        cost.runs(text("{}, α = {:.2Lg}", "{}, α = {:.2Lg}", names[rule], best), x,
                  of_each(runs, [](const Run& run) { return smoothed(run.cost, 0.97); }), look);
        accuracy.spreads(names[rule], {double(rule)}, {accuracies.back()}, look);
        const Column logs = arma::log10(runs[0].change(arma::find(runs[0].change > 0)));
        sizes.histogram(names[rule], arma::conv_to<Numbers>::from(logs), 40, look);
    }
    tuning.x_axis("α", log_axis).y_axis({"validation cost (mean)", "coût de validation (moyenne)"});
    cost.x_axis({"updates", "mises à jour"}, log_axis)
        .y_axis({"cost (mean)", "coût (moyenne)"}, log_axis);
    accuracy.x_names({names[sgd], names[momentum], names[adam]})
        .x_range(-0.5, 2.5)
        .y_axis("%")
        .legend("off");
    sizes.x_axis("log₁₀ |Δθ|").y_axis({"parameters", "paramètres"});
    lab.save(figure);
    for (const Rule rule : {momentum, adam})
        lab.finding(
            {text("Fashion-MNIST: {} learns faster than SGD",
                  "Fashion-MNIST : {} apprend plus vite que SGD", names[rule]),
             smaller(costs[rule], costs[sgd]),
             text("validation cost {:.3Lf} against {:.3Lf}, accuracy {:.1Lf} against {:.1Lf} %",
                  "coût de validation {:.3Lf} contre {:.3Lf}, exactitude {:.1Lf} contre {:.1Lf} %",
                  costs[rule].median, costs[sgd].median, accuracies[rule].median,
                  accuracies[sgd].median),
             {{"cost", costs[rule]}, {"sgd_cost", costs[sgd]}}});
    return search.best[adam] * usual[adam];
}

// Adam beside a variant in its first updates: at Adam's best α (the fifth of nine), and at others.
static void beside_adam(Lab& lab, const Split& data, Rule variant, double best, Figure figure,
                        const Text& claim)
{
    const Numbers alphas = log_space(best / 100, best * 100, 9),
                  k = linear_space(1, watched, watched);
    Panel &steps = figure.panel(), &cost = figure.panel(), &sweep = figure.panel();
    std::vector<Spread> tuned, least;
    for (const Rule rule : {adam, variant}) {
        const auto runs = runs_over(alphas, lab.seeds(), Run(watched), [&](double alpha, int seed) {
            return train(lab, data, rule, alpha, watched, seed);
        });
        const Look look{.colour = rule + 1};
        steps.runs(names[rule], k, of_each(runs[4], &Run::moved), look);
        cost.runs(names[rule], k, of_each(runs[4], &Run::cost), look);
        const auto means =
            of_each(runs, [](const auto& at) { return spread(of_each(at, &Run::mean_cost)); });
        sweep.spreads(names[rule], alphas, means, look);
        tuned.push_back(means[4]);
        least.push_back(*std::ranges::min_element(means, {}, &Spread::median));
    }
    const Text update{"update", "mise à jour"};
    steps.x_axis(update).y_axis({"mean |Δθ| / α", "moyenne de |Δθ| / α"}, log_axis);
    cost.x_axis(update).y_axis({"minibatch cost (mean)", "coût (moyenne)"}, log_axis);
    sweep.x_axis("α", log_axis)
        .vertical(best)
        .y_axis({"cost, mean of 50 updates", "coût, moyenne de 50 pas"}, log_axis);
    lab.save(figure);
    const Outcome at_best = smaller(tuned[0], tuned[1]), at_least = smaller(least[0], least[1]);
    lab.finding({claim,
                 at_best == at_least ? at_best : Outcome::it_depends,
                 text("cost {:.2Lf}, Adam's {:.2Lf}; with the best α of each {:.2Lf} and {:.2Lf}",
                      "coût {:.2Lf}, Adam {:.2Lf} ; chacun à son meilleur α, {:.2Lf} et {:.2Lf}",
                      tuned[1].median, tuned[0].median, least[1].median, least[0].median),
                 {{"variant", tuned[1]}, {"adam", tuned[0]}}});
}

static void experiment(Lab& lab)
{
    ravine(lab);
    rate_map(lab);
    Rng rng = lab.rng(tuning_run);
    const Split data = prepared_split(lab.load_data().training, Index(lab.whole("n")), 5000, rng);
    const double best = training(lab, data);
    beside_adam(
        lab, data, uncorrected, best,
        Figure("bias",
               {"Uncorrected, Adam's first steps leap", "Sans correction, Adam démarre par bonds"},
               3),
        {"without bias correction, Adam's first 50 updates go worse",
         "sans correction du biais, Adam démarre moins bien (50 pas)"});
    beside_adam(lab, data, literal, best,
                Figure("slide",
                       {"A note on the slide: to the letter, Adam stalls",
                        "Note sur la diapo : à la lettre, Adam cale"},
                       3),
                {"the slide's Adam formula, to the letter, stalls",
                 "la formule d'Adam de la diapo, à la lettre, cale"});
    lab.print(
        {"A note on the slide: it keeps the averages divided by 1 − β^k, so each step divides\n"
         "the past again: v grows 1000/k times at step k, and θ stops. Kingma & Ba divide\n"
         "copies. It also reads g_k for g_{k+1}; and k = 0 divides by 0: we count from 1.",
         "Note sur la diapo : elle garde les moyennes divisées par 1 − β^k, donc redivise le\n"
         "passé : v croît 1000/k fois au pas k, et θ s'arrête. Kingma et Ba divisent des\n"
         "copies. Elle lit aussi g_k pour g_{k+1} ; k = 0 divise par 0 : on part de 1."});
}

int main(int argc, char** argv)
{
    return run_lab(
        argc, argv,
        {.number = 6,
         .title = {"Momentum and Adam", "Moment et Adam"},
         .question = {"What do momentum and Adam gain over SGD, each with its best α?",
                      "Que gagnent le moment et Adam sur SGD, chacun à son meilleur α ?"},
         .claim = {"Momentum and Adam learn faster than plain SGD.",
                   "Le moment et Adam apprennent plus vite que SGD."},
         .numbers =
             {{"n", {"training samples", "exemples d'apprentissage"}, 40000, 5000, 100, 54000},
              {"updates", {"updates", "mises à jour"}, 1500, 100, 1, 1e6},
              {"frames", {"frames of the film", "images du film"}, 40, 8, 1, 80}}},
        experiment);
}
