// Lab 02 · Choosing a cost
//
// Idea       Each cost of the slides with its gradient; then what it makes a line, a classifier, a
//            metric and a network with two tasks learn.
#include "data/synthetic.hpp"
#include "figures.hpp"
#include "networks.hpp"
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
                   .figures = "regression outliers classification decision margins metric "
                              "neighbours joint",
                   .needs = {.test = 50},
                   .worksheet = worksheet};

namespace knob {
const Count samples("samples", 30000, 4000, {400, 50000}, tr("training images"));
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
     tr("the two help each other: both gain"), tr("the runs do not tell")}};

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

// softmax_cross_entropy is the mean of cross_entropy, in one operation that is faster.
Var mean_cross_entropy(const Var& o, const Step& now)
{
    return softmax_cross_entropy(o, now.labels);
}
Var mean_hinge(const Var& o, const Step& now)
{
    return hinge(constant(one_hot(now.labels, o.rows())), o) / double(o.cols());
}

void two_classifiers(Lab& lab)
{
    Rng rng = lab.rng();
    const Dataset training = spirals(300, 3, 0.15, rng);
    const Dataset test = spirals(3000, 3, 0.15, rng);
    std::vector<Classifier> classifiers{{tr("cross-entropy"), mean_cross_entropy},
                                        {verbatim("hinge (Weston & Watkins)"), mean_hinge}};
    for (Classifier& one : classifiers) {
        Rng start = lab.rng();
        Sequential net = mlp({2, 64, 64, 3}, start);
        if (&one == &classifiers[0]) lab.print_model(net, training.shape);
        one.before = predict(net, test_and_grid(test), training.shape);
        train(net, training, 300, 0.005, with_map(one, net, training), start);
        one.after = predict(net, test_and_grid(test), training.shape);
    }
    lab.save(decision_figure(classifiers, training).of_seeds(1));
    lab.save(margins_figure(classifiers, test).of_seeds(1));
}

Evidence of_classes(Lab& lab)
{
    const auto steepness = [](const auto& l) {
        return [l](double s) {
            const Var o = parameter(Column{Real(s), 0, 0}); // the second class is right
            backward(l(constant(Column{0, 1, 0}), o));
            return double(arma::norm(o.grad()));
        };
    };
    const auto entropy = steepness(cross_entropy);
    const auto squares =
        steepness([](const Var& y, const Var& o) { return squared(y, softmax(o)); });
    lab.save(classification_figure(entropy, squares).of_seeds(0));
    if (lab.wants("decision margins")) two_classifiers(lab);
    return together(all_at_least(tr("‖∂l/∂o‖ of cross-entropy"), {entropy(10)}, 1),
                    all_at_most(tr("of the squared error"), {squares(10)}, 0.01));
}

Evidence of_metric(Lab& lab, const Drawn<Split>& data)
{
    const auto first_run = data.of_run(0);
    const Dataset& test = first_run->test;
    Rng rng = lab.rng();
    lab.print_model(to_the_plane(test, rng), test.shape);
    const Study study =
        lab.over_seeds(places, put_in_place, data, of_triplets, double(knob::margin));
    lab.save(metric_figure(study, test));
    lab.print_study(tr("place"), study, {tr("5-NN accuracy"), tr("random triplets that cost (%)")});
    const auto beside = [&](const char* place) {
        return Versus{study[place].name, study.of("mined triplets", "5-NN accuracy"),
                      study.of(place, "5-NN accuracy")};
    };
    const Evidence nearer =
        higher(tr("5-NN accuracy (%) with mined triplets"), {beside("pixels"), beside("PCA")});
    lab.save(neighbours_figure(study, nearer.outcome));
    return nearer;
}

void of_two_tasks(Lab& lab, const Drawn<Rotated>& data)
{
    const auto first_run = data.of_run(0);
    const Dataset& test = first_run->test.images;
    Rng rng = lab.rng();
    lab.print_model(for_two_tasks(test, rng), test.shape);
    const Numbers& lambdas = knob::lambda;
    const Study study = lab.over_seeds(tasks(lambdas), learn_two_tasks, data, combined);
    lab.print_study(tr("task"), study, {tr("test accuracy"), tr("test angle error")});
    const double chosen = chosen_lambda(study, lambdas);
    lab.save(joint_figure(study, lambdas, chosen), what_lambda_does, what_it_does(study, chosen));
    lab.finding(tr("One λ, chosen on validation, serves both tasks"), serves_both(study, chosen));
    lab.finding(tr("As λ grows, the class pays for the angle"), trades(study, lambdas));
}

void experiment(Lab& lab)
{
    const auto all = std::make_shared<const Split>(lab.load_data());
    lab.uses_data(tr("made on the spot"), 0);
    std::vector<Evidence> found;
    if (lab.wants("regression outliers")) found.push_back(of_lines(lab));
    if (lab.wants("classification decision margins")) found.push_back(of_classes(lab));

    const Index samples = lab.at_hand(Index(knob::samples), all->training.size() * 15 / 16);
    const auto draw = [samples](const Split& set, Rng& rng) { return drawn(set, samples, rng); };
    const auto draw_rotated = [samples](const Split& set, Rng& rng) {
        return rotated(drawn(set, samples / 2, rng), rng);
    };
    lab.uses_data(all->training.name, samples);
    if (lab.wants("metric neighbours"))
        found.push_back(of_metric(lab, lab.every_run_draws(all, draw)));
    if (found.size() == 3) lab.claim(together(together(found[0], found[1]), found[2]));
    if (lab.wants("joint")) of_two_tasks(lab, lab.every_run_draws(all, draw_rotated));
}

} // namespace lab02

int main(int argc, char** argv) { return run_lab(argc, argv, lab02::info, lab02::experiment); }
