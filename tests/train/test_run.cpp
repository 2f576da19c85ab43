#include "train/run.hpp"
#include "train/tiny_net.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(runs_and_what_they_note)

using namespace descente;

namespace {

// Writes down what it is told.
class Listener : public Onlooker {
  public:
    void stepped(long, long) override {}
    void noted(const std::string& what, long k, double value) override
    {
        heard += fmt::format("{} {} {};", what, k, value);
    }
    std::string heard;
};

Step step(long k)
{
    Step now;
    now.k = k;
    return now;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_curve_has_the_updates_done_and_the_values)
{
    Run run;
    run.note(step(0), "cost", 2.5);
    run.note(step(3), "cost", constant(1.5));
    BOOST_TEST(run.curve("cost").updates == (std::vector<double>{1, 4}));
    BOOST_TEST(run.curve("cost").values == (std::vector<double>{2.5, 1.5}));
    BOOST_TEST(run.last("cost", 0) == 1.5);
    BOOST_TEST(run.last("rate", 7) == 7);
    BOOST_TEST(run.curve("rate").values.empty());
}

BOOST_AUTO_TEST_CASE(what_was_never_set_is_infinite)
{
    Run run;
    BOOST_TEST(std::isinf(run.number("test cost")));
    run["test cost"] = 0.5;
    BOOST_TEST(run.number("test cost") == 0.5);
    run.end("validation", {.cost = 0.25, .accuracy = 0.875});
    BOOST_TEST(run.number("validation cost") == 0.25);
    BOOST_TEST(run.number("validation accuracy") == 87.5);
    run.keep("weights", {1, 2});
    BOOST_TEST(run.kept("weights") == (std::vector<double>{1, 2}));
    BOOST_TEST(run.kept("nothing").empty());
    BOOST_TEST(run.names() == (std::vector<std::string>{"test cost", "validation accuracy",
                                                        "validation cost"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(who_looks_on_hears_what_is_noted)
{
    Listener listener;
    Run run;
    run.note(step(0), "before", 1);
    {
        const LookedAtBy looked_at(listener);
        run.note(step(4), "cost", 0.5);
    }
    run.note(step(5), "after", 1);
    BOOST_TEST(listener.heard == "cost 4 0.5;");
}

BOOST_AUTO_TEST_CASE(its_state_comes_back_whole)
{
    Run run;
    run.note(step(1), "cost", 1.0 / 3);
    run["end"] = -0.0;
    run.keep("many", {3, 4});
    Run other;
    other.note(step(9), "something else", 1);
    other.restore(run.state());
    BOOST_TEST(other.curve("cost").values == run.curve("cost").values);
    BOOST_TEST(other.curve("cost").updates == run.curve("cost").updates);
    BOOST_TEST(other.curve("something else").values.empty());
    BOOST_TEST(std::signbit(other.number("end")));
    BOOST_TEST(other.kept("many") == run.kept("many"));
}

BOOST_AUTO_TEST_SUITE_END()
