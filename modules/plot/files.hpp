// From a Figure to files: .tsv, .gp, and pictures rendered by a checked gnuplot run.
#pragma once

#include "plot/script.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <set>

namespace descente {

struct FigureStyle {
    std::vector<std::string> formats = {"png"}; ///< of png, pdf, svg, gif, tex, txt
    std::string size = "16:9";                  ///< or "4:3", "half", "half-4:3"
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
inline const std::vector<std::string> picture_sizes = {"16:9", "4:3", "half", "half-4:3"};
inline const std::vector<std::string> picture_themes = {"light", "dark", "print"};

/// Full path of a program, or empty when there is none on the PATH.
std::filesystem::path find_program(const std::string& name);
std::filesystem::path find_gnuplot();
/// The terminals this gnuplot was built with; empty when it does not say.
std::set<std::string> terminals_of(const std::filesystem::path& gnuplot);

/// A figure on its way: its pictures are drawn while whoever asked for them goes on.
class Drawing {
  public:
    class Delivery;
    Drawing(std::shared_ptr<const Delivery> delivery, std::future<void> pictures)
        : delivery_(std::move(delivery)), pictures_(std::move(pictures))
    {
    }
    std::vector<std::filesystem::path> files() const; ///< that are there by now, from any thread
    bool is_done() const;
    void wait() const;
    /// Waits, and throws once what went wrong: see FigureWriter::write.
    void finish();

  private:
    std::shared_ptr<const Delivery> delivery_;
    std::future<void> pictures_;
};

/// Draws what `write(script, the text of the style file)` writes as folder/name.FORMAT, of the
/// first of the formats, and no other file; its path. PlotError as below, and without gnuplot.
std::filesystem::path
draw_script(const std::filesystem::path& folder, const std::string& name, const FigureStyle& style,
            const std::function<void(const std::filesystem::path&, const std::string&)>& write);

class FigureWriter {
  public:
    /// Files are named folder/prefix_name.*: prefix "lab05". `footer` stands small under each
    /// figure.
    FigureWriter(std::filesystem::path folder, std::string prefix, FigureStyle style);

    /// What can be known before an hour's training: PlotError without the style file, when gnuplot
    /// lacks the terminal of a format, or when the folder, which must be there, cannot be written.
    void check() const;

    /// Writes the .tsv and .gp at once, then one picture a format on a thread of its own, two
    /// figures at a time; calls `drawn` there when all files are there that will be.
    Drawing start(const Figure& figure, const Text& footer,
                  const std::function<void()>& drawn = {}) const;
    /// The same, and waits; returns the files.
    /// Throws PlotError when the folder cannot be written, the disk is full, or gnuplot fails: one
    /// line with gnuplot's own message and the script's name. Without gnuplot, or after one that
    /// hung: writes .tsv and .gp (the lab warns once and ends with exit code 4).
    std::vector<std::filesystem::path> write(const Figure& figure, const Text& footer) const;

    /// The script alone, with other letters or for another page: for a window.
    void write_script(const std::filesystem::path& path, const Figure& figure, const Text& footer,
                      double zoom = 1, bool latex = false, const std::string& size = {}) const;

    const FigureStyle& style() const { return style_; }

  private:
    struct Shared;
    std::string script_style() const;
    void draw(const std::filesystem::path& gnuplot, const Figure& figure, const Text& footer,
              Drawing::Delivery& delivery) const;

    std::filesystem::path folder_;
    std::string prefix_;
    FigureStyle style_;
    std::shared_ptr<Shared> shared_; // of all drawings
};

} // namespace descente
