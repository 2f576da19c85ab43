// What a program writes to standard output and standard error, and a folder that goes away again:
// for tests of the shell.
#pragma once

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
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

/// A new empty folder under the system's temporary folder, removed with all it holds.
class TemporaryFolder {
  public:
    TemporaryFolder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "descente-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~TemporaryFolder()
    {
        std::error_code none;
        std::filesystem::remove_all(path_, none);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

inline void write_file(const std::filesystem::path& file, const std::string& content)
{
    std::ofstream(file, std::ios::binary) << content;
}

inline std::string read_file(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}
