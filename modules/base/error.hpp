// Errors that a user sees: one line saying what, where and what to do, and an exit code.
#pragma once

#include <stdexcept>
#include <string>

namespace descente {

/// The exit status of a lab. `unsupported` is given with --check only.
enum class Exit {
    success = 0,
    unsupported = 1,
    usage = 2,
    data = 3,
    plotting = 4,
    internal = 70,
    interrupted = 130
};

/// Base of all our errors; `what()` is one complete line for the user.
class Error : public std::runtime_error {
  public:
    Error(Exit code, const std::string& line) : std::runtime_error(line), code_(code) {}
    Exit code() const { return code_; }

  private:
    Exit code_;
};

/// A wrong option or value (exit 2).
struct UsageError : Error {
    explicit UsageError(const std::string& line) : Error(Exit::usage, line) {}
};

/// A missing, truncated, foreign or unwritable file (exit 3).
struct DataError : Error {
    explicit DataError(const std::string& line) : Error(Exit::data, line) {}
};

/// gnuplot missing or failing, or figures that cannot be written (exit 4).
struct PlotError : Error {
    explicit PlotError(const std::string& line) : Error(Exit::plotting, line) {}
};

/// Sizes that do not fit, or a misuse of the library by a program (exit 70).
struct ShapeError : Error {
    explicit ShapeError(const std::string& line) : Error(Exit::internal, line) {}
};

} // namespace descente
