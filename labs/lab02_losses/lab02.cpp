// Lab 02 · Choosing a cost
//
// Idea       Each cost of the slides with its gradient; then what it makes a line, a classifier, a
//            metric and a network with two tasks learn.
#include "data/synthetic.hpp"
#include "figures.hpp"
#include "mining.hpp"
#include "nearest.hpp"
#include "nn/layers.hpp"
#include "outliers.hpp"
#include "rotated.hpp"
#include "shell/lab.hpp"
#include "two_tasks.hpp"
#include "worksheet.hpp"

namespace lab02 {

const LabInfo info{.number = 2,
                   .title = tr("Choosing a cost"),
                   .question = tr("What does the cost change?"),
                   .claim = tr("The cost decides what is learned."),
                   .figures = "regression outliers classification decision metric joint",
                   .needs = {.test = 50},
                   .worksheet = worksheet};

namespace knob {
const Count samples("samples", 60000, 6000, {400, 60000}, tr("images"));
const Count outliers("outliers", 5, {0, 30}, tr("outliers among the 100 points of a line"));
const Number delta("delta", 1, {0.01, 10}, tr("δ of Huber's cost, where it becomes a line"));
const Number margin("margin", 1, {0.01, 100}, tr("margin of the triplets"));
const List lambda("lambda", {0.1, 0.3, 1, 3, 10, 30, 100, 300}, {0, 1e4},
                  tr("weights λ of the cost of the angle"));
} // namespace knob

const Question whose_line_is_off{
    tr("A few points lie far off. Whose line do they draw away the most?"),
    {tr("squared: a far point counts most"), tr("absolute: its gradient never shrinks"),
     tr("Huber: it is a compromise"), tr("the draws do not tell")}};
const Question what_lambda_does{
    tr("One network for class and angle: is there a λ that serves both?"),
    {tr("yes: neither loses much"), tr("no: one task always pays for the other"),
     tr("the two help each other: both gain")}};

// ---- the slides: l(y, o) and ∂l/∂o, y the target, o the output; sums over samples (columns) ----

// Regression: ‖y − o‖₂² = Σ_i (y[i] − o[i])².
Var squared(const Var& y, const Var& o) { return sum(square(y - o)); }
Matrix d_squared(const Matrix& y, const Matrix& o) { return 2 * (o - y); }

// ‖y − o‖₁ = Σ_i |y[i] − o[i]|: the gradient does not shrink near the target, and is 0 at it.
Var absolute(const Var& y, const Var& o) { return sum(abs(y - o)); }
Matrix d_absolute(const Matrix& y, const Matrix& o) { return arma::sign(o - y); }

// Huber (1964): ½ (y − o)² up to a distance of δ, then a line.
Var huber(double delta, const Var& y, const Var& o)
{
    const Var distance = abs(y - o);
    const Var beyond = relu(distance - delta);
    return sum(0.5 * square(distance - beyond) + delta * beyond);
}
Matrix d_huber(double delta, const Matrix& y, const Matrix& o)
{
    return arma::clamp(o - y, Real(-delta), Real(delta));
}

// Classification, y one-hot: −Σ_j y[j] log p[j] with p = softmax(o).
Var cross_entropy(const Var& y, const Var& o) { return -sum(y % log_softmax(o)); }
Matrix d_cross_entropy(const Matrix& y, const Matrix& o)
{
    return softmax(constant(o)).value() - y;
}

// Hinge (Weston & Watkins 1999): Σ max(0, 1 + o[j] − o[c]) over the classes j but the right one, c.
// Each term above 0 gives its o[j] a gradient of 1, and o[c] one of −1.
// make exercise-hinge
Var hinge(const Var& y, const Var& o)
{
    const Var ones = constant(Matrix(y.rows(), y.rows(), arma::fill::ones));
    const Var right = matmul(ones, y % o); // o[c] in each row
    return sum((1 - y) % relu(1 + o - right));
}

// A metric: max(0, ‖a − p‖² − ‖a − n‖² + margin), so that an anchor a gets nearer to p, of its
// class, than to n, of another (Schroff et al. 2015). Above 0 the gradient at a is 2(n − p).
Var of_triplets(const Var& a, const Var& p, const Var& n, double margin)
{
    const Var near = column_sums(square(a - p));
    const Var far = column_sums(square(a - n));
    return sum(relu(near - far + margin));
}

// Two costs at once: the network gets the sum of their gradients.
Var combined(const Var& l_class, double lambda, const Var& l_angle)
{
    return l_class + lambda * l_angle;
}

// ---- the experiment: lines ----

std::vector<Cost> costs(double delta)
{
    return {{tr("squared"), squared, d_squared},
            {tr("absolute"), absolute, d_absolute},
            {verbatim("Huber (δ = {:L})", delta), std::bind_front(huber, delta),
             std::bind_front(d_huber, delta)}};
}

Run fit_line(const Cost& cost, Index outliers, const Rng& rng)
{
    Run run;
    const LineData data = line_with_outliers(outliers, rng);
    run["error of the slope"] = std::abs(fitted_line(data, cost)[0] - 1);
    return run;
}

Evidence of_lines(Lab& lab)
{
    const std::vector<Cost> costs = lab02::costs(knob::delta);
    const Index outliers = Index(knob::outliers);
    lab.save(regression_figure(costs));
    const Study study = lab.over_runs(20, costs, fit_line, outliers);
    lab.save(outliers_figure(costs, line_with_outliers(outliers, lab.rng()), study),
             whose_line_is_off, farthest_off(study));
    return study.lower("absolute", "squared", tr("error of the slope"));
}

// ---- the experiment: networks ----

// Adam, as its steps do not depend on the scale of the cost.
void train(Module& net, const Dataset& data, int epochs, double alpha, const CostOfStep& l,
           const Rng& rng)
{
    Adam adam(net);
    fit(net, adam, data, {.epochs = epochs, .learning_rate = constant_rate(alpha), .loss = l}, rng);
}

// softmax_cross_entropy is the mean of cross_entropy, in one operation that is faster.
Var mean_cross_entropy(const Var& o, const Step& now)
{
    return softmax_cross_entropy(o, now.labels);
}
Var mean_hinge(const Var& o, const Step& now)
{
    return hinge(constant(one_hot(now.labels, o.rows())), o) / double(o.cols());
}

Evidence of_classes(Lab& lab)
{
    const Var y = constant(Column{0, 1, 0});
    const Var o = parameter(Column{10, 0, 0}); // sure of the first class; the second is right
    const double l_entropy = cross_entropy(y, o).scalar();
    const Matrix entropy = d_cross_entropy(y.value(), o.value());
    const Var l_squared = squared(y, softmax(o));
    backward(l_squared);
    lab.print(tr("sure and wrong: cross-entropy {:.2Lf}, squared error {:.2Lf}", l_entropy,
                 l_squared.scalar()));
    lab.save(classification_figure(entropy, o.grad()).of_seeds(0));

    Rng rng = lab.rng();
    const Dataset training = spirals(300, 3, 0.15, rng);
    const Dataset test = spirals(3000, 3, 0.15, rng);
    std::vector<Classifier> classifiers{{tr("cross-entropy"), mean_cross_entropy},
                                        {verbatim("hinge (Weston & Watkins)"), mean_hinge}};
    for (Classifier& one : classifiers) {
        Rng start = lab.rng();
        Sequential net = mlp({2, 64, 64, 3}, start);
        one.before = predict(net, test_and_grid(test), training.shape);
        train(net, training, 300, 0.005, with_map(one, net, training), start);
        one.after = predict(net, test_and_grid(test), training.shape);
    }
    lab.save(decision_figure(classifiers, training, test).of_seeds(1));
    return together(all_at_least(tr("‖∂l/∂o‖ of cross-entropy"), {arma::norm(entropy)}, 1),
                    all_at_most(tr("of the squared error"), {arma::norm(o.grad())}, 0.01));
}

struct Sampling {
    Text name;
    bool mined;
};

Run learn_metric(const Sampling& triplets, const Split& data, double margin, Rng rng)
{
    const Dataset& test = data.test;
    Sequential net = mlp({test.features(), 256, 128, 2}, rng);
    const auto l = [&](const Var& e, const Step& now) {
        const Triplets t = triplets.mined ? costly_triplets(e.value(), now.labels, margin, rng)
                                          : random_triplets(now.labels, rng);
        const Var all = of_triplets(select_columns(e, t.anchor), select_columns(e, t.positive),
                                    select_columns(e, t.negative), margin);
        return all / std::max(1.0, double(t.anchor.n_elem));
    };
    const Matrix before = predict(net, test.x, test.shape);
    train(net, data.training, 2, 0.001, l, rng);
    const Matrix after = predict(net, test.x, test.shape);
    Run run;
    run["5-NN before"] = 100 * knn_accuracy(before, test.labels);
    run["5-NN after"] = 100 * knn_accuracy(after, test.labels);
    const Triplets random = random_triplets(test.labels, rng);
    run["random triplets that cost (%)"] = 100 * active_share(after, random, margin);
    run.keep("before", numbers(before));
    run.keep("after", numbers(after));
    return run;
}

Run two_tasks(const Task& task, const Rotated& data, Rng rng)
{
    const Index angle = data.test.class_count(); // outputs: one score a class, then the angle
    Sequential net = mlp({data.test.features(), 256, 128, angle + 1}, rng);
    const auto l = [&](const Var& o, const Step& now) {
        const Var y = constant(data.training_angles.cols(now.indices));
        const Var l_angle = squared(y, rows(o, angle, angle)) / double(o.cols());
        const Var l_class = softmax_cross_entropy(rows(o, 0, angle - 1), now.labels);
        return combined(task.of_class * l_class, task.lambda, l_angle);
    };
    train(net, data.training, 2, 0.001, l, rng);
    const Matrix o = predict(net, data.test.x, data.test.shape);
    const Matrix off = arma::mean(arma::abs(o.row(angle) - data.test_angles), 1);
    Run run;
    run["accuracy"] = 100 * accuracy(o.head_rows(angle), data.test.labels);
    run["angle error"] = off[0] / degree;
    return run;
}

Evidence of_metric(Lab& lab, const Split& data)
{
    const std::vector<Sampling> samplings{{tr("random"), false}, {tr("mined"), true}};
    const Study metric = lab.over_seeds(samplings, learn_metric, data, double(knob::margin));
    lab.save(metric_figure(metric, data.test));
    lab.print_study(tr("triplets"), metric,
                    {tr("5-NN before"), tr("5-NN after"), tr("random triplets that cost (%)")});
    return lower(tr("5-NN accuracy (%)"), {tr("before"), metric.of("mined", "5-NN before")},
                 {tr("mined"), metric.of("mined", "5-NN after")});
}

void of_two_tasks(Lab& lab, const Split& all)
{
    const Rotated turned = rotated(all, knob::samples / 4, lab.rng());
    const Numbers& lambdas = knob::lambda;
    const Study joint = lab.over_seeds(tasks(lambdas), two_tasks, turned);
    const Evidence one = one_lambda(joint, lambdas);
    lab.save(joint_figure(joint, lambdas).of_seeds(joint.methods()[0].runs.size()),
             what_lambda_does, serves_both(joint, lambdas));
    lab.finding(tr("One λ serves both tasks"), one);
}

void experiment(Lab& lab)
{
    const Split all = lab.load_data();
    lab.uses_data(tr("made on the spot"), 0);
    std::vector<Evidence> found;
    if (lab.wants("regression outliers")) found.push_back(of_lines(lab));
    if (lab.wants("classification decision")) found.push_back(of_classes(lab));

    const Split data{first(all.training, Index(knob::samples)), {}, first(all.test, 2000)};
    lab.uses_data(all.training.name, data.training.size());
    if (lab.wants("metric")) found.push_back(of_metric(lab, data));
    if (found.size() == 3) lab.claim(together(together(found[0], found[1]), found[2]));
    if (lab.wants("joint")) of_two_tasks(lab, all);
}

} // namespace lab02

int main(int argc, char** argv) { return run_lab(argc, argv, lab02::info, lab02::experiment); }
