#include "base/table.hpp"

#include <algorithm>
#include <boost/algorithm/string.hpp>
#include <sstream>

namespace descente {

namespace {

/// Right-aligned: whatever starts with a digit, perhaps after a sign, and ends the same in a
/// column.
bool looks_like_number(const std::string& cell)
{
    const std::size_t start = cell.find_first_not_of("+-±~≈<> ");
    return start != std::string::npos && cell[start] >= '0' && cell[start] <= '9';
}

std::string padded(const std::string& cell, std::size_t width, bool right)
{
    const std::string blanks(width - std::min(width, display_width(cell)), ' ');
    return right ? blanks + cell : cell + blanks;
}

std::string csv_cell(const std::string& cell)
{
    if (cell.find_first_of(",;\"") == std::string::npos) return cell;
    return '"' + boost::replace_all_copy(cell, "\"", "\"\"") + '"';
}

} // namespace

std::size_t display_width(const std::string& text)
{
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool continues = (byte & 0xc0) == 0x80;
        // The combining accents U+0300 … U+036F start with the bytes CC or CD (up to AF).
        const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
        const bool accent = byte == 0xcc || (byte == 0xcd && next <= 0xaf);
        if (!continues && !accent) ++width;
    }
    return width;
}

std::string aligned_table(const std::vector<std::string>& header,
                          const std::vector<std::vector<std::string>>& rows)
{
    const std::size_t columns = header.size();
    const auto cell = [](const std::vector<std::string>& row, std::size_t column) {
        return column < row.size() ? row[column] : std::string();
    };
    std::vector<std::size_t> widths(columns);
    std::vector<std::string> rule(columns);
    std::vector<bool> right(columns);
    for (std::size_t c = 0; c < columns; ++c) {
        widths[c] = display_width(header[c]);
        bool numbers = false, words = false;
        for (const auto& row : rows) {
            widths[c] = std::max(widths[c], display_width(cell(row, c)));
            if (cell(row, c).empty() || cell(row, c) == "–" || cell(row, c) == "-") continue;
            (looks_like_number(cell(row, c)) ? numbers : words) = true;
        }
        for (std::size_t i = 0; i < widths[c]; ++i) rule[c] += "─";
        right[c] = numbers && !words;
    }
    const auto line = [&](const std::vector<std::string>& row) {
        std::string result;
        for (std::size_t c = 0; c < columns; ++c) {
            if (c > 0) result += "  ";
            result += padded(cell(row, c), widths[c], right[c]);
        }
        return result.substr(0, result.find_last_not_of(' ') + 1) + "\n";
    };
    std::string table = line(header) + line(rule);
    for (const auto& row : rows) table += line(row);
    return table;
}

std::string csv_from_tsv(const std::string& tsv)
{
    std::istringstream lines(tsv);
    std::string csv, line;
    while (std::getline(lines, line)) {
        const bool comment = line.starts_with('#'); // among them the names of the columns
        std::vector<std::string> cells;
        boost::split(cells, line, boost::is_any_of("\t"));
        for (const std::string& cell : cells) csv += (comment ? cell : csv_cell(cell)) + ',';
        csv.back() = '\n';
    }
    return csv;
}

} // namespace descente
