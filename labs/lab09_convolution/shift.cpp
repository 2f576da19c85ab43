#include "shift.hpp"

#include "base/error.hpp"
#include "data/augment.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace descente {

double shift_mismatch(const Matrix& y, const Matrix& z, const Shape& output, Index down,
                      Index right)
{
    if (down >= output.rows || right >= output.cols)
        throw ShapeError(fmt::format("shift_mismatch: a shift of {} rows and {} columns moves all "
                                     "of an output of {} out of sight",
                                     down, right, to_string(output)));
    double difference = 0, size = 0;
    for (Index n = 0; n < y.n_cols; ++n) {
        const auto before = image_of(y, n, output), after = image_of(z, n, output);
        for (Index ch = 0; ch < output.channels; ++ch)
            for (Index c = 0; c + right < output.cols; ++c)
                for (Index r = 0; r + down < output.rows; ++r) {
                    const double is = after(r + down, c + right, ch), was = before(r, c, ch);
                    difference += (is - was) * (is - was);
                    size += was * was;
                }
    }
    return std::sqrt(difference / size);
}

std::vector<double> shift_mismatches(const std::function<Var(const Matrix&)>& map, const Matrix& x,
                                     const Shape& image, Real background, Index stride, Index most)
{
    const Var y = map(x);
    std::vector<double> curve;
    for (Index shift = 0; shift <= most; ++shift) {
        const int pixels = static_cast<int>(shift);
        const Var z = map(shifted(x, image, pixels, pixels, background));
        const auto moved_by = [&](Index places) {
            return shift_mismatch(y.value(), z.value(), y.shape(), places, places);
        };
        curve.push_back(
            std::min(moved_by(shift / stride), moved_by((shift + stride - 1) / stride)));
    }
    return curve;
}

} // namespace descente
