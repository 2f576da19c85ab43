// What the classes of each set are called, in the order of their numbers.
#pragma once

#include "data/text.hpp"

#include <filesystem>
#include <vector>

namespace descente {

const std::vector<Text>& mnist_classes();
const std::vector<Text>& fashion_mnist_classes();
const std::vector<Text>& cifar10_classes();
const std::vector<Text>& glyph_classes();

/// Class names from a text file, one a line, in the order of the outputs. DataError when the file
/// cannot be read or does not hold exactly `classes` lines.
std::vector<Text> read_class_names(const std::filesystem::path& file, std::size_t classes);

} // namespace descente
