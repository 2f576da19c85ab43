// The live board without a window: what is noted grows into curves, and into a record.
#include "shell/board.hpp"
#include "temporary.hpp"

#include <boost/test/unit_test.hpp>
#include <thread>

BOOST_AUTO_TEST_SUITE(board)

using namespace descente;
using namespace descente::testing;

namespace {

/// A board that only records, and what it needs.
struct Recording {
    TemporaryFolder folder;
    FigureWriter writer{folder.path(), "lab05", {}};
    Board board{nullptr, writer, verbatim("Title"), verbatim("Lab 05"), true};

    /// One run that notes so many steps of a cost, and of a rate.
    void train(const char* name, long steps, double cost, const char* rate = "learning rate")
    {
        const auto run = board.looks_on(verbatim(name));
        for (long k = 0; k < steps; ++k) {
            run->noted("cost", k + 1, cost);
            if (rate != nullptr) run->noted(rate, k + 1, 0.1);
            run->stepped(k + 1, steps);
        }
    }
    /// The last picture that was kept, once it was due.
    std::deque<Panel> panels()
    {
        std::this_thread::sleep_for(std::chrono::milliseconds(220));
        train("last", 1, 1);
        return board.recorded().value().frames().back();
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(a_curve_has_never_more_points_than_the_eye_can_use)
{
    GrowingCurve curve;
    for (int i = 0; i < 100'000; ++i) curve.add(i, 2.0 * i);
    BOOST_TEST(curve.x().size() <= GrowingCurve::most);
    BOOST_TEST(curve.x().size() > GrowingCurve::most / 2 - 1);
    BOOST_TEST(curve.x().back() > 99'000);
    for (std::size_t i = 0; i < curve.x().size(); ++i) {
        BOOST_TEST(curve.y()[i] == 2 * curve.x()[i], boost::test_tools::tolerance(1e-9));
        if (i > 0) BOOST_TEST(curve.x()[i] > curve.x()[i - 1]);
    }
    // The first 256 points, 0 … 255, are one now.
    BOOST_TEST(curve.x().front() == 127.5, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(each_name_noted_has_a_panel_and_each_run_a_line)
{
    Recording recording;
    recording.train("SGD", 10, 2);
    recording.train("Adam", 10, 1);
    const auto panels = recording.panels();
    BOOST_REQUIRE(panels.size() == 2u);
    const PanelParts& costs = panels[0].parts();
    BOOST_TEST(costs.y.label.english() == "cost");
    BOOST_TEST((costs.y.scale == Scale::logarithmic));
    BOOST_TEST(panels[1].parts().y.label.english() == "learning rate");
    BOOST_REQUIRE(costs.series.size() == 3u);
    BOOST_TEST(costs.series[0].label.english() == "SGD");
    BOOST_TEST(costs.series[1].label.english() == "Adam");
    BOOST_TEST(costs.series[0][Role::y].size() == 10u);
    BOOST_TEST(costs.series[0][Role::y][3] == 2.0);
    BOOST_TEST(costs.x.range.value()[1] == 10.0);
}

BOOST_AUTO_TEST_CASE(what_few_runs_note_has_no_panel_but_their_line_stays_named)
{
    Recording recording;
    recording.train("a", 5, 1);
    recording.train("b", 5, 1, nullptr);
    recording.train("c", 5, 1, nullptr);
    const auto panels = recording.panels(); // the run "last" notes a rate: 2 of 4 do
    BOOST_REQUIRE(panels.size() == 2u);
    BOOST_TEST(panels[1].parts().series.size() == 4u);
    recording.train("d", 5, 1, nullptr);
    BOOST_TEST(recording.panels().size() == 1u); // 2 of 5
}

BOOST_AUTO_TEST_CASE(a_ninth_run_takes_the_place_of_the_one_that_ended_first)
{
    Recording recording;
    for (const char* name : {"1", "2", "3", "4", "5", "6", "7", "8", "9"})
        recording.train(name, 2, 1);
    const auto series = recording.panels()[0].parts().series; // "9" took the place of "1"
    BOOST_REQUIRE(series.size() == 8u);
    BOOST_TEST(series[0].label.english() == "9");
    BOOST_TEST(series[1].label.english() == "last");
    BOOST_TEST(series[2].label.english() == "3");
}

BOOST_AUTO_TEST_CASE(a_run_of_the_same_name_begins_its_line_anew_and_a_cleared_board_is_empty)
{
    Recording recording;
    recording.train("SGD", 10, 2);
    recording.train("SGD", 3, 5);
    auto series = recording.panels()[0].parts().series;
    BOOST_TEST(series[0][Role::y].size() == 3u);
    recording.board.clear();
    series = recording.panels()[0].parts().series;
    BOOST_REQUIRE(series.size() == 1u);
    BOOST_TEST(series[0].label.english() == "last");
}

BOOST_AUTO_TEST_CASE(a_second_loop_of_a_run_begins_its_line_anew_and_an_exploding_cost_hides_nobody)
{
    Recording recording;
    const auto run = recording.board.looks_on(verbatim("two loops"));
    for (const double cost : {2.0, 2.0, 2e30}) {
        for (long k = 1; k <= 3; ++k) run->noted("cost", k, cost);
        run->stepped(3, 3);
    }
    recording.train("SGD", 4, 5);
    const PanelParts costs = recording.panels()[0].parts();
    BOOST_TEST(costs.series[0][Role::y] == (Numbers{2e30, 2e30, 2e30}));
    run->noted("cost", 1, 3);
    run->noted("cost", 2, 1e30);
    const PanelParts later = recording.panels()[0].parts();
    BOOST_TEST(later.y.range.value()[1] == 50.0); // ten times the 5 at which SGD began
}

BOOST_AUTO_TEST_CASE(a_lab_adds_panels_of_its_own)
{
    int drawn = 0;
    const auto own = [&](Figure& figure) {
        ++drawn;
        figure.panel(verbatim("mine")).line({}, {1, 2}, {1, 2});
    };
    on_board(own);
    BOOST_TEST(drawn == 0); // no board: it is never drawn
    Recording recording;
    BOOST_TEST((Board::current() == &recording.board));
    on_board(own);
    BOOST_TEST(drawn == 0); // nobody looks on in this thread
    {
        const auto run = recording.board.looks_on(verbatim("SGD"));
        const LookedAtBy looked_at(*run);
        run->noted("cost", 1, 2);
        on_board(own);
        on_board(own); // not due again
    }
    BOOST_TEST(drawn == 1);
    const Figure film = recording.board.recorded().value();
    BOOST_REQUIRE(film.frames().back().size() == 2u);
    BOOST_TEST(film.frames().back()[1].parts().title.english() == "mine");
}

BOOST_AUTO_TEST_CASE(a_record_is_of_trainings_and_of_those_alone)
{
    Recording recording;
    Figure other("other", {});
    other.panel().line({}, {0, 1}, {0, 1});
    recording.board.show(other); // which is a file of its own
    BOOST_TEST(!recording.board.recorded().has_value());
    recording.train("SGD", 3, 1);
    const Figure record = recording.board.recorded().value();
    BOOST_TEST(record.name() == "board");
    BOOST_TEST(record.frames().size() == 1u);
    BOOST_TEST(record.frame_seconds() == 0.2);
}

BOOST_AUTO_TEST_SUITE_END()
