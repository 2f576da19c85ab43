// What the readers of image files have in common.
#pragma once

#include "autodiff/shape.hpp"
#include "base/text.hpp"

#include <cstdint>
#include <filesystem>

namespace descente {

/// `count` samples as features × count. The bytes of a sample lie channel after channel, row after
/// row, and those of the next `step` bytes further on. Transposes each plane, so that row r of the
/// image is row r of the sample, and scales 0…255 to [0, 1].
Matrix images_of(const std::uint8_t* bytes, Index step, Index count, const Shape& shape);

/// Throws a DataError about a file of the data set that `datasets/fetch set` fetches, or of an own
/// set where `set` is empty.
[[noreturn]] void refuse_file(const std::filesystem::path& file, const Text& problem,
                              const std::string& set);

} // namespace descente
