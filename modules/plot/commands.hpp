// The gnuplot commands of a script while it is written: texts in the right language and quoting,
// data blocks, plots, and things placed by pixels of the page. What is drawn is up to
// figure_drawing.hpp, figure_pictures.hpp and figure_notes.hpp.
#pragma once

#include "plot/layout.hpp"
#include "plot/script.hpp"

#include <fmt/format.h>
#include <iterator>
#include <unordered_map>

namespace descente {

class Commands {
  public:
    explicit Commands(const ScriptOptions& options);

    std::string say(const Text& text) const { return text.in(options_.language); }
    Language language() const { return options_.language; }
    std::string str(const std::string& text) const; ///< quoted, escaped where LaTeX reads it
    std::string str(const Fitted& text) const;
    std::string font(double points) const;
    std::string titled(const Text& label) const; ///< for a plot: its line in the legend

    template <class... Values>
    void put(fmt::format_string<Values...> pattern, Values&&... values)
    {
        fmt::format_to(std::back_inserter(body_), pattern, std::forward<Values>(values)...);
    }
    double width() const { return width_; }   ///< of the page in pixels
    std::string at(double x, double y) const; ///< pixels of the page, in gnuplot's words
    void label(const std::string& quoted_text, double x, double y, const std::string& more);
    void rectangle(const Rect& rect, const std::string& more);

    /// The name of a data block with these rows; a block is written once.
    std::string data(const std::string& rows);
    void plot(const std::string& plot) { plots_.push_back(plot); }
    std::vector<std::string> take_plots() { return std::exchange(plots_, {}); }

    const std::string& blocks() const { return blocks_; }
    std::string take_body() { return std::exchange(body_, {}); }

  private:
    const ScriptOptions& options_;
    double width_, height_;
    std::string blocks_, body_;
    std::unordered_map<std::string, std::string> names_; // rows of a block → its name
    std::vector<std::string> plots_;                     // of the panel being written
};

/// The columns side by side, as rows of a data block.
std::string rows_of(const std::vector<const Numbers*>& columns);

} // namespace descente
