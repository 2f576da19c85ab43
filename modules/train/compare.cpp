#include "train/compare.hpp"

#include "base/error.hpp"
#include "io/archive.hpp"
#include "train/ranks.hpp"
#include "train/runs.hpp"

#include <algorithm>
#include <boost/algorithm/string/join.hpp>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace descente {

namespace {

/// The runs of so many seeds that every method has finished; each has `a_seed` jobs.
std::vector<std::size_t> complete(const std::vector<std::unique_ptr<Run>>& runs, std::size_t seeds,
                                  std::size_t a_seed)
{
    std::vector<std::size_t> whole;
    for (std::size_t s = 0; s < seeds; ++s) {
        const auto first = runs.begin() + static_cast<std::ptrdiff_t>(s * a_seed);
        const auto last = first + static_cast<std::ptrdiff_t>(a_seed);
        if (std::all_of(first, last, [](const auto& run) { return run != nullptr; }))
            whole.push_back(s);
    }
    return whole;
}

} // namespace

namespace {

/// Each rank gives the runs that it has done to all others.
void exchange(std::vector<std::unique_ptr<Run>>& runs)
{
    std::vector<std::pair<std::size_t, std::string>> mine, theirs; // which, and its state
    for (std::size_t i = 0; i < runs.size(); ++i)
        if (runs[i]) mine.emplace_back(i, runs[i]->state());
    for (const std::string& bytes : ranks().all_gather(archived(mine))) {
        unarchive(bytes, theirs);
        for (const auto& [i, state] : theirs) {
            if (runs.at(i)) continue;
            runs[i] = std::make_unique<Run>();
            runs[i]->restore(state);
        }
    }
}

} // namespace

std::vector<std::unique_ptr<Run>> done(const std::vector<Job>& jobs, const Trainer& trainer)
{
    std::vector<std::unique_ptr<Run>> runs(jobs.size());
    std::vector<std::size_t> mine; // dealt out in turn
    const auto [rank, count] = std::pair(ranks().rank, ranks().count);
    for (auto i = std::size_t(rank); i < jobs.size(); i += std::size_t(count)) mine.push_back(i);
    // Of several runs each keeps to one thread, wherever it is done: its last digits are the same.
    const auto teams = std::max(mine.size(), std::min<std::size_t>(jobs.size(), 2));
    for_each_run(static_cast<int>(teams), [&](int k) {
        if (std::size_t(k) >= mine.size()) return;
        const Job& job = jobs[mine[std::size_t(k)]];
        std::unique_ptr<Run>& run = runs[mine[std::size_t(k)]];
        if (trainer.late && trainer.late(job)) return;
        const auto one = trainer.looks_on ? trainer.looks_on(job) : nullptr;
        const auto looked_at = one ? std::make_unique<LookedAtBy>(*one) : nullptr;
        if (trainer.recall) run = trainer.recall(job);
        if (run) return;
        was_cut_short(); // whatever trained on this thread before
        try {
            run = std::make_unique<Run>(trainer.train(job));
        } catch (const Interrupted&) { // it is not there
        }
        if (was_cut_short()) run.reset();
        if (run && trainer.keep) trainer.keep(job, *run);
    });
    if (count > 1) exchange(runs);
    return runs;
}

namespace {

/// The costs of the values from the `first` on of each method's grid, each the median of the tuning
/// runs. Run by run, so that what a run draws serves all methods.
void try_values(std::vector<Compared>& methods, const std::vector<std::vector<double>>& values,
                const Protocol& protocol, const Trainer& trainer)
{
    std::vector<Job> jobs;
    for (int k = 0; k < protocol.tuning_runs; ++k)
        for (std::size_t m = 0; m < methods.size(); ++m)
            for (const double value : values[m])
                jobs.push_back({m, value, tuning_run + static_cast<std::uint64_t>(k)});
    const auto runs = done(jobs, trainer);
    if (std::find(runs.begin(), runs.end(), nullptr) != runs.end()) throw Interrupted();
    for (std::size_t m = 0; m < methods.size(); ++m)
        for (const double value : values[m]) {
            std::vector<double> costs;
            for (std::size_t i = 0; i < jobs.size(); ++i)
                if (jobs[i].method == m && jobs[i].value == value)
                    costs.push_back(runs[i]->number(protocol.lowest.english()));
            Compared& method = methods[m];
            const auto place = std::ranges::upper_bound(method.grid, value) - method.grid.begin();
            method.grid.insert(method.grid.begin() + place, value);
            method.tuning.insert(method.tuning.begin() + place, spread(costs).median);
        }
    for (Compared& method : methods) {
        if (method.tuning.empty()) continue;
        const auto least = std::ranges::min_element(method.tuning) - method.tuning.begin();
        method.best = method.grid[std::size_t(least)];
    }
}

/// One value beyond the end of a grid that is best, in the ratio of the last two there.
std::vector<double> beyond(const Compared& method)
{
    const std::vector<double>& grid = method.grid;
    if (grid.size() < 2 || !method.at_edge()) return {};
    if (!std::isfinite(std::ranges::min(method.tuning))) return {}; // everything diverged
    const std::size_t last = grid.size() - 1;
    if (method.best == grid[0]) return {grid[0] * grid[0] / grid[1]};
    return {grid[last] * grid[last] / grid[last - 1]};
}

} // namespace

