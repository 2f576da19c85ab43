// Photographs from PNG and JPEG files.
#pragma once

#include "autodiff/shape.hpp"

#include <filesystem>

namespace descente {

/// One picture as a sample: red, green and blue planes, rows fastest.
struct Photograph {
    Matrix x;    ///< features × 1, in [0, 1] as read
    Shape shape; ///< rows × cols × 3
};

/// Reads a PNG or JPEG file, told by content, not by name. Grey becomes three equal channels, what
/// is transparent shows white behind, and the picture is turned upright as its camera notes (EXIF).
/// DataError, one line, for what is no such picture, truncated or damaged, printed with CMYK inks,
/// above 40 megapixels, or more than 100 times as long as wide.
Photograph read_photograph(const std::filesystem::path& file);

} // namespace descente
