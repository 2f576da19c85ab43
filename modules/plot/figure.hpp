// Figures: what a lab says is kept as tables of numbers, then written as data (.tsv), as a
// standalone gnuplot script (.gp) and as pictures. Nothing here knows where files go: see
// files.hpp.
//
//     Figure figure("sweep", tr("Learning-rate sweep"));
//     Panel& panel = figure.panel();
//     panel.x_axis(tr("learning rate α"), Scale::logarithmic).y_axis(tr("cost (mean)"));
//     panel.line(tr("smoothed"), rates, costs);
//     lab.save(figure);
#pragma once

#include "autodiff/shape.hpp"
#include "base/stats.hpp"
#include "base/text.hpp"
#include "plot/series.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace descente {

/// All elements of a matrix, column by column.
Numbers numbers(const Matrix& m);

/// Columns of `pixels` as little images, side by side.
struct ImageGrid {
    Matrix pixels;
    Shape shape;
    Index columns;
    std::vector<Text> captions;
    bool signed_values;
    Index inner_frame = 0; // pixels between the border and a line inside each image; 0: no line
};

/// Boxes with texts, joined by arrows, placed by the caller in layers and rows.
struct Boxes {
    /// Layers from the left and rows from the top, 0, 1, … (a diagram: layers from the top). `op`
    /// stands in the box, `value` and `grad` above and below it (a diagram: beside it).
    struct Box {
        double x, y;
        std::string op, name;
        Text value, grad; // grad is empty when it is not shown
    };
    std::vector<Box> boxes;
    /// From box to box, by way of free places in the layers between.
    struct Arrow {
        int from, to;
        std::vector<std::array<double, 2>> via; // x, y as in Box
        Text label = {};                        // on its last part
        bool lit = false;
    };
    std::vector<Arrow> arrows;
    double layers, rows;
    bool gradients = true; // a computation graph; else a diagram, `value` and `grad` any texts
};

struct Mark {
    double x, y;
    Text label;
    int colour;
    bool diverged;
    bool text_only = false; // no point
    double radius = 0;      // of a circle instead of a point, in letters
    bool on_data = false;   // its label stands on its points
};
struct Guide {
    double at;
    bool vertical;
    Text label;
};
struct Shade {
    double from, to;
    Text label;
};
struct Segment {
    double x1, y1, x2, y2;
    int colour;
};
/// What a lab says of an axis.
struct Axis {
    Text label = {};
    Scale scale = Scale::linear;
    std::optional<std::array<double, 2>> range = {};
    std::vector<Text> names = {}; // at 0, 1, 2, … instead of numbers
};
constexpr std::size_t all_series = static_cast<std::size_t>(-1);

/// What a Panel stores; students need not read it.
struct PanelParts {
    std::string where; // of which figure it is, for error lines
    std::string slide; // on which it stands alone; empty: on none
    Text title, finding, sign;
    Axis x, y;
    std::optional<std::array<double, 2>> colour_range;
    bool whole() const { return drawn >= series.size() && drawn > 0; } ///< nothing is held back
    bool equal_axes = false, y_downwards = false, bare = false, signed_colours = false;
    std::string legend;
    std::vector<Series> series;
    std::size_t drawn = all_series; ///< of them; the others have no more than their legend
    std::vector<ImageGrid> images;
    std::vector<Boxes> boxes;
    std::vector<Mark> marks;
    std::vector<Guide> guides;
    std::vector<Shade> shades;
    std::vector<Segment> arrows;
};

