// What follows a convolution or a normalisation, done while its numbers are in the cache instead of
// in passes over memory of their own.
#pragma once

#include "base/real.hpp"

namespace descente {

/// y becomes max(0, scale(c)·y + shift(c) + added): those parts that there are.
struct Then {
    const Matrix* added = nullptr; ///< of the size of y: a shortcut that is added
    bool relu = false;             ///< max(0, ·) at the end
    const Column* scale = nullptr; ///< a number a channel, and shift likewise
    const Column* shift = nullptr;

    bool nothing() const { return added == nullptr && !relu && scale == nullptr; }
};

/// to[i] = max(0, scale·from[i] + shift + added[i]) for `count` numbers; without `added`, or
/// without the ReLU, if so. `from` and `to` may be the same. NaN stays.
inline void scale_and_shift(const Real* from, Real* to, Index count, Real scale, Real shift,
                            const Real* added, bool relu)
{
    const auto passed = [&](Real value) { return relu && value < 0 ? 0 : value; };
    if (added != nullptr) {
#pragma omp simd
        for (Index i = 0; i < count; ++i) to[i] = passed(scale * from[i] + shift + added[i]);
    } else {
#pragma omp simd
        for (Index i = 0; i < count; ++i) to[i] = passed(scale * from[i] + shift);
    }
}

/// What follows for `count` numbers of one channel, from the place `first` of y's memory on.
inline void finish(const Then& then, Index channel, Matrix& y, Index first, Index count)
{
    Real* const numbers = y.memptr() + first;
    scale_and_shift(numbers, numbers, count, then.scale != nullptr ? (*then.scale)[channel] : 1,
                    then.shift != nullptr ? (*then.shift)[channel] : -Real{0}, // x + −0 is x
                    then.added != nullptr ? then.added->memptr() + first : nullptr, then.relu);
}

} // namespace descente
