#include "base/error.hpp"
#include "labs/lab14_mnist_cnn/recipe.hpp"
#include "nn/models.hpp"
#include "nn/summary.hpp"
#include "temporary.hpp"
#include "train/runs.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab14_recipe, *boost::unit_test::label("lab14"))

using namespace descente;
using namespace lab14;
using namespace descente::testing;

namespace {

// A bright bar in a dark image: upright (class 0) or lying (class 1).
Dataset bars(Index n, Rng& rng)
{
    Dataset data{.name = verbatim("bars"),
                 .shape = {8, 8, 1},
                 .x = Matrix(64, n, arma::fill::zeros),
                 .labels = Labels(n),
                 .classes = {verbatim("|"), verbatim("—")}};
    for (Index i = 0; i < n; ++i) {
        data.labels[i] = i % 2;
        const Index at = 2 + rng.below(4);
        for (Index k = 1; k < 7; ++k) data.x(i % 2 == 0 ? k + 8 * at : at + 8 * k, i) = 1;
    }
    return data;
}

Run run_with(double cost, const std::vector<double>& errors)
{
    Run run;
    run["validation cost"] = cost;
    for (std::size_t pixels = 0; pixels < errors.size(); ++pixels)
        run[error_at(int(pixels))] = errors[pixels];
    return run;
}

Study study_of(const std::vector<std::pair<Text, Run>>& methods)
{
    std::vector<Compared> compared;
    for (const auto& [name, run] : methods) {
        compared.push_back({name, 0, {}, {}, {}});
        compared.back().runs = {run, run, run};
    }
    return Study(compared);
}

} // namespace

BOOST_AUTO_TEST_CASE(an_mlp_has_as_many_parameters)
{
    Rng rng(1);
    Dataset data{.name = verbatim("none"),
                 .shape = {28, 28, 1},
                 .x = Matrix(784, 0),
                 .labels = {},
                 .classes = std::vector<Text>(10)};
    const double lenet = 61706; // parameters: tests/nn/test_models.cpp
    for (const Index hidden : {1, 2, 3}) {
        const std::vector<Index> sizes = sizes_of_rival(Index(lenet), data, hidden);
        BOOST_TEST(sizes.size() == hidden + 2);
        const auto off_by = [&](Index width) {
            Sequential net = mlp(layer_sizes(784, hidden, width, 10), rng);
            return std::abs(double(parameter_count(net)) - lenet);
        };
        BOOST_TEST(off_by(sizes[1]) <= 0.01 * lenet);
        BOOST_TEST(off_by(sizes[1]) <= off_by(sizes[1] + 1)); // no neighbour is nearer
        BOOST_TEST(off_by(sizes[1]) <= off_by(sizes[1] - 1));
    }
    BOOST_TEST(sizes_of_rival(785 * 30 + 31 * 10, data, 1)[1] == 30);
    BOOST_TEST(sizes_of_rival(1, data, 2)[1] == 1);
}

BOOST_AUTO_TEST_CASE(looks_are_evenly_spread_and_the_last_is_at_the_end)
{
    for (const long per_epoch : {1, 2, 7, 10}) {
        long looks = 0;
        Step now;
        now.steps = 3 * per_epoch;
        for (now.k = 0; now.k < now.steps; ++now.k) looks += time_to_look(now, 3);
        BOOST_TEST(looks == std::min(6L, now.steps));
        now.k = now.steps - 1;
        BOOST_TEST(time_to_look(now, 3));
    }
}

