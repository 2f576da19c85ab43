// The two figures of the benchmark: where the time goes, and how it grows.
#pragma once

#include "plot/files.hpp"

#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

namespace bench {

using descente::tr;

using Rows = std::vector<std::vector<std::string>>;

inline Rows read_tsv(const std::filesystem::path& file)
{
    Rows rows;
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        std::istringstream cells(line);
        rows.emplace_back();
        for (std::string cell; std::getline(cells, cell, '\t');) rows.back().push_back(cell);
    }
    return rows;
}

// What an operation counts as in the figure.
inline descente::Text kind_of(const std::string& operation)
{
    const auto has = [&](const char* word) { return operation.find(word) != std::string::npos; };
    if (has("conv")) return tr("convolution");
    if (has("affine")) return tr("affine map");
    if (has("batch norm")) return tr("batch norm (and ReLU)");
    if (has("relu")) return tr("ReLU, sums");
    if (has("pool") || has("average") || has("subsample")) return tr("pooling");
    return tr("cost, update, rest");
}

// workload, operation, forward, backward: for each workload, the shares of a step.
inline descente::Figure profile_figure(const Rows& rows)
{
    using namespace descente;
    std::vector<std::string> workloads;
    std::vector<Text> names, kinds;
    std::map<std::pair<std::string, std::string>, double> seconds;
    std::map<std::string, double> total;
    for (const auto& row : rows) {
        if (total.count(row[0]) == 0) {
            workloads.push_back(row[0]);
            names.push_back(descente::verbatim(row[0].substr(0, row[0].rfind('-'))));
        }
        const Text kind = kind_of(row[1]);
        const auto same = [&](const Text& other) { return other.english() == kind.english(); };
        if (std::none_of(kinds.begin(), kinds.end(), same)) kinds.push_back(kind);
        const double both = std::stod(row[2]) + std::stod(row[3]);
        seconds[{row[0], kind.english()}] += both;
        total[row[0]] += both;
    }
    Figure figure("profile", tr("Where the time of a step goes"));
    Panel& panel = figure.panel().x_names(names).y_axis(tr("share (%)")).legend("above");
    for (const Text& kind : kinds) {
        Numbers shares;
        for (const std::string& workload : workloads)
            shares.push_back(100 * seconds[{workload, kind.english()}] / total[workload]);
        panel.bars(kind, shares);
    }
    return figure;
}

// kind, x, seconds a sample, GFLOP/s: a panel a kind.
inline descente::Figure growth_figure(const Rows& rows)
{
    using namespace descente;
    const std::vector<std::pair<std::string, Text>> kinds{{"batch", tr("batch size")},
                                                          {"side", tr("image side (pixels)")},
                                                          {"channels", tr("channels")},
                                                          {"threads", tr("threads")}};
    Figure figure("growth",
                  tr("A 3×3 convolution: time of a sample (forward, dx and dW) as one size grows"),
                  2);
    for (const auto& [kind, name] : kinds) {
        Numbers x, microseconds;
        for (const auto& row : rows)
            if (row[0] == kind) {
                x.push_back(std::stod(row[1]));
                microseconds.push_back(1e6 * std::stod(row[2]));
            }
        figure.panel()
            .x_axis(name, Scale::logarithmic)
            .y_axis(tr("µs a sample"), Scale::logarithmic)
            .line({}, x, microseconds, {.with_points = true});
    }
    return figure;
}

inline int draw_figures(const std::filesystem::path& folder, const std::filesystem::path& style)
{
    descente::FigureWriter writer(folder, "bench", {.style_file = style});
    for (const char* name : {"profile", "growth"}) {
        const Rows rows = read_tsv(folder / (std::string(name) + ".tsv"));
        if (rows.empty()) continue;
        const bool profile = name == std::string("profile");
        for (const auto& file : writer.write(profile ? profile_figure(rows) : growth_figure(rows),
                                             tr("Descente, make bench")))
            std::cout << "written: " << file.string() << '\n';
    }
    return 0;
}

} // namespace bench
