// Lab 05 · Learning-rate schedules
//
// Question   Is it worth changing the learning rate while training?
// Idea       Train one network under each schedule of the slide, the peak rate tuned for each, and
//            look at the rate above and the cost below.
// Claim      A rate that changes while training ends at a lower cost than a constant one.
// Run        make lab05 && ./lab05            (--quick: seconds; --help: options)
// Figures    plots/lab05_{schedules,sgdr,plateau,final}.*
// Expect     Verdict: it depends (29.5 s)
#include "nn/layers.hpp"
#include "shell/lab.hpp"
#include "train/grid_search.hpp"

#include <cmath>

using namespace descente;

namespace {

const LabInfo info{
    .number = 5,
    .title = tr("Learning-rate schedules"),
    .question = tr("Is it worth changing the learning rate while training?"),
    .claim = tr("A rate that changes while training ends at a lower cost than a constant one."),
    // name, help, default, default with --quick, least, most
    .numbers = {{"samples", tr("training samples"), 20000, 3000, 500, 48000},
                {"epochs", tr("epochs of each run"), 7, 7, 1, 100}}};

const Index batch_size = 64;
const Numbers peak_rates{0.05, 0.15, 0.45}; // the grid in which each schedule is tuned
const int cycle_factor = 2;                 // each SGDR cycle is twice as long as the one before

// What a schedule is made of: its peak rate, and the steps of an epoch and of the whole training.
struct Setting {
    double peak;
    long epoch, steps;
    Schedule on_plateau; // depends on the validation cost, not on the step
};
using In = const Setting&;
struct Recipe {
    Text name;
    int family; // the bullet of the slide
    std::function<Schedule(In)> schedule;
};
// clang-format off
const std::vector<Recipe> recipes{
    {tr("constant"), 0, [](In s) { return constant_rate(s.peak); }},
    {tr("step"), 1, [](In s) { return step_decay(s.peak, 0.5, s.epoch); }},
    {tr("exponential"), 1,
     [](In s) { return exponential_decay(s.peak, std::pow(0.01, 1 / double(s.steps))); }},
    {tr("cosine"), 1, [](In s) { return cosine(s.peak, s.steps); }},
    {tr("triangular"), 2, [](In s) { return triangular(s.peak / 50, s.peak, s.epoch); }},
    {verbatim("SGDR"), 2, [](In s) { return sgdr(s.peak, s.epoch, cycle_factor); }},
    {tr("on plateau"), 3, [](In s) { return s.on_plateau; }},
    {tr("warm-up, cosine"), 3,
     [](In s) { return warm_up(s.epoch / 2, cosine(s.peak, s.steps - s.epoch / 2)); }}};
// clang-format on
const std::vector<Text> families{tr("constant"), tr("decreasing"), tr("cyclic"), tr("plateau")};
const int cosine_row = 3, sgdr_row = 5, plateau_row = 6; // of these recipes

// What one training leaves behind; infinite where it did not get to.
struct Run {
    Numbers rate, cost;           // of each minibatch
    Numbers validation_cost;      // of each epoch
    std::vector<long> reductions; // on plateau: the epochs at whose end the rate was reduced
    double final_training_cost = INFINITY, final_validation_cost = INFINITY;
};
using Runs = std::vector<std::vector<Run>>; // a row a recipe, an entry a seed

Run train(int r, double peak, const Split& data, long epochs, Rng rng)
{
    Sequential net = mlp({data.training.features(), 128, data.training.class_count()}, rng);
    Sgd optimizer(net);
    Minibatches minibatches(data.training, batch_size, rng);
    const long epoch_steps = static_cast<long>(minibatches.per_epoch());
    ReduceOnPlateau plateau(peak, {.factor = 0.3, .patience = 1, .threshold = 0.01});
    const long steps = epochs * epoch_steps;
    const Schedule rate =
        recipes[r].schedule({peak, epoch_steps, steps, [&](long) { return plateau.rate(); }});
    Run run;
    run.rate.assign(steps, INFINITY);
    run.cost.assign(steps, INFINITY);
    run.validation_cost.assign(epochs, INFINITY);
    for (long step = 0; step < steps && !stop_requested(); ++step) {
        const Batch& batch = minibatches.next();
        const Var loss =
            softmax_cross_entropy(net.forward(constant(batch.x), Mode::train), batch.labels);
        if (!std::isfinite(loss.scalar())) return run; // diverged: the costs stay infinite
        optimizer.zero_grad();
        backward(loss);
        optimizer.step(rate(step));

        run.rate[step] = rate(step);
        run.cost[step] = loss.scalar();
        if ((step + 1) % epoch_steps != 0) continue;
        const double validation = evaluate(net, data.validation).cost;
        run.validation_cost[step / epoch_steps] = validation;
        if (plateau.observe(validation) && step + 1 < steps)
            run.reductions.push_back((step + 1) / epoch_steps);
    }
    run.final_training_cost = evaluate(net, data.training).cost;
    run.final_validation_cost = evaluate(net, data.validation).cost;
    return run;
}

const Text rate_axis = tr("learning rate α");
const Text cost_axis = tr("cost (mean)");

// One curve of every seed as a band; costs are smoothed over about a tenth of an epoch.
void draw(Panel& panel, const Text& label, const std::vector<Run>& runs, Numbers Run::*curve,
          long epoch_steps, int colour)
{
    const auto stride = static_cast<std::size_t>(std::max(1L, epoch_steps / 30));
    const auto steps = static_cast<double>((runs[0].*curve).size());
    const double epoch = static_cast<double>(epoch_steps);
    const Numbers x = linear_space(0, steps / epoch, static_cast<int>(steps));
    const double smoothing = curve == &Run::cost ? 1 - 10 / (epoch + 10) : 0;
    std::vector<Numbers> curves;
    for (const Run& run : runs) curves.push_back(every(stride, smoothed(run.*curve, smoothing)));
    panel.runs(label, every(stride, x), curves, {.colour = colour});
}

// The four bullets of the slide: the rate above, the cost below.
void draw_page(Lab& lab, const Runs& runs, long epoch_steps)
{
    Figure page("schedules", tr("Learning-rate schedules"), 4);
    for (const bool costs : {false, true})
        for (int family = 0; family < 4; ++family) {
            Panel& panel = page.panel(costs ? Text() : families[family]);
            panel.x_axis(costs ? tr("epochs") : Text()).legend(costs ? "off" : "top right");
            panel.y_range(0, costs ? 1.2 : 1.4 * peak_rates.back());
            if (family == 0) panel.y_axis(costs ? cost_axis : rate_axis);
            for (std::size_t r = 0; r < recipes.size(); ++r)
                if (recipes[r].family == family)
                    draw(panel, recipes[r].name, runs[r], costs ? &Run::cost : &Run::rate,
                         epoch_steps, static_cast<int>(r) + 1);
        }
    lab.save(page);
}

// One run of one recipe, rate above and cost below, with its events pointed at.
void draw_alone(Lab& lab, const char* name, const Text& title, const Run& run, long epoch_steps,
                const std::vector<long>& event_epochs, const Text& event)
{
    Figure figure(name, title);
    Panel& rate = figure.panel().y_axis(rate_axis).legend("off").y_range(0, 1.2 * run.rate[0]);
    draw(rate, {}, {run}, &Run::rate, epoch_steps, 1);
    Panel& cost = figure.panel().x_axis(tr("epochs")).y_axis(cost_axis).y_range(0, 1.2);
    draw(cost, tr("training"), {run}, &Run::cost, epoch_steps, 1);
    const auto epochs = static_cast<int>(run.validation_cost.size());
    cost.line(tr("validation"), linear_space(1, epochs, epochs), run.validation_cost,
              {.colour = 2, .with_points = true});
    for (const long epoch : event_epochs) {
        const double x = double(epoch), height = run.validation_cost[epoch - 1];
        rate.vertical(x, event);
        cost.vertical(x).mark(x, height, verbatim("{:.3Lf}", height), 2);
    }
    lab.save(figure);
}

// Which schedules end lower than the constant rate (row 0) in every single seed?
void compare_with_constant(Lab& lab, const Text& which, const std::vector<Spread>& finals)
{
    const int others = static_cast<int>(recipes.size()) - 1;
    int better = 0;
    std::vector<std::pair<std::string, Spread>> numbers;
    for (std::size_t r = 0; r < recipes.size(); ++r) {
        better += lower_in_every_seed(finals[r], finals[0]);
        numbers.emplace_back(recipes[r].name.english(), finals[r]);
    }
    lab.finding(tr("The {} ends lower when the rate changes", which), outcome_of(better, others),
                tr("{} of {} schedules in each of {} seeds (medians: constant {:.3Lf}, cosine "
                   "{:.3Lf})",
                   better, others, lab.seeds(), finals[0].median, finals[cosine_row].median),
                numbers);
}

// Is the snapshot at the end of each SGDR cycle better than the one before?
void compare_snapshots(Lab& lab, const std::vector<Run>& runs, const std::vector<long>& cycle_ends)
{
    int lower = 0, cases = 0;
    for (const Run& run : runs)
        for (std::size_t i = 1; i < cycle_ends.size(); ++i, ++cases)
            lower +=
                run.validation_cost[cycle_ends[i] - 1] < run.validation_cost[cycle_ends[i - 1] - 1];
    lab.finding(tr("Each SGDR cycle ends lower than the one before (validation)"),
                outcome_of(lower, cases), tr("{} of {} restarts", lower, cases));
}

void experiment(Lab& lab)
{
    const Split parts = lab.load_split(static_cast<Index>(lab.whole("samples")));
    Rng rng = lab.rng();
    const long epochs = lab.whole("epochs");
    const long epoch_steps = long(updates_per_epoch(parts.training.size(), batch_size));
    lab.print_model(mlp({parts.training.features(), 128, parts.training.class_count()}, rng),
                    parts.training.shape);
    // Tuning: each schedule picks its peak rate on a seed that is not used again.
    const int count = static_cast<int>(recipes.size());
    const GridSearch tuned = grid_search(count, peak_rates, [&](int r, double rate) {
        return train(r, rate, parts, epochs, lab.rng(1'000'000)).final_validation_cost;
    });
    if (lab.interrupted()) return;
    std::vector<Text> names;
    for (const Recipe& recipe : recipes) names.push_back(recipe.name);
    lab.print_tuning(tr("validation cost by peak"), names, peak_rates, tuned);

    // The experiment: every schedule at its own peak rate, the same seeds for all.
    ProgressBar bar = lab.progress(tr("training"), count * lab.seeds());
    const Runs runs = all_runs(recipes.size(), lab.seeds(), [&](std::size_t r, std::size_t seed) {
        bar.advance();
        return train(static_cast<int>(r), tuned.best.at(r), parts, epochs, lab.rng(seed));
    });
    if (lab.interrupted()) return;
    draw_page(lab, runs, epoch_steps);
    std::vector<long> cycle_ends;
    for (const long step : sgdr_cycle_ends(epoch_steps, cycle_factor, epochs * epoch_steps))
        cycle_ends.push_back((step + 1) / epoch_steps);
    draw_alone(lab, "sgdr", tr("SGDR: warm restarts"), runs[sgdr_row][0], epoch_steps, cycle_ends,
               tr("end of cycle"));
    const Run& plateau = runs[plateau_row][0];
    draw_alone(lab, "plateau", tr("Reduction on plateau"), plateau, epoch_steps, plateau.reductions,
               tr("validation stalls"));
    Figure end("final", tr("Where each schedule ends"), 2);
    const auto judge = [&](const Text& which, double Run::*cost) {
        std::vector<Spread> finals;
        for (const std::vector<Run>& seeds : runs) finals.push_back(spread_of(seeds, cost));
        end.panel(which).y_axis(cost_axis).x_names(names).bars({}, finals);
        compare_with_constant(lab, which, finals);
    };
    judge(tr("training cost"), &Run::final_training_cost);
    judge(tr("validation cost"), &Run::final_validation_cost);
    lab.save(end);
    compare_snapshots(lab, runs[sgdr_row], cycle_ends);
}

} // namespace

int main(int argc, char** argv) { return run_lab(argc, argv, info, experiment); }
