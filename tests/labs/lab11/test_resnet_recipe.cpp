#include "io/files.hpp"
#include "labs/lab11_resnet/resnet_recipe.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;

BOOST_AUTO_TEST_SUITE(resnet_recipe, *boost::unit_test::label("lab11"))

BOOST_AUTO_TEST_CASE(the_rate_falls_at_one_half_and_three_quarters)
{
    const Schedule rate = resnet_rate(64000);
    BOOST_TEST(rate(0) == 1);
    BOOST_TEST(rate(31999) == 1);
    BOOST_TEST(rate(32000) == 0.1);
    BOOST_TEST(rate(47999) == 0.1);
    BOOST_TEST(rate(48000) == 0.01);
    BOOST_TEST(rate(63999) == 0.01);
}

BOOST_AUTO_TEST_CASE(a_run_learns_leaves_a_checkpoint_and_is_finished_when_it_is_called_again)
{
    const testing::TemporaryFolder folder;
    Rng rng(1);
    Dataset data{.name = "bright or dark",
                 .shape = {9, 8, 1},
                 .x = rng.normal_matrix(72, 128, 0, 0.3),
                 .labels = Labels(128),
                 .classes = {tr("dark"), tr("bright")}};
    for (Index n = 0; n < 128; ++n) {
        data.labels[n] = n % 2;
        data.x.col(n) += n % 2 ? Real(1) : Real(-1);
    }
    const auto run = [&] {
        Rng init(2);
        Sequential net = resnet({.blocks = {1}, .channels = {4}, .in = 1, .classes = 2}, init);
        int epochs = 0;
        const History history = train_resnet(
            net, data, data, 4, folder.path() / "net", [&](const Progress&) { ++epochs; }, rng);
        return std::pair{history, epochs};
    };
    const auto [first, trained] = run();
    BOOST_TEST(trained == 4);
    BOOST_TEST(first.validation_accuracy.size() == 4);
    BOOST_TEST(first.training_cost.back() < first.training_cost.front());
    const auto [second, none] = run();
    BOOST_TEST(none == 0);
    BOOST_TEST(second.validation_accuracy == first.validation_accuracy);
}

BOOST_AUTO_TEST_SUITE_END()
