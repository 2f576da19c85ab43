// --worksheet and --class: pages to be worked out by hand, one a number. No experiment runs.
#pragma once

#include "shell/options.hpp"

namespace descente {

struct Student {
    std::uint64_t number;
    std::string name;
};

/// Of a file with a line for each: a name, or a number and a name. Whoever has no number gets one
/// that follows from the name alone. Empty lines are passed over, a line that is there already is,
/// too, and added to `repeated`. DataError when two names have one number, and without any line.
std::vector<Student> students_of(const std::filesystem::path& file,
                                 std::vector<std::string>& repeated);

/// The sheet of a number: the same one each time.
SheetPage page_of(const LabInfo& info, const Student& student);

/// Draws what the options ask for; says where it is.
void make_worksheets(const LabInfo& info, const Options& options);

} // namespace descente
