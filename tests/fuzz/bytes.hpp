// What all fuzzers share: bytes as a file, and what a reader may do with them.
#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace descente::fuzz {

/// A file in memory that holds these bytes, until the next call.
inline std::filesystem::path file_of(std::string_view bytes)
{
    static const int file = ::memfd_create("fuzz", 0);
    if (file < 0 || ::ftruncate(file, 0) != 0 ||
        ::pwrite(file, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        std::abort();
    return "/proc/self/fd/" + std::to_string(file);
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size)
{
    return {reinterpret_cast<const char*>(data), size};
}

/// Bytes are read, or refused in one line with exit status 2 or 3; anything else is a fault of
/// ours.
template <class Read>
int read_or_refuse(const Read& read)
{
    try {
        read();
    } catch (const Error& error) {
        const std::string line = error.what();
        if ((error.code() == Exit::data || error.code() == Exit::usage) &&
            line.find('\n') == std::string::npos)
            return 0;
        std::fprintf(stderr, "not a line for a user: %s\n", line.c_str());
        std::abort();
    }
    return 0;
}

} // namespace descente::fuzz
