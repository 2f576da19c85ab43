// How work is cut into pieces, and shared out among threads.
#pragma once

#include "base/real.hpp"

#include <algorithm>
#include <omp.h>

namespace descente {

/// Where piece `i` of `n` begins when `length` is cut as evenly as possible.
constexpr Index piece_begin(Index length, Index n, Index i) { return length * i / n; }
/// How many pieces of at most `most` that takes.
constexpr Index pieces_of(Index length, Index most) { return (length + most - 1) / most; }
/// Calls visit(first, count) for each of these pieces.
template <class Visit>
void for_each_piece(Index length, Index most, const Visit& visit)
{
    const Index pieces = pieces_of(length, most);
    for (Index i = 0; i < pieces; ++i) {
        const Index first = piece_begin(length, pieces, i);
        visit(first, piece_begin(length, pieces, i + 1) - first);
    }
}

/// Calls visit(thread, first, last) for the share of `length` units of each of so many threads, or
/// of as many as there are units.
template <class Visit>
void for_each_share(Index length, Index team, const Visit& visit)
{
    const Index most = std::clamp<Index>(length, 1, team);
#pragma omp parallel num_threads(static_cast <int>(most)) if (most > 1)
    {
        const auto here = static_cast<Index>(omp_get_num_threads());
        const auto me = static_cast<Index>(omp_get_thread_num());
        visit(me, piece_begin(length, here, me), piece_begin(length, here, me + 1));
    }
}

} // namespace descente
