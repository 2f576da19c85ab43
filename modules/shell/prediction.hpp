// --predict: a class says what it expects before it sees what was measured.
#pragma once

#include "base/text.hpp"
#include "train/evidence.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace descente {

/// Asked before a figure is shown. The right answer is not written down here: a run computes it.
struct Question {
    Text text;
    std::vector<Text> answers; ///< three or four: one will be right, others are the usual ideas
};

/// Which answer is right of "yes", "no" and "the runs do not tell".
inline std::size_t answer_of(Outcome outcome)
{
    return std::min<std::size_t>(2, std::size_t(outcome));
}

/// What a class said, and what was measured.
struct Prediction {
    std::string figure;
    Question question;
    std::vector<long> votes; ///< one an answer
    std::size_t right = 0;   ///< an index of an answer

    Text votes_as_text() const; ///< "SGD: 12 · momentum: 3 · Adam: 9"
    /// "predicted: SGD (12 of 24); measured: Adam (9)": what most of the class said, beside what
    /// was measured.
    Text beside_measured() const;
};

/// "b" is one vote for the second of so many answers; "12 3 9" are hands, one number an answer.
/// Nothing for anything else.
std::optional<std::vector<long>> votes_in(const std::string& line, std::size_t answers);

/// Asks on the terminal until there are votes; nothing after Ctrl-C or at the end of the input.
std::optional<std::vector<long>> asked(const Question& question, const Language& language);

/// Adds lines (date, lab, figure, question, votes, right answer) to the table that lies in `file`,
/// so that years can be compared. PlotError when it cannot be written.
void append_predictions(const std::filesystem::path& file, const std::string& lab,
                        const std::vector<Prediction>& predictions);

} // namespace descente
