// Lab 05 · Learning-rate schedules
//
// Question   Is it worth changing the learning rate while training?
// Idea       Train one network under each schedule of the slide, the peak rate tuned for each, and
//            look at the rate above and the cost below.
// Claim      A rate that changes during training ends at a lower cost than a constant one.
// Run        make lab05 && ./lab05            (--quick: seconds; --help: options)
// Figures    plots/lab05_schedules.*, plots/lab05_final.*, plots/lab05_sgdr.*,
// plots/lab05_plateau.* Expect     @EXPECT@
#include "lab/lab.hpp"
#include "nn/layers.hpp"
#include "train/grid_search.hpp"

#include <cmath>

using namespace descente;

namespace {

const Index batch_size = 64;
const std::vector<double> peak_rates{0.05, 0.15, 0.45}; // the grid in which each schedule is tuned
const int sgdr_row = 5, plateau_row = 6;                // of the recipes below

// The schedules and the bullet of the slide each belongs to.
struct Recipe {
    Text name;
    int family; // constant, decreasing, cyclic, on plateau
};
const std::vector<Recipe> recipes{{"constant", 0},
                                  {{"step", "par paliers"}, 1},
                                  {{"exponential", "exponentiel"}, 1},
                                  {{"cosine", "cosinus"}, 1},
                                  {{"triangular", "triangulaire"}, 2},
                                  {"SGDR", 2},
                                  {{"on plateau", "sur plateau"}, 3},
                                  {{"warm-up, cosine", "montée, cosinus"}, 3}};

// The rate of recipe r at each step, given its peak, the steps of an epoch and of the training.
Schedule schedule_of(int r, double peak, long epoch, long steps, const ReduceOnPlateau& plateau)
{
    switch (r) {
    case 0:
        return constant_rate(peak);
    case 1:
        return step_decay(peak, 0.5, epoch);
    case 2:
        return exponential_decay(peak, std::pow(0.01, 1.0 / static_cast<double>(steps)));
    case 3:
        return cosine(peak, steps);
    case 4:
        return triangular(peak / 50, peak, epoch);
    case sgdr_row:
        return sgdr(peak, epoch, 2);
    case plateau_row:
        return [&plateau](long) { return plateau.rate(); };
    default:
        return warm_up(epoch / 2, cosine(peak, steps - epoch / 2));
    }
}

// What one training leaves behind; one entry a minibatch, or one an epoch.
struct Run {
    Numbers rate, cost;
    Numbers validation_cost;
    std::vector<long> reductions; // on plateau: the epochs at whose end the rate was reduced
    double final_training_cost = INFINITY, final_validation_cost = INFINITY;
};

Run train(int r, double peak, const Split& data, long epochs, Rng rng)
{
    Sequential net = mlp({data.training.features(), 128, data.training.class_count()}, rng);
    Sgd optimizer(net);
    Minibatches minibatches(data.training, batch_size, rng);
    const long epoch_steps = static_cast<long>(minibatches.per_epoch());
    ReduceOnPlateau plateau(peak, {.factor = 0.3, .patience = 1, .threshold = 0.01});
    const long steps = epochs * epoch_steps;
    const Schedule rate = schedule_of(r, peak, epoch_steps, steps, plateau);
    Run run;
    for (long step = 0; step < steps && !stop_requested(); ++step) {
        const Batch& batch = minibatches.next();
        const Var loss =
            softmax_cross_entropy(net.forward(constant(batch.x), Mode::train), batch.labels);
        if (!std::isfinite(loss.scalar())) return run; // diverged: the costs stay infinite
        optimizer.zero_grad();
        backward(loss);
        optimizer.step(rate(step));

        run.rate.push_back(rate(step));
        run.cost.push_back(loss.scalar());
        if ((step + 1) % epoch_steps != 0) continue;
        run.validation_cost.push_back(evaluate(net, data.validation).cost);
        if (plateau.observe(run.validation_cost.back()))
            run.reductions.push_back((step + 1) / epoch_steps);
    }
    run.final_training_cost = evaluate(net, data.training).cost;
    run.final_validation_cost = evaluate(net, data.validation).cost;
    return run;
}

using Runs = std::vector<std::vector<Run>>; // a row a recipe, an entry a seed

const Text rate_axis{"learning rate α", "pas d'apprentissage α"};
const Text cost_axis{"cost (mean)", "coût (moyenne)"};

// Draws one curve of every seed as a band; costs are smoothed over about a tenth of an epoch.
void draw(Panel& panel, const Text& label, const std::vector<Run>& runs, Numbers Run::*curve,
          long epoch_steps, int colour)
{
    const auto stride = static_cast<std::size_t>(std::max(1L, epoch_steps / 30));
    const double smoothing =
        curve == &Run::cost ? 1 - 10.0 / static_cast<double>(epoch_steps + 10) : 0;
    std::vector<Numbers> curves;
    Numbers epochs;
    for (const Run& run : runs) {
        curves.push_back(every(stride, smoothed(run.*curve, smoothing)));
        while (epochs.size() < curves.back().size())
            epochs.push_back(static_cast<double>(stride * epochs.size()) /
                             static_cast<double>(epoch_steps));
    }
    panel.runs(label, epochs, curves, {.colour = colour});
}

// The four bullets of the slide: the rate above, the cost below.
void draw_page(Lab& lab, const Runs& runs, long epoch_steps)
{
    const std::vector<Text> titles{"constant",
                                   {"decreasing", "décroissant"},
                                   {"cyclic", "cyclique"},
                                   {"on plateau, warm-up", "sur plateau, montée"}};
    Figure page("schedules", {"Learning-rate schedules", "Évolution du pas d'apprentissage"}, 4);
    for (const bool costs : {false, true})
        for (int family = 0; family < 4; ++family) {
            Panel& panel = page.panel(costs ? Text() : titles[family]);
            panel.x_axis(costs ? "epochs" : "").legend(costs ? "off" : "top right");
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
                const std::vector<long>& events, const Text& event)
{
    Figure figure(name, title);
    Panel& rate = figure.panel().y_axis(rate_axis).legend("off");
    draw(rate, {}, {run}, &Run::rate, epoch_steps, 1);
    Panel& cost = figure.panel().x_axis("epochs").y_axis(cost_axis).y_range(0, 1.2);
    draw(cost, {"training", "apprentissage"}, {run}, &Run::cost, epoch_steps, 1);
    const auto epochs = static_cast<int>(run.validation_cost.size());
    cost.line({"validation", "validation"}, linear_space(1, epochs, epochs), run.validation_cost,
              {.colour = 2, .with_points = true});
    for (const long epoch : events) {
        rate.vertical(static_cast<double>(epoch), event);
        cost.vertical(static_cast<double>(epoch));
    }
    lab.save(figure);
}

// Which schedules end lower than the constant rate (row 0) in every single seed?
void compare_with_constant(Lab& lab, const Text& which, const std::vector<Spread>& finals)
{
    const int others = static_cast<int>(recipes.size()) - 1;
    int better = 0;
    Finding finding{.claim = text("The {} ends lower when the rate changes",
                                  "Le {} finit plus bas quand le pas évolue", which)};
    for (std::size_t r = 0; r < recipes.size(); ++r) {
        better += lower_in_every_seed(finals[r], finals[0]);
        finding.numbers.emplace_back(recipes[r].name.en, finals[r]);
    }
    finding.outcome = outcome_of(better, others);
    finding.because = text(
        "{} of {} schedules end lower than the constant rate in each of {} seeds (medians: "
        "constant {:.3Lf}, cosine {:.3Lf}, SGDR {:.3Lf})",
        "{} évolutions sur {} finissent plus bas que le pas constant pour chacune des {} "
        "graines (médianes : constant {:.3Lf}, cosinus {:.3Lf}, SGDR {:.3Lf})",
        better, others, lab.seeds(), finals[0].median, finals[3].median, finals[sgdr_row].median);
    lab.finding(finding);
}

void experiment(Lab& lab)
{
    const TrainTest data = lab.load_data();
    Rng rng = lab.rng();
    const auto samples = static_cast<Index>(lab.whole("samples"));
    const Split parts = prepared_split(data.training, samples, samples / 4, rng);
    lab.uses_data(parts.training.name, samples);
    const long epochs = lab.whole("epochs");
    const auto epoch_steps = static_cast<long>((samples + batch_size - 1) / batch_size);
    lab.print_model(mlp({parts.training.features(), 128, parts.training.class_count()}, rng),
                    parts.training.shape);

    // Tuning: each schedule picks its peak rate on a seed that is not used again.
    const int count = static_cast<int>(recipes.size());
    const GridSearch tuned = grid_search(count, peak_rates, [&](int r, double rate) {
        return train(r, rate, parts, epochs, lab.rng(1'000'000)).final_validation_cost;
    });
    std::vector<std::vector<std::string>> table(count);
    for (int r = 0; r < count; ++r) {
        table[r].push_back(lab.say(recipes[r].name));
        for (const double cost : tuned.cost[r])
            table[r].push_back(lab.say(text("{:.3Lf}", "{:.3Lf}", cost)));
    }
    std::vector<Text> header{
        {"validation cost by peak rate", "coût de validation selon le pas maximal"}};
    for (const double rate : peak_rates) header.push_back(text("{:L}", "{:L}", rate));
    lab.print_table(header, table);

    // The experiment: every schedule at its own peak rate, the same seeds for all.
    ProgressBar bar = lab.progress({"training", "apprentissage"}, count * lab.seeds());
    Runs runs(count, std::vector<Run>(lab.seeds()));
    for_each_run(count * lab.seeds(), [&](int i) {
        const int r = i / lab.seeds(), seed = i % lab.seeds();
        runs.at(r).at(seed) = train(r, tuned.best.at(r), parts, epochs, lab.rng(seed));
        bar.advance(1, runs.at(r).at(seed).final_training_cost);
    });
    if (runs[0][0].cost.empty()) return; // interrupted before anything could be drawn
    draw_page(lab, runs, epoch_steps);
    std::vector<long> cycle_ends;
    for (const long step : sgdr_cycle_ends(epoch_steps, 2, epochs * epoch_steps))
        cycle_ends.push_back((step + 1) / epoch_steps);
    if (lab.interrupted()) return;
    draw_alone(lab, "sgdr", {"SGDR: warm restarts", "SGDR : redémarrages à chaud"},
               runs[sgdr_row][0], epoch_steps, cycle_ends, {"end of cycle", "fin de cycle"});
    draw_alone(lab, "plateau", {"Reduction on plateau", "Réduction sur plateau"},
               runs[plateau_row][0], epoch_steps, runs[plateau_row][0].reductions,
               {"validation stalls", "la validation stagne"});

    std::vector<Text> names;
    for (const Recipe& recipe : recipes) names.push_back(recipe.name);
    std::vector<Spread> training, validation;
    for (const std::vector<Run>& seeds : runs) {
        training.push_back(spread_of(seeds, &Run::final_training_cost));
        validation.push_back(spread_of(seeds, &Run::final_validation_cost));
    }
    Figure end("final", {"Where each schedule ends", "Où finit chaque évolution du pas"}, 2);
    end.panel({"training set", "base d'apprentissage"})
        .y_axis(cost_axis)
        .x_names(names)
        .bars({}, training);
    end.panel({"validation set", "base de validation"}).x_names(names).bars({}, validation);
    lab.save(end);
    compare_with_constant(lab, {"training cost", "coût d'apprentissage"}, training);
    compare_with_constant(lab, {"validation cost", "coût de validation"}, validation);
}

} // namespace

int main(int argc, char** argv)
{
    return run_lab(
        argc, argv,
        {.number = 5,
         .title = {"Learning-rate schedules", "Évolution du pas d'apprentissage"},
         .question = {"Is it worth changing the learning rate while training?",
                      "Faut-il changer le pas d'apprentissage pendant l'optimisation ?"},
         .claim = {"A learning rate that changes during training ends at a lower cost "
                   "than a constant one.",
                   "Un pas d'apprentissage qui évolue pendant l'optimisation mène à un "
                   "coût plus faible qu'un pas constant."},
         // name, help, default, default with --quick, least, most
         .numbers = {{"samples",
                      {"training samples", "exemples d'apprentissage"},
                      20000,
                      3000,
                      500,
                      48000},
                     {"epochs", {"epochs of each run", "epochs par apprentissage"}, 7, 7, 1, 100}}},
        experiment);
}
