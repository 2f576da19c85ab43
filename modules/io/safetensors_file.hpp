// The file format safetensors: an 8-byte length (low bytes first), a JSON header that gives each
// tensor its dtype, shape and place, then the numbers, last dimension fastest
// (https://github.com/huggingface/safetensors, "Format").
#pragma once

#include "base/real.hpp"
#include "base/text.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace descente {

using TensorShape = std::vector<std::uint64_t>; ///< {64, 3, 7, 7}; {} is a single number

/// A file whose header has been checked, field by field, against the file; the numbers are read
/// tensor by tensor. Every failure is a DataError: one line with the file, what is wrong and what
/// to do.
class SafetensorsFile {
  public:
    struct Entry {
        std::string dtype; ///< "F32"
        TensorShape shape;
        std::uint64_t begin = 0, end = 0; ///< its bytes, counted from the first of all data
    };

    /// Reads the header. Memory is taken for what the file holds, never for what it claims.
    explicit SafetensorsFile(const std::filesystem::path& file);
    const std::map<std::string, Entry>& entries() const { return entries_; } ///< by name

    /// Entries `prefix`… are called `by`… from now on. False, and nothing is changed, when there is
    /// none or the new name of one is taken.
    bool rename(const std::string& prefix, const std::string& by);

    /// The numbers of an entry, F64, F32, F16 or BF16, rounded to our precision; NaN and infinities
    /// stay. DataError for another type, and for a number too large for ours.
    std::vector<Real> numbers(const std::string& name);

    /// Throws a DataError about this file.
    [[noreturn]] void refuse(const Text& problem) const;

  private:
    void read_header();
    void check_that_tensors_fill_the_data() const;
    Entry entry(const std::string& name, const nlohmann::json& fields) const;
    void read(char* bytes, std::size_t count);
    [[noreturn]] void damaged(const Text& problem) const;

    std::filesystem::path file_;
    std::ifstream stream_;
    std::uint64_t data_start_ = 0, data_size_ = 0;
    std::map<std::string, Entry> entries_;
};

/// Name and shape, fit for a line of text: `"fc.weight" (1000×512)`.
std::string described(const std::string& name, const TensorShape& shape);

struct NamedNumbers {
    std::string name;
    TensorShape shape;
    std::vector<Real> numbers; ///< last dimension fastest
};

/// Writes tensors in the precision of this build (F32, or F64), NaN and infinities as they are. The
/// file appears at once or not at all. DataError when it cannot be written.
void write_safetensors_file(const std::filesystem::path& file,
                            const std::vector<NamedNumbers>& tensors);

} // namespace descente
