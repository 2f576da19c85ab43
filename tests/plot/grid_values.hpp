// A heat map's or level lines' z as a matrix again, for tests that look at its elements.
#pragma once

#include "plot/figure.hpp"

/// z(i, j) belongs to y[i], x[j].
inline descente::Matrix grid_values(const descente::Series& series)
{
    const descente::Numbers& z = series[descente::Role::z];
    descente::Matrix values(series.grid->y.size(), series.grid->x.size());
    for (std::size_t k = 0; k < z.size(); ++k)
        values(k / values.n_cols, k % values.n_cols) = static_cast<descente::Real>(z[k]);
    return values;
}
