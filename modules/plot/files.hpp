// From a Figure to files: .tsv, .gp, and pictures rendered by a checked gnuplot run.
#pragma once

#include "plot/figure.hpp"

#include <filesystem>

namespace descente {

struct FigureStyle {
    std::vector<std::string> formats = {"png"}; ///< of png, pdf, svg, gif, tex, txt
    std::string size = "16:9";                  ///< or "4:3", "half"
    std::string theme = "light";                ///< or "dark", "print"
    Language language = Language();
    std::filesystem::path style_file; ///< plots/style.gp, copied into each script
};

/// The values the options take, for checking them.
const std::vector<std::string>& picture_formats();
const std::vector<std::string>& picture_sizes();
const std::vector<std::string>& picture_themes();

/// Full path of gnuplot, or empty when there is none on the PATH.
std::filesystem::path find_gnuplot();

class FigureWriter {
  public:
    /// Files are named folder/prefix_name.*: prefix "lab05". `footer` stands small under each
    /// figure.
    FigureWriter(std::filesystem::path folder, std::string prefix, FigureStyle style);

    /// Writes the .tsv and .gp, then one picture a format; returns the files written.
    /// Throws PlotError when the folder cannot be written, the disk is full, or gnuplot fails: one
    /// line with gnuplot's own message and the script's name. Without gnuplot: writes .tsv and .gp
    /// and returns those (the lab warns once and ends with exit code 4).
    std::vector<std::filesystem::path> write(const Figure& figure, const Text& footer) const;

    /// The script as text, for tests.
    std::string script(const Figure& figure, const Text& footer) const;
    /// The script for a window, which is two thirds of the picture.
    std::string window_script(const Figure& figure, const Text& footer) const;
    /// The numbers as text: one block a series, tab-separated, as many digits as read back exactly.
    std::string table(const Figure& figure, const Text& footer = {}) const;

  private:
    std::filesystem::path folder_;
    std::string prefix_;
    FigureStyle style_;
};

} // namespace descente
