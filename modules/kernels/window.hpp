// Windows that slide over a line of numbers: which of them begin inside it.
#pragma once

#include "base/real.hpp"

#include <algorithm>

namespace descente {

/// Window positions u = first … last − 1.
struct Positions {
    Index first, last;
};

/// The positions u < count for which number `offset` of the window, at stride·u + offset − padding,
/// is one of the n numbers of the line.
inline Positions inside(Index n, Index padding, Index stride, Index offset, Index count)
{
    const auto reached = [&](Index place) {
        return place <= offset ? Index{0} : (place - offset + stride - 1) / stride;
    };
    return {std::min(count, reached(padding)), std::min(count, reached(padding + n))};
}

} // namespace descente
