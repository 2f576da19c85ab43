// Where everything on a page stands: ranges and tics of the axes, margins, the grid of panels, the
// places of legends, in pixels of a 1080-line slide. Text widths are estimated and all places are
// decided here, so that panels line up, nothing overlaps, and gnuplot is left with drawing. Notes
// in a panel (marks, guides) find their place when they are drawn, with figure_room.hpp.
#pragma once

#include "plot/text.hpp"
#include "plot/tics.hpp"

namespace descente {

struct Rect { // pixels from the lower left corner of the page
    double left = 0, bottom = 0, right = 0, top = 0;

    double width() const { return right - left; }
    double height() const { return top - bottom; }
    double middle_x() const { return 0.5 * (left + right); }
    double middle_y() const { return 0.5 * (bottom + top); }
    bool overlaps(const Rect& o) const
    {
        return left < o.right && o.left < right && bottom < o.top && o.bottom < top;
    }
    bool holds(double x, double y) const
    {
        return x >= left && x <= right && y >= bottom && y <= top;
    }
};

struct LegendEntry {
    Text label;
    Look look;
};
std::vector<LegendEntry> legend_entries(const PanelParts& panel);

/// Everything decided about one panel before it is written.
struct View {
    const PanelParts* panel = nullptr;
    const HeatSeries* heat = nullptr;      // the panel's heat map, if any
    bool x_cells = false, y_cells = false; // heat map by cell number instead of by value
    bool has_data = false;
    bool colour_box = false; // the scale of the heat map's colours beside it
    Range x, y, colour;
    Rect rect; // the axes
    std::vector<Tic> x_tics, y_tics, colour_tics;
    double x_tic_points = 0, x_tic_angle = 0;
    double x_tic_depth = 0; // how far tics and their labels reach below the axes
    double y_tic_width = 0, colour_tic_width = 0;
    Fitted title, x_label, y_label;
    std::string legend;       // "off", "above" or gnuplot's words
    std::size_t key_rows = 0; // of a legend above the axes
    double key_width = 0;     // of one entry

    double px(double v) const { return rect.left + x.share(v, panel->x_scale) * rect.width(); }
    double py(double v) const
    {
        const double t = y.share(v, panel->y_scale);
        return rect.bottom + (panel->y_downwards ? 1 - t : t) * rect.height();
    }
};

struct PageLayout {
    double width = 0, height = 0;
    double points = 28, em = 0; // of labels: in points, in pixels
    double tic_points = 0, tic_em = 0;
    Fitted title, footnote;
    bool shared_legend = false; // one legend for all panels, which say the same
    std::size_t shared_rows = 0;
    double grid_top = 0, grid_bottom = 0; // panels stand between
    std::vector<View> views;
};

/// Width and height of a picture in pixels.
std::array<int, 2> pixel_size(const std::string& size);

/// The layout of one frame. All frames of an animation share the ranges of their axes.
PageLayout lay_out(const Figure& figure, std::size_t frame, const Text& footer,
                   const std::string& size, Language language);

/// n numbers: first, first + 1, first + 2, …
Numbers counted(std::size_t n, double first = 0);

/// Where the edges of heat map cells lie: half-way between centres.
Numbers cell_edges(const Numbers& centres, Scale scale);

} // namespace descente
