// From a Figure to files: .tsv, .gp, and pictures rendered by a checked gnuplot run.
#pragma once

#include "plot/script.hpp"

#include <chrono>
#include <filesystem>
#include <set>

namespace descente {

struct FigureStyle {
    std::vector<std::string> formats = {"png"}; ///< of png, pdf, svg, gif, tex, txt
    std::string size = "16:9";                  ///< or "4:3", "half"
    std::string theme = "light";                ///< or "dark", "print"
    Language language = Language();
    bool csv = false;                           ///< the numbers as .csv, too
    bool mp4 = false;                           ///< of films, where ffmpeg is installed
    bool blank = false;                         ///< each figure once more, without its series
    bool steps = false;                         ///< and numbered, with one more series each time
    std::filesystem::path style_file;           ///< plots/style.gp, copied into each script
    std::chrono::milliseconds patience{60'000}; ///< with a gnuplot that hangs
};

/// The values the options take; whoever reads them checks them.
inline const std::vector<std::string> picture_formats = {"png", "pdf", "svg", "gif", "tex", "txt"};
inline const std::vector<std::string> picture_sizes = {"16:9", "4:3", "half"};
inline const std::vector<std::string> picture_themes = {"light", "dark", "print"};

/// Full path of a program, or empty when there is none on the PATH.
std::filesystem::path find_program(const std::string& name);
std::filesystem::path find_gnuplot();
/// The terminals this gnuplot was built with; empty when it does not say.
std::set<std::string> terminals_of(const std::filesystem::path& gnuplot);

class FigureWriter {
  public:
    /// Files are named folder/prefix_name.*: prefix "lab05". `footer` stands small under each
    /// figure.
    FigureWriter(std::filesystem::path folder, std::string prefix, FigureStyle style)
        : folder_(std::move(folder)), prefix_(std::move(prefix)), style_(std::move(style))
    {
    }

    /// What can be known before an hour's training: PlotError without the style file, when gnuplot
    /// lacks the terminal of a format, or when the folder, which must be there, cannot be written.
    void check() const;

    /// Writes the .tsv and .gp, then one picture a format; returns written().
    /// Throws PlotError when the folder cannot be written, the disk is full, or gnuplot fails: one
    /// line with gnuplot's own message and the script's name. Without gnuplot, or after one that
    /// hung: writes .tsv and .gp (the lab warns once and ends with exit code 4).
    std::vector<std::filesystem::path> write(const Figure& figure, const Text& footer);
    /// The files of the last figure, also of one that failed.
    const std::vector<std::filesystem::path>& written() const { return written_; }

    /// The script alone, with other letters or for another page: for a window.
    void write_script(const std::filesystem::path& path, const Figure& figure, const Text& footer,
                      double zoom = 1, bool latex = false, const std::string& size = {}) const;

    const FigureStyle& style() const { return style_; }

  private:
    std::string script_style() const;

    std::filesystem::path folder_;
    std::string prefix_;
    FigureStyle style_;
    std::vector<std::filesystem::path> written_;
};

} // namespace descente
