// What the classes of each set are called, in the order of their numbers.
#pragma once

#include "base/text.hpp"

#include <vector>

namespace descente {

const std::vector<Text>& mnist_classes();
const std::vector<Text>& fashion_mnist_classes();
const std::vector<Text>& cifar10_classes();
const std::vector<Text>& glyph_classes();

} // namespace descente
