// What a class predicts: letters and hands, and the table that years are compared with.
#include "base/error.hpp"
#include "shell/prediction.hpp"
#include "temporary.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(prediction)

using namespace descente;
using namespace descente::testing;

BOOST_AUTO_TEST_CASE(a_letter_is_one_vote_and_numbers_are_hands)
{
    const auto votes = [](const std::string& line) {
        return votes_in(line, 3).value_or(std::vector<long>{});
    };
    BOOST_TEST(votes("b") == (std::vector<long>{0, 1, 0}));
    BOOST_TEST(votes(" C \r") == (std::vector<long>{0, 0, 1}));
    BOOST_TEST(votes("12 3 9") == (std::vector<long>{12, 3, 9}));
    BOOST_TEST(votes("12,0; 9") == (std::vector<long>{12, 0, 9}));
    for (const char* wrong : {"", "d", "ab", "1", "12 3", "12 3 9 1", "12 -3 9", "0 0 0", "1 2 x",
                              "1 2 9999999", "@", "\x1b"})
        BOOST_TEST(!votes_in(wrong, 3).has_value());
}

BOOST_AUTO_TEST_CASE(what_most_of_the_class_said_stands_beside_what_was_measured)
{
    const auto told = [](const std::vector<long>& votes, std::size_t right) {
        const Question question{tr("cost"), {verbatim("SGD"), verbatim("Adam"), verbatim("both")}};
        return Prediction{"x", question, votes, right}.beside_measured().english();
    };
    BOOST_TEST(told({12, 3, 9}, 2) == "predicted: SGD (12 of 24); measured: both (9)");
    BOOST_TEST(told({12, 3, 9}, 0) == "predicted by 12 of 24, and measured: SGD");
    BOOST_TEST(told({9, 3, 9}, 2) == "predicted by 9 of 21, and measured: both");
    BOOST_TEST(told({0, 1, 0}, 2) == "predicted: Adam; measured: both");
}

BOOST_AUTO_TEST_CASE(predictions_are_added_to_a_table)
{
    const TemporaryFolder folder;
    const Prediction one{"training", {tr("cost"), {verbatim("SGD"), verbatim("Adam")}}, {12, 3}, 1};
    BOOST_TEST(one.votes_as_text().english() == "SGD: 12 · Adam: 3");
    append_predictions(folder / "predictions.tsv", "lab06", {});
    BOOST_TEST(!std::filesystem::exists(folder / "predictions.tsv"));
    append_predictions(folder / "predictions.tsv", "lab06", {one});
    append_predictions(folder / "predictions.tsv", "lab06", {one});
    const std::string table = read_file(folder / "predictions.tsv");
    BOOST_TEST(table.starts_with("date\tlab\tfigure\tquestion\tvotes\tright answer\n20"));
    const std::string row = "\tlab06\ttraining\tcost\tSGD: 12 · Adam: 3\tAdam\n";
    BOOST_TEST(table.find(row, table.find(row) + 1) != std::string::npos);
    BOOST_CHECK_THROW(append_predictions(folder / "missing" / "x.tsv", "lab06", {one}), PlotError);
}

BOOST_AUTO_TEST_SUITE_END()
