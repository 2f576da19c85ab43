// What a lab found: measured statements, the verdict made of them, and labNN.json.
#pragma once

#include "base/text.hpp"
#include "shell/prediction.hpp"
#include "train/evidence.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace descente {

/// One measured statement.
struct Finding {
    Text claim;
    Evidence evidence;
    bool main = false; ///< the lab's own claim
};

/// The outcome of the whole lab: that of its main claim. Of a lab without one: all findings must
/// hold.
Outcome verdict_of(const std::vector<Finding>& findings);

/// "seed 1", "seeds 1–5"; empty for none.
Text seeds_text(std::uint64_t first, int count);

/// Everything labNN.json says about one run.
struct Report {
    std::string lab; ///< "lab05"
    Text title, claim;
    Language language = Language();
    std::vector<Finding> findings;
    std::uint64_t seed = 1;
    int seeds = 1; ///< that were used, from `seed` on
    Text data_set; ///< empty when the lab named none
    std::uint64_t samples = 0;
    bool fallback = false;          ///< drawn glyphs stood in for the set
    double seconds = 0, budget = 0; ///< what it took, and what --budget gave it (0: any)
    std::string version, command;
    /// One entry a figure: its name and its files, relative to the folder of labNN.json.
    std::vector<std::pair<std::string, std::vector<std::string>>> figures;
    bool quick = false, interrupted = false;
    Text stopped; ///< the error line that ended the experiment; empty: none
    /// Turned by hand: its name, its value, the course's. Then there is no verdict.
    struct Turned {
        std::string name;
        Text value, course;
    };
    std::vector<Turned> knobs;
    std::vector<Prediction> predictions = {};
    int processes = 1;
    bool measured = true; ///< false: --figures left out what the verdict is about
};

/// The report as JSON text; texts in the report's language, the verdict always in English (it is
/// for programs to read), the course's claim also in the course's. A finding
/// has the mean difference of each pair that it compares, its 95 % interval and its effect size.
/// Numbers that are not finite become null, or "inf" and "-inf" there.
std::string to_json(const Report& report);

/// Removes the labNN.json of an earlier run and the figures it lists, which begin with "labNN_".
void remove_report(const std::filesystem::path& file);

} // namespace descente
