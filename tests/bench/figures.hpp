// The two figures of the benchmark: where the time goes, and how it grows.
#pragma once

#include "lab/figure_files.hpp"

#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

namespace bench {

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

// workload, operation, forward, backward: a panel a workload, milliseconds a step.
inline descente::Figure profile_figure(const Rows& rows)
{
    using namespace descente;
    std::vector<std::string> order;
    std::map<std::string, Rows> of_workload;
    for (const auto& row : rows) {
        if (of_workload[row[0]].empty()) order.push_back(row[0]);
        of_workload[row[0]].push_back(row);
    }
    Figure figure("profile", {"Where the time of a step goes", "Où passe le temps d'une étape"}, 2);
    for (const std::string& workload : order) {
        Rows& operations = of_workload[workload];
        const auto seconds = [](const auto& row) { return std::stod(row[2]) + std::stod(row[3]); };
        std::sort(operations.begin(), operations.end(),
                  [&](const auto& a, const auto& b) { return seconds(a) > seconds(b); });
        operations.resize(std::min<std::size_t>(operations.size(), 6));
        std::vector<Text> names;
        Numbers forward, backward;
        for (const auto& row : operations) {
            names.push_back(row[1]);
            forward.push_back(1e3 * std::stod(row[2]));
            backward.push_back(1e3 * std::stod(row[3]));
        }
        figure.panel(workload)
            .x_names(names)
            .y_axis("ms")
            .bars({"forward", "propagation avant"}, forward)
            .bars({"backward", "rétropropagation"}, backward);
    }
    return figure;
}

// kind, x, seconds a sample, GFLOP/s: a panel a kind.
inline descente::Figure growth_figure(const Rows& rows)
{
    using namespace descente;
    const std::vector<std::pair<std::string, Text>> kinds{
        {"batch", {"batch size", "taille du minibatch"}},
        {"side", {"image side (pixels)", "côté de l'image (pixels)"}},
        {"channels", {"channels", "canaux"}},
        {"threads", "threads"}};
    Figure figure("growth",
                  {"A 3×3 convolution: time of a sample (forward, dx and dW) as one size grows",
                   "Convolution 3×3 : temps d'un exemple (avant, dx et dW) quand une taille croît"},
                  2);
    for (const auto& [kind, name] : kinds) {
        Numbers x, microseconds;
        for (const auto& row : rows)
            if (row[0] == kind) {
                x.push_back(std::stod(row[1]));
                microseconds.push_back(1e6 * std::stod(row[2]));
            }
        const Scale scale = kind == "threads" ? Scale::linear : Scale::logarithmic;
        figure.panel()
            .x_axis(name, scale)
            .y_axis({"µs a sample", "µs par exemple"}, scale)
            .line({}, x, microseconds, {.with_points = true});
    }
    return figure;
}

inline int draw_figures(const std::filesystem::path& folder, const std::filesystem::path& style)
{
    const descente::FigureWriter writer(folder, "bench", {.style_file = style});
    for (const char* name : {"profile", "growth"}) {
        const Rows rows = read_tsv(folder / (std::string(name) + ".tsv"));
        if (rows.empty()) continue;
        const bool profile = name == std::string("profile");
        for (const auto& file : writer.write(profile ? profile_figure(rows) : growth_figure(rows),
                                             "Descente, make bench"))
            std::cout << "written: " << file.string() << '\n';
    }
    return 0;
}

} // namespace bench
