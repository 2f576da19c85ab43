#include "io/files.hpp"
#include "labs/lab11_resnet/full_training.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(full_training, *boost::unit_test::label("lab11"))

using namespace lab11;

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
    Dataset data{.name = verbatim("bright or dark"),
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
        FitOptions options{.epochs = 4};
        options.after_epoch = [&](const Step&, const Run&) { ++epochs; };
        options.checkpoint = folder.path() / "net";
        const Run trained = train_resnet(net, {.training = data, .test = data}, options, rng);
        return std::pair{trained, epochs};
    };
    const auto [first, trained] = run();
    const Numbers& accuracy = first.curve("validation accuracy").values;
    const Numbers& cost = first.curve("training cost").values;
    BOOST_TEST(trained == 4);
    BOOST_TEST(accuracy.size() == 4);
    BOOST_TEST(cost.back() < cost.front());
    const auto [second, none] = run();
    BOOST_TEST(none == 0);
    BOOST_TEST(second.curve("validation accuracy").values == accuracy);
}

BOOST_AUTO_TEST_CASE(test_errors_in_percent)
{
    Run run;
    const Step now;
    run.note(now, "validation accuracy", 50);
    run.note(now, "validation accuracy", 90);
    const Figure figure = test_error_figure(run, 8.75);
    const auto& line = figure.frames()[0][0].parts().series[0];
    BOOST_TEST(std::abs(line[Role::y][1] - 10) < 1e-9);
    BOOST_TEST(figure.frames()[0][0].parts().guides.size() == 1);
    const Figure elsewhere = test_error_figure(run, {}); // nothing is published of other sets
    BOOST_TEST(elsewhere.frames()[0][0].parts().guides.empty());
}

BOOST_AUTO_TEST_SUITE_END()
