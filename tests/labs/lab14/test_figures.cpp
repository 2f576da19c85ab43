#include "labs/lab14_mnist_cnn/figures.hpp"
#include "nn/models.hpp"
#include "plot/grid_values.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab14_figures, *boost::unit_test::label("lab14"))

using namespace descente;
using namespace lab14;

namespace {

const PanelParts& panel_of(const Figure& figure, std::size_t i)
{
    return figure.frames()[0][i].parts();
}

// Three numbers a sample, which the network gives as they are: its logits.
struct Example {
    Dataset data{.name = verbatim("five"),
                 .shape = {3, 1, 1},
                 .x = {{3, 1, Real(0.1), -9, 0}, {0, 2, 0, 9, 4}, {0, 0, 0, 0, 0}},
                 .labels = {0, 0, 0, 0, 2},
                 .classes = {tr("cat"), tr("dog"), verbatim("c")}};
    Sequential net;
    Example()
    {
        Rng rng(1);
        net = mlp({3, 3}, rng);
        parameters(net)[0].value().eye();
        parameters(net)[1].value().zeros();
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(rows_of_the_confusion_matrix_are_true_classes)
{
    Example e;
    const Figure figure = mistake_figures("x_", e.net, e.data, 1)[0];
    BOOST_TEST(figure.name() == "x_confusion");
    const PanelParts& panel = panel_of(figure, 0);
    const Matrix z = grid_values(panel.series[0]);
    BOOST_TEST(z(0, 1) == 2); // cats taken for dogs: z(i, j) belongs to y[i], x[j]
    BOOST_TEST(z(0, 0) == 2);
    BOOST_TEST(std::isnan(z(1, 0)));
    BOOST_TEST(panel.y.label.english() == "true class");
    BOOST_TEST(panel.x.label.english() == "predicted class");
    BOOST_TEST(panel.y_downwards); // the first class at the top
    BOOST_TEST(figure.title().english().ends_with("2 right of 5"));
}

BOOST_AUTO_TEST_CASE(the_worst_mistakes_come_first_and_what_is_right_never)
{
    Example e;
    const Figure figure = mistake_figures("", e.net, e.data, 1)[1];
    BOOST_TEST(figure.name() == "mistakes");
    BOOST_TEST(figure.title().english().find("3 mistakes on 5 images") != std::string::npos);
    const ImageGrid& images = panel_of(figure, 0).images[0];
    BOOST_REQUIRE(images.pixels.n_cols == 3);
    BOOST_TEST(images.pixels(1, 0) == 9); // surely wrong
    BOOST_TEST(images.pixels(1, 1) == 4);
    BOOST_TEST(images.pixels(1, 2) == 2); // unsure, but wrong; the third, as unsure, is right
    BOOST_TEST(images.captions[0].english() == "cat → dog, 100 %");
    BOOST_TEST(images.captions[2].in(Language("fr")) == "chat → chien, 67 %");
}

BOOST_AUTO_TEST_CASE(without_mistakes_there_is_no_figure_of_them)
{
    Example e;
    e.data.labels = argmax(predict(e.net, e.data.x, e.data.shape));
    BOOST_TEST(mistake_figures("", e.net, e.data, 1).size() == 1U);
}

BOOST_AUTO_TEST_CASE(curves_keep_the_colour_of_their_method)
{
    std::vector<Compared> methods;
    for (const char* name : {"CNN", "MLP"}) {
        methods.push_back({verbatim(name), 0, {}, {}, {}});
        for (const int seed : {0, 1, 2}) {
            Run run;
            const Step now;
            for (const double value : {2.0, 1.0 + seed})
                for (const char* curve : {"training cost", "training accuracy", "validation cost",
                                          "validation accuracy"})
                    run.note(now, curve, value);
            run["test error, 0 px"] = methods.size() == 1 ? 10 : 12 + seed;
            methods.back().runs.push_back(run);
        }
    }
    const Figure figure = learning_figure(tr("Learning"), Study(methods), {"MLP"});
    BOOST_TEST(figure.title().english().ends_with("Test error (%): MLP\u00a013"));
    const auto& costs = panel_of(figure, 0).series;
    BOOST_REQUIRE(costs.size() == 2);
    BOOST_TEST(costs[0].label.english() == "MLP, training");
    BOOST_TEST(costs[0].look.colour == 2);
    BOOST_TEST((costs[0][Role::x] == Numbers{0.5, 1}));
    BOOST_TEST((costs[1][Role::low] == Numbers{2, 1}));
    BOOST_TEST((costs[1][Role::high] == Numbers{2, 3}));
}

BOOST_AUTO_TEST_CASE(maps_are_those_after_the_two_convolutions)
{
    Rng rng(1);
    const Shape shape{12, 14, 1};
    Sequential net = lenet(shape, 3, rng);
    const Dataset data{.name = verbatim("two"),
                       .shape = shape,
                       .x = rng.normal_matrix(shape.size(), 2),
                       .labels = {0, 1},
                       .classes = std::vector<Text>(3, verbatim("c"))};
    const std::vector<Figure> all = inside_figures(net, data, 1);
    const Figure& figure = all.back();
    BOOST_TEST(figure.name() == "maps");
    BOOST_REQUIRE(figure.frames()[0].size() == 6);
    const ImageGrid& first = panel_of(figure, 4).images[0]; // of image 1
    BOOST_TEST((first.shape == Shape{12, 14}));
    BOOST_TEST(first.pixels.n_cols == 6);
    Var h = constant(data.x.col(1), shape);
    for (const Index layer : {0, 1}) h = net.layer(layer).forward(h, Mode::eval);
    BOOST_TEST(arma::approx_equal(arma::vectorise(first.pixels), h.value().col(0), "absdiff", 0));
    BOOST_TEST(panel_of(figure, 5).title.english() == "16 maps 2 × 3");
}

BOOST_AUTO_TEST_CASE(the_board_shows_filters_of_images_with_one_channel)
{
    Rng rng(1);
    Figure board("board", {});
    Sequential dense = mlp({144, 3}, rng), coloured = lenet({12, 12, 3}, 3, rng),
               grey = lenet({12, 12, 1}, 3, rng);
    add_filters(board, dense);
    add_filters(board, coloured);
    BOOST_TEST(board.frames()[0].empty());
    add_filters(board, grey);
    const ImageGrid& drawn = panel_of(board, 0).images[0];
    BOOST_TEST((drawn.shape == Shape{5, 5}));
    BOOST_TEST(arma::approx_equal(drawn.pixels, parameters(grey)[0].value(), "absdiff", 0));
}

BOOST_AUTO_TEST_SUITE_END()
