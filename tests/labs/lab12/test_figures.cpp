// What lab 12 marks in its curves.
#include "labs/lab12_early_stopping/figures.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab12_figures, *boost::unit_test::label("lab12"))

using namespace lab12;

namespace {

// A run to the end whose validation cost is lowest in this epoch.
Run lowest_in(const std::vector<double>& costs)
{
    Run run;
    Step now;
    for (const double cost : costs) {
        now.k += 1;
        run.note(now, "training cost", cost);
        run.note(now, "validation cost", cost);
        run.note(now, "validation accuracy", 50);
    }
    run["test cost"] = costs.back();
    run["best epoch"] = double(std::ranges::min_element(costs) - costs.begin()) + 1;
    return run;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_epoch_marked_is_the_one_that_the_table_has)
{
    // Lowest in epochs 2, 2 and 4, so the table has 2; the median curve, 9 6 9 5.5, is lowest in 4.
    std::vector<Compared> methods;
    for (const Text& name : {early(sizes[0]), early(sizes[1]), early(sizes[2]),
                             to_the_end(sizes[0]), to_the_end(sizes[1]), to_the_end(sizes[2])}) {
        methods.emplace_back();
        methods.back().name = name;
        methods.back().runs = {lowest_in({9, 5, 9, 5.5}), lowest_in({9, 6, 9, 6.5}),
                               lowest_in({9, 8, 9, 1})};
    }
    const Study study(methods);
    BOOST_REQUIRE(study.of(to_the_end(sizes[0]).english(), "best epoch").median == 2);
    const Figure figure =
        overfitting_figure("overfitting", {tr("true labels"), study}, {4, 64, 512});
    for (const Panel& panel : figure.frames()[0]) BOOST_TEST(panel.parts().marks.at(0).x == 2);
}

BOOST_AUTO_TEST_CASE(the_split_is_drawn_as_the_images_that_each_part_has)
{
    const auto of = [](Index samples) {
        Dataset part;
        part.x = Matrix(4, samples);
        return part;
    };
    const Figure figure = split_figure(of(20), of(5), of(30));
    const auto& parts = figure.frames()[0][0].parts().series;
    BOOST_TEST((parts.at(0)[Role::to] == Numbers{20}));
    BOOST_TEST((parts.at(1)[Role::from] == Numbers{20})); // no image is in two parts
    BOOST_TEST((parts.at(1)[Role::to] == Numbers{25}));
    BOOST_TEST((parts.at(2)[Role::to] == Numbers{30}));
    BOOST_TEST(figure.title().english() == "20 images move θ, 5 choose it, 30 judge it");
}

BOOST_AUTO_TEST_SUITE_END()
