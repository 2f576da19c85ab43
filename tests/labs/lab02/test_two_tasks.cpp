#include "labs/lab02_losses/two_tasks.hpp"
#include "nn/layers.hpp"
#include "nn/models.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab02_two_tasks, *boost::unit_test::label("lab02"))

using namespace lab02;

namespace {

// Five seeds that differ a little, the same on validation and on test but for `more` on the latter.
Compared task(const Text& name, double right, double off, double more = 0)
{
    std::vector<Run> runs(5);
    for (std::size_t i = 0; i < 5; ++i) {
        const double a_little = 0.05 * double(i);
        runs[i]["validation accuracy"] = right + a_little;
        runs[i]["validation angle error"] = off + a_little / 10;
        runs[i]["test accuracy"] = right + more + a_little * 1.1;
        runs[i]["test angle error"] = off + a_little / 11;
    }
    return {name, 0, {}, {}, runs};
}

Study with_one(double accuracy, double error)
{
    return Study({task(tr("class alone"), 90, 60), task(tr("angle alone"), 10, 5),
                  task(verbatim("λ = 1"), accuracy, error)});
}

} // namespace

BOOST_AUTO_TEST_CASE(a_lambda_that_serves_both_tasks)
{
    const auto answer = [](double accuracy, double error) {
        return what_it_does(with_one(accuracy, error), 1);
    };
    BOOST_TEST(answer(89, 5.4) == 0u);
    BOOST_TEST(answer(87, 5) == 1u);
    BOOST_TEST(answer(91, 6.2) == 1u); // 24 % more error
    BOOST_TEST(answer(91, 4.5) == 2u);
    BOOST_CHECK(serves_both(with_one(89, 5.4), 1).outcome == Outcome::supported);
    BOOST_CHECK(serves_both(with_one(87, 5.4), 1).outcome == Outcome::not_supported);
    std::vector<Compared> two = with_one(89, 5.4).methods();
    for (Compared& one : two) one.runs.resize(2);
    BOOST_TEST(what_it_does(Study(two), 1) == 3u);
}

BOOST_AUTO_TEST_CASE(lambda_is_chosen_on_validation_alone)
{
    const Study study({task(tr("class alone"), 90, 60), task(tr("angle alone"), 10, 5),
                       task(verbatim("λ = 1"), 89, 5.2), task(verbatim("λ = 3"), 88, 5.1, 5)});
    BOOST_TEST(chosen_lambda(study, {3, 1}) == 1); // though 3 is better on the test part
}

BOOST_AUTO_TEST_CASE(as_lambda_grows_one_task_pays_for_the_other)
{
    const auto outcome = [](const Numbers& right, const Numbers& off) {
        std::vector<Compared> all;
        const Numbers lambdas{1, 3, 10};
        for (std::size_t i = 0; i < 3; ++i)
            all.push_back(task(verbatim("λ = {:L}", lambdas[i]), right[i], off[i]));
        return trades(Study(all), {10, 1, 3}).outcome; // in whatever order they were given
    };
    BOOST_CHECK(outcome({90, 88, 85}, {9, 7, 6}) == Outcome::supported);
    BOOST_CHECK(outcome({90, 88, 85}, {6, 7, 9}) == Outcome::not_supported);
}

BOOST_AUTO_TEST_CASE(answers_are_classes_first_and_then_an_angle)
{
    Turned data;
    data.images.shape = {3, 1, 1};
    data.images.x = Matrix{{5, 0}, {0, 5}, {Real(degree), Real(-2 * degree)}};
    data.images.labels = {0, 0};
    data.images.classes = {verbatim("a"), verbatim("b")};
    data.angles = Matrix{{Real(4 * degree), Real(-3 * degree)}};
    Rng rng(1);
    Sequential net = mlp({3, 3}, rng);
    parameters(net)[0].value().eye();
    parameters(net)[1].value().zeros();
    Run run;
    note_answers(run, "test", net, data);
    BOOST_TEST(run.number("test accuracy") == 50);
    BOOST_TEST(std::abs(run.number("test angle error") - 2) < 1e-4); // 3° and 1° off
}

BOOST_AUTO_TEST_CASE(each_task_alone_is_learned_and_the_other_is_not)
{
    Rng rng(1);
    const auto part = [&](Index n) { // the class is the sign of one number, the angle another
        Turned data;
        data.images = {.name = verbatim("two"),
                       .shape = {2, 1, 1},
                       .x = rng.normal_matrix(2, n),
                       .labels = Labels(n),
                       .classes = {verbatim("a"), verbatim("b")}};
        for (Index i = 0; i < n; ++i) data.images.labels[i] = data.images.x(0, i) > 0;
        data.angles = 0.5 * data.images.x.row(1);
        return data;
    };
    const Rotated data{part(3000), part(200), part(200)};
    const auto learn = [&](const Task& task) {
        return learn_two_tasks(
            task, data, [](const Var& a, double lambda, const Var& b) { return a + lambda * b; },
            Rng(3));
    };
    const std::vector<Task> all = tasks({1});
    const Run of_class = learn(all[0]), of_angle = learn(all[1]), both = learn(all[2]);
    for (const Run* run : {&of_class, &both}) BOOST_TEST(run->number("test accuracy") > 90);
    for (const Run* run : {&of_angle, &both}) BOOST_TEST(run->number("test angle error") < 8);
    BOOST_TEST(of_angle.number("validation accuracy") < 85);
    BOOST_TEST(of_class.number("validation angle error") > 12);
}

BOOST_AUTO_TEST_SUITE_END()
