// Lab 13 · Good practices: overfit one minibatch, see everything
//
// Idea       Learn one minibatch by heart, with the right program and with mistakes planted in it
//            (--bug 3: which is it?); see all of a training; feed one network on three scales.
#include "dashboard.hpp"
#include "data/augment.hpp"
#include "figures.hpp"
#include "inputs.hpp"
#include "mistakes.hpp"
#include "shell/lab.hpp"
#include "watch.hpp"

#include <cmath>

namespace lab13 {

using enum Planted; // what a mistake is called

const LabInfo info{
    .number = 13,
    .title = tr("Good practices: overfit one minibatch, see everything"),
    .question = tr("How does one find out early that a training cannot work?"),
    .claim = tr("A right program drives one minibatch to zero cost, a wrong one does not."),
    .figures = "dashboard minibatch caught check inputs"};

namespace knob {
const Count samples("samples", 10000, 2000, {500, 48000}, tr("training samples"));
const Count updates("updates", 500, 400, {20, 100000}, tr("of the minibatch"));
const Count epochs("epochs", 3, {1, 1000}, tr("of the training"));
const Number alpha("alpha", 0.2, {1e-6, 100}, tr("learning rate α"));
const Count batch("batch", 64, {2, 256}, tr("samples a minibatch, |Ω|"));
const Count bug("bug", -1, {-1, 10}, tr("plant mistake N (0: none)"));
const Switch reveal("reveal", tr("explain what is planted"));
} // namespace knob

const double zero = 1e-3; // zero cost: below this, and staying there

const std::vector<std::string> suspects{"labels shifted by one", "gradient not reset",
                                        "inputs from 0 to 255"};
const Question passes_the_check{
    tr("With which mistake does the cost of one minibatch reach zero all the same?"),
    {tr("labels shifted by one"), tr("gradient not reset"), tr("inputs from 0 to 255"),
     tr("none of these, or the runs do not tell")}};
const Question lowest_at_its_best{
    tr("Each scale with its own best α: which ends at the lowest validation cost?"),
    {tr("0 – 255: the strongest signal"), tr("0 – 1"), tr("standardised"),
     tr("the runs do not tell")}};

// ---- the slide: train on one minibatch until its cost is zero; look at everything ----

Sequential new_net(Planted planted, const Dataset& data, Rng& rng)
{
    Init init = kaiming_uniform;
    if (planted == all_zero) init = zeros;
    if (planted == buried)
        init = [](Matrix& W, Matrix& b, Rng& r) {
            kaiming_uniform(W, b, r);
            b.fill(-10);
        };
    Sequential net = mlp_for(data, {128, 64}, rng, init);
    if (planted == last_relu) net.add(relu_layer());
    if (planted == double_softmax) net.add(softmax_layer());
    return net;
}

// The same minibatch again and again, with one mistake at most; watched now and then (0: never).
Run learn_by_heart(const Mistake& mistake, const Data& data, long watched_every, Rng rng)
{
    const Planted planted = mistake.planted;
    const Inputs& inputs = planted == raw_pixels ? data.raw : data.standardised;
    const auto& [training, validation, none] = inputs.data;
    Steps steps =
        steps_of(training, {.batch = Index(knob::batch), .updates = knob::updates}, rng.fork(1));
    Step batch = steps.minibatch(0); // the same with each mistake
    if (planted == shifted_labels)
        for (Index& label : batch.labels) label = (label + 1) % training.class_count();
    Sequential net = new_net(planted, training, rng);
    Sgd optimizer(net);
    const Dataset minibatch{{}, training.shape, batch.x.value(), batch.labels, training.classes};
    Run run;
    Watch watch(net, minibatch, watched_every, run);
    run["zero since"] = INFINITY;
    double zero_since = 0;
    for (const Step& now : steps) {
        if (planted == other_batches) batch = steps.minibatch(now.k + 1);
        Matrix x = batch.x.value();
        if (planted == augmented) augment(x, training.shape, 2, rng);
        const Var loss = softmax_cross_entropy(net.forward(constant(x), Mode::train), batch.labels);
        run.note(now, "cost", loss);
        run["final cost"] = diverged(loss) ? INFINITY : loss.scalar();
        if (loss.scalar() >= zero) zero_since = double(now.k) + 1;
        if (diverged(loss)) break;
        if (planted != no_reset) optimizer.zero_grad();
        backward(loss);
        const double rate = planted == huge_rate ? 1000 * knob::alpha : knob::alpha;
        optimizer.step(rate);
        run.note(now, "learning rate", rate);
        watch.look(now);
        if (watched_every > 0) on_board([&](Figure& board) { add_to_board(board, run); });
        if (watched_every > 0 && now.k % (now.steps / 10) == 0)
            run.note(now, "validation cost", evaluate(net, validation).cost);
    }
    if (run.number("final cost") < zero) run["zero since"] = zero_since;
    run.end("validation", evaluate(net, validation));
    return run;
}

// ---- the experiment ----

// --bug N: which mistake is it? (The table of the model would tell.)
void diagnose(Lab& lab, const Mistake& mistake, const Drawn<Data>& data)
{
    const long every = std::max(1L, knob::updates / 50);
    const Study study = lab.over_runs(1, std::vector{mistake}, learn_by_heart, data, every);
    lab.save(dashboard_figure(tr("Does it learn one minibatch by heart?"),
                              study.methods().front().runs.front(),
                              data.of_run(0)->raw.data.training));
    lab.claim(all_at_most(tr("cost at the end"),
                          study.of(mistake.name.english(), "final cost").values, zero));
    if (knob::reveal) lab.print(revealed(mistake));
}

void one_minibatch(Lab& lab, const Drawn<Data>& data, Index classes)
{
    const Study study = lab.over_seeds(mistakes(classes, knob::alpha), learn_by_heart, data, 0);
    lab.save(minibatch_figure(study, zero, classes), passes_the_check,
             only_one_at_zero(suspects, study));
    lab.save(caught_figure(study));
    lab.save(check_figure(study, zero));
    lab.print_study(tr("planted"), study,
                    {tr("zero since"), tr("final cost"), tr("validation accuracy")});
    lab.claim(right_and_wrong(study, zero, knob::updates));
    lab.finding(tr("Validation shows shifted labels, which the check cannot see"),
                shown_by_validation(study, classes, zero, knob::updates));
    lab.finding(tr("With changing minibatches the check accuses a right program"),
                alarms(study, zero));
}

void one_training(Lab& lab, const Drawn<Data>& data)
{
    const auto watched = [](const OnScale& scale, const Data& drawn, Rng rng) {
        return train(drawn.*scale.inputs, knob::alpha, knob::batch, knob::epochs, 10, rng);
    };
    const std::vector<OnScale> standardised{scales_of(*data.of_run(0)).back()};
    const Study seen = lab.over_seeds(standardised, watched, data);
    lab.save(dashboard_figure(tr("One training, and all that can be seen of it"),
                              seen.methods().front().runs.front(),
                              data.of_run(0)->raw.data.training));
    lab.print_study(tr("‖ΔW‖/‖W‖ of an update"), seen,
                    {tr("layer {}", 1), tr("layer {}", 2), tr("layer {}", 3)});
}

void three_inputs(Lab& lab, const Drawn<Data>& data, Index classes)
{
    const auto one_epoch = [](const OnScale& scale, double alpha, const Data& drawn, Rng rng) {
        return train(drawn.*scale.inputs, alpha, knob::batch, 1, 0, rng);
    };
    const Study sweep =
        lab.sweep(scales_of(*data.of_run(0)), log_space(1e-7, 1, 15), one_epoch, data);
    const std::size_t usual = place_of(0.1, sweep);
    lab.save(inputs_figure(sweep, usual, classes), lowest_at_its_best,
             lowest_scale(sweep, best_places(sweep)));
    lab.finding(tr("At the same α, standardised inputs end lowest"),
                standardised_lowest(sweep, {usual, usual, usual}));
    lab.finding(tr("With the best α of each, too"), standardised_lowest(sweep, best_places(sweep)));
}

void experiment(Lab& lab)
{
    const auto all = std::make_shared<const Split>(lab.load_data());
    const Dataset& images = all->training;
    Rng rng = lab.rng();
    const Index samples = lab.at_hand(Index(knob::samples), images.size() * 4 / 5);
    const auto data = lab.every_run_draws(all, [samples](const Split& set, Rng& draws) {
        return three_scales(set.training, samples, draws);
    });
    lab.uses_data(images.name, samples);
    const Index classes = images.class_count();
    const std::vector<Mistake> planted = mistakes(classes, knob::alpha);
    if (knob::bug >= 0) return diagnose(lab, planted.at(std::size_t(knob::bug)), data);
    lab.print_model(new_net(nothing, images, rng), images.shape);
    if (lab.wants("minibatch caught check")) one_minibatch(lab, data, classes);
    if (lab.wants("dashboard")) one_training(lab, data);
    if (lab.wants("inputs")) three_inputs(lab, data, classes);
    for (const Mistake& mistake : planted)
        if (knob::reveal) lab.print(revealed(mistake));
}

} // namespace lab13

int main(int argc, char** argv) { return run_lab(argc, argv, lab13::info, lab13::experiment); }
