#include "labs/lab03_sgd_and_gd/sizes.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab03_sizes, *boost::unit_test::label("lab03"))

using namespace lab03;

namespace {

// Clouds that a line divides.
Split two_clouds()
{
    Rng rng(5);
    Dataset data;
    data.shape = Shape{3};
    data.x = rng.normal_matrix(3, 40);
    data.labels = Labels(40);
    for (Index i = 0; i < 40; ++i) {
        data.labels[i] = i % 2;
        data.x(0, i) += i % 2 == 0 ? 3 : -3;
    }
    data.classes.resize(2);
    return {data, data, data};
}

Comparison with_errors(const char* name, double small, double large)
{
    const auto runs = [](double error) {
        std::vector<Run> five;
        for (int i = 0; i < 5; ++i) {
            five.emplace_back();
            five.back()["test error"] = error + 0.01 * (i % 2);
        }
        return five;
    };
    std::vector<Compared> sizes(3);
    const std::vector<std::pair<const char*, double>> of{{"16", 0}, {"64", small}, {"256", large}};
    for (std::size_t i = 0; i < 3; ++i) {
        sizes[i].name = verbatim(of[i].first);
        sizes[i].runs = runs(of[i].second);
    }
    return {verbatim(name), Study(std::move(sizes))};
}

} // namespace

BOOST_AUTO_TEST_CASE(down_to_a_cost_and_no_further)
{
    const Split data = two_clouds();
    const Size size{verbatim("8"), {.batch = 8, .updates = 400}, 1, 0.2};
    const Run run = learn(size, 0.1, data, Rng(1));
    BOOST_TEST(run.number("training cost") <= 0.2);
    BOOST_TEST(run.number("updates") < 400);
    BOOST_TEST(run.number("updates") == run.kept("updates").back());
    BOOST_TEST(run.number("test error") < 20);
    const Size whole{verbatim("8"), {.batch = 8, .updates = 400}, 1};
    const Run all = learn(whole, 0.1, data, Rng(1));
    BOOST_TEST(all.number("updates") == 400);
    BOOST_TEST(all.number("training cost") < run.number("training cost"));
}

BOOST_AUTO_TEST_CASE(a_cost_that_is_not_reached_is_the_worst)
{
    const Size size{verbatim("8"), {.batch = 8, .updates = 5}, 1, 1e-9};
    const Run run = learn(size, 0.1, two_clouds(), Rng(1));
    for (const char* number : {"training cost", "updates", "test error"})
        BOOST_TEST(std::isinf(run.number(number)));
}

BOOST_AUTO_TEST_CASE(much_better_is_a_point_and_may_depend_on_what_is_equal)
{
    const auto found = [](double other) {
        return small_predict_better({with_errors("a", 20, 25), with_errors("b", 20, other)});
    };
    BOOST_TEST((found(22).outcome == Outcome::supported));
    BOOST_TEST((found(20.5).outcome == Outcome::it_depends)); // less than a point
    BOOST_TEST((found(18).outcome == Outcome::it_depends));
    BOOST_TEST(found(18).condition.english() == "what is held equal");
}

BOOST_AUTO_TEST_SUITE_END()
