#include "shell/verdict.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

BOOST_AUTO_TEST_SUITE(verdict)

using namespace descente;

namespace {

Outcome verdict_from(const std::vector<Outcome>& outcomes)
{
    std::vector<Finding> findings;
    for (const Outcome outcome : outcomes)
        findings.push_back({verbatim("c"), {outcome, verbatim("b"), {}}});
    return verdict_of(findings);
}

} // namespace

BOOST_AUTO_TEST_CASE(all_findings_decide)
{
    constexpr Outcome yes = Outcome::supported, no = Outcome::not_supported,
                      open = Outcome::inconclusive;
    BOOST_TEST((verdict_from({yes, yes}) == yes));
    BOOST_TEST((verdict_from({no, no}) == no));
    BOOST_TEST((verdict_from({yes, no}) == no));
    BOOST_TEST((verdict_from({yes, open}) == open));
    BOOST_TEST((verdict_from({}) == open)); // nothing was measured, so nothing is supported
}

// The course's own claim gives the verdict; what was seen beside it does not.
BOOST_AUTO_TEST_CASE(the_main_claim_decides)
{
    std::vector<Finding> findings{{verbatim("side"), {Outcome::not_supported, verbatim("b"), {}}},
                                  {verbatim("main"), {Outcome::supported, verbatim("b"), {}}}};
    BOOST_TEST((verdict_of(findings) == Outcome::not_supported));
    findings[1].main = true;
    BOOST_TEST((verdict_of(findings) == Outcome::supported));
}

BOOST_AUTO_TEST_CASE(the_report_tells_everything)
{
    Report report;
    report.lab = "lab05";
    report.title = tr("learning rate");
    report.claim = tr("cost");
    report.language = Language("fr");
    report.findings = {{tr("limit"),
                        {Outcome::not_supported,
                         tr("mean"),
                         {{"accuracy", {0.5, 0.25, infinity, {0.25, 0.5, infinity}}}},
                         tr("cost")}}};
    report.seed = 18446744073709551615u;
    report.seeds = 3;
    report.data_set = verbatim("Fashion-MNIST");
    report.samples = 50000;
    report.seconds = 1.5;
    report.version = "1.0";
    report.command = "./lab05 --out \xff"; // a path may hold any byte
    report.figures = {{"lab05_cost", {"lab05_cost.tsv", "lab05_cost.png"}}};
    report.quick = true;
    const auto page = nlohmann::json::parse(to_json(report));
    BOOST_TEST(page["lab"] == "lab05");
    BOOST_TEST(page["title"] == "pas d'apprentissage");
    BOOST_TEST(page["claim"] == "coût");
    BOOST_TEST(page["claim_of_the_course"] == "coût");
    BOOST_TEST(page["verdict"] == "not supported");
    BOOST_TEST(page["findings"][0]["effects"].empty()); // one number is not a comparison
    BOOST_TEST(page["findings"][0]["depends_on"] == "");
    BOOST_TEST(page["findings"][0]["claim"] == "limite");
    BOOST_TEST(page["findings"][0]["because"] == "moyenne");
    BOOST_TEST(page["findings"][0]["measure"] == "coût");
    BOOST_TEST(page["findings"][0]["numbers"]["accuracy"]["median"] == 0.5);
    BOOST_TEST(page["findings"][0]["numbers"]["accuracy"]["high"].is_null());
    BOOST_TEST(page["findings"][0]["numbers"]["accuracy"]["values"].size() == 3u);
    BOOST_TEST(page["seed"].get<std::uint64_t>() == 18446744073709551615u);
    BOOST_TEST(page["seeds"] == 3);
    BOOST_TEST(page["data_set"] == "Fashion-MNIST");
    BOOST_TEST(page["samples"] == 50000);
    BOOST_TEST(page["seconds"] == 1.5);
    BOOST_TEST(page["figures"][0]["files"][1] == "lab05_cost.png");
    BOOST_TEST(page["quick"] == true);
    BOOST_TEST(page["interrupted"] == false);

    report.interrupted = true; // what a half run found is no verdict
    BOOST_TEST(nlohmann::json::parse(to_json(report))["verdict"] == "interrupted");
}

BOOST_AUTO_TEST_CASE(the_report_tells_how_large_the_difference_is_that_a_finding_is_about)
{
    const auto effect = [](const Spread& a, const Spread& b) {
        Report report;
        report.findings = {
            {verbatim("c"), lower(verbatim("cost"), {verbatim("Adam"), a}, {verbatim("SGD"), b})}};
        return nlohmann::json::parse(to_json(report))["findings"][0]["effects"].at(0);
    };
    const auto page = effect(spread({5, 9, 4}), spread({4, 2, 6}));
    BOOST_TEST(page["of"] == "Adam − SGD");
    BOOST_TEST(page["difference"] == 2.0); // the mean of 1, 7, −2
    BOOST_TEST(page["low"].get<double>() == mean_of({1, 7, -2}).low);
    BOOST_TEST(page["high"].get<double>() == mean_of({1, 7, -2}).high);
    BOOST_TEST(page["pairs"] == 3);
    BOOST_TEST(page["size"].get<double>() ==
               paired_effect_size(spread({1, 7, -2}), spread({0, 0, 0})));
    BOOST_TEST(effect(spread({1, 2}), spread({2, 3}))["size"] == "-inf");
    BOOST_TEST(effect(spread({1, INFINITY}), spread({2, 3}))["size"].is_null());
    BOOST_TEST(effect(spread({1}), spread({2}))["high"] == "inf"); // one pair tells nothing
}

BOOST_AUTO_TEST_CASE(the_report_tells_on_what_a_verdict_depends)
{
    Report report;
    Evidence depends{Outcome::it_depends, verbatim("b"), {}};
    depends.condition = tr("cost");
    report.language = Language("fr");
    report.findings = {{verbatim("c"), depends, true}};
    const auto page = nlohmann::json::parse(to_json(report));
    BOOST_TEST(page["verdict"] == "it depends");
    BOOST_TEST(page["findings"][0]["depends_on"] == "coût");
}

BOOST_AUTO_TEST_CASE(an_outcome_counts_cases)
{
    BOOST_CHECK(outcome_of(5, 5) == Outcome::supported);
    BOOST_CHECK(outcome_of(4, 5) == Outcome::not_supported); // not all
    BOOST_CHECK(outcome_of(0, 5) == Outcome::not_supported);
    BOOST_CHECK(outcome_of(0, 0) == Outcome::inconclusive); // nothing was measured
}

BOOST_AUTO_TEST_SUITE_END()