bool Compared::at_edge() const
{
    return !tuning.empty() && (best == grid.front() || best == grid.back());
}

std::vector<Compared> tuned(const Protocol& protocol, const Trainer& trainer)
{
    std::vector<Compared> methods;
    std::vector<std::vector<double>> values(protocol.methods.size());
    for (std::size_t m = 0; m < protocol.methods.size(); ++m) {
        methods.push_back({protocol.methods[m], 0, {}, {}, {}});
        if (m >= protocol.grids.size() || protocol.grids[m].empty()) continue;
        if (protocol.grids[m].size() > 1)
            values[m] = protocol.grids[m];
        else // set by hand
            methods[m].grid = protocol.grids[m];
        methods[m].best = protocol.grids[m].front();
    }
    try_values(methods, values, protocol, trainer);
    for (int step = 0; step < 3 && protocol.widen; ++step) {
        for (std::size_t m = 0; m < methods.size(); ++m) values[m] = beyond(methods[m]);
        try_values(methods, values, protocol, trainer);
    }
    return methods;
}

// Seed by seed, so that after Ctrl-C the first seeds are there for all methods.
Study compared(std::vector<Compared> methods, const Protocol& protocol, const Trainer& trainer)
{
    const auto seeds = static_cast<std::size_t>(protocol.seeds);
    std::vector<Job> jobs;
    for (std::size_t s = 0; s < seeds; ++s)
        for (std::size_t m = 0; m < methods.size(); ++m) jobs.push_back({m, methods[m].best, s});
    const auto runs = done(jobs, trainer);
    std::vector<std::size_t> there = complete(runs, seeds, methods.size());
    if (there.empty() && seeds > 0) there = {0}; // some methods' at least
    for (const std::size_t s : there)
        for (std::size_t m = 0; m < methods.size(); ++m)
            if (const auto& run = runs[s * methods.size() + m])
                methods[m].runs.push_back(std::move(*run));
    return Study(std::move(methods));
}

Study swept(const Protocol& protocol, const Trainer& trainer)
{
    const auto seeds = static_cast<std::size_t>(protocol.seeds);
    std::vector<Job> jobs;
    for (std::size_t s = 0; s < seeds; ++s)
        for (std::size_t m = 0; m < protocol.methods.size(); ++m)
            for (const double value : protocol.grids[m]) jobs.push_back({m, value, s});
    const auto runs = done(jobs, trainer);
    std::vector<Compared> methods;
    for (std::size_t m = 0; m < protocol.methods.size(); ++m) {
        methods.push_back({protocol.methods[m], 0, protocol.grids[m], {}, {}});
        methods.back().at.resize(protocol.grids[m].size());
    }
    const std::size_t a_seed = seeds == 0 ? 0 : jobs.size() / seeds;
    for (const std::size_t s : complete(runs, seeds, a_seed)) {
        auto run = runs.begin() + static_cast<std::ptrdiff_t>(s * a_seed);
        for (Compared& method : methods)
            for (std::vector<Run>& at : method.at) at.push_back(std::move(**run++));
    }
    return Study(std::move(methods));
}

// ---- what a study answers ----

namespace {

const Compared& there(const Compared& method)
{
    const bool missing = method.runs.empty() && (method.at.empty() || method.at[0].empty());
    if (missing && stop_requested()) throw Interrupted();
    return method;
}

} // namespace

