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
    run["best epoch"] = double(std::ranges::min_element(costs) - costs.begin()) + 1;
    return run;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_epoch_marked_is_the_one_that_the_table_has)
{
    // Lowest in epochs 2, 2 and 4, so the table has 2; the median curve, 9 6 9 5.5, is lowest in 4.
    std::vector<Compared> methods;
    for (const Text& size : sizes) {
        methods.emplace_back();
        methods.back().name = to_the_end(size);
        methods.back().runs = {lowest_in({9, 5, 9, 5.5}), lowest_in({9, 6, 9, 6.5}),
                               lowest_in({9, 8, 9, 1})};
    }
    const Study study(methods);
    BOOST_REQUIRE(study.of(to_the_end(sizes[0]).english(), "best epoch").median == 2);
    const Figure figure =
        overfitting_figure("overfitting", {tr("true labels"), study}, {4, 64, 512});
    for (const Panel& panel : figure.frames()[0]) BOOST_TEST(panel.parts().marks.at(0).x == 2);
}

BOOST_AUTO_TEST_SUITE_END()
