#include "base/error.hpp"
#include "base/real.hpp"
#include "io/files.hpp"
#include "magnitude.hpp"
#include "nn/norm.hpp"
#include "train/fit.hpp"
#include "train/runs.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

BOOST_AUTO_TEST_SUITE(fitting)

using namespace descente;
using namespace descente::testing;

namespace {

// A "network" whose validation costs are given beforehand, one an epoch. Its only weight goes down
// by 1 each step and its buffer counts the steps, so both tell from which step they are.
class Scripted : public Module {
  public:
    explicit Scripted(std::vector<double> validation)
        : w(parameter(0.0)), passes(1, 1, arma::fill::zeros), validation_(std::move(validation))
    {
    }
    Var forward(const Var& x, Mode mode) override
    {
        if (mode == Mode::train) {
            passes += 1;
            return affine(constant(Matrix(1, x.cols(), arma::fill::ones)), w, constant(0.0));
        }
        // Logits (0, v), class 0: the cost is log(1 + e^v), which rises with v.
        Matrix logits(2, x.cols(), arma::fill::zeros);
        logits.row(1).fill(static_cast<Real>(validation_.at(epoch_++)));
        return constant(logits);
    }
    void visit(const std::string& prefix, const Visitor& visitor) override
    {
        visitor({prefix + "w", w.value(), &w, true});
        visitor({.name = prefix + "passes", .value = passes});
    }
    Shape describe(const Shape& input, std::vector<LayerInfo>& /*rows*/) override { return input; }

    Var w;
    Matrix passes;

  private:
    std::vector<double> validation_;
    std::size_t epoch_ = 0;
};

struct Trained {
    Run run;
    double w, passes;
    double best_epoch() const { return run.number("best epoch"); }
    std::size_t epochs() const { return run.curve("validation cost").values.size(); }
};

// Asks for a stop while so many minibatches are trained.
struct StopAfter {
    long minibatches;
    Var operator()(const Var& output, const Step& now) const
    {
        if (now.k + 1 == minibatches) request_stop();
        return mean(output);
    }
};

// One minibatch an epoch.
Trained run(const std::vector<double>& validation, FitOptions options)
{
    Rng rng(1);
    Dataset data = two_classes(4, rng);
    data.labels.zeros();
    Scripted net(validation);
    Sgd sgd(net);
    options.epochs = static_cast<int>(validation.size());
    options.batch_size = 4;
    options.learning_rate = constant_rate(1);
    options.validation = &data;
    if (!options.loss) options.loss = [](const Var& output, const Step&) { return mean(output); };
    Run noted = fit(net, sgd, data, options, rng);
    request_stop(false);
    return {std::move(noted), net.w.scalar(), static_cast<double>(net.passes[0])};
}

} // namespace

BOOST_AUTO_TEST_CASE(a_run_has_one_value_a_minibatch_and_an_epoch)
{
    Rng rng(1);
    const Dataset training = two_classes(10, rng), validation = two_classes(6, rng);
    TinyNet net(3, 2, rng);
    Sgd sgd(net);
    std::vector<long> epochs;
    const Run noted =
        fit(net, sgd, training,
            {.epochs = 3,
             .batch_size = 4,
             .learning_rate = step_decay(0.5, 0.5, 3),
             .validation = &validation,
             .after_epoch =
                 [&](const Step& now, const Run& run) {
                     epochs.push_back(now.epoch);
                     BOOST_TEST(now.steps == 9);
                     BOOST_TEST(now.k == 3 * now.epoch + 2);
                     BOOST_TEST(run.curve("validation cost").values.size() == epochs.size());
                 }},
            rng);
    BOOST_TEST(epochs == (std::vector<long>{0, 1, 2}));
    BOOST_TEST(noted.curve("learning rate").values ==
               (std::vector<double>{0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125, 0.125}));
    const std::vector<double>& cost = noted.curve("cost").values;
    BOOST_TEST(cost.size() == 9);
    BOOST_TEST(noted.curve("training cost").updates == (std::vector<double>{3, 6, 9}));
    BOOST_TEST(noted.curve("training cost").values[1] == (cost[3] + cost[4] + cost[5]) / 3);
    const Evaluation end = evaluate(net, validation);
    BOOST_TEST(noted.last("validation cost", 0) == end.cost);
    BOOST_TEST(noted.last("validation accuracy", 0) == 100 * end.accuracy);
    BOOST_TEST(noted.curve("seconds").values.size() == 3);
    BOOST_TEST(std::isinf(noted.number("diverged at")));
    BOOST_TEST(sgd.steps() == 9);
}

