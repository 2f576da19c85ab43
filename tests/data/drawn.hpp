// Numbers that any language can draw again: golden values were computed with them elsewhere.
#pragma once

#include "autodiff/shape.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace descente::testing {

/// `count` numbers from −1 to 1: number i is a hash of `name` and i, in whole numbers of 32 bits,
/// so that every machine finds the very same.
inline std::vector<double> drawn(const std::string& name, std::size_t count)
{
    std::uint32_t seed = 0;
    for (const char letter : name) seed = seed * 31 + static_cast<std::uint8_t>(letter);
    std::vector<double> numbers(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        std::uint32_t hash = i * 2654435761U + seed;
        hash ^= hash >> 15U;
        hash *= 2246822519U;
        hash ^= hash >> 13U;
        numbers[i] = hash / 2147483648.0 - 1;
    }
    return numbers;
}

/// One sample of such numbers, rounded to float; drawn channel by channel, row by row.
inline Matrix drawn_image(const Shape& shape)
{
    const std::vector<double> numbers = drawn("image", shape.size());
    Matrix x(shape.size(), 1);
    std::size_t i = 0;
    for (Index channel = 0; channel < shape.channels; ++channel)
        for (Index r = 0; r < shape.rows; ++r)
            for (Index c = 0; c < shape.cols; ++c)
                x[r + shape.rows * (c + shape.cols * channel)] =
                    static_cast<Real>(static_cast<float>(numbers[i++]));
    return x;
}

} // namespace descente::testing
