// From a Figure to text: the standalone gnuplot script and the table of numbers. Nothing here
// touches a file; see figure_files.hpp.
//
// The page is laid out here, in pixels of a 1080-line slide, with estimated text widths: margins,
// tics, legends and labels are explicit in the script. So panels line up, nothing overlaps, and the
// same figure gives the same script, byte for byte.
#pragma once

#include "lab/figure.hpp"

namespace descente {

/// What a script looks like; `style` is the text of plots/style.gp.
struct ScriptOptions {
    std::string file;            ///< the name of the files without ending: "lab05_sweep"
    std::string size = "16:9";   ///< or "4:3", "half"
    std::string theme = "light"; ///< or "dark", "print"
    Language language = Language::en;
    std::string style;
    bool latex = false; ///< texts escaped for LaTeX, for the cairolatex terminal
};

/// The script: `gnuplot file.gp` draws a .png next to it; other formats with -e "format='pdf'".
std::string figure_script(const Figure& figure, const Text& footer, const ScriptOptions& options);

/// Every series, tab-separated: # lines name figure, panel, series and columns; two blank lines
/// part the series (gnuplot's `index`). Numbers have the fewest digits that read back exactly.
std::string figure_table(const Figure& figure, const Text& footer, const std::string& file,
                         Language language);

/// A text as one gnuplot string in single quotes, in which nothing is special but the quote itself;
/// line ends and other control characters become spaces.
std::string quoted(const std::string& text);

/// The text with LaTeX's special characters escaped and mathematical Unicode in math mode.
std::string latex_escaped(const std::string& text);

/// Width and height of a picture in pixels.
std::array<int, 2> pixel_size(const std::string& size);

/// Estimated width of a text in DejaVu Sans, in units of the font's size.
double text_width(const std::string& text);

struct Tic {
    double at;
    std::string label; // empty for a minor tic
};
/// Round places between low and high, at most about `most` with a label.
std::vector<Tic> axis_tics(double low, double high, Scale scale, int most, Language language);

} // namespace descente
