// Lab 13 · Good practices: overfit one minibatch, see everything
//
// Question   How does one find out early that a training cannot work?
// Idea       Learn one minibatch by heart, with the right program and with mistakes planted in it;
//            see a whole training on one page; feed one network inputs on three scales.
// Claim      A right program drives one minibatch to zero cost, a wrong one does not; see all that
//            can be seen; data that are not normalised spoil the training.
// Run        make lab13 && ./lab13            (--quick: seconds; --help: options)
//            ./lab13 --bug 3                  which mistake is it? --reveal tells
// Figures    plots/lab13_{minibatch,caught,check,dashboard,inputs}.*
// Expect     Verdict: it depends (12 s): shifted labels pass the check, only validation shows them;
//            at one α, inputs from 0 to 1 are not surely worse than standardised ones
#include "dashboard.hpp"
#include "data/augment.hpp"
#include "planted_mistakes.hpp"
#include "plot/layout.hpp"
#include "practice_figures.hpp"
#include "shell/lab.hpp"

#include <cmath>

using namespace descente;
using enum Planted; // what a mistake is called

namespace {

const Text samples_help = tr("training samples");
const Text bug_help = tr("plant mistake N (0: none)");
const LabInfo info{.number = 13,
                   .title = tr("Good practices: overfit one minibatch, see everything"),
                   .question = tr("How does one find out early that a training cannot work?"),
                   .claim =
                       tr("One minibatch reaches zero cost; see everything; normalise the data."),
                   .numbers = {{"samples", samples_help, 10000, 2000, 500, 48000},
                               {"updates", tr("of the minibatch"), 500, 400, 20, 100000},
                               {"epochs", tr("of the training"), 3, 3, 1, 1000},
                               {"bug", bug_help, -1, -1, -1, 10}},
                   .switches = {{"reveal", tr("explain what is planted")}}};

const Index batch_size = 64;
const double alpha = 0.2, zero = 1e-3; // zero cost: below this, and staying there
const double chance = 10;              // % right: all sets have ten classes
const Numbers alphas = log_space(1e-7, 1, 15);
const std::size_t usual = 12; // of these: 0.1

struct Data {
    Split raw, from_0_to_1, standardised;
};
struct Run {
    LearningCurve curve;
    Dashboard page;
};

Sequential new_net(Planted planted, const Dataset& data, Rng& rng)
{
    Init init = kaiming_uniform;
    if (planted == all_zero) init = zeros;
    if (planted == buried)
        init = [](Matrix& W, Matrix& b, Rng& r) { kaiming_uniform(W, b, r), b.fill(-10); };
    Sequential net = mlp({data.features(), 128, 64, data.class_count()}, rng, init);
    if (planted == last_relu) net.add(relu_layer());
    if (planted == double_softmax) net.add(softmax_layer());
    return net;
}

// Row 27: the same minibatch again and again, with one mistake at most.
Run learn_by_heart(const Data& data, Planted planted, long updates, Rng rng, bool watched = false)
{
    const auto& [training, validation] = planted == raw_pixels ? data.raw : data.standardised;
    Minibatches minibatches(training, batch_size, rng.fork(1)); // the same with each mistake
    Batch batch = minibatches.next();
    if (planted == shifted_labels)
        for (Index& label : batch.labels) label = (label + 1) % training.class_count();
    Sequential net = new_net(planted, training, rng);
    Sgd optimizer(net);
    Run run{.curve = {},
            .page = {.inputs = {"", training.shape, batch.x, batch.labels, training.classes}}};
    Watch watch(net, run.page.inputs, std::max(1L, updates / 50));
    for (long k = 0; k < updates && !stop_requested(); ++k) {
        if (planted == other_batches) batch = minibatches.next();
        Matrix x = batch.x;
        if (planted == augmented) augment(x, training.shape, 2, rng);
        const Var loss = softmax_cross_entropy(net.forward(constant(x), Mode::train), batch.labels);
        run.curve.add(k, batch_size * k, 0, loss.scalar());
        if (watched && k % (updates / 10) == 0) run.page.validate(net, validation, k);
        if (!std::isfinite(loss.scalar())) break;
        if (planted != no_reset) optimizer.zero_grad();
        backward(loss);
        run.page.rate.push_back(planted == huge_rate ? 1000 * alpha : alpha);
        optimizer.step(run.page.rate.back());
        if (watched) watch.look(k + 1);
    }
    if (run.curve.cost.empty()) return run; // interrupted
    if (std::isfinite(run.curve.cost.back())) run.curve.final_cost = run.curve.cost.back();
    run.curve.validation = 100 * evaluate(net, validation).accuracy;
    run.page.cost = run.curve.cost;
    run.page.watched = watch.seen();
    return run;
}

// One training, for rows 28 and 29.
Run train(const Split& data, const Schedule& rate, int epochs, Rng rng, bool watched = false)
{
    Sequential net = new_net(nothing, data.training, rng);
    Sgd optimizer(net);
    Run run{.curve = {}, .page = {.inputs = balanced_sample(data.training, 200, rng)}};
    Watch watch(net, run.page.inputs, 10);
    const auto look = [&](const Progress& now) {
        if (watched) watch.look(now.step + 1);
        if (watched && now.epoch_ended) run.page.validate(net, data.validation, now.step + 1);
        return Next::carry_on;
    };
    const History history = fit(
        net, optimizer, data.training,
        {.epochs = epochs, .batch_size = batch_size, .learning_rate = rate, .observer = look}, rng);
    run.page.cost = run.curve.cost = history.step_cost;
    run.page.rate = history.learning_rate;
    run.page.watched = watch.seen();
    if (history.diverged_at)
        run.curve.cost.push_back(INFINITY);
    else
        run.curve.final_cost = evaluate(net, data.validation).cost;
    run.curve.updates = counted(run.curve.cost.size());
    return run;
}

// --bug N: which mistake is it? (The table of the model would tell.)
void diagnose(Lab& lab, const Data& data, Planted planted)
{
    const Run run = learn_by_heart(data, planted, lab.whole("updates"), lab.rng(), true);
    if (lab.interrupted()) return;
    const Text title = tr("Does it learn one minibatch by heart?");
    lab.save(dashboard_figure("dashboard", title, run.page));
    lab.finding(tr("One minibatch reaches zero cost"), outcome_of(run.curve.final_cost < zero, 1),
                tr("cost {:.2Lg} at the end; {:.0Lf} % right in validation", run.curve.final_cost,
                   run.curve.validation));
    if (lab.is_on("reveal")) lab.print(revealed(planted));
}

void one_minibatch(Lab& lab, const Data& data)
{
    const std::vector<Text> names = of_each(mistakes(), &PlantedMistake::name);
    const std::vector<Text> programs(names.begin(), names.begin() + int(other_batches));
    const int seeds = lab.seeds(), wrong = int(programs.size()) - 1;
    ProgressBar bar = lab.progress(tr("minibatch"), long(names.size()) * seeds);
    const auto runs = all_runs(names.size(), seeds, [&](std::size_t i, std::size_t seed) {
        bar.advance();
        return learn_by_heart(data, Planted(i), lab.whole("updates"), lab.rng(seed)).curve;
    });
    if (lab.interrupted()) return;
    const auto of = [&](Planted planted) { return runs[std::size_t(planted)]; };
    lab.save(minibatch_figure(programs, runs, zero, data.raw.training.class_count()));
    lab.save(caught_figure(names, runs));
    const Text same = tr("the same minibatch");
    lab.save(check_figure({same, names[9], names[10]},
                          {of(nothing), of(other_batches), of(augmented)}, zero));
    lab.print_table(check_header(), check_rows(names, runs, zero, lab.language()));

    lab.finding(measured(tr("A right program drives one minibatch to zero cost"),
                         outcome_of(reaching(of(nothing), zero), seeds),
                         tr("below 0.001 since update"),
                         {{names[0], zero_since(of(nothing), zero)}}));
    int caught = 0;
    for (int i = 1; i <= wrong; ++i) caught += seeds - reaching(runs[i], zero);
    lab.finding(tr("A wrong program does not"), outcome_of(caught, wrong * seeds),
                tr("{} of {} runs do not; zero cost all the same: {} (of {})", caught,
                   wrong * seeds, reached_by(programs, runs, zero), seeds));
    const Spread shifted = spread_of(of(shifted_labels), &LearningCurve::validation);
    const Spread true_ones = spread_of(of(nothing), &LearningCurve::validation);
    lab.finding(measured(tr("Validation shows shifted labels, which the check cannot see"),
                         outcome_of((shifted.high < chance) + (true_ones.low > chance), 2),
                         tr("right (%)"), {{names[0], true_ones}, {names[1], shifted}}));
    const int alarms =
        2 * seeds - reaching(of(other_batches), zero) - reaching(of(augmented), zero);
    lab.finding(tr("With changing minibatches the check accuses a right program"),
                outcome_of(alarms, 2 * seeds), tr("{} runs of {}", alarms, 2 * seeds));
}

// Row 28: everything that can be seen, over the whole training.
void whole_training(Lab& lab, const Data& data)
{
    const int epochs = int(lab.whole("epochs"));
    const long steps = epochs * long(updates_per_epoch(data.raw.training.size(), batch_size));
    const Schedule rate = warm_up(steps / 10, cosine(alpha, steps - steps / 10, alpha / 20));
    const auto runs = all_runs(1, lab.seeds(), [&](std::size_t, std::size_t seed) {
        return train(data.standardised, rate, epochs, lab.rng(seed), true);
    })[0];
    if (lab.interrupted()) return;
    lab.save(dashboard_figure("dashboard", tr("One training, and all that can be seen of it"),
                              runs[0].page));
    for (const Text& line : update_lines(of_each(runs, &Run::page))) lab.print(line);
}

// Row 29: one network, one α, one seed, three scales of the inputs; then every α.
void input_scales(Lab& lab, const Data& data)
{
    InputScales study{{verbatim("0 – 255"), verbatim("0 – 1"), tr("standardised")}, alphas, {}};
    for (const Split* scaled : {&data.raw, &data.from_0_to_1, &data.standardised})
        study.runs.push_back(
            runs_over(alphas, lab.seeds(), LearningCurve{}, [&](double rate, int seed) {
                return train(*scaled, constant_rate(rate), 1, lab.rng(seed)).curve;
            }));
    if (lab.interrupted()) return;
    lab.save(input_scales_figure(study, usual, data.raw.training.class_count()));
    lab.finding(last_lowest(tr("At the same α, standardised inputs end lowest"), study,
                            {usual, usual, usual}));
    lab.finding(last_lowest(tr("With the best α of each, too"), study,
                            {study.best_rate(0), study.best_rate(1), study.best_rate(2)}));
}

void experiment(Lab& lab)
{
    const TrainTest all = lab.load_data();
    const Index samples = Index(lab.whole("samples")), others = samples / 4;
    Rng rng = lab.rng();
    Data data;
    data.from_0_to_1 = split(balanced_sample(all.training, samples + others, rng), others, rng);
    data.raw = data.standardised = data.from_0_to_1;
    const Standardiser standardise = standardiser_overall(data.raw.training.x);
    for (const auto part : {&Split::training, &Split::validation}) {
        (data.raw.*part).x *= 255;
        standardise.apply((data.standardised.*part).x);
    }
    lab.uses_data(verbatim(all.training.name), samples);
    if (const long bug = lab.whole("bug"); bug >= 0) return diagnose(lab, data, Planted(bug));
    lab.print_model(new_net(nothing, all.training, rng), all.training.shape);
    for (const auto part : {one_minibatch, whole_training, input_scales}) part(lab, data);
    if (lab.is_on("reveal"))
        for (std::size_t i = 0; i < mistakes().size(); ++i) lab.print(revealed(Planted(i)));
}

} // namespace

int main(int argc, char** argv) { return run_lab(argc, argv, info, experiment); }
