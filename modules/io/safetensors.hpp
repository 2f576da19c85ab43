// Weights exchanged with PyTorch, as safetensors files.
//
// Tensors get the names, shapes and order of numbers that PyTorch and torchvision give them: W is
// "weight", out × in (× rows × cols), rows of an image one after the other; b is "bias"; gamma and
// beta of a batch norm are its "weight" and "bias". A Linear after an image has to know it
// (Linear(Shape, …)), since PyTorch flattens an image in another order than we do. The layers of a
// Sequential count as ours do: nn.Flatten would be a layer more.
#pragma once

#include "base/text.hpp"
#include "nn/module.hpp"

#include <filesystem>

namespace descente {

/// Writes parameters and buffers in the precision of this build (F32, or F64), NaN and infinities
/// as they are. The file appears at once or not at all. DataError when it cannot be written.
void save_safetensors(const std::filesystem::path& file, Module& net);

/// Fills the network from the file: F64, F32, F16 or BF16, rounded to our precision; NaN and
/// infinities stay. The file must hold the very tensors of the network; PyTorch's counters
/// num_batches_tracked are passed over, and names that published weights have (module.* of
/// DataParallel, linear.* for fc.*) are read as the network's: a line for the user about each such
/// change is returned. DataError, one line with file, problem and remedy, for whatever is wrong;
/// nothing of the network is changed then.
std::vector<Text> load_safetensors(const std::filesystem::path& file, Module& net);

} // namespace descente