BOOST_AUTO_TEST_CASE(it_learns_and_repeats_exactly)
{
    std::vector<double> before;
    for (int repeat = 0; repeat < 2; ++repeat) {
        Rng rng(1);
        const Dataset training = two_classes(200, rng);
        TinyNet net(3, 2, rng);
        Momentum momentum(net);
        const Run noted = fit(net, momentum, training, {.epochs = 20, .batch_size = 16}, rng);
        const std::vector<double>& costs = noted.curve("training cost").values;
        BOOST_TEST(costs.back() < 0.5 * costs.front());
        BOOST_TEST(evaluate(net, training).accuracy > 0.9);
        if (repeat == 0)
            before = noted.curve("cost").values;
        else
            BOOST_TEST(noted.curve("cost").values == before, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(a_cost_that_is_not_finite_ends_before_its_update,
                     *boost::unit_test::label("lab04"))
{
    int calls = 0;
    FitOptions options;
    options.loss = [&](const Var& output, const Step&) {
        return (calls++ == 2 ? not_a_number : 1.0) * mean(output);
    };
    const Trained outcome = run({1, 1, 1, 1, 1}, options);
    BOOST_TEST(outcome.run.number("diverged at") == 2);
    BOOST_TEST(outcome.run.curve("cost").values.size() == 2);
    BOOST_TEST(outcome.w == -2); // two updates and no more
}

BOOST_AUTO_TEST_CASE(too_large_a_rate_is_recorded_not_thrown, *boost::unit_test::label("lab04"))
{
    Rng rng(1);
    const Dataset training = two_classes(64, rng);
    TinyNet net(3, 2, rng);
    Sgd sgd(net);
    const Run noted = fit(net, sgd, training,
                          {.epochs = 50,
                           .batch_size = 16,
                           .learning_rate = constant_rate(std::numeric_limits<Real>::max())},
                          rng);
    BOOST_TEST(std::isfinite(noted.number("diverged at")));
    for (const double cost : noted.curve("cost").values) BOOST_TEST(std::isfinite(cost));
}

BOOST_AUTO_TEST_CASE(a_requested_stop_ends_training)
{
    const Trained outcome = run({1, 2, 3, 4}, {.loss = StopAfter{2}});
    BOOST_TEST(outcome.w == -2);
    BOOST_TEST(outcome.epochs() == 2);
}

// ---- early stopping ----

BOOST_AUTO_TEST_CASE(the_best_is_restored_when_training_ends_within_the_patience,
                     *boost::unit_test::label("lab12"))
{
    const Trained outcome = run({3, 2, 1, 5, 6}, {.patience = 3});
    BOOST_TEST(outcome.epochs() == 5); // the patience did not run out
    BOOST_TEST(outcome.best_epoch() == 3);
    BOOST_TEST(outcome.w == -3);
    BOOST_TEST(outcome.passes == 3); // the buffer too
}

BOOST_AUTO_TEST_CASE(it_stops_when_the_patience_runs_out, *boost::unit_test::label("lab12"))
{
    const Trained outcome = run({3, 1, 2, 2, 0}, {.patience = 2});
    BOOST_TEST(outcome.epochs() == 4);
    BOOST_TEST(outcome.best_epoch() == 2);
    BOOST_TEST(outcome.w == -2);
}

BOOST_AUTO_TEST_CASE(better_means_strictly_better, *boost::unit_test::label("lab12"))
{
    const Trained outcome = run({3, 1, 1, 1}, {.restore_best = true});
    BOOST_TEST(outcome.best_epoch() == 2);
    BOOST_TEST(outcome.w == -2);
    // "Previous best" is the best so far, not the epoch before: 2 after 3 is no new best here.
    BOOST_TEST(run({1, 3, 2}, {.restore_best = true}).best_epoch() == 1);
}

BOOST_AUTO_TEST_CASE(the_validation_cost_is_watched_not_the_training_cost,
                     *boost::unit_test::label("lab12"))
{
    // The training cost falls in every epoch, the validation cost only at first.
    const Trained falls = run({1, 2, 3, 4, 5}, {.patience = 2});
    const std::vector<double>& costs = falls.run.curve("training cost").values;
    BOOST_TEST(costs.size() == 3);
    BOOST_TEST(costs[2] < costs[0]);
    BOOST_TEST(falls.best_epoch() == 1);
    // Here the training cost rises in every epoch, and nothing stops.
    FitOptions options{.patience = 1};
    options.loss = [](const Var& output, const Step&) { return -1.0 * mean(output); };
    options.epochs = 3;
    const Trained rises = run({3, 2, 1}, options);
    BOOST_TEST(rises.epochs() == 3);
    BOOST_TEST(rises.best_epoch() == 3);
}

BOOST_AUTO_TEST_CASE(batch_norm_comes_back_with_its_running_statistics,
                     *boost::unit_test::label("lab12"))
{
    Rng rng(1);
    const Dataset training = two_classes(32, rng);
    Dataset validation = two_classes(16, rng);
    validation.labels = 1 - validation.labels; // what is learned is wrong here: the cost rises
    Sequential net;
    net.add(Linear(3, 4, rng)).add(BatchNorm(4)).add(relu_layer()).add(Linear(4, 2, rng));
    Sgd sgd(net);
    std::vector<std::vector<Matrix>> after; // each epoch
    FitOptions options{.epochs = 4,
                       .batch_size = 8,
                       .learning_rate = constant_rate(0.3),
                       .validation = &validation,
                       .restore_best = true};
    options.after_epoch = [&](const Step&, const Run&) { after.push_back(snapshot(net)); };
    const Run noted = fit(net, sgd, training, options, rng);
    const std::vector<double>& costs = noted.curve("validation cost").values;
    const auto best = static_cast<std::size_t>(noted.number("best epoch")) - 1;
    BOOST_REQUIRE(best + 1 < after.size());
    BOOST_TEST(identical(snapshot(net), after[best]));
    BOOST_TEST(evaluate(net, validation).cost == costs[best]);
    // With the last epoch's running statistics instead, the cost is another.
    auto& norm = dynamic_cast<BatchNorm&>(net.layer(1));
    const Column kept = norm.running.mean;
    restore(net, after.back());
    const RunningStatistics last = norm.running;
    restore(net, after[best]);
    BOOST_TEST(identical(Matrix(kept), norm.running.mean));
    norm.running = last;
    BOOST_TEST(evaluate(net, validation).cost != costs[best]);
}

BOOST_AUTO_TEST_CASE(the_best_may_be_the_last_epoch, *boost::unit_test::label("lab12"))
{
    const Trained outcome = run({3, 2, 4, 1}, {.patience = 2});
    BOOST_TEST(outcome.best_epoch() == 4);
    BOOST_TEST(outcome.w == -4);
    BOOST_TEST(outcome.passes == 4);
}

BOOST_AUTO_TEST_CASE(a_validation_cost_that_is_not_a_number_is_never_best,
                     *boost::unit_test::label("lab12"))
{
    const Trained first = run({not_a_number, 2, 3}, {.restore_best = true});
    BOOST_TEST(first.best_epoch() == 2);
    BOOST_TEST(first.w == -2);
    const Trained later = run({2, not_a_number, 3}, {.restore_best = true});
    BOOST_TEST(later.best_epoch() == 1);
    BOOST_TEST(later.w == -1);
    const Trained all = run({not_a_number, not_a_number, not_a_number}, {.restore_best = true});
    BOOST_TEST(std::isinf(all.best_epoch()));
    BOOST_TEST(all.w == -3); // nothing to go back to
    BOOST_TEST(run({not_a_number, not_a_number, not_a_number}, {.patience = 2}).epochs() == 2);
}

BOOST_AUTO_TEST_CASE(the_best_is_restored_however_training_ends, *boost::unit_test::label("lab12"))
{
    BOOST_TEST(run({2, 1, 3, 4}, {.restore_best = true, .loss = StopAfter{3}}).w == -2);

    int calls = 0;
    FitOptions diverged{.restore_best = true};
    diverged.loss = [&](const Var& output, const Step&) {
        return (calls++ == 3 ? not_a_number : 1.0) * mean(output);
    };
    const Trained outcome = run({2, 1, 3, 4}, diverged);
    BOOST_TEST(outcome.run.number("diverged at") == 3);
    BOOST_TEST(outcome.w == -2);
    BOOST_TEST(outcome.passes == 2);
}

BOOST_AUTO_TEST_CASE(without_it_the_last_parameters_stay, *boost::unit_test::label("lab12"))
{
    const Trained outcome = run({3, 1, 2, 4}, {});
    BOOST_TEST(outcome.best_epoch() == 2);
    BOOST_TEST(outcome.w == -4);
    Rng rng(1);
    const Dataset data = two_classes(4, rng);
    TinyNet net(3, 2, rng);
    Sgd sgd(net);
    BOOST_CHECK_THROW(fit(net, sgd, data, {.batch_size = 4, .patience = 1}, rng), ShapeError);
}

BOOST_AUTO_TEST_CASE(a_run_that_was_stopped_goes_on_as_if_it_had_not_been,
                     *boost::unit_test::label("lab11"))
{
    const testing::TemporaryFolder folder;
    Rng rng(5);
    const Dataset data = two_classes(40, rng);
    struct Result {
        Run run;
        std::vector<Matrix> values;
    };
    // Stops after `stop_after` minibatches in each call, until all are done.
    const auto train = [&](const std::filesystem::path& checkpoint, long stop_after) {
        Result result;
        for (long done = 0; done < 15;) {
            Rng init(1);
            TinyNet net(3, 2, init);
            Adam adam(net);
            FitOptions options;
            options.epochs = 3;
            options.batch_size = 8;
            options.validation = &data;
            options.checkpoint = checkpoint;
            options.change = [](Matrix& x, Rng& noise) {
                x += Real(0.1) * noise.normal_matrix(x.n_rows, x.n_cols);
            };
            long steps_here = 0;
            options.loss = [&](const Var& output, const Step& now) {
                if (++steps_here == stop_after) request_stop();
                return softmax_cross_entropy(output, now.labels);
            };
            result.run = fit(net, adam, data, options, Rng(7));
            request_stop(false);
            result.values = snapshot(net);
            done = checkpoint.empty() ? 15 : done + steps_here;
        }
        return result;
    };
    const Result whole = train({}, 1000);
    for (const long stop_after : {1000L, 5L, 4L, 7L}) {
        const Result parts = train(folder.path() / std::to_string(stop_after), stop_after);
        BOOST_TEST(identical(parts.values, whole.values));
        for (const char* curve : {"cost", "validation cost", "training cost"})
            BOOST_TEST(parts.run.curve(curve).values == whole.run.curve(curve).values);
    }
}

BOOST_AUTO_TEST_CASE(a_checkpoint_of_another_experiment_is_refused,
                     *boost::unit_test::label("lab11"))
{
    const testing::TemporaryFolder folder;
    Rng rng(5);
    const Dataset data = two_classes(40, rng), validation = two_classes(16, rng);
    const auto train = [&](const Dataset& training, FitOptions options, std::uint64_t seed = 7) {
        Rng init(1);
        TinyNet net(3, 2, init);
        Sgd sgd(net);
        options.checkpoint = folder / "checkpoint";
        if (options.validation == nullptr) options.validation = &validation;
        fit(net, sgd, training, options, Rng(seed));
    };
    const FitOptions usual{.epochs = 2, .batch_size = 8, .experiment = {{verbatim("seed"), "1"}}};
    train(data, usual);
    train(data, usual); // the same goes on
    const auto refused = [&](const Dataset& training, const FitOptions& options,
                             const std::string& what) {
        BOOST_CHECK_EXCEPTION(train(training, options), DataError, [&](const DataError& error) {
            return std::string(error.what()).find("another experiment: " + what) !=
                   std::string::npos;
        });
    };
    Dataset other = data;
    other.name = verbatim("other");
    refused(other, usual, "training set: ");
    other = data;
    other.x(2, 39) += Real(1e-3);
    refused(other, usual, "training set: ");
    other = data;
    other.labels[0] = 1 - other.labels[0];
    refused(other, usual, "training set: ");
    FitOptions options = usual;
    options.validation = &data;
    refused(data, options, "validation set: ");
    options = usual;
    options.epochs = 3;
    refused(data, options, "number of epochs: 2 there, 3 here");
    options = usual;
    options.batch_size = 10;
    refused(data, options, "samples in a minibatch: 8 there, 10 here");
    options = usual;
    options.experiment = {{verbatim("seed"), "2"}};
    refused(data, options, "seed: 1 there, 2 here");
    BOOST_CHECK_THROW(train(data, usual, 8), DataError); // another order of the samples
}

BOOST_AUTO_TEST_CASE(a_checkpoint_and_the_best_parameters_do_not_go_together)
{
    Rng rng(5);
    const Dataset data = two_classes(16, rng);
    TinyNet net(3, 2, rng);
    Sgd sgd(net);
    FitOptions options;
    options.batch_size = 8;
    options.validation = &data;
    options.restore_best = true;
    options.checkpoint = "never-written";
    BOOST_CHECK_THROW(fit(net, sgd, data, options, rng), ShapeError);
    BOOST_TEST(!std::filesystem::exists("never-written"));
}

// To a dense layer the order of the pixels is a matter of naming: with the rows of its W in the
// same order, the same training gives the same network.
BOOST_AUTO_TEST_CASE(an_mlp_learns_shuffled_pixels_as_it_learns_them_in_place)
{
    Rng rng(3);
    Dataset images{.name = verbatim("images"),
                   .shape = {3, 2},
                   .x = rng.normal_matrix(6, 40),
                   .labels = Labels(40),
                   .classes = {tr("left"), tr("right")}};
    for (Index n = 0; n < 40; ++n) images.labels[n] = images.x(0, n) * images.x(4, n) > 0;
    const arma::uvec order{4, 0, 5, 2, 1, 3};
    Dataset shuffled = images;
    shuffled.x = images.x.rows(order);

    Rng one(8), other(8);
    Sequential in_place = mlp({6, 5, 2}, one), in_order = mlp({6, 5, 2}, other);
    Matrix& W = parameters(in_order)[0].value();
    W = Matrix(W.rows(order));
    const auto outputs = [](Sequential& net, const Dataset& data) {
        Sgd sgd(net);
        fit(net, sgd, data, {.epochs = 10, .batch_size = 8}, Rng(9));
        return predict(net, data.x, data.shape);
    };
    const Matrix before = predict(in_place, images.x, images.shape);
    const Matrix after = outputs(in_place, images), after_shuffle = outputs(in_order, shuffled);
    const double tolerance = sizeof(Real) == sizeof(double) ? 1e-10 : 1e-3;
    BOOST_TEST(largest_magnitude(after - after_shuffle) < tolerance);
    BOOST_TEST(largest_magnitude(after - before) > 0.1); // it did learn
}

BOOST_AUTO_TEST_CASE(an_mlp_for_data_goes_from_their_features_to_their_classes)
{
    Dataset data;
    data.x.set_size(7, 1);
    data.classes = {verbatim("a"), verbatim("b"), verbatim("c")};
    Rng rng(1), same(1);
    Sequential net = mlp_for(data, {5, 4}, rng), expected = mlp({7, 5, 4, 3}, same);
    const std::vector<Var> ours = parameters(net), theirs = parameters(expected);
    BOOST_REQUIRE(ours.size() == theirs.size());
    for (std::size_t i = 0; i < ours.size(); ++i)
        BOOST_TEST(arma::approx_equal(ours[i].value(), theirs[i].value(), "absdiff", 0));
}

BOOST_AUTO_TEST_SUITE_END()
