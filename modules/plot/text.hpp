// Texts of a figure: quoted for gnuplot or LaTeX, measured, and fitted into a given width. Widths
// come from a table of DejaVu Sans; no font is opened, so that a figure gives the same script on
// every machine.
#pragma once

#include "base/text.hpp"

#include <string>
#include <vector>

namespace descente {

constexpr double px_per_point = 4.0 / 3; ///< of gnuplot's cairo terminals

/// The text with spaces for line ends and other control characters.
std::string one_line(std::string text);

/// Digits, and a sign, above the line.
std::string raised(const std::string& digits);

/// 3e-04 as 3·10⁻⁴, - before a digit as −, n_in and λmax with subscripts.
std::string typeset(const std::string& text);
inline std::string typeset(const Text& text, const Language& language)
{
    return typeset(text.in(language));
}

/// A text as one gnuplot string in single quotes, in which nothing is special but the quote itself.
std::string quoted(const std::string& text);

/// The text with LaTeX's special characters escaped and mathematical Unicode in math mode.
std::string latex_escaped(const std::string& text);

/// Width of a text in DejaVu Sans, in units of the font's size.
double text_width(const std::string& text);

/// A text broken into lines and shrunk until it fits.
struct Fitted {
    std::vector<std::string> lines;
    double points = 0;

    bool empty() const { return lines.empty(); }
    double px() const { return points * px_per_point; }
    double height() const { return static_cast<double>(lines.size()) * px() * 1.25; }
    double width() const; ///< in pixels
};

/// Fits `text` into `width` pixels: a little smaller on one line first, then more lines (at most
/// `most_lines`), then smaller still; but not below `least` points, and then it may be wider.
Fitted fitted(const std::string& text, double width, double points, std::size_t most_lines,
              double least = 0);

} // namespace descente