std::size_t Study::size() const
{
    std::size_t count = 0;
    for (const Compared& method : methods_) {
        count += method.runs.size();
        for (const std::vector<Run>& runs : method.at) count += runs.size();
    }
    return count;
}

const std::vector<Compared>& Study::methods() const
{
    std::ranges::for_each(methods_, there);
    return methods_;
}

const Compared& Study::operator[](const std::string& method) const
{
    std::vector<std::string> names;
    for (const Compared& one : methods_) {
        names.push_back(one.name.english());
        if (names.back() == method) return there(one);
    }
    throw ShapeError(fmt::format("this study has no method \"{}\"; it has {}", method,
                                 boost::algorithm::join(names, ", ")));
}

void Study::check_known(const std::string& what) const
{
    std::set<std::string> names;
    const auto add = [&](const std::vector<Run>& runs) {
        for (const Run& run : runs)
            for (const std::string& name : run.names()) names.insert(name);
    };
    for (const Compared& method : methods_) {
        add(method.runs);
        for (const std::vector<Run>& runs : method.at) add(runs);
    }
    if (!names.empty() && !names.contains(what))
        throw ShapeError(fmt::format("no run of this study noted \"{}\"; noted were {}", what,
                                     boost::algorithm::join(names, ", ")));
}

Spread Study::of(const std::string& method, const std::string& number) const
{
    check_known(number);
    return spread_of((*this)[method].runs, [&](const Run& run) { return run.number(number); });
}

Text Study::told(const std::string& number, std::vector<std::string> methods) const
{
    if (methods.empty())
        for (const Compared& method : methods_) methods.push_back(method.name.english());
    std::vector<Text> parts;
    for (const std::string& method : methods) {
        const double median = of(method, number).median;
        parts.push_back(std::isfinite(median)
                            ? verbatim("{}\u00a0{:.3Lg}", (*this)[method].name, median)
                            : verbatim("{}\u00a0∞", (*this)[method].name));
    }
    return listed(parts);
}

std::vector<std::vector<double>> Study::curves(const std::string& method,
                                               const std::string& curve) const
{
    check_known(curve);
    std::size_t longest = 0;
    for (const Compared& one : methods_)
        for (const Run& run : one.runs) longest = std::max(longest, run.curve(curve).values.size());
    std::vector<std::vector<double>> all;
    for (const Run& run : (*this)[method].runs) {
        all.push_back(run.curve(curve).values);
        all.back().resize(longest, infinity);
    }
    return all;
}

std::size_t Study::lowest(const std::string& number) const
{
    std::vector<Spread> all;
    for (const Compared& method : methods_) all.push_back(of(method.name.english(), number));
    return smallest_of(all);
}

Evidence Study::lower_than(const std::string& reference, const Text& number) const
{
    const Compared& other = (*this)[reference];
    std::vector<Versus> cases;
    for (const Compared& method : methods_)
        if (&method != &other)
            cases.push_back({method.name, of(method.name.english(), number.english()),
                             of(reference, number.english())});
    return descente::lower(tr("{} against {}", number, other.name), cases);
}

Evidence Study::lower(const std::string& a, const std::string& b, const Text& number) const
{
    return descente::lower(number, {(*this)[a].name, of(a, number.english())},
                           {(*this)[b].name, of(b, number.english())});
}

Evidence Study::lower_at_best(const std::string& a, const std::string& b, const Text& number) const
{
    check_known(number.english());
    const auto spreads = [&](const std::string& method) {
        std::vector<Spread> all;
        for (const std::vector<Run>& runs : (*this)[method].at)
            all.push_back(
                spread_of(runs, [&](const Run& run) { return run.number(number.english()); }));
        return all;
    };
    const auto least = [](const std::vector<Spread>& all) {
        return *std::ranges::min_element(all, {}, &Spread::median);
    };
    const std::vector<Spread> of_a = spreads(a), of_b = spreads(b);
    const std::size_t middle = of_a.size() / 2;
    const Text name_a = (*this)[a].name, name_b = (*this)[b].name;
    return together(
        descente::lower(number, {name_a, of_a.at(middle)}, {name_b, of_b.at(middle)}),
        descente::lower(tr("each at its own best"), {name_a, least(of_a)}, {name_b, least(of_b)}));
}

} // namespace descente
