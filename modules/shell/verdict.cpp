#include "shell/verdict.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

namespace descente {

namespace {

using Json = nlohmann::ordered_json;

/// How far the first number is from the second, seed by seed; null of fewer than two pairs.
Json effect_to_json(const Finding& finding)
{
    if (finding.numbers.size() < 2) return nullptr;
    const auto& [name, number] = finding.numbers[0];
    const auto& [other_name, other] = finding.numbers[1];
    const std::size_t pairs = number.values.size();
    if (pairs < 2 || other.values.size() != pairs) return nullptr;
    const Spread gain = paired_difference(number, other);
    const auto below = std::count_if(gain.values.begin(), gain.values.end(),
                                     [](double difference) { return difference < 0; });
    const double size = paired_effect_size(number, other);
    Json effect = {{"of", name},     {"against", other_name}, {"difference", gain.median},
                   {"below", below}, {"pairs", pairs},        {"size", size}};
    if (std::isinf(size)) effect["size"] = size > 0 ? "inf" : "-inf"; // JSON has no infinity
    return effect;
}

Json to_json(const Finding& finding, Language language)
{
    Json numbers = Json::object();
    for (const auto& [name, spread] : finding.numbers)
        numbers[name] = {{"median", spread.median},
                         {"low", spread.low},
                         {"high", spread.high},
                         {"values", spread.values}};
    return {{"main", finding.main},
            {"claim", finding.claim.in(language)},
            {"outcome", to_text(finding.outcome).english()},
            {"because", finding.because.in(language)},
            {"numbers", numbers},
            {"effect", effect_to_json(finding)}};
}

} // namespace

Outcome verdict_of(const std::vector<Finding>& findings)
{
    const auto all = [&](Outcome outcome) {
        return std::all_of(findings.begin(), findings.end(),
                           [&](const Finding& finding) { return finding.outcome == outcome; });
    };
    for (const Finding& finding : findings)
        if (finding.main) return finding.outcome;
    if (findings.empty()) return Outcome::it_depends;
    if (all(Outcome::supported)) return Outcome::supported;
    return all(Outcome::not_supported) ? Outcome::not_supported : Outcome::it_depends;
}

Text to_text(Outcome outcome)
{
    switch (outcome) {
    case Outcome::supported:
        return tr("supported");
    case Outcome::not_supported:
        return tr("not supported");
    case Outcome::it_depends:
        break;
    }
    return tr("it depends");
}

std::string to_json(const Report& report)
{
    const Language language = report.language;
    Json findings = Json::array(), figures = Json::array();
    for (const Finding& finding : report.findings) findings.push_back(to_json(finding, language));
    for (const auto& [name, files] : report.figures)
        figures.push_back({{"name", name}, {"files", files}});
    const std::string verdict = report.interrupted ? "interrupted"
                                : report.findings.empty()
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
                       {"interrupted", report.interrupted}};
    // A path in the command may hold bytes that are no UTF-8: replace them rather than fail.
    return page.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void write_atomically(const std::filesystem::path& file, const std::string& content)
{
    std::filesystem::path fresh = file;
    fresh += ".new";
    std::error_code failed;
    {
        std::ofstream stream(fresh, std::ios::binary);
        stream << content;
        stream.close();
        if (stream) std::filesystem::rename(fresh, file, failed);
        if (stream && !failed) return;
    }
    std::filesystem::remove(fresh, failed);
    throw PlotError(tr("cannot write {}: is the disk full, or the folder protected? "
                       "--out chooses another folder",
                       file.string()));
}

} // namespace descente
