// The legend of a panel or of a page: texts beside a line, point or box each, in rows and columns
// that fit. Drawn by our own labels and arrows: gnuplot's key counts letters instead of measuring
// them, and is cut where it finds no room.
#pragma once

#include "plot/figure.hpp"
#include "plot/text.hpp"

namespace descente {

/// The series of a panel that have a line in its legend.
std::vector<const Series*> legend_entries(const PanelParts& panel);

struct Key {
    std::string place = "off";         // "above", "top right", …
    std::vector<const Series*> series; // of the entries
    std::vector<Fitted> texts;
    double em = 0; // height of its letters
    Numbers wide;  // the texts of each column, in pixels

    std::size_t columns() const { return wide.size(); }
    std::size_t rows() const
    {
        return (texts.size() + columns() - 1) / std::max<std::size_t>(columns(), 1);
    }
    double height_of(std::size_t row) const;
    double width() const;
    double height() const;
    /// What it takes from the panel above its axes.
    double above() const { return place == "above" ? height() + 0.15 * em : 0; }
};

/// Entries in as many columns as `width` holds. In one that is too narrow texts shrink, but not
/// below `least` points; then they take more lines.
Key arranged_key(const PanelParts& panel, Language language, double points, double least,
                 double width, std::size_t most_columns);

} // namespace descente
