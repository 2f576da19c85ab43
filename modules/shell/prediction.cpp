#include "shell/prediction.hpp"

#include "base/error.hpp"
#include "shell/console.hpp"
#include "train/runs.hpp"

#include <algorithm>
#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/split.hpp>
#include <boost/algorithm/string/trim.hpp>
#include <charconv>
#include <chrono>
#include <fmt/chrono.h>
#include <fstream>
#include <numeric>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace descente {

Text Prediction::votes_as_text() const
{
    Text all;
    for (std::size_t i = 0; i < votes.size(); ++i) {
        const Text one = verbatim("{}: {}", question.answers[i], votes[i]);
        all = i == 0 ? one : verbatim("{} · {}", all, one);
    }
    return all;
}

Text Prediction::beside_measured() const
{
    const auto most = std::size_t(std::ranges::max_element(votes) - votes.begin());
    const bool foreseen = votes.at(right) == votes[most];
    const Text &said = question.answers[most], &found = question.answers.at(right);
    const long all = std::accumulate(votes.begin(), votes.end(), 0L);
    if (all == 1) return tr("predicted: {}; measured: {}", said, found);
    if (foreseen) return tr("predicted by {} of {}, and measured: {}", votes[right], all, found);
    return tr("predicted: {} ({} of {}); measured: {} ({})", said, votes[most], all, found,
              votes[right]);
}

std::optional<std::vector<long>> votes_in(const std::string& line, std::size_t answers)
{
    std::vector<std::string> words;
    const std::string trimmed = boost::algorithm::trim_copy(line);
    boost::algorithm::split(words, trimmed, boost::algorithm::is_any_of(" ,;\t"),
                            boost::algorithm::token_compress_on);
    std::vector<long> votes(answers);
    if (words.size() == 1 && words[0].size() == 1) {
        const auto place = static_cast<std::size_t>((words[0][0] | 0x20) - 'a'); // of a letter
        if (place < answers) {
            votes[place] = 1;
            return votes;
        }
    }
    if (words.size() != answers) return {};
    for (std::size_t i = 0; i < answers; ++i) {
        const std::string& word = words[i];
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), votes[i]);
        if (error != std::errc() || end != word.data() + word.size() || votes[i] < 0 ||
            votes[i] > 100'000)
            return {};
    }
    if (std::accumulate(votes.begin(), votes.end(), 0L) == 0) return {};
    return votes;
}

namespace {

/// The next line of the terminal; nothing at its end, or when a signal asked to stop.
std::optional<std::string> line_read()
{
    std::string line;
    for (pollfd input{STDIN_FILENO, POLLIN, 0}; !stop_requested();) {
        if (::poll(&input, 1, 200) <= 0) continue;
        char letter = 0;
        if (::read(STDIN_FILENO, &letter, 1) != 1) return {};
        if (letter == '\n') return line;
        line += letter;
    }
    return {};
}

} // namespace

std::optional<std::vector<long>> asked(const Question& question, const Language& language)
{
    say_aloud("\n" + question.text.in(language) + "\n");
    for (std::size_t i = 0; i < question.answers.size(); ++i)
        say_aloud(fmt::format("  {})  {}\n", static_cast<char>('a' + i),
                              question.answers[i].in(language)));
    ::tcflush(STDIN_FILENO, TCIFLUSH); // keys from before do not vote
    for (;;) {
        say_aloud(tr("A letter, or the hands raised for each (such as 12 3 9): ").in(language));
        const std::optional<std::string> line = line_read();
        if (!line) return {};
        if (auto votes = votes_in(*line, question.answers.size())) return votes;
    }
}

void append_predictions(const std::filesystem::path& file, const std::string& lab,
                        const std::vector<Prediction>& predictions)
{
    if (predictions.empty()) return;
    const bool fresh = !std::filesystem::exists(file);
    std::ofstream stream(file, std::ios::app);
    if (fresh) stream << "date\tlab\tfigure\tquestion\tvotes\tright answer\n";
    const std::time_t now = std::time(nullptr);
    for (const Prediction& one : predictions)
        stream << fmt::format("{:%Y-%m-%d %H:%M}\t{}\t{}\t{}\t{}\t{}\n", fmt::localtime(now), lab,
                              one.figure, one.question.text.english(),
                              one.votes_as_text().english(),
                              one.question.answers.at(one.right).english());
    stream.close();
    if (!stream) throw PlotError(tr("Cannot write {}.", file.string()));
}

} // namespace descente
