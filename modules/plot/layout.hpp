// Where everything on a page stands: ranges and tics of the axes, margins, the grid of panels, the
// places of legends, in pixels of a 1080-line slide. Text widths are estimated and all places are
// decided here, so that panels line up, nothing overlaps, and gnuplot is left with drawing. Notes
// in a panel (marks, guides) find their place when they are drawn, with room.hpp.
#pragma once

#include "plot/legend.hpp"
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

/// An axis as it is drawn; the scale of a heat map's colours is one, too.
struct AxisView {
    Scale scale = Scale::linear;
    Range range;
    bool cells = false; // a heat map's, by number of the cell instead of by value
    std::vector<Tic> tics;
    double tic_points = 0, tic_angle = 0;
    double tic_depth = 0; // how far tics or their labels reach away from the axis
    Fitted label;

    double share(double v) const { return range.share(v, scale); }
    bool holds(double v) const { return v >= range.low && v <= range.high; }
    /// Where a heat map's cells lie and meet, whose values are these.
    Numbers centres(const Numbers& values) const;
    Numbers edges(const Numbers& values) const;
};

/// Everything decided about one panel before it is written.
struct View {
    const PanelParts* panel = nullptr;
    const Series* heat = nullptr; // the panel's heat map, if any
    bool has_data = false;
    bool colour_box = false; // the scale of the heat map's colours beside it
    AxisView x, y, colour;
    Rect rect; // the axes
    Fitted title;
    double title_bottom = 0;
    Key key;

    double px(double v) const { return rect.left + x.share(v) * rect.width(); }
    double py(double v) const
    {
        const double t = y.share(v);
        return rect.bottom + (panel->y_downwards ? 1 - t : t) * rect.height();
    }
};

struct PageLayout {
    double width = 0, height = 0;
    double points = 28, em = 0; // of labels: in points, in pixels
    double tic_points = 0, tic_em = 0;
    double least = 0; // of any text, in points
    Fitted title, subtitle, footnote;
    bool has_topic = false;     // as its subtitle
    double under_titles() const ///< where the space below them begins
    {
        return height - title.height() - subtitle.height() - 0.35 * title.px();
    }
    bool shared_legend = false; // one legend for all panels, which say the same
    Key key;                    // the shared one
    Rect key_rect() const       // its place
    {
        const double middle = 0.5 * width;
        return {middle - 0.5 * key.width(), under_titles() - key.height(),
                middle + 0.5 * key.width(), under_titles()};
    }
    double grid_top = 0, grid_bottom = 0; // panels stand between
    std::vector<View> views;
};

/// Width and height of a picture in pixels.
std::array<int, 2> pixel_size(const std::string& size);
/// No text is smaller, in points: 20 pixels on half a slide, 14 on a whole one.
double least_points(const std::string& size);

/// The layout of one frame. All frames of an animation share the ranges of their axes.
PageLayout lay_out(const Figure& figure, std::size_t frame, const Text& footer,
                   const std::string& size, Language language);

/// n numbers: first, first + 1, first + 2, …
Numbers counted(std::size_t n, double first = 0);

/// Where the edges of heat map cells lie: half-way between centres.
Numbers cell_edges(const Numbers& centres, Scale scale);

} // namespace descente
