#include "boolean_functions.hpp"

#include "train/compare.hpp"

#include <algorithm>

namespace lab15 {

// Each portion has a generator of its own: it is enough to be worth a thread, and so small that all
// threads finish together.
std::vector<std::string> drawn(long count, const std::function<std::string(Rng&)>& draw,
                               const Rng& rng)
{
    constexpr int portion = 500;
    std::vector<std::string> tables(static_cast<std::size_t>(count));
    for_each_run(static_cast<int>((count + portion - 1) / portion), [&](int part) {
        Rng own = rng.fork(static_cast<std::uint64_t>(part));
        const long end = std::min<long>(count, (part + 1) * portion);
        for (long i = part * portion; i < end; ++i) tables[static_cast<std::size_t>(i)] = draw(own);
    });
    if (stop_requested()) throw Interrupted();
    return tables;
}

std::vector<std::string> by_chance(long count, std::size_t answers, Rng rng)
{
    std::vector<std::string> tables(static_cast<std::size_t>(count), std::string(answers, '0'));
    for (std::string& table : tables)
        for (char& answer : table)
            if (rng.below(2) == 1) answer = '1';
    return tables;
}

Functions ranked(std::vector<std::string> tables,
                 const std::function<double(std::string_view)>& complexity)
{
    std::ranges::sort(tables);
    Functions functions;
    for (std::string& table : tables) {
        if (functions.empty() || functions.back().table != table)
            functions.push_back({.table = std::move(table)});
        ++functions.back().count;
    }
    for_each_run(static_cast<int>(functions.size()), [&](int i) {
        DrawnFunction& f = functions[static_cast<std::size_t>(i)];
        f.complexity = complexity(f.table);
    });
    std::ranges::stable_sort(functions, std::greater{}, &DrawnFunction::count);
    return functions;
}

long draw_count(const Functions& functions)
{
    long draws = 0;
    for (const DrawnFunction& f : functions) draws += f.count;
    return draws;
}

} // namespace lab15
