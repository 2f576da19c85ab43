// Where a lab speaks: standard output, which may be full or gone, and lines of complaint.
#pragma once

#include "base/text.hpp"

#include <string>

namespace descente {

/// Call first in main. Opens again what was closed of standard input, output and error, so that no
/// figure's file takes their places, and forgets what failed before.
void set_up_console();

/// To standard output, in order with standard error. A reader that has gone (| head -1) is no
/// failure: nothing more is said.
void say_aloud(const std::string& text);
/// How many times something was said, here and in complaints: what stands on the terminal above is
/// no longer the last.
long lines_said();
/// Standard output could not be written.
bool console_failed();

/// "lab05: …" on standard error, in one line without control characters, whatever the text holds.
void complain(const std::string& program, const Text& text, const Language& language);

/// What a user wrote, for an error line: up to 60 characters, control characters as \x1b.
std::string shown(const std::string& word);

} // namespace descente
