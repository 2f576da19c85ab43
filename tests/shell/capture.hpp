// What a program writes to standard output and standard error: for tests of the shell.
#pragma once

#include <cstdio>
#include <string>
#include <unistd.h>

/// While it lives, file descriptor `descriptor` goes into a file; text() is what arrived so far.
class Capture {
  public:
    explicit Capture(int descriptor) : descriptor_(descriptor)
    {
        std::fflush(nullptr);
        saved_ = ::dup(descriptor);
        file_ = std::tmpfile();
        ::dup2(::fileno(file_), descriptor);
    }
    ~Capture()
    {
        std::fflush(nullptr);
        ::dup2(saved_, descriptor_);
        ::close(saved_);
        std::fclose(file_);
    }
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;

    std::string text() const
    {
        std::fflush(nullptr);
        std::string result(1 << 20, '\0');
        const ssize_t length = ::pread(::fileno(file_), result.data(), result.size(), 0);
        result.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
        return result;
    }

  private:
    int descriptor_;
    int saved_;
    std::FILE* file_;
};
