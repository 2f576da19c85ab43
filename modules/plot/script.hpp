// From a Figure to a standalone gnuplot script: the style, the data, then the panels as
// figure_layout.hpp placed them. The same figure gives the same script, byte for byte. Nothing here
// touches a file; see figure_files.hpp.
#pragma once

#include "plot/figure.hpp"

namespace descente {

/// What a script looks like; `style` is the text of plots/style.gp.
struct ScriptOptions {
    std::string file;            ///< the name of the files without ending: "lab05_sweep"
    std::string size = "16:9";   ///< or "4:3", "half"
    std::string theme = "light"; ///< or "dark", "print"
    Language language = Language();
    std::string style;
    bool latex = false; ///< texts escaped for LaTeX, for the cairolatex terminal
    double zoom = 1;    ///< of the letters, for a page drawn smaller
};

/// The script: `gnuplot file.gp` draws a .png next to it; other formats with -e "format='pdf'".
std::string figure_script(const Figure& figure, const Text& footer, const ScriptOptions& options);

} // namespace descente
