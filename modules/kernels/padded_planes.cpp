#include "kernels/padded_planes.hpp"

#include "kernels/window.hpp"

#include <algorithm>

namespace descente {

PaddedPlanes padded_input(const ConvSize& size)
{
    const auto padded = [&](Index n) {
        return (n + 2 * size.padding + size.stride - 1) / size.stride;
    };
    return {.rows = size.rows,
            .cols = size.cols,
            .front = size.padding,
            .stride = size.stride,
            .phases = std::min(size.stride, size.kernel),
            .padded_rows = padded(size.rows),
            .padded_cols = padded(size.cols)};
}

std::vector<Index> taps_of(const ConvSize& size, const PaddedPlanes& planes)
{
    std::vector<Index> taps;
    for (Index c = 0; c < size.in_channels; ++c)
        for (Index n = 0; n < size.kernel; ++n)
            for (Index m = 0; m < size.kernel; ++m) taps.push_back(planes.offset(m, n, c));
    return taps;
}

void copy_padded(const Real* planes, const PaddedPlanes& size, Index channels, Real* target)
{
    for (Index c = 0; c < channels; ++c, planes += size.rows * size.cols)
        for (Index b = 0; b < size.phases; ++b)
            for (Index a = 0; a < size.phases; ++a) {
                const Positions rows =
                    inside(size.rows, size.front, size.stride, a, size.padded_rows);
                const Positions cols =
                    inside(size.cols, size.front, size.stride, b, size.padded_cols);
                for (Index v = 0; v < size.padded_cols; ++v, target += size.padded_rows) {
                    if (v < cols.first || v >= cols.last || rows.first == rows.last) continue;
                    const Real* const source = planes +
                                               size.rows * (size.stride * v + b - size.front) +
                                               (size.stride * rows.first + a - size.front);
                    if (size.stride == 1)
                        std::copy_n(source, rows.last - rows.first, target + rows.first);
                    else if (size.stride == 2) // known to the compiler: vector instructions
                        for (Index u = 0; u < rows.last - rows.first; ++u)
                            target[rows.first + u] = source[2 * u];
                    else
                        for (Index u = 0; u < rows.last - rows.first; ++u)
                            target[rows.first + u] = source[size.stride * u];
                }
            }
}

} // namespace descente
