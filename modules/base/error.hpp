// Errors that a user sees: one line saying what, where and what to do, and an exit code.
#pragma once

#include "base/text.hpp"

#include <stdexcept>
#include <string>

namespace descente {

/// The exit status of a lab. `unsupported` is given with --check only.
enum class Exit {
    success = 0,
    unsupported = 1,
    usage = 2, ///< also a program built for a newer CPU
    data = 3,
    plotting = 4,
    experiment = 5, ///< the lab's own code stopped
    internal = 70,
    memory = 71,
    console = 74,     ///< standard output cannot be written
    interrupted = 128 ///< plus the signal
};

/// Base of all our errors: one complete line for the user; `what()` gives it in English.
class Error : public std::runtime_error {
  public:
    Error(Exit code, const Text& line)
        : std::runtime_error(line.english()), code_(code), line_(line)
    {
    }
    Exit code() const { return code_; }
    const Text& line() const { return line_; }

  private:
    Exit code_;
    Text line_;
};

/// A wrong option or value (exit 2).
struct UsageError : Error {
    explicit UsageError(const Text& line) : Error(Exit::usage, line) {}
};

/// A missing, truncated, foreign or unwritable file (exit 3).
struct DataError : Error {
    explicit DataError(const Text& line) : Error(Exit::data, line) {}
};

/// gnuplot missing or failing, or figures that cannot be written (exit 4).
struct PlotError : Error {
    explicit PlotError(const Text& line) : Error(Exit::plotting, line) {}
};

/// Sizes that do not fit, or a misuse of the library by a program (exit 70; 5 in an experiment): a
/// line for those who program, in English.
struct ShapeError : Error {
    explicit ShapeError(const std::string& line) : Error(Exit::internal, verbatim(line)) {}
};

} // namespace descente
