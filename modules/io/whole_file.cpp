#include "io/whole_file.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <boost/locale/encoding_utf.hpp>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>
#include <utility>

namespace descente {

namespace fs = std::filesystem;

std::string read_start(const fs::path& file, const Text& what, std::uint64_t count)
{
    std::error_code error;
    if (!fs::is_regular_file(file, error))
        throw DataError(tr("{}: no {} there; check the name", file.string(), what));
    std::ifstream in(file, std::ios::binary);
    std::string bytes;
    if (in) bytes.resize(std::min<std::uint64_t>(count, fs::file_size(file, error)));
    if (!in || error || !in.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
        throw DataError(tr("{}: cannot be read; check its permissions", file.string()));
    return bytes;
}

std::string read_whole_file(const fs::path& file, const Text& what, std::uint64_t most)
{
    std::error_code error;
    const std::uint64_t size = fs::file_size(file, error);
    if (!error && size > most)
        throw DataError(tr("{}: has {}, too many for a {}; check the name", file.string(),
                           byte_count(size), what));
    return read_start(file, what, most);
}

std::string read_text_file(const fs::path& file, const Text& what, std::uint64_t most)
{
    using boost::locale::conv::utf_to_utf;
    std::string bytes = read_whole_file(file, what, most);
    const bool low_first = bytes.starts_with("\xff\xfe"),
               high_first = bytes.starts_with("\xfe\xff");
    try {
        if (!low_first && !high_first)
            return utf_to_utf<char>(bytes.substr(bytes.starts_with("\xef\xbb\xbf") ? 3 : 0),
                                    boost::locale::conv::stop);
        std::u16string wide;
        for (std::size_t i = 2; i + 1 < bytes.size(); i += 2)
            wide += static_cast<char16_t>(static_cast<std::uint8_t>(bytes[i + low_first]) << 8U |
                                          static_cast<std::uint8_t>(bytes[i + high_first]));
        return utf_to_utf<char>(wide, boost::locale::conv::stop);
    } catch (const boost::locale::conv::conversion_error&) {
        throw DataError(tr("{}: is not a text; save it as UTF-8", file.string()));
    }
}

bool is_gone(int process) { return process > 0 && ::kill(process, 0) != 0 && errno == ESRCH; }

NewFile::NewFile(const fs::path& target, Text what)
    : target_(target),
      what_(std::move(what)),
      path_(fmt::format("{}.new-{}", target.string(), ::getpid()))
{
    std::error_code error;
    const fs::file_status there = fs::status(target, error);
    if (fs::exists(there) && !fs::is_regular_file(there))
        throw DataError(tr("{}: not a file, so no {} is written over it; choose another "
                           "name",
                           target.string(), what_));
    const std::string start = target.filename().string() + ".new-";
    for (const auto& entry : fs::directory_iterator(fs::absolute(target).parent_path(), error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(start) && is_gone(std::atoi(name.c_str() + start.size())))
            fs::remove(entry.path(), error);
    }
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail();
}

NewFile::~NewFile()
{
    close();
    if (!complete_) ::unlink(path_.c_str());
}

void NewFile::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail();
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void NewFile::finish()
{
    if (::fsync(descriptor_) != 0 || !close()) fail();
    if (::rename(path_.c_str(), target_.c_str()) != 0) fail();
    complete_ = true;
}

bool NewFile::close()
{
    const int descriptor = std::exchange(descriptor_, -1);
    return descriptor < 0 || ::close(descriptor) == 0;
}

void NewFile::fail() const
{
    throw DataError(tr("{}: the {} cannot be written ({}); free some space or choose "
                       "another folder",
                       target_.string(), what_, std::strerror(errno)));
}

} // namespace descente
