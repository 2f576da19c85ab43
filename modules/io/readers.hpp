// Readers of the public file formats: IDX (MNIST, Fashion-MNIST) and CIFAR-10 binary.
// Every failure is a DataError: one line with the file, what is wrong and what to do.
// Image files store rows one after the other; readers transpose once, so that row r of the image
// is row r of the sample.
#pragma once

#include "data/dataset.hpp"

#include <filesystem>
#include <optional>

namespace descente {

/// Unsigned bytes of an IDX file, plain or gzip-compressed (told by content, not by name). A file
/// that is no use is to be had from `datasets/fetch set`, unless `set` is empty.
struct Idx {
    std::vector<std::uint32_t> sizes; ///< e.g. {60000, 28, 28}
    std::vector<std::uint8_t> bytes;  ///< in file order
    std::uint32_t checksum;           ///< CRC-32 of the file, uncompressed
};
Idx read_idx(const std::filesystem::path& file, const std::string& set);

/// Training or test samples of a set that is still to be named: no name, no classes.
struct UnnamedPart {
    Dataset data;                         ///< pixels in [0, 1]
    std::vector<std::uint32_t> checksums; ///< CRC-32 of each file, uncompressed
};
/// Images and labels of an MNIST-like set. Their counts are compared before either is read.
UnnamedPart read_idx_part(const std::filesystem::path& images, const std::filesystem::path& labels,
                          const std::string& set);
/// One CIFAR-10 binary batch or several, appended: 3×32×32.
UnnamedPart read_cifar10(const std::vector<std::filesystem::path>& files);

/// The four files of an MNIST-like set in a folder, as many as there are: whatever stands before
/// "train-" and "t10k-" (EMNIST's "test-"), with a hyphen or a dot before "idx", plain or ".gz"
/// (the plain one wins). `prefix` is what stands before. DataError when there are several sets.
struct IdxFiles {
    std::filesystem::path train_images, train_labels, test_images, test_labels;
};
IdxFiles idx_files_in(const std::filesystem::path& folder);

/// Class names from a text file, one a line, in the order of the class numbers. DataError when the
/// file cannot be read or does not hold exactly `classes` lines.
std::vector<Text> read_class_names(const std::filesystem::path& file, std::size_t classes);

/// The places looked in, in order: `data_folder` when given (alone, and it must exist: DataError),
/// else top_folder/datasets, else the system's (/usr/share/datasets). Each may hold the files
/// themselves, a sub-folder named after the set, or torchvision's.
struct DataPlaces {
    std::filesystem::path data_folder; ///< --data; empty when not given
    std::filesystem::path top_folder;  ///< where the project stands
};

/// The names --dataset takes: "fashion-mnist", "mnist", "cifar10", "glyphs".
const std::vector<std::string>& dataset_names();

/// The folder where the files of set `name` seem to be, if anywhere: names of folders and files
/// tell, not what is in them.
std::optional<std::filesystem::path> find_dataset(const std::string& name,
                                                  const DataPlaces& places);

/// Loads what find_dataset() finds. Its content says what it is called: a known set, or "own data
/// (FOLDER)" with the class names of classes.txt beside it, or else the class numbers; when
/// `by_name`, it must be the set `name`. When there are no files: a DataError that says how to get
/// them, except when `fall_back`, where the drawn glyph images are returned instead (their `name`
/// says so). A damaged file is always an error, and so are labels that are not 0, 1, 2, …
Split load_dataset(const std::string& name, const DataPlaces& places, bool fall_back, bool by_name);

} // namespace descente
