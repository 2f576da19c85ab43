// Lab 02 · Choosing a cost
//
// Question   What does the cost l(y, o) change in what a network learns?
// Idea       Draw each cost and its derivative, then train with it.
// Claim      The cost decides what is learned, and costs can be combined.
// Run        make lab02 && ./lab02            (--quick: seconds; --help: options)
// Figures    plots/lab02_{regression,outliers,classification,decision,metric,joint}.*
// Expect     Verdict: it depends (26.9 s)
#include "before_after.hpp"
#include "curve.hpp"
#include "data/synthetic.hpp"
#include "mining.hpp"
#include "shell/lab.hpp"
#include "trajectory.hpp"

using namespace descente;

namespace {

const LabInfo info{.number = 2,
                   .title = tr("Choosing a cost"),
                   .question = tr("What does the cost change?"),
                   .claim = tr("The cost decides what is learned."),
                   .numbers = {{"samples", tr("images"), 60000, 6000, 400, 60000}}};

constexpr double degree = 3.141592653589793 / 180;
constexpr double margin = 1; // of the triplets: sets the scale of the embedding
const Numbers lambdas{0.1, 0.3, 1, 3, 10, 30, 100, 300}; // weights of the cost of the angle

using Cost = std::pair<Text, std::function<Var(const Var& output, const Matrix& target)>>; // means
const std::vector<Cost> costs{
    {tr("squared"), [](auto& o, auto& y) { return squared_error(o, y); }},
    {tr("absolute"), [](auto& o, auto& y) { return absolute_error(o, y); }},
    {"Huber (δ = 1)", [](auto& o, auto& y) { return huber(o, y); }}};

double shrinking(long step) { return 0.5 / (1 + 0.2 * double(step)); }

void regression(Lab& lab) // rows 1 and 2
{
    Figure figure("regression", tr("Regression costs"), 3);
    const Text residual = tr("residual o − y");
    Panel& value = figure.panel(tr("cost")).x_axis(residual).legend("top center");
    Panel& slope = figure.panel(tr("derivative ∂l/∂o")).x_axis(residual);
    Panel& descent = figure.panel(tr("descent on one sample"));
    descent.x_axis(tr("step k")).y_axis(residual).y_range(-0.3, 0.5);
    const Numbers at = linear_space(-3, 3, 301), steps = linear_space(0, 40, 41);
    for (const Cost& cost : costs) {
        const Curve drawn = curve([&](const Var& o) { return cost.second(o, Matrix{0}); }, at);
        value.line(cost.first, at, drawn.value);
        slope.legend("off").line(cost.first, at, drawn.derivative);
    }
    const auto descend = [&](const Text& name, int which, const Schedule& rate) {
        const auto cost = [&](const Var& o) { return costs[which].second(o, Matrix{0}); };
        descent.line(name, steps, numbers(trajectory(Column{Real(1.03)}, cost, rate, 40)));
    };
    descend(tr("squared, α = 0.15"), 0, constant_rate(0.15));
    descend(tr("absolute, α = 0.15"), 1, constant_rate(0.15));
    descend(tr("absolute, α shrinks"), 1, shrinking);
    lab.save(figure.note(tr("squared: (o − y)², without ½")));
    const auto data = [&](int run) {
        Rng rng = lab.rng(run);
        return line_with_outliers(100, 1, 0, 0.2, 0.05, rng); // y = x + noise, 5 % of outliers
    };
    const auto fitted = [](const LineData& drawn, const Cost& cost) { // slope, intercept
        return line_by_descent(drawn.x, drawn.y, cost.second, shrinking, 1500);
    };
    const std::vector<Spread> errors = spread_over_runs(20, [&](int run) {
        Numbers off;
        for (const Cost& c : costs) off.push_back(std::abs(fitted(data(run), c)[0] - 1));
        return off;
    });
    if (lab.interrupted()) return;
    Figure lines("outliers", tr("A line and 5 % of outliers"), 2);
    const LineData shown = data(0);
    Panel& panel = lines.panel(tr("one draw")).x_axis(verbatim("x")).y_axis(verbatim("y"));
    panel.points({}, numbers(shown.x), numbers(shown.y), {.colour = 7}, 0.6);
    for (const Cost& cost : costs) {
        const Column line = fitted(shown, cost);
        panel.line(cost.first, {-1, 1}, {line[1] - line[0], line[1] + line[0]});
    }
    lines.panel(tr("|slope − true slope|, 20 draws"))
        .bars({}, errors)
        .x_names({costs[0].first, costs[1].first, verbatim("Huber")});
    lab.save(lines);
    lab.finding(tr("Absolute error resists outliers."), smaller(errors[1], errors[0]),
                tr("Slope off by {:.3Lf}; squared {:.3Lf}.", errors[1].median, errors[0].median),
                {{"absolute", errors[1]}, {"squared", errors[0]}, {"Huber", errors[2]}});
}

void classification(Lab& lab) // rows 3 and 4
{
    const Numbers at = linear_space(-3, 3, 301);
    const auto of_margin = [&](auto cost) { // target 1, so that the margin y·o is o
        return curve([&](const Var& o) { return cost(o, Matrix{1}, Reduction::sum); }, at).value;
    };
    const auto gradient = [](bool entropy) { // sure of the first class; the second is right
        const Var o = parameter(Matrix(Column{10, 0, 0}));
        backward(entropy ? softmax_cross_entropy(o, Labels{1})
                         : squared_error(softmax(o), Matrix(Column{0, 1, 0})));
        return o.grad();
    };
    Figure figure("classification", tr("Classification costs"), 2);
    figure.panel(tr("cost of one sample"))
        .x_axis(tr("margin y·o"))
        .line(verbatim("0-1"), {-3, 0, 0, 3}, {1, 1, 0, 0}, {.colour = 7})
        .line(verbatim("hinge"), at, of_margin(hinge))
        .line(tr("logistic (ln)"), at, of_margin(binary_cross_entropy));
    figure.panel(tr("∂l/∂o, sure and wrong: o = (10, 0, 0)"))
        .x_names({verbatim("o₁"), tr("o₂ (right)"), verbatim("o₃")})
        .bars(tr("cross-entropy: p − y"), numbers(gradient(true)))
        .bars(tr("squared error ‖p − y‖²"), numbers(gradient(false)));
    lab.save(figure);
    const double large = arma::norm(gradient(true)), small = arma::norm(gradient(false));
    lab.finding(tr("Sure and wrong: only cross-entropy still learns."),
                large > 1 && small < 0.01 ? Outcome::supported : Outcome::not_supported,
                tr("‖∂l/∂o‖: {:.2Lf}; {:.5Lf}.", large, small),
                {{"cross-entropy", spread({large})}, {"squared error", spread({small})}});
    Rng rng = lab.rng();
    const Dataset training = spirals(300, 3, 0.15, rng), test = spirals(3000, 3, 0.15, rng);
    const Matrix grid = plane_grid(65, 3.2), x = arma::join_rows(test.x, grid);
    Figure maps("decision", tr("Three classes, two costs"), 2);
    for (const bool hinges : {false, true}) {
        const auto cost = [&](const Var& o, const Step& batch) {
            const Labels& y = batch.labels;
            return hinges ? multiclass_hinge(o, y) : softmax_cross_entropy(o, y);
        };
        Rng start = lab.rng();
        const BeforeAfter o = trained_mlp({2, 64, 64, 3}, training, x, cost, 0.005, 300, start);
        maps.panel(hinges ? verbatim("hinge (Weston & Watkins)") : tr("cross-entropy"))
            .classes(grid, argmax(o.after.tail_cols(grid.n_cols)), 0.2)
            .classes(training.x, training.labels, 0.9);
        maps.panel(tr("margin: right output − best other"))
            .histogram(tr("before"), margins(o.before.head_cols(3000), test.labels), 20)
            .histogram(tr("after"), margins(o.after.head_cols(3000), test.labels), 20);
    }
    if (!lab.interrupted()) lab.save(maps);
}

void metric_learning(Lab& lab, const TrainTest& data) // row 5
{
    const Dataset training = first(data.training, lab.whole("samples"));
    const Dataset test = first(data.test, 2000);
    const auto knn = [&](const Matrix& e) { return 100 * knn_accuracy(e, test.labels); };
    BeforeAfter shown;                     // of the first seed
    const auto run_all = [&](bool mined) { // 5-NN accuracies; share of random triplets that cost
        return spread_over_runs(lab.seeds(), [&](int run) -> Numbers {
            Rng rng = lab.rng(run);
            const auto cost = [&](const Var& e, const Step& batch) {
                const Labels& y = batch.labels;
                const Triplets t =
                    mined ? costly_triplets(e.value(), y, margin, rng) : random_triplets(y, rng);
                return triplet(e, t, margin);
            };
            const BeforeAfter e =
                trained_mlp({test.features(), 256, 128, 2}, training, test.x, cost, 0.001, 2, rng);
            if (run == 0) shown = e;
            const Triplets random = random_triplets(test.labels, rng);
            return {knn(e.before), knn(e.after), 100 * active_share(e.after, random, margin)};
        });
    };
    const std::vector<Spread> random = run_all(false), mined = run_all(true);
    if (lab.interrupted()) return;
    Figure figure("metric", tr("Learning a metric"), 3);
    figure.panel(tr("before")).classes(shown.before, test.labels, 0.35);
    figure.panel(tr("after")).classes(shown.after, test.labels, 0.35, test.classes);
    figure.panel(tr("5-NN accuracy (%)"))
        .bars({}, {mined[0], random[1], mined[1]})
        .x_names({tr("before"), tr("random"), tr("mined")})
        .y_range(0, 100)
        .horizontal(knn(test.x), tr("784 pixels"));
    lab.save(figure);
    lab.finding(tr("A learned 2-D metric improves 5-NN."), smaller(mined[0], mined[1]),
                tr("{:.1Lf} → {:.1Lf} %; random triplets {:.1Lf} % ({:.0Lf} % cost).",
                   mined[0].median, mined[1].median, random[1].median, random[2].median),
                {{"before", mined[0]}, {"mined", mined[1]}, {"random", random[1]}});
}

void joint(Lab& lab, const TrainTest& data) // row 6
{
    Rng rng = lab.rng();
    Dataset training = first(data.training, lab.whole("samples") / 4);
    Dataset test = first(data.test, 2000);
    const Matrix angles = rotate_at_random(training, 60 * degree, rng); // radians
    const Matrix test_angles = rotate_at_random(test, 60 * degree, rng);
    const Index last = test.class_count(); // outputs: one score a class, then the angle
    const auto run_all = [&](double weight, double lambda) { // accuracy (%), angle error (°)
        return spread_over_runs(lab.seeds(), [&](int run) -> Numbers {
            Rng start = lab.rng(run);
            const auto cost = [&](const Var& o, const Step& batch) { // means over the minibatch
                const Var of_class = softmax_cross_entropy(rows(o, 0, last - 1), batch.labels);
                const Var of_angle = squared_error(rows(o, last, last), angles.cols(batch.indices));
                return weighted_sum({{weight, of_class}, {lambda, of_angle}});
            };
            const Matrix o = trained_mlp({test.features(), 256, 128, last + 1}, training, test.x,
                                         cost, 0.001, 2, start)
                                 .after;
            const Matrix off = arma::mean(arma::abs(o.row(last) - test_angles), 1);
            return {100 * accuracy(o.head_rows(last), test.labels), off[0] / degree};
        });
    };
    const std::vector<Spread> class_alone = run_all(1, 0), angle_alone = run_all(0, 1);
    Figure figure("joint", tr("Class cost + λ · angle cost"));
    Panel& panel = figure.panel().x_axis(tr("accuracy (%)"));
    panel.y_axis(tr("angle error (°)"));
    double least = 1e9, best = 0;
    for (const double lambda : lambdas) {
        const std::vector<Spread> both = run_all(1, lambda);
        if (lab.interrupted()) return;
        const double right = both[0].median, off = both[1].median;
        panel.points({}, both[0].values, both[1].values, {.colour = 1}, 0.6);
        panel.mark(right, off, verbatim("λ = {:L}", lambda), 2);
        // What the worse off of the two tasks loses: 1 is a point of accuracy or 10 % more error.
        const double lost =
            std::max(class_alone[0].median - right, 10 * (off / angle_alone[1].median - 1));
        if (lost < least) least = lost, best = lambda;
    }
    panel.vertical(class_alone[0].median, tr("class alone"));
    panel.horizontal(angle_alone[1].median, tr("angle alone"));
    figure.note(
        tr("means over 64, rad²; with a sum of the angle costs λ × 64, in degrees² λ × 3283"));
    lab.save(figure);
    lab.finding(tr("One λ serves both tasks."),
                least <= 1 ? Outcome::supported : Outcome::not_supported,
                tr("λ = {:L}: {:.1Lf} points lost.", best, least), {{"lost", spread({least})}});
}

void experiment(Lab& lab)
{
    const TrainTest data = lab.load_data();
    lab.uses_data(tr("made on the spot"), 0);
    regression(lab), classification(lab);
    lab.uses_data(verbatim(data.training.name), data.training.size());
    metric_learning(lab, data), joint(lab, data);
}

} // namespace

int main(int argc, char** argv) { return run_lab(argc, argv, info, experiment); }