BOOST_AUTO_TEST_CASE(alpha_rises_in_a_tenth_and_falls_to_zero)
{
    const Schedule alpha = rise_and_fall(2, 100);
    BOOST_TEST(alpha(0) == 0.2);
    BOOST_TEST(alpha(10) == 2);
    BOOST_TEST(alpha(55) == 1, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(alpha(99) < 0.001);
}

BOOST_AUTO_TEST_CASE(errors_of_the_cnn_for_ten_of_its_rival)
{
    const auto answer = [](double errors) {
        return errors_for_ten(study_of({{verbatim("CNN"), run_with(1, {errors})},
                                        {verbatim("MLP"), run_with(1, {20})}}),
                              "CNN", "MLP");
    };
    BOOST_TEST(answer(20) == 0U);
    BOOST_TEST(answer(16) == 1U); // 8 for 10
    BOOST_TEST(answer(10) == 2U);
    BOOST_TEST(answer(24) == 3U);
}

BOOST_AUTO_TEST_CASE(what_is_still_right_after_the_shift)
{
    const auto answer = [](double error) {
        return right_when_shifted(
            study_of({{verbatim("CNN"), run_with(1, {10, 11, 12, 13, error})}}).methods()[0]);
    };
    BOOST_TEST(answer(11) == 0U);
    BOOST_TEST(answer(40) == 1U);
    BOOST_TEST(answer(70) == 2U);
    Compared mixed{verbatim("CNN"), 0, {}, {}, {}};
    mixed.runs = {run_with(1, {10, 11, 12, 13, 40}), run_with(1, {10, 11, 12, 13, 60})};
    BOOST_TEST(right_when_shifted(mixed) == 3U);
}

BOOST_AUTO_TEST_CASE(filters_leave_a_pixel_of_the_smallest_image)
{
    check_kernel(5, {12, 14, 1});
    BOOST_CHECK_THROW(check_kernel(6, {12, 14, 1}), UsageError);
}

BOOST_AUTO_TEST_CASE(a_wide_cnn_counts_its_batch_norms)
{
    Rng rng(1);
    Sequential net = wide_cnn({28, 28, 1}, 10, rng);
    const Summary table = summarise(net, {28, 28, 1});
    BOOST_TEST(table.parameters == parameter_count(net));
    BOOST_TEST(table.parameters ==
               25 * 32 + 2 * 32 + 800 * 64 + 2 * 64 + 1600 * 128 + 128 + 2 * 128 + 1290);
}

BOOST_AUTO_TEST_CASE(the_long_training_goes_on_from_its_checkpoint)
{
    Rng draws(1);
    const Parts parts =
        image_parts({.training = bars(150, draws), .test = bars(40, draws)}, 120, 30, draws);
    const TemporaryFolder folder;
    const auto train = [&](const std::filesystem::path& file, long stop_after) {
        Rng rng(4);
        Sequential net = mlp({64, 8, 2}, rng);
        FitOptions options{.epochs = 4};
        options.checkpoint = folder / file;
        options.after_epoch = [&](const Step& now, const Run&) {
            if (now.epoch + 1 == stop_after) request_stop();
        };
        Run run = train_wide(net, parts, options, rng);
        request_stop(false);
        return run;
    };
    const Run whole = train("whole", 0);
    BOOST_TEST(train("parts", 2).curve("validation cost").values.size() == 2);
    const Run resumed = train("parts", 0);
    for (const char* curve : {"validation cost", "cost"})
        BOOST_TEST(resumed.curve(curve).values == whole.curve(curve).values,
                   boost::test_tools::per_element());
    BOOST_TEST(whole.last("learning rate", 1) < 0.2); // the cosine, a step before its end
}

BOOST_AUTO_TEST_CASE(the_rival_is_the_better_of_the_others)
{
    const Study study = study_of({{verbatim("a"), run_with(0.5, {2, 3, 4, 5, 6})},
                                  {verbatim("CNN"), run_with(0.1, {1, 2, 3, 4, 5})},
                                  {verbatim("b"), run_with(0.4, {0, 3, 4, 5, 5})}});
    BOOST_TEST(rival_in(study) == "b");
    // Unshifted images do not count.
    BOOST_CHECK(on_shifted_images(study, "CNN", "a").outcome == Outcome::supported);
    BOOST_CHECK(on_shifted_images(study, "a", "CNN").outcome == Outcome::not_supported);
    // At four pixels it has as many, in every seed.
    BOOST_CHECK(on_shifted_images(study, "CNN", "b").outcome == Outcome::not_supported);
}

BOOST_AUTO_TEST_CASE(one_long_training_reaches_its_goal_or_does_not)
{
    BOOST_CHECK(reached(99.5, 99.62).outcome == Outcome::supported);
    BOOST_CHECK(reached(99.5, 99.41).outcome == Outcome::not_supported);
}

BOOST_AUTO_TEST_SUITE_END()
