// Lab 05 · Learning-rate schedules
//
// Idea       Train one network under schedules of each kind on the slide (factors are our choice),
//            each with its own best peak rate: the rate above, the cost below. The validation cost
//            at the end decides, in seven comparisons with the constant rate; what the training
//            cost does is told beside it.
#include "figures.hpp"
#include "nn/layers.hpp"
#include "shell/lab.hpp"

#include <cmath>
#include <numbers>

using std::numbers::pi;

namespace lab05 {

const LabInfo info{
    .number = 5,
    .title = tr("Learning-rate schedules"),
    .question = tr("Is it worth changing the learning rate while training?"),
    .claim = tr("A rate that changes while training ends at a lower cost than a constant one."),
    .figures = "schedules cyclic sgdr plateau final handout"};

namespace knob { // option, default (then --quick's) or grid, allowed range, help
const Tuned peak("peak", {0.05, 0.15, 0.45}, {1e-6, 100}, tr("highest rate of each schedule"));
const Count samples("samples", 20000, 3000, {500, 48000}, tr("training samples"));
// Of up to 30, since --quick trains as many: 40 took 17 s.
const Count epochs("epochs", 7, {1, 30}, tr("epochs of each run"));
const Count batch("batch", 64, {16, 1024}, tr("minibatch size |Ω|"));
const Count width("width", 64, {1, 512}, tr("hidden units"));
const Count cycle("cycle", 1, {1, 100}, tr("epochs of a triangle and of SGDR's first cycle"));
const Count factor("factor", 2, {1, 10}, tr("how many times as long SGDR's next cycle is"));
} // namespace knob

const Question which_ends_lowest{
    tr("Each with its own best peak: which ends at the lowest validation cost?"),
    {tr("the constant rate: its steps stay large"), tr("a decreasing one, on plateau too"),
     tr("a cyclic one: it goes up again"), tr("the runs do not tell")}};
const Question after_a_restart{
    tr("At a restart the rate jumps back up. Where does the next cycle end?"),
    {tr("lower than the one before"), tr("higher: the jump destroys what was learned"),
     tr("the runs do not tell")}};

// ---- the slide: α(k); a is the highest rate, now.k = 0, 1, … the minibatch, of now.steps ----

double constant(double a, const Step&) { return a; }

// A tenth of it after half of the training, a tenth of that after three quarters (He et al. 2016).
double step(double a, const Step& now)
{
    if (now.k < now.steps / 2) return a;
    return now.k < 3 * now.steps / 4 ? a / 10 : a / 100;
}

// The same factor at each minibatch, so that a twentieth of a is left at the end.
double exponential(double a, const Step& now)
{
    const double factor = std::pow(1.0 / 20, 1.0 / double(now.steps));
    return a * std::pow(factor, now.k);
}

// From 1 to 0 while t goes from 0 to T.
double half_cosine(long t, long T) { return (1 + std::cos(pi * (double(t) / double(T)))) / 2; }

double cosine(double a, const Step& now) { return a * half_cosine(now.k, now.steps); }

// From a/50 up to a and back within each cycle of so many epochs (Smith 2017).
double triangular(long cycle, double a, const Step& now)
{
    const long T = cycle * now.per_epoch;
    const double half = double(T) / 2;
    const double since_start = double(now.k % T);
    const double share = 1 - std::abs(since_start - half) / half;
    return share * a + (1 - share) * (a / 50);
}

// Cosines, each next one `factor` times as long as the one before; t counts from the last restart
// (Loshchilov & Hutter 2016).
// make exercise-sgdr
double sgdr(Cycles cycles, double a, const Step& now)
{
    long t = now.k;
    long T = cycles.first * now.per_epoch;
    while (t >= T) {
        t -= T;
        T *= cycles.factor;
    }
    return a * half_cosine(t, T);
}

// No kind of its own: a start for another one. It rises for half an epoch (Goyal et al. 2017).
double warm_up_cosine(double a, const Step& now)
{
    const long up = now.per_epoch / 2;
    if (now.k < up) return a * double(now.k + 1) / double(up);
    return a * half_cosine(now.k - up, now.steps - up);
}

// On plateau: constant; 0.3 of it is left when an epoch is not 1 % better than the best (train()).
struct Method {
    Text name;
    std::function<double(double a, const Step& now)> rate;
    std::string figure = {}; // of its own
    bool on_plateau = false; // a is reduced when the validation cost stalls
};

std::vector<Method> methods(Cycles cycles)
{
    return {{tr("constant"), constant},
            {tr("step"), step},
            {tr("exponential"), exponential},
            {tr("cosine"), cosine},
            {tr("triangular"), std::bind_front(triangular, cycles.first)},
            {verbatim("SGDR"), std::bind_front(sgdr, cycles), "sgdr"},
            {tr("on plateau"), constant, "plateau", true},
            {tr("warm-up, cosine"), warm_up_cosine}};
}

// ---- the experiment ----

Run train(const Method& method, double peak, const Split& data, Index width, const Plan& plan,
          Rng rng)
{
    Sequential net = mlp_for(data.training, {width}, rng);
    Sgd optimizer(net);
    double a = peak;
    double best = infinity; // the last validation cost that was an improvement
    Run run;
    for (const Step& now : steps_of(data.training, plan, rng)) {
        const double alpha = method.rate(a, now);
        const Var loss = softmax_cross_entropy(net.forward(now.x, Mode::train), now.labels);
        if (diverged(loss)) return run; // without an end it counts as the worst
        optimizer.zero_grad();
        backward(loss);
        optimizer.step(alpha);
        run.note(now, "learning rate", alpha);
        run.note(now, "cost", loss);
        if (!now.ends_epoch) continue;

        const double validation = evaluate(net, data.validation).cost;
        run.note(now, "validation cost", validation);
        const bool stalls = validation >= 0.99 * best; // not even 1 % better than the best so far
        if (!stalls) best = validation;
        if (stalls && method.on_plateau && now.k + 1 < now.steps) {
            a *= 0.3;
            run.note(now, "reduction", validation);
        }
    }
    run.end("training", evaluate(net, data.training));
    run.end("validation", evaluate(net, data.validation));
    return run;
}

void experiment(Lab& lab)
{
    const auto data = lab.every_run_splits(knob::samples);
    const Dataset images = first(data.of_run(0)->training, 1); // for their shape
    Rng rng = lab.rng();
    const Index width = Index(knob::width);
    lab.print_model(mlp_for(images, {width}, rng), images.shape);
    const double guessing = std::log(double(images.class_count()));
    const Plan plan{.batch = Index(knob::batch), .epochs = knob::epochs};
    const Cycles cycles{knob::cycle, knob::factor};
    std::vector<Method> wanted;
    for (const Method& method : methods(cycles))
        if (lab.wants("schedules cyclic final " + method.figure)) wanted.push_back(method);
    const Study study =
        lab.compare(wanted, knob::peak, tr("validation cost"), train, data, width, plan);

    if (lab.wants("schedules cyclic final sgdr")) {
        const Evidence lower = lower_cycle_by_cycle(study["SGDR"], cycles);
        lab.save(sgdr_figure(study["SGDR"].runs, cycles, guessing, lower), after_a_restart,
                 answer_of(lower.outcome));
        lab.finding(tr("Each SGDR cycle ends lower than the one before"), lower);
    }
    if (lab.wants("schedules cyclic final plateau"))
        lab.save(plateau_figure(study["on plateau"].runs[0], guessing));
    if (!lab.wants("schedules cyclic final")) return;
    lab.save(schedules_figure(study, guessing), which_ends_lowest, lowest_kind(study));
    const Evidence lower = study.lower_than("constant", tr("validation cost"));
    lab.save(final_figure(study, lower.outcome));
    lab.claim(lower);
    lab.finding(tr("The training cost, too, ends lower"),
                study.lower_than("constant", tr("training cost")));
}

} // namespace lab05

int main(int argc, char** argv) { return run_lab(argc, argv, lab05::info, lab05::experiment); }
