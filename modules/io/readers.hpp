// Readers of the public file formats: IDX (MNIST, Fashion-MNIST) and CIFAR-10 binary.
// Every failure is a DataError: one line with the file, what is wrong and what to do.
// Image files store rows one after the other; readers transpose once, so that row r of the image
// is row r of the sample.
#pragma once

#include "data/dataset.hpp"

#include <filesystem>
#include <optional>

namespace descente {

/// Unsigned bytes of an IDX file, plain or gzip-compressed (told by content, not by name), of the
/// data set that `datasets/fetch set` fetches.
struct Idx {
    std::vector<std::uint32_t> sizes; ///< e.g. {60000, 28, 28}
    std::vector<std::uint8_t> bytes;  ///< in file order
};
Idx read_idx(const std::filesystem::path& file, const std::string& set);

/// Images and labels of one part ("train" or "t10k") of an MNIST-like folder; pixels in [0, 1].
/// Checks that both files agree and that every label is below `classes`.
Dataset read_mnist_part(const std::filesystem::path& folder, const std::string& part,
                        const std::string& name, const std::vector<Text>& classes);

/// One CIFAR-10 binary batch or several, appended: 3×32×32, pixels in [0, 1].
Dataset read_cifar10(const std::vector<std::filesystem::path>& files);

/// Class names from a text file, one a line, in the order of the outputs. DataError when the file
/// cannot be read or does not hold exactly `classes` lines.
std::vector<Text> read_class_names(const std::filesystem::path& file, std::size_t classes);

/// The places looked in, in order: `data_folder` when given (alone, and it must exist: DataError),
/// else top_folder/datasets, else the system's (/usr/share/datasets). Each may hold the files
/// themselves or a sub-folder named after the set.
struct DataPlaces {
    std::filesystem::path data_folder; ///< --data; empty when not given
    std::filesystem::path top_folder;  ///< where the project stands
};

/// The names --dataset takes: "fashion-mnist", "mnist", "cifar10", "glyphs".
const std::vector<std::string>& dataset_names();

/// The folder where the files of set `name` are, if anywhere.
std::optional<std::filesystem::path> find_dataset(const std::string& name,
                                                  const DataPlaces& places);

/// Loads the set `name`. When its files are nowhere: a DataError that says how to get them, except
/// when `fall_back`, where the drawn glyph images are returned instead (their `name` says so).
/// A damaged file is always an error.
TrainTest load_dataset(const std::string& name, const DataPlaces& places, bool fall_back);

} // namespace descente
