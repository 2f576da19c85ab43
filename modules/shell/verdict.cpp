#include "shell/verdict.hpp"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

namespace descente {

namespace {

using Json = nlohmann::ordered_json;

/// JSON has no infinity.
Json or_word(double value)
{
    if (!std::isinf(value)) return value; // NaN becomes null
    return value > 0 ? "inf" : "-inf";
}

/// What the finding compares: a − b, seed by seed. The interval is that of what is finite.
Json effects_to_json(const Evidence& evidence)
{
    Json effects = Json::array();
    for (const Versus& one : evidence.effects) {
        const Spread gain = paired_difference(one.a, one.b);
        const Mean mean = mean_of(gain.values);
        effects.push_back({{"of", one.name.english()},
                           {"difference", or_word(mean.mean)},
                           {"low", or_word(mean.low)},
                           {"high", or_word(mean.high)},
                           {"pairs", gain.values.size()},
                           {"size", or_word(paired_effect_size(one.a, one.b))}});
    }
    return effects;
}

Json to_json(const Finding& finding, Language language)
{
    const Evidence& evidence = finding.evidence;
    Json numbers = Json::object();
    for (const auto& [name, spread] : evidence.numbers)
        numbers[name] = {{"median", spread.median},
                         {"low", spread.low},
                         {"high", spread.high},
                         {"values", spread.values}};
    return {{"main", finding.main},
            {"claim", finding.claim.in(language)},
            {"outcome", to_text(evidence.outcome).english()},
            {"because", evidence.because.in(language)},
            {"measure", evidence.measure.in(language)},
            {"numbers", numbers},
            {"effects", effects_to_json(evidence)},
            {"depends_on", evidence.condition.in(language)}};
}

} // namespace

Outcome verdict_of(const std::vector<Finding>& findings)
{
    std::vector<Outcome> outcomes;
    for (const Finding& finding : findings) {
        if (finding.main) return finding.evidence.outcome;
        outcomes.push_back(finding.evidence.outcome);
    }
    return together(outcomes);
}

Text seeds_text(std::uint64_t first, int count)
{
    if (count < 1) return {};
    return count == 1 ? tr("seed {}", first)
                      : tr("seeds {}–{}", first, first + static_cast<std::uint64_t>(count) - 1);
}

namespace {

Json to_json(const Prediction& prediction, Language language)
{
    Json answers = Json::array();
    for (std::size_t i = 0; i < prediction.votes.size(); ++i)
        answers.push_back({{"answer", prediction.question.answers[i].in(language)},
                           {"votes", prediction.votes[i]},
                           {"right", i == prediction.right}});
    return {{"figure", prediction.figure},
            {"question", prediction.question.text.in(language)},
            {"answers", answers}};
}

} // namespace

std::string to_json(const Report& report)
{
    const Language language = report.language;
    Json predictions = Json::array();
    for (const Prediction& one : report.predictions) predictions.push_back(to_json(one, language));
    Json findings = Json::array(), figures = Json::array();
    for (const Finding& finding : report.findings) findings.push_back(to_json(finding, language));
    for (const auto& [name, files] : report.figures)
        figures.push_back({{"name", name}, {"files", files}});
    Json knobs = Json::object();
    for (const auto& [name, value, course] : report.knobs)
        knobs[name] = {{"value", value.english()}, {"course", course.english()}};
    const std::string verdict = !report.stopped.empty() ? "stopped"
                                : report.interrupted    ? "interrupted"
                                : !report.knobs.empty() ? "not the course's setting"
                                : report.findings.empty() || !report.measured
                                    ? "none"
                                    : to_text(verdict_of(report.findings)).english();
    const Json page = {{"lab", report.lab},
                       {"title", report.title.in(language)},
                       {"claim", report.claim.in(language)},
                       {"claim_of_the_course", report.claim.in(Language("fr"))},
                       {"verdict", verdict},
                       {"findings", findings},
                       {"seed", report.seed},
                       {"seeds", report.seeds},
                       {"data_set", report.data_set.in(language)},
                       {"samples", report.samples},
                       {"fallback", report.fallback},
                       {"seconds", report.seconds},
                       {"version", report.version},
                       {"language", language.code()},
                       {"figures", figures},
                       {"command", report.command},
                       {"quick", report.quick},
                       {"budget", report.budget},
                       {"knobs", knobs},
                       {"processes", report.processes},
                       {"predictions", predictions},
                       {"interrupted", report.interrupted},
                       {"stopped", report.stopped.in(language)}};
    // A path in the command may hold bytes that are no UTF-8: replace them rather than fail.
    return page.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void remove_report(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    const Json page = Json::parse(stream, nullptr, false);
    std::error_code ignored;
    std::vector<std::string> listed;
    try {
        for (const Json& figure : page.at("figures"))
            for (const Json& name : figure.at("files")) listed.push_back(name);
    } catch (const Json::exception&) { // not ours
    }
    const std::string start = file.stem().string() + "_";
    for (const std::string& name : listed)
        if (name.starts_with(start) && name.find('/') == std::string::npos)
            std::filesystem::remove(file.parent_path() / name, ignored);
    std::filesystem::remove(file, ignored);
}

} // namespace descente
