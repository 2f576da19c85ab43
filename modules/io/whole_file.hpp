// Files that are read or written as a whole: a reader never sees half of one.
#pragma once

#include "base/text.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace descente {

/// All bytes of a file. `what` it should be ("checkpoint") is for the DataError: nothing there, not
/// a file, no permission, or more than `most` bytes, of which none is read then.
std::string read_whole_file(const std::filesystem::path& file, const Text& what,
                            std::uint64_t most = UINT64_MAX);
/// The first `count` bytes, or all when there are fewer.
std::string read_start(const std::filesystem::path& file, const Text& what, std::uint64_t count);
/// A file as people save texts: UTF-8, with a mark before it or not, or UTF-16; returned as UTF-8.
/// DataError for other bytes, too.
std::string read_text_file(const std::filesystem::path& file, const Text& what, std::uint64_t most);

/// "1 byte", "5,000 bytes".
inline Text byte_count(std::uint64_t size) { return plural("{} byte", "{} bytes", size); }

/// No process has this number: what it left half-written belongs to nobody.
bool is_gone(int process);

/// A file under another name, in the same folder, until it is complete: the old one is replaced at
/// once or not at all. Without finish() nothing is left of it; what killed programs left of the
/// same file goes.
class NewFile {
  public:
    /// `what` it holds ("checkpoint") is for the DataError: a place that cannot be written, or
    /// where something stands that is no file; in write() and finish() a full disk.
    NewFile(const std::filesystem::path& target, Text what);
    ~NewFile();
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    void write(std::string_view bytes); ///< appends
    void finish();                      ///< on the disk, and under its name

  private:
    bool close();
    [[noreturn]] void fail() const;

    std::filesystem::path target_;
    Text what_;
    std::string path_;
    int descriptor_ = -1;
    bool complete_ = false;
};

} // namespace descente
