// Text tables for the terminal.
#pragma once

#include <string>
#include <vector>

namespace descente {

/// Columns a UTF-8 text takes on a terminal: one a character, none for a combining accent.
std::size_t display_width(const std::string& text);

/// The table as lines: a header, a rule, the rows. Columns of numbers are aligned right, others
/// left; short rows are filled with empty cells.
std::string aligned_table(const std::vector<std::string>& header,
                          const std::vector<std::vector<std::string>>& rows);

/// A table of tab-separated cells as comma-separated ones: cells with commas, quotes or semicolons
/// are quoted; comment lines (#) and empty lines stay.
std::string csv_from_tsv(const std::string& tsv);

} // namespace descente
