#include "base/error.hpp"
#include "labs/lab14_mnist_cnn/classifier_figures.hpp"
#include "nn/models.hpp"
#include "plot/grid_values.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace descente;

BOOST_AUTO_TEST_SUITE(classifier_figures, *boost::unit_test::label("lab14"))

namespace {

const PanelParts& panel_of(const Figure& figure, std::size_t i)
{
    return figure.frames()[0][i].parts();
}

std::vector<std::vector<ImageRun>> two_kinds()
{
    std::vector<std::vector<ImageRun>> runs(2, std::vector<ImageRun>(3));
    for (std::size_t kind = 0; kind < 2; ++kind)
        for (std::size_t seed = 0; seed < 3; ++seed) {
            ImageRun& run = runs[kind][seed];
            run.cost = {{{2, 1}, {3, 2}}};
            run.accuracy = {{{80, 90}, {70, 80.0 + double(seed)}}};
            run.error = {1.0 + double(kind), 10};
        }
    return runs;
}

} // namespace

BOOST_AUTO_TEST_CASE(rows_of_the_confusion_matrix_are_true_classes)
{
    // Two of class a taken for b, and never the other way round.
    const arma::umat table{{5, 2, 0}, {0, 4, 0}, {1, 0, 3}};
    const Figure figure = confusion_figure("confusion", table, {"a", "b", "c"});
    const PanelParts& panel = panel_of(figure, 0);
    const auto& heat = panel.series[0];
    BOOST_TEST(grid_values(heat)(0, 1) == 2); // z(i, j) belongs to y[i], x[j]
    BOOST_TEST(std::isnan(grid_values(heat)(1, 0)));
    BOOST_TEST(panel.y.label.english() == "true class");
    BOOST_TEST(panel.x.label.english() == "predicted class");
    BOOST_TEST(panel.y_downwards); // the first class at the top
    BOOST_TEST(heat.grid->show_values);
    BOOST_TEST(figure.title().english().ends_with("12 right of 15"));
    BOOST_CHECK_THROW(confusion_figure("confusion", table, {"a", "b"}), ShapeError);
}

BOOST_AUTO_TEST_CASE(mistakes_say_truth_answer_and_probability)
{
    const Dataset data{.name = "four",
                       .shape = {1, 2, 1},
                       .x = {{0, 1, 2, 3}, {4, 5, 6, 7}},
                       .labels = {0, 1, 0, 1},
                       .classes = {tr("cat"), tr("dog")}};
    const std::vector<Mistake> two{{2, 0, 1, 0.987, 4}, {1, 1, 0, 0.6, 1}};
    const Figure figure = mistakes_figure("mistakes", two, 2, data, 6);
    const auto& images = panel_of(figure, 0).images[0];
    BOOST_TEST(images.captions[0].english() == "cat → dog, 99 %");
    BOOST_TEST(images.captions[0].in(Language("fr")) == "chat → chien, 99 %");
    BOOST_TEST(images.pixels(1, 0) == 6); // sample 2 first
    BOOST_TEST(images.pixels(1, 1) == 5);
    BOOST_TEST(figure.title().english().find("2 mistakes on 4 images") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(curves_of_both_parts_of_the_kinds_that_are_shown)
{
    const Figure figure = learning_figure("Learning", {"CNN", "MLP"}, two_kinds(), {1});
    const auto& costs = panel_of(figure, 0).series;
    BOOST_REQUIRE(costs.size() == 2);
    const auto& training = costs[0];
    BOOST_TEST(training.label.english() == "MLP, training");
    BOOST_TEST(training.look.colour == 2);
    BOOST_TEST((training[Role::x] == Numbers{0.5, 1}));
    BOOST_TEST((training[Role::y] == Numbers{2, 1}));
    const auto& validation = panel_of(figure, 1).series[1];
    BOOST_TEST((validation[Role::low] == Numbers{70, 80}));
    BOOST_TEST((validation[Role::high] == Numbers{70, 82}));
}

BOOST_AUTO_TEST_CASE(accuracy_against_shift_starts_at_no_shift)
{
    const Figure figure = shifts_figure("Shifts", {"CNN", "MLP"}, two_kinds());
    const auto& mlp = panel_of(figure, 0).series[1];
    BOOST_TEST((mlp[Role::x] == Numbers{0, 1}));
    BOOST_TEST((mlp[Role::y] == Numbers{98, 90}));
    BOOST_TEST(panel_of(figure, 0).x.names.size() == 2); // "0" and "1", no half pixels
}

BOOST_AUTO_TEST_CASE(a_long_run_ends_with_its_test_error)
{
    History history;
    history.validation_accuracy = {0.5, 0.9, 0.75};
    const PanelParts panel = panel_of(long_run_figure("Long", history, 0.45), 0);
    BOOST_TEST((panel.series[0][Role::y] == Numbers{50, 100 * (1 - 0.9), 25}));
    BOOST_TEST(panel.marks[0].x == 3);
    BOOST_TEST(panel.marks[0].label.in(Language("fr")) == "test : 0,45 %");
}

BOOST_AUTO_TEST_CASE(maps_are_those_after_the_layers_asked_for)
{
    Rng rng(1);
    const Shape shape{12, 14, 1};
    Sequential net = lenet(shape, 3, rng);
    const Matrix x = rng.normal_matrix(shape.size(), 2);
    const Figure figure = feature_maps_figure("maps", net, x, shape, {1, 4});
    BOOST_REQUIRE(figure.frames()[0].size() == 6);
    const auto& first = panel_of(figure, 4).images[0]; // of image 1
    BOOST_TEST((first.shape == Shape{12, 14}));
    BOOST_TEST(first.pixels.n_cols == 6);
    Var h = constant(x.col(1), shape);
    for (const Index layer : {0, 1}) h = net.layer(layer).forward(h, Mode::eval);
    BOOST_TEST(arma::approx_equal(arma::vectorise(first.pixels), h.value().col(0), "absdiff", 0));
    const auto& second = panel_of(figure, 5).images[0];
    BOOST_TEST((second.shape == Shape{2, 3}));
    BOOST_TEST(second.pixels.n_cols == 16);
    BOOST_TEST(panel_of(figure, 5).title.english() == "16 maps 2 × 3");
}

BOOST_AUTO_TEST_SUITE_END()
