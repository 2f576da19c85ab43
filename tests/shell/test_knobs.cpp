#include "shell/knobs.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <stdexcept>

BOOST_AUTO_TEST_SUITE(knobs)

using namespace descente;

BOOST_AUTO_TEST_CASE(a_knob_is_listed_while_it_lives_and_a_copy_is_not)
{
    const std::size_t before = all_knobs().size();
    {
        const Number beta("beta", 0.9, {0, 1}, tr("limit"));
        BOOST_TEST(all_knobs().size() == before + 1);
        BOOST_TEST(all_knobs().back()->name == "beta");
        const Number copy = beta;
        BOOST_TEST(all_knobs().size() == before + 1);
    }
    BOOST_TEST(all_knobs().size() == before);
}

BOOST_AUTO_TEST_CASE(what_was_turned_reads_as_a_number)
{
    const Number beta("beta", 0.9, {0, 1}, tr("limit"));
    const Count steps("steps", 100, 10, {1, 1000}, tr("limit"));
    const Switch full("full", tr("limit"));
    const File image("image", tr("limit"));
    beta.turn(0.5);
    steps.reset(true);
    steps.turn(10); // what it is with --quick
    full.turn(1);
    image.turn("a.png");
    BOOST_TEST(2 * beta == 1.0);
    BOOST_TEST(steps + 1 == 11);
    BOOST_TEST(bool(full));
    BOOST_TEST(static_cast<const std::filesystem::path&>(image) == "a.png");
    BOOST_TEST(beta.turned());
    BOOST_TEST(!steps.turned());
    BOOST_TEST(steps.full == 100);
    BOOST_TEST(steps.quick == 10);
}

// A table made before main() would keep the course's value for ever.
BOOST_AUTO_TEST_CASE(a_knob_read_before_the_command_line_ends_the_program)
{
    const Number beta("beta", 0.9, {0, 1}, tr("limit"));
    BOOST_CHECK_THROW(beta.value(), std::logic_error);
    const File image("image", tr("limit"));
    BOOST_CHECK_THROW(static_cast<void>(static_cast<const std::filesystem::path&>(image)),
                      std::logic_error);
}

BOOST_AUTO_TEST_CASE(what_is_tuned_has_a_grid_until_it_is_set_by_hand)
{
    const Tuned alpha("alpha", {0.1, 1}, {1e-6, 10}, tr("limit"));
    alpha.reset(false);
    BOOST_TEST(alpha.values(2) == (std::vector<double>{0.2, 2}));
    alpha.turn(0.3);
    BOOST_TEST(alpha.values(2) == (std::vector<double>{0.3}));
}

BOOST_AUTO_TEST_CASE(several_values_tuned_by_hand_are_what_is_tried)
{
    const Tuned alpha("alpha", {0.1, 1}, {1e-6, 10}, tr("limit"));
    alpha.reset(false);
    BOOST_TEST(alpha.shown_course().english() == "tuned");
    alpha.turn(std::vector<double>{0.2, 0.4});
    BOOST_TEST(alpha.values(2) == (std::vector<double>{0.2, 0.4}));
    BOOST_TEST(alpha.shown_value().in(Language("fr")) == "0,2, 0,4");
    BOOST_TEST(alpha.turned());
}

BOOST_AUTO_TEST_CASE(lists_and_words_are_the_courses_until_they_are_turned)
{
    const List beta("beta", {0, 0.9}, {0, 1}, tr("limit"));
    const Words nets("nets", {"mlp", "cnn"}, {"mlp", "cnn", "resnet"}, tr("limit"));
    const Choice bug("bug", "none", {"none", "labels"}, tr("limit"));
    for (const Knob* knob : std::vector<const Knob*>{&beta, &nets, &bug}) {
        knob->reset(false);
        BOOST_TEST(!knob->turned());
    }
    const std::vector<double>& betas = beta;
    BOOST_TEST(betas == (std::vector<double>{0, 0.9}));
    BOOST_TEST(beta.shown_course().english() == "0, 0.9");
    BOOST_TEST(nets.has("cnn"));
    BOOST_TEST(!nets.has("resnet"));
    BOOST_TEST(static_cast<const std::string&>(bug) == "none");
    beta.turn(std::vector<double>{0.5});
    nets.turn(std::vector<std::string>{"resnet"});
    bug.turn(std::vector<std::string>{"labels"});
    BOOST_TEST(beta.turned());
    BOOST_TEST(nets.turned());
    BOOST_TEST(nets.shown_value().english() == "resnet");
    BOOST_TEST(nets.shown_course().english() == "mlp, cnn");
    BOOST_TEST(static_cast<const std::string&>(bug) == "labels");
    bug.turn(std::vector<std::string>{"none"});
    BOOST_TEST(!bug.turned());
}

BOOST_AUTO_TEST_SUITE_END()
