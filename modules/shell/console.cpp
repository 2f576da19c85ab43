#include "shell/console.hpp"

#include "shell/progress.hpp"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace descente {

namespace {

bool failed = false, reader_gone = false;
std::atomic<long> lines{0};

/// Up to so many characters of a UTF-8 text; control characters (of one byte, or C2 80 … C2 9F)
/// and bytes that are no text as \x1b.
std::string printable(const std::string& text, std::size_t most)
{
    std::string out;
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++characters) {
        if (characters == most) return out + "…";
        const auto byte = [&](std::size_t k) {
            return static_cast<unsigned char>(i + k < text.size() ? text[i + k] : 0);
        };
        const std::size_t length = byte(0) < 0x80 ? 1 : byte(0) < 0xe0 ? 2 : byte(0) < 0xf0 ? 3 : 4;
        bool plain =
            length == 1 ? byte(0) >= 0x20 && byte(0) != 0x7f : byte(0) >= 0xc2 && byte(0) < 0xf5;
        for (std::size_t k = 1; k < length; ++k) plain = plain && (byte(k) & 0xc0) == 0x80;
        if (byte(0) == 0xc2 && byte(1) < 0xa0) plain = false;
        out += plain ? text.substr(i, length) : fmt::format("\\x{:02x}", byte(0));
        i += plain ? length : 1;
    }
    return out;
}

} // namespace

void set_up_console()
{
    failed = reader_gone = false;
    for (int descriptor = 0; descriptor <= 2; ++descriptor)
        if (::fcntl(descriptor, F_GETFD) < 0 && errno == EBADF) // then the lowest that is free
            static_cast<void>(::open(descriptor == 1 ? "/dev/full" : "/dev/null", O_RDWR));
}

void say_aloud(const std::string& text)
{
    if (failed || reader_gone) return;
    clear_progress_line();
    ++lines;
    const bool written = std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
    if (!written) (errno == EPIPE ? reader_gone : failed) = true;
}

long lines_said() { return lines; }

bool console_failed() { return failed; }

void complain(const std::string& program, const Text& text, const Language& language)
{
    clear_progress_line();
    ++lines;
    std::fflush(stdout); // keeps the order where both go to one file
    const std::string line = printable(text.in(language), std::string::npos);
    std::fputs(fmt::format("{}: {}\n", program, line).c_str(), stderr);
}

std::string shown(const std::string& word) { return printable(word, 60); }

} // namespace descente
