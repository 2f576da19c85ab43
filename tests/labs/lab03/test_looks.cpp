#include "labs/lab03_sgd_and_gd/looks.hpp"
#include "nn/layers.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab03_looks, *boost::unit_test::label("lab03"))

using namespace lab03;

namespace {

Dataset samples(Index n)
{
    Rng rng(5);
    Dataset data;
    data.shape = Shape{3};
    data.x = rng.normal_matrix(3, n);
    data.labels = Labels(n);
    for (Index i = 0; i < n; ++i) data.labels[i] = rng.below(4);
    return data;
}

// A run that was at these costs after 1, 2, … updates of a second and 10 samples each.
Run run_of(const std::vector<double>& costs, double accuracy = 0)
{
    Run run;
    for (std::size_t k = 0; k < costs.size(); ++k) {
        Step now;
        now.k = long(k);
        run.note(now, "training cost", costs[k]);
    }
    const int updates = int(costs.size());
    run.keep("samples", linear_space(10, 10.0 * updates, updates));
    run.keep("seconds", linear_space(1, updates, updates));
    run["training cost"] = costs.back();
    run["test accuracy"] = accuracy;
    return run;
}

Study study_of(const std::vector<std::pair<std::string, std::vector<Run>>>& methods)
{
    std::vector<Compared> all;
    for (const auto& [name, runs] : methods) {
        all.emplace_back();
        all.back().name = verbatim(name);
        all.back().runs = runs;
    }
    return Study(std::move(all));
}

} // namespace

BOOST_AUTO_TEST_CASE(looks_are_ever_rarer_and_the_last_update_is_seen)
{
    const Dataset data = samples(10);
    Rng rng(1);
    Sequential net = mlp({3, 5, 4}, rng);
    Looks looks(net, data);
    for (const Step& now : steps_of(data, {.batch = 4, .updates = 20}, rng)) looks.after(now);
    const Run run = looks.ended({data, data, data});
    using boost::test_tools::per_element;
    const std::vector<double> updates{1, 2, 3, 4, 6, 9, 13, 20}, seen{4, 8, 10, 14, 20, 30, 44, 68};
    BOOST_TEST(run.kept("updates") == updates, per_element());
    BOOST_TEST(run.kept("samples") == seen, per_element());
    BOOST_TEST(std::abs(run.kept("epochs").back() - 6.8) < 1e-12);
    BOOST_TEST(run.number("training cost") == evaluate(net, data).cost);
    BOOST_TEST(run.number("validation error") == 100 - run.number("validation accuracy"));
}

BOOST_AUTO_TEST_CASE(a_run_without_an_end_has_no_numbers)
{
    const Dataset data = samples(10);
    Rng rng(1);
    Sequential net = mlp({3, 5, 4}, rng);
    Looks looks(net, data);
    for (const Step& now : steps_of(data, {.batch = 4, .updates = 20}, rng)) {
        if (now.k == 5) break; // it diverged
        looks.after(now);
    }
    const Run run = looks.ended({data, data, data});
    BOOST_TEST(run.kept("updates").size() == 4U);
    BOOST_TEST(std::isinf(run.number("training cost")));
    BOOST_TEST(std::isinf(run.number("validation error")));
}

BOOST_AUTO_TEST_CASE(sooner_means_where_the_cost_is_first_as_low)
{
    // The worst run of GD ends at 1.0: SGD is there after 2 updates and 1.
    const Study study = study_of(
        {{"GD",
          {run_of({3, 2, 1}), run_of({3, 1, 0.5}), run_of({3, 1}), run_of({3, 1}), run_of({3, 1})}},
         {"SGD",
          {run_of({2, 0.9, 2}), run_of({0.1}), run_of({0.1}), run_of({0.1}), run_of({0.1})}}});
    const Evidence found = sooner(study, "SGD", "GD", "GD", tr("samples"));
    BOOST_TEST((found.outcome == Outcome::supported));
    BOOST_TEST(found.numbers.at(0).first == "samples, SGD");
    BOOST_TEST(found.numbers.at(0).second.values == (std::vector<double>{20, 10, 10, 10, 10}),
               boost::test_tools::per_element());
    BOOST_TEST(found.numbers.at(1).second.values == (std::vector<double>{30, 20, 20, 20, 20}),
               boost::test_tools::per_element());
    BOOST_TEST((sooner(study, "GD", "SGD", "GD", tr("seconds")).outcome == Outcome::not_supported));
}

BOOST_AUTO_TEST_CASE(a_run_that_never_gets_there_is_the_latest)
{
    const Study study = study_of(
        {{"64", std::vector(5, run_of({2, 1}))}, {"1", std::vector(5, run_of({3, 3, 3, 3}))}});
    const Evidence found = sooner(study, "64", "1", "64", tr("samples"));
    BOOST_TEST((found.outcome == Outcome::supported));
    BOOST_TEST(std::isinf(found.numbers.at(1).second.median));
}

BOOST_AUTO_TEST_CASE(small_minibatches_must_win_in_each_comparison)
{
    const auto comparison = [](const char* name, double small, double large) {
        return Comparison{verbatim(name), study_of({{"16", std::vector(5, run_of({1}, 0))},
                                                    {"64", std::vector(5, run_of({1}, small))},
                                                    {"256", std::vector(5, run_of({1}, large))}})};
    };
    BOOST_TEST((small_predict_better({comparison("a", 80, 70), comparison("b", 80, 70)}).outcome ==
                Outcome::supported));
    BOOST_TEST((small_predict_better({comparison("a", 80, 70), comparison("b", 70, 80)}).outcome ==
                Outcome::not_supported));
}

BOOST_AUTO_TEST_SUITE_END()