/// One set of axes. Every function returns the panel, so that calls chain. x and y of a series
/// must be of one length (ShapeError). Values that are not finite break a line; show them with
/// diverged().
class Panel {
  public:
    Panel& title(Text text) { return set(parts_.title, std::move(text)); }
    /// Of a sheet of several panels: this one becomes a slide of this name, together with others
    /// that name the same one. See Figure::slides().
    Panel& slide(std::string name) { return set(parts_.slide, std::move(name)); }
    /// What was found becomes the title of the panel's slide: see Figure::says().
    Panel& says(Text finding, Text sign = {})
    {
        return set(parts_.finding, std::move(finding)).set(parts_.sign, std::move(sign));
    }
    Panel& x_axis(Text label, Scale scale = Scale::linear)
    {
        return axis(parts_.x, std::move(label), scale);
    }
    Panel& y_axis(Text label, Scale scale = Scale::linear)
    {
        return axis(parts_.y, std::move(label), scale);
    }
    /// not_a_number as `low`: from the data, so that nothing leaves the picture there.
    Panel& x_range(double low, double high) { return range(parts_.x.range, low, high); }
    Panel& y_range(double low, double high) { return range(parts_.y.range, low, high); }
    /// Of a heat map, so that several compare; values outside get the colour of the nearer end.
    Panel& colour_range(double low, double high) { return range(parts_.colour_range, low, high); }
    /// One unit is as long in x as in y.
    Panel& equal_axes() { return set(parts_.equal_axes, true); }
    /// gnuplot's words: "top right", "bottom left"; "above" (a row over the axes); "off". Without a
    /// call it takes the emptiest corner, or stands above when every corner holds data.
    Panel& legend(std::string place) { return set(parts_.legend, std::move(place)); }
    /// A name at 0, 1, 2, … instead of numbers.
    Panel& x_names(std::vector<Text> names) { return set(parts_.x.names, std::move(names)); }
    Panel& y_names(std::vector<Text> names) { return set(parts_.y.names, std::move(names)); }
    /// Small y at the top, as in a printed matrix.
    Panel& y_downwards() { return set(parts_.y_downwards, true); }
    /// No axes: image grids, graphs.
    Panel& bare() { return set(parts_.bare, true); }
    /// Of a heat map: white at 0, blue below, vermilion above.
    Panel& signed_colours() { return set(parts_.signed_colours, true); }

    Panel& line(Text label, Numbers x, Numbers y, Look look = {});
    /// Median line in a min–max band over seeds; runs[seed][i] belongs to x[i]. Where a run is not
    /// finite the band ends.
    Panel& runs(Text label, Numbers x, const std::vector<Numbers>& runs, Look look = {});
    Panel& points(Text label, Numbers x, Numbers y, Look look = {}, double size = 1);
    /// Samples in the plane (2 × N), a colour and a symbol for each class; more than eight classes
    /// share colours, and more than sixteen symbols. With names, each class is named at its middle.
    Panel& classes(const Matrix& x, const Labels& labels, double size = 1,
                   const std::vector<Text>& names = {});
    /// Points with min–max bars over seeds, joined by a line.
    Panel& spreads(Text label, Numbers x, const std::vector<Spread>& y, Look look = {});
    /// Bars at 0, 1, 2, … side by side with other bar series; `names` with x_names().
    Panel& bars(Text label, Numbers heights, Look look = {});
    Panel& bars(Text label, const std::vector<Spread>& heights, Look look = {});
    /// So many digits of each bar's height above it, of the last of the bar series.
    Panel& bar_values(int digits);
    Panel& histogram(Text label, const Numbers& values, int bins, Look look = {});
    /// z(i, j) belongs to y[i], x[j]; cells are centred there. NaN cells are drawn grey. Evenly
    /// spaced values (on a logarithmic axis: evenly spaced logarithms) keep a true axis, on which
    /// lines can be drawn; others get cells of equal width with their values as names. Values in
    /// the cells (`show_values`) are left out where they would be too small to read; cells that
    /// show their values need no scale of colours: an empty label leaves it out.
    Panel& heat_map(const Matrix& z, Numbers x, Numbers y, Text colour_label,
                    bool logarithmic_colour = false, bool show_values = false);
    /// Level lines of z(i, j) at y[i], x[j]; without levels, twelve from the lowest to the highest.
    Panel& contour(const Matrix& z, Numbers x, Numbers y, Numbers levels);
    /// Columns of `pixels` as little images, `columns` a row of the grid; each scaled to its own
    /// range. Signed values (weights) use a diverging palette around 0, others grey.
    Panel& image_grid(Matrix pixels, Shape shape, Index columns, std::vector<Text> captions = {},
                      bool signed_values = false);
    /// Draws a line inside each image of the panel's grids, that many pixels from the border.
    Panel& inner_frame(Index pixels);
    /// A computation graph, or (`gradients` false) a diagram.
    Panel& boxes(Boxes boxes) { return bare().add(parts_.boxes, std::move(boxes)); }

    /// A kind of series that only one lab has; `look` from coloured().
    Panel& series(Series series);
    Look coloured(Look look); ///< the next free colour, if it has none

