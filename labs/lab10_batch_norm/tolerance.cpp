#include "tolerance.hpp"

#include "twins.hpp"

#include <algorithm>

namespace lab10 {

Tolerance tolerance(const Matrix& cost, const std::vector<double>& scales,
                    const std::vector<double>& rates, double guessing)
{
    Matrix finite = cost;
    finite.replace(arma::Datum<Real>::nan, arma::Datum<Real>::inf);
    const arma::uvec best = arma::ind2sub(arma::size(finite), finite.index_min());
    const double lowest = double(finite.min());
    const auto trains = [&](Index i, Index j) {
        const double value = double(finite(i, j));
        return value <= 1.5 * lowest && value < 0.9 * guessing;
    };
    Index low = best[0], high = best[0];
    while (low > 0 && trains(low - 1, best[1])) --low;
    while (high + 1 < scales.size() && trains(high + 1, best[1])) ++high;
    Tolerance result{.scale_range = scales[high] / scales[low]};
    const auto one = Index(std::find(scales.begin(), scales.end(), 1.0) - scales.begin());
    for (Index j = 0; j < rates.size(); ++j)
        if (trains(one, j)) result.largest_rate = rates[j];
    return result;
}

std::vector<Matrix> cost_grids(const Study& sweep, const std::vector<double>& scales,
                               bool batch_norm)
{
    std::vector<Matrix> grids; // one a seed
    for (std::size_t i = 0; i < scales.size(); ++i) {
        const Compared& row = sweep[at_scale(twin_of(batch_norm), scales[i]).english()];
        grids.resize(row.at.front().size(), Matrix(scales.size(), row.grid.size()));
        for (std::size_t seed = 0; seed < grids.size(); ++seed)
            for (std::size_t j = 0; j < row.grid.size(); ++j)
                grids[seed](i, j) = Real(row.at[j][seed].number("training cost"));
    }
    return grids;
}

namespace {

Spread borne(const Study& sweep, const std::vector<double>& scales, double guessing,
             bool batch_norm, double Tolerance::*number)
{
    return spread_of(cost_grids(sweep, scales, batch_norm), [&](const Matrix& costs) {
        return tolerance(costs, scales, sweep.methods()[0].grid, guessing).*number;
    });
}

} // namespace

std::size_t times_larger(const Study& sweep, const std::vector<double>& scales, double guessing)
{
    const auto largest = [&](bool batch_norm) {
        return borne(sweep, scales, guessing, batch_norm, &Tolerance::largest_rate).median;
    };
    const double without = largest(false), with = largest(true);
    if (without == 0 && with == 0) return 3;
    return std::size_t(with > 2 * without) + std::size_t(with > 5 * without);
}

Evidence bears_more(const Study& sweep, const std::vector<double>& scales, double guessing)
{
    const auto more = [&](const Text& what, double Tolerance::*number) {
        return lower(what, {tr("without"), borne(sweep, scales, guessing, false, number)},
                     {tr("with"), borne(sweep, scales, guessing, true, number)});
    };
    return together(
        more(tr("largest over smallest scale that trains at the best α"), &Tolerance::scale_range),
        more(tr("largest α that trains at scale 1"), &Tolerance::largest_rate));
}

} // namespace lab10
