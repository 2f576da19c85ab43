#include "labs/lab02_losses/two_tasks.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab02_two_tasks, *boost::unit_test::label("lab02"))

using namespace lab02;

BOOST_AUTO_TEST_CASE(a_lambda_that_serves_both_tasks)
{
    const auto answer = [](double accuracy, double error) {
        const auto task = [](const Text& name, double right, double off) {
            Run run;
            run["accuracy"] = right;
            run["angle error"] = off;
            return Compared{name, 0, {}, {}, {run}};
        };
        return serves_both(Study({task(tr("class alone"), 90, 60), task(tr("angle alone"), 10, 5),
                                  task(verbatim("λ = 1"), accuracy, error)}),
                           {1});
    };
    BOOST_TEST(answer(89.5, 5.2) == 0u);
    BOOST_TEST(answer(88, 5) == 1u);
    BOOST_TEST(answer(91, 5.6) == 1u); // 12 % more error
    BOOST_TEST(answer(91, 4.5) == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
