#include "boolean_functions.hpp"

#include "base/error.hpp"
#include "base/stats.hpp"
#include "complexity.hpp"
#include "train/runs.hpp"

#include <algorithm>

namespace descente {

namespace {

// Networks with a generator of their own: enough to be worth a thread, so few that all threads
// finish together.
constexpr Index portion = 500;

std::string table_of(const Matrix& output)
{
    std::string table(output.n_elem, '0');
    for (Index i = 0; i < output.n_elem; ++i)
        if (output[i] > 0) table[i] = '1';
    return table;
}

// Of nothing there is no median and no share.
double draws_of(const std::vector<DrawnFunction>& functions)
{
    if (functions.empty()) throw ShapeError("drawn functions: there is none");
    return static_cast<double>(draw_count(functions));
}

} // namespace

Matrix boolean_cube(Index bits)
{
    if (bits < 1 || bits > 20)
        throw ShapeError(fmt::format("boolean_cube: {} bits, not 1 to 20", bits));
    Matrix cube(bits, Index{1} << bits);
    for (Index i = 0; i < cube.n_cols; ++i)
        for (Index bit = 0; bit < bits; ++bit)
            cube(bit, i) = static_cast<Real>(i >> (bits - 1 - bit) & 1);
    return cube;
}

std::vector<std::string> network_functions(Index networks, Index bits,
                                           const std::function<Sequential(Rng&)>& make_network,
                                           const Rng& rng)
{
    const Var cube = constant(boolean_cube(bits));
    std::vector<std::vector<std::string>> tables((networks + portion - 1) / portion);
    for_each_run(static_cast<int>(tables.size()), [&](int part) {
        const NoGrad evaluation;
        const auto begin = static_cast<Index>(part) * portion;
        Rng own = rng.fork(static_cast<std::uint64_t>(part));
        for (Index i = begin; i < std::min(begin + portion, networks); ++i) {
            Sequential net = make_network(own);
            const Var output = net.forward(cube, Mode::eval);
            if (output.rows() != 1)
                throw ShapeError(
                    fmt::format("network_functions: {} outputs, not one", output.rows()));
            tables[static_cast<std::size_t>(part)].push_back(table_of(output.value()));
        }
    });
    std::vector<std::string> all;
    for (std::vector<std::string>& part : tables)
        std::move(part.begin(), part.end(), std::back_inserter(all));
    return all;
}

std::vector<std::string> uniform_functions(Index count, Index bits, Rng rng)
{
    std::vector<std::string> tables(count, std::string(std::size_t{1} << bits, '0'));
    for (std::string& table : tables)
        for (char& answer : table)
            if (rng.below(2) == 1) answer = '1';
    return tables;
}

std::vector<DrawnFunction> drawn_functions(std::vector<std::string> tables)
{
    std::sort(tables.begin(), tables.end());
    std::vector<DrawnFunction> functions;
    for (std::string& table : tables) {
        if (functions.empty() || functions.back().table != table)
            functions.push_back({.table = std::move(table)});
        ++functions.back().count;
    }
    const int parts = static_cast<int>((functions.size() + portion - 1) / portion);
    for_each_run(parts, [&](int part) {
        const auto begin = static_cast<std::size_t>(part) * portion;
        for (std::size_t i = begin; i < std::min<std::size_t>(begin + portion, functions.size());
             ++i)
            functions[i].complexity = lempel_ziv_complexity(functions[i].table);
    });
    std::stable_sort(functions.begin(), functions.end(),
                     [](const auto& a, const auto& b) { return a.count > b.count; });
    return functions;
}

long draw_count(const std::vector<DrawnFunction>& functions)
{
    long draws = 0;
    for (const DrawnFunction& f : functions) draws += f.count;
    return draws;
}

double median_complexity(const std::vector<DrawnFunction>& functions)
{
    std::vector<std::pair<double, long>> by_complexity;
    for (const DrawnFunction& f : functions) by_complexity.emplace_back(f.complexity, f.count);
    std::sort(by_complexity.begin(), by_complexity.end());
    auto below = static_cast<long>(draws_of(functions) / 2);
    for (const auto& [complexity, count] : by_complexity) {
        if (below < count) return complexity;
        below -= count;
    }
    return by_complexity.back().first;
}

double share_of_first(const std::vector<DrawnFunction>& functions, std::size_t first)
{
    long drawn = 0;
    for (std::size_t i = 0; i < std::min(first, functions.size()); ++i) drawn += functions[i].count;
    return static_cast<double>(drawn) / draws_of(functions);
}

double rarity_of_complexity(const std::vector<DrawnFunction>& functions)
{
    std::vector<double> complexity, count;
    for (const DrawnFunction& f : functions)
        if (f.count > 1) {
            complexity.push_back(f.complexity);
            count.push_back(static_cast<double>(f.count));
        }
    return rank_correlation(complexity, count);
}

} // namespace descente
