// Lab 03 · SGD and GD
//
// Question   Why learn from minibatches, when the whole training set gives the exact gradient?
// Idea       The same runs along four axes; what a minibatch costs and what its noise does.
// Claim      SGD is faster than GD, leaves poor minima; small minibatches generalise better.
// Run        make lab03 && ./lab03            (--quick: seconds; --help: options)
// Figures    plots/lab03_{gd_and_sgd,epoch,noise,too_small,escape,generalisation}.*
// Expect     Verdict: it depends (37.8 s)
#include "minibatch_figures.hpp"
#include "nn/layers.hpp"
#include "plot/learning_curves.hpp"
#include "shell/lab.hpp"

using namespace descente;
using Curve = LearningCurve;

namespace {

const Text samples_help = tr("training samples");
const LabInfo info{.number = 3,
                   .title = tr("SGD and GD"),
                   .question = tr("Why learn from minibatches?"),
                   .claim = tr("SGD is fast, leaves poor minima and generalises."),
                   .seeds_full = 3,
                   .numbers = {{"samples", samples_help, 10000, 2000, 1000, 50000},
                               {"few", samples_help, 4096, 1024, 1024, 50000},
                               {"epochs", tr("epochs"), 10, 3, 1, 1000},
                               {"draws", tr("minibatches"), 100, 40, 10, 10000},
                               {"frames", tr("images"), 24, 6, 2, 200}}};

const Index hidden_units = 64;   // the network is 784-64-10
const Index sgd_batch = 64;      // |Ω| of SGD where GD stands beside it
const std::uint64_t tuning = 99; // the run whose seed chooses α; it is never reported
const Numbers grid = {0.001, 0.003, 0.01, 0.03, 0.1, 0.3}; // of α (costs are means)

struct Data {
    Dataset training, validation, test;
};
struct Job {
    Index batch_size, updates; // a batch of N_train: GD
    double alpha = 0;
    std::uint64_t run = tuning;
};

// Looks at the cost of the whole training set at the θ of the moment; the seconds leave looks out.
Curve train(const Lab& lab, const Data& data, const Job& job)
{
    Rng rng = lab.rng(job.run);
    Sequential net = mlp({data.training.features(), hidden_units, 10}, rng);
    Sgd optimizer(net);
    Minibatches minibatches(data.training, job.batch_size, rng);
    Curve curve;
    arma::wall_clock clock;
    double seconds = 0;
    for (Index k = 0, look = 1; !lab.interrupted(); ++k) {
        if (k == job.updates || (job.run != tuning && k == look && k < job.updates * 9 / 10)) {
            look = std::max(k + 1, k * 3 / 2);
            curve.add(k, minibatches.samples_seen(), seconds, evaluate(net, data.training).cost);
        }
        if (k == job.updates) break;
        clock.tic();
        const Batch& batch = minibatches.next();
        const Var output = net.forward(constant(batch.x, data.training.shape), Mode::train);
        const Var loss = softmax_cross_entropy(output, batch.labels);
        if (!std::isfinite(loss.scalar())) return curve; // diverged: no final cost
        optimizer.zero_grad();
        backward(loss);
        optimizer.step(job.alpha);
        seconds += clock.toc();
    }
    if (lab.interrupted()) return curve;
    curve.final_cost = curve.cost.back();
    curve.validation = 100 * evaluate(net, data.validation).accuracy;
    if (job.run != tuning) curve.test = 100 * evaluate(net, data.test).accuracy;
    return curve;
}

// Every job for every seed, side by side: the seconds of such runs mean nothing.
auto side_by_side(const Lab& lab, const Data& data, const std::vector<Job>& jobs)
{
    return all_runs(jobs.size(), std::size_t(lab.seeds()), [&](std::size_t j, std::size_t run) {
        return train(lab, data, {jobs[j].batch_size, jobs[j].updates, jobs[j].alpha, run});
    });
}

// Gives each job the α of the grid that ended best on the seed kept for it.
void tune(const Lab& lab, const Data& data, std::vector<Job>& jobs, bool on_validation)
{
    const auto runs = all_runs(jobs.size(), grid.size(), [&](std::size_t j, std::size_t a) {
        const Curve curve = train(lab, data, {jobs[j].batch_size, jobs[j].updates, grid[a]});
        return on_validation ? curve.validation : -curve.final_cost;
    });
    for (std::size_t j = 0; j < jobs.size(); ++j)
        jobs[j].alpha = grid[std::size_t(std::ranges::max_element(runs[j]) - runs[j].begin())];
}

// ---- row 15: the same runs along four axes ----
void gd_and_sgd(Lab& lab, const Data& data, Index epochs)
{
    const Index n = data.training.size(), per_epoch = updates_per_epoch(n, sgd_batch);
    std::vector<Job> jobs = {{n, 6 * epochs}, {sgd_batch, epochs * per_epoch}};
    tune(lab, data, jobs, false);
    std::vector<LearningCurves> runs(2);
    for (int i = 0; i < 2 * lab.seeds(); ++i) { // one after the other: time is measured
        jobs[i % 2].run = std::uint64_t(i / 2);
        runs[i % 2].push_back(train(lab, data, jobs[i % 2]));
    }
    lab.save(four_axes_figure(runs, {jobs[0].alpha, jobs[1].alpha}, n, sgd_batch));
    const double cost = worst_final_cost(runs[0]);
    const auto at = [&](int j, CurveAxis axis) { return first_at(runs[j], axis, cost); };
    const Spread gd_time = at(0, &Curve::seconds), gd_samples = at(0, &Curve::samples);
    const Spread time = at(1, &Curve::seconds), samples = at(1, &Curve::samples);
    const Text because = tr("{:.2Lf} s and {:.0Lf} samples instead of {:.2Lf} s and {:.0Lf}",
                            time.median, samples.median, gd_time.median, gd_samples.median);
    const int seen = (time.high < gd_time.low) + (samples.high < gd_samples.low);
    lab.finding(tr("SGD learns faster than GD."), outcome_of(seen, 2), because,
                {{"seconds, GD", gd_time}, {"seconds, SGD", time}});
}

// ---- row 17: the noise of a minibatch's gradient, θ fixed ----
void noise(Lab& lab, const Data& data)
{
    Rng rng = lab.rng();
    Sequential net = mlp({data.training.features(), hidden_units, 10}, rng);
    Sgd optimizer(net);
    fit(net, optimizer, data.training, {.epochs = 1, .learning_rate = constant_rate(0.03)}, rng);
    const Dataset some = first(data.training, data.training.size() / 4);
    const GradientNoiseSweep sweep = sweep_gradient_noise(net, some, int(lab.whole("draws")), rng);
    lab.save(noise_figure(sweep, some.size()));
    const bool law = std::abs(sweep.slope + 1) < 0.1 && std::abs(sweep.worst_ratio - 1) < 0.25;
    const Text because = tr("slope {:.2Lf} (law: −1)", sweep.slope);
    lab.finding(tr("SGD's gradient is noisy."), outcome_of(law, 1), because,
                {{"measured/law", spread({sweep.worst_ratio})}});
}

// ---- rows 18 and 20: what a minibatch costs, and how the small ones learn ----
void too_small(Lab& lab, const Data& data)
{
    const Index n = data.training.size();
    const Numbers sizes = {1, 2, 8, 64, 512, double(n)};
    std::vector<Job> jobs;
    std::vector<Spread> update, sample; // seconds of one, alone on the machine
    for (const double size : sizes) {
        jobs.push_back({Index(size), Index(3 * double(n) / size)});
        const Index updates = std::clamp<Index>(Index(40000 / size), 10, 1000);
        const Curve alone = train(lab, data, {Index(size), updates, 0.001});
        if (lab.interrupted()) return;
        update.push_back(spread({alone.seconds[0] / alone.updates[0]}));
        sample.push_back(spread({alone.seconds[0] / alone.samples[0]}));
    }
    tune(lab, data, jobs, false);
    const auto runs = side_by_side(lab, data, jobs);
    lab.save(small_batches_figure(sizes, update, sample, runs));
    const double gain = update[5].median / update[3].median;
    const double dearer = sample[0].median / sample[3].median;
    const Text fast =
        tr("{:.0Lf} times faster than GD's; a sample alone costs {:.1Lf} times more", gain, dearer);
    lab.finding(tr("A minibatch's gradient is fast."),
                outcome_of(gain > 0.25 * double(n / sgd_batch), 1), fast);
    const double cost = worst_final_cost(runs[3]);
    const Spread one = first_at(runs[0], &Curve::samples, cost);
    const Spread usual = first_at(runs[3], &Curve::samples, cost);
    const double more = one.median / usual.median, slower = dearer * more;
    const Text slow =
        tr("|Ω| = 1: {:.1Lf} times the time of 64, {:.2Lf} times its samples", slower, more);
    lab.finding(tr("Too small a minibatch is slow."),
                outcome_of((one.low > usual.high) + (slower > 1), 2), slow, {{"samples", one}});
}

// ---- row 19: leaving a poor minimum, in one dimension; 400 runs of 2000 updates, α = 0.02 ----
void escape(Lab& lab)
{
    const DoubleWell well;
    const auto study = study_escape(well, 0.02, 2000, 400, linear_space(0, 12, 13), 5, lab.rng());
    lab.save(escape_figure(well, study, int(lab.whole("frames"))));
    const Numbers& share = study.from_poor;
    const auto best = std::ranges::max_element(share);
    const double level = study.noise[std::size_t(best - share.begin())];
    const Text because = tr("in 1-D, {:.0Lf} % reach the deep well at noise {}, {:.0Lf} % at 0",
                            *best, level, share[0]);
    lab.finding(tr("Noise can leave bad minima."), outcome_of(*best > share[0] + 20, 1), because);
}

// ---- row 21: do small minibatches generalise better? ----
void generalisation(Lab& lab, const Data& data, Index epochs)
{
    Numbers sizes;
    std::vector<Job> tuned;
    for (Index size = 16; size <= data.training.size(); size *= 4) {
        sizes.push_back(double(size));
        tuned.push_back({size, epochs * data.training.size() / size});
    }
    tune(lab, data, tuned, true);
    std::vector<Job> same = tuned, updates;
    for (Job& job : same) job.alpha = tuned[1].alpha;
    for (const Job& job : same) updates.push_back({job.batch_size, 10 * epochs, job.alpha});
    const std::vector<Comparison> comparisons = {
        {tr("equal epochs, one α"), side_by_side(lab, data, same)},
        {tr("equal updates, one α"), side_by_side(lab, data, updates)},
        {tr("equal epochs, α tuned"), side_by_side(lab, data, tuned)}};
    lab.save(generalisation_figure(sizes, comparisons));
    int won = 0;
    Text because = tr("test, |Ω| = 64 and {}", sizes.back());
    for (const auto& [name, runs] : comparisons) {
        const Spread small = spread_of(runs[1], &Curve::test);
        const Spread large = spread_of(runs.back(), &Curve::test);
        won += small.low > large.high;
        because = tr("{}; {}: {:.1Lf} and {:.1Lf} %", because, name, small.median, large.median);
    }
    lab.finding(tr("Small minibatches generalise."), outcome_of(won, 3), because);
}

void experiment(Lab& lab)
{
    const TrainTest set = lab.load_data();
    Rng rng = lab.rng();
    const Index n = Index(lab.whole("samples")), epochs = Index(lab.whole("epochs"));
    const Split parts = split(balanced_sample(set.training, n + 5000, rng), 5000, rng);
    Data data{parts.training, parts.validation, set.test};
    standardise_by_first({&data.training, &data.validation, &data.test});
    lab.print_model(mlp({data.training.features(), hidden_units, 10}, rng), data.training.shape);
    const Data small{first(data.training, Index(lab.whole("few"))), data.validation, data.test};
    lab.uses_data(tr("made on the spot"), 0);
    escape(lab);
    lab.uses_data(verbatim(set.training.name), data.training.size());
    gd_and_sgd(lab, data, epochs);
    lab.save(epoch_figure(data.training, sgd_batch, lab.rng())); // row 16
    lab.uses_data(verbatim(set.training.name), small.training.size());
    noise(lab, small);
    too_small(lab, small);
    generalisation(lab, small, 2 * epochs);
}

} // namespace

int main(int argc, char** argv) { return run_lab(argc, argv, info, experiment); }