    /// A labelled point; a text just above a place, without a point; ✕ and an arrow upwards.
    Panel& mark(double x, double y, Text label, int colour = 0);
    Panel& note(double x, double y, Text text);
    Panel& diverged(double x, double y, Text label = {}, int colour = 0);
    /// A named circle; its radius, in heights of a letter, does not depend on the axes.
    Panel& circle(double x, double y, double radius, Text name, int colour);
    Panel& vertical(double x, Text label = {}) { return add(parts_.guides, {x, true, label}); }
    Panel& horizontal(double y, Text label = {}) { return add(parts_.guides, {y, false, label}); }
    Panel& shade(double x_from, double x_to, Text label = {});
    Panel& frame(double x1, double y1, double x2, double y2, int colour = 0); ///< a rectangle
    Panel& arrow(double x1, double y1, double x2, double y2, int colour = 0);

    const PanelParts& parts() const { return parts_; }

  private:
    friend class Figure;

    template <class Part>
    Panel& set(Part& part, Part value)
    {
        part = std::move(value);
        return *this;
    }
    template <class Part>
    Panel& add(std::vector<Part>& parts, Part part)
    {
        parts.push_back(std::move(part));
        return *this;
    }
    [[noreturn]] void refuse(const std::string& why) const;
    [[noreturn]] void refuse_lengths(const std::string& kind, const Text& label, std::size_t x,
                                     std::size_t y) const;
    void check_grid(const char* what, const Matrix& z, const Numbers& x, const Numbers& y) const;
    Panel& axis(Axis& axis, Text label, Scale scale);
    Panel& range(std::optional<std::array<double, 2>>& range, double low, double high);
    Panel& bars(Text label, Band heights, Look look, std::size_t runs);

    PanelParts parts_;
    int colours_ = 0; // given out so far
};

/// Panels on a page, filled row by row; with several frames, an animation.
class Figure {
  public:
    /// `name` becomes part of the file names: plots/labNN_NAME.png.
    explicit Figure(std::string name, Text title, int columns = 1);

    Panel& panel(Text title = {}); ///< a new panel; the reference stays valid
    /// A new frame: following panels belong to it. The first frame needs no call. A figure with
    /// frames becomes a moving .gif, beside other formats, which show the last frame.
    Figure& next_frame();
    Figure& frame_seconds(double seconds); ///< 0.1 by default
    Figure& note(const Text& text);        ///< added to the footer, after other notes
    Figure& subtitle(Text text);           ///< a line or two in colour below the title
    /// Of how many seeds its data are, for the footer: 0 of none. Without a call it is those of its
    /// runs(), spreads() and bars(); of a figure that has none of them, all seeds that the lab has
    /// used.
    Figure& of_seeds(std::size_t count);
    /// What was found, with its number, becomes the title, after the sign of its verdict; the topic
    /// stands below it.
    ///
    ///     figure.says(tr("True labels: {:.0Lf} % right", share), sign(evidence.outcome));
    Figure& says(const Text& finding, const Text& sign = {});

    /// One figure for each slide that its panels name, in their order; none when they name none.
    /// Panels that stand in one row of the sheet do so on their slide; a frame without a panel for
    /// it is left out. A panel alone has its legend, though on the sheet a neighbour has it
    /// ("off"). A slide whose panels say nothing keeps the topic as its title.
    ///
    ///     panel.slide("rates").says(tr("Adam: {:.0Lf} updates", updates), sign(outcome));
    std::vector<Figure> slides() const;
    Figure called(const std::string& name) const; ///< the same with another name

    /// The same figure (of an animation: its last frame) with its axes and legends, but only so
    /// many of its series, panel by panel; marks and pictures come with a panel's last. For slides
    /// that come before, and that build up. Its name is followed by `ending`.
    Figure up_to(std::size_t series, const std::string& ending) const;
    std::size_t series() const; ///< of the last frame; a panel without any counts as one
    /// One picture of an animation, which has the axes of all. Its name is followed by `ending`.
    Figure at_frame(std::size_t frame, const std::string& ending) const;

    const std::string& name() const { return name_; }
    const Text& title() const { return title_; }
    const Text& subtitle() const { return subtitle_; }
    bool has_topic() const { return has_topic_; } ///< as its subtitle
    const Text& note() const { return note_; }
    std::optional<std::size_t> seeds_shown() const;
    int columns() const { return columns_; }
    double frame_seconds() const { return frame_seconds_; }
    const std::vector<std::deque<Panel>>& frames() const { return frames_; }

  private:
    std::string name_;
    Text title_, subtitle_, note_;
    int columns_;
    bool has_topic_ = false;
    double frame_seconds_ = 0.1;
    std::optional<std::size_t> seeds_;
    std::vector<std::deque<Panel>> frames_{1}; // a deque, so that references to panels stay valid
};

} // namespace descente
