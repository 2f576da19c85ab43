#include "io/pixels.hpp"

namespace descente {

void store_pixels(const std::uint8_t* bytes, const Shape& shape, Real* column)
{
    const Index plane = shape.rows * shape.cols;
    for (Index channel = 0; channel < shape.channels; ++channel) {
        const std::uint8_t* source = bytes + channel * plane;
        Real* target = column + channel * plane;
        // A plane fits the first-level cache, so the strided reads cost nothing.
        for (Index c = 0; c < shape.cols; ++c)
            for (Index r = 0; r < shape.rows; ++r)
                target[r + shape.rows * c] = static_cast<Real>(source[r * shape.cols + c]) / 255;
    }
}

} // namespace descente
