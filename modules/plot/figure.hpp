// Figures: series collected in plain numbers, then written as data (.tsv), as a standalone gnuplot
// script (.gp) and as pictures. Nothing here knows where files go: see figure_files.hpp.
//
//     Figure figure("sweep", {"Learning-rate sweep", "Balayage du pas d'apprentissage"});
//     Panel& panel = figure.panel();
//     panel.x_axis({"learning rate", "pas d'apprentissage"}, Scale::logarithmic)
//          .y_axis({"cost", "coût"});
//     panel.line({"smoothed", "lissé"}, rates, costs);
//     lab.save(figure);
#pragma once

#include "autodiff/var.hpp"
#include "base/stats.hpp"
#include "base/text.hpp"

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace descente {

using Numbers = std::vector<double>;

/// All elements of a matrix, column by column.
Numbers numbers(const Matrix& m);

enum class Scale { linear, logarithmic };
enum class Dash {
    automatic,
    solid,
    dashed,
    dotted
}; ///< automatic: the dash that goes with the colour

/// How a series looks. Colours are places in Wong's colour-blind palette, 1 … 8: blue, vermilion,
/// green, purple, orange, sky blue, black (white on a dark slide), yellow; 0 takes the next free
/// one. Series of one colour in several panels stand for the same thing.
struct Look {
    int colour = 0;
    Dash dash = Dash::automatic;
    double width = 1;      ///< relative to the normal line
    bool thin_raw = false; ///< a pale thin line, for raw data behind a smoothed curve
    bool with_points = false;
};

/// What a Panel stores; students need not read these.
struct LineSeries {
    Text label;
    Numbers x, y;
    Look look;
    double point_size = 0; // 0: a line; else points alone
};
struct BandSeries {
    Text label;
    Numbers x, low, middle, high;
    Look look;
    bool error_bars = false; // at each point, instead of a band
};
struct BarSeries {
    Text label;
    Numbers height, low, high; // low and high are empty for plain bars
    Look look;
};
struct BubbleSeries {
    Text label;
    Numbers x, low, middle, high, area;
    std::vector<Text> names;
    Look look;
};
struct HistogramSeries {
    Text label;
    Numbers edges, counts; // one edge more than counts
    Look look;
};
struct HeatSeries {
    Matrix z;
    Numbers x, y;
    Text label;
    bool logarithmic_colour;
    bool show_values;
};
struct ContourSeries {
    Matrix z;
    Numbers x, y, levels;
};
struct ImageSeries {
    Matrix pixels;
    Shape shape;
    Index columns;
    std::vector<Text> captions;
    bool signed_values;
    Index inner_frame = 0; // pixels between the border and a line inside each image; 0: no line
};
struct GraphSeries {
    /// x: layer from the left, 0, 1, …; y: place from the top, in rows. (A diagram lies on its
    /// side: layers from the top.)
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
    };
    std::vector<Arrow> arrows;
    double layers, rows;
    bool gradients = true; // a computation graph; else a diagram, `value` and `grad` any texts
};
using Series = std::variant<LineSeries, BandSeries, BarSeries, BubbleSeries, HistogramSeries,
                            HeatSeries, ContourSeries, ImageSeries, GraphSeries>;

struct Mark {
    double x, y;
    Text label;
    int colour;
    bool diverged;
    bool text_only = false; // no point
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
struct PanelParts {
    Text title, x_label, y_label;
    Scale x_scale = Scale::linear, y_scale = Scale::linear;
    std::optional<std::array<double, 2>> x_range, y_range, colour_range;
    bool equal_axes = false, y_downwards = false, bare = false, signed_colours = false;
    std::string legend;
    std::vector<Text> x_names, y_names;
    std::vector<Series> series;
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
    Panel& title(Text text);
    Panel& x_axis(Text label, Scale scale = Scale::linear);
    Panel& y_axis(Text label, Scale scale = Scale::linear);
    Panel& x_range(double low, double high);
    Panel& y_range(double low, double high);
    /// Of a heat map, so that several compare; values outside get the colour of the nearer end.
    Panel& colour_range(double low, double high);
    Panel& equal_axes(); ///< one unit is as long in x as in y
    /// gnuplot's words: "top right", "bottom left"; "above" (a row over the axes); "off". Without a
    /// call it takes the emptiest corner, or stands above when every corner holds data.
    Panel& legend(const std::string& place);
    Panel& x_names(std::vector<Text> names); ///< a name at 0, 1, 2, … instead of numbers
    Panel& y_names(std::vector<Text> names);
    Panel& y_downwards(); ///< small y at the top, as in a printed matrix
    Panel& bare();        ///< no axes: image grids, graphs
    /// Of a heat map: white at 0, blue below, vermilion above.
    Panel& signed_colours();

    Panel& line(Text label, Numbers x, Numbers y, Look look = {});
    /// Median line in a min–max band over seeds; runs[seed][i] belongs to x[i]. Where a run is not
    /// finite the band ends.
    Panel& runs(Text label, Numbers x, const std::vector<Numbers>& runs, Look look = {});
    Panel& points(Text label, Numbers x, Numbers y, Look look = {}, double size = 1);
    /// Samples in the plane (2 × N), a colour and a symbol for each class; more than eight classes
    /// share them. With names, each class is named at its middle.
    Panel& classes(const Matrix& x, const Labels& labels, double size = 1,
                   const std::vector<Text>& names = {});
    /// Points with min–max bars over seeds, joined by a line.
    Panel& spreads(Text label, Numbers x, const std::vector<Spread>& y, Look look = {});
    /// Named circles with min–max bars over seeds; `area` is what their areas stand for, in one
    /// scale for all bubbles of the panel, the largest with a radius of 2.2 letters.
    Panel& bubbles(Text label, Numbers x, const std::vector<Spread>& y, Numbers area,
                   std::vector<Text> names, Look look = {});
    /// Bars at 0, 1, 2, … side by side with other bar series; `names` with x_names().
    Panel& bars(Text label, Numbers heights, Look look = {});
    Panel& bars(Text label, const std::vector<Spread>& heights, Look look = {});
    Panel& histogram(Text label, const Numbers& values, int bins, Look look = {});
    /// z(i, j) belongs to y[i], x[j]; cells are centred there. NaN cells are drawn grey. Evenly
    /// spaced values (on a logarithmic axis: evenly spaced logarithms) keep a true axis, on which
    /// lines can be drawn; others get cells of equal width with their values as names. Values in
    /// the cells (`show_values`) are left out where they would be too small to read; cells that
    /// show their values need no scale of colours: an empty label leaves it out.
    Panel& heat_map(Matrix z, Numbers x, Numbers y, Text colour_label,
                    bool logarithmic_colour = false, bool show_values = false);
    /// Level lines of z(i, j) at y[i], x[j]; without levels, twelve from the lowest to the highest.
    Panel& contour(Matrix z, Numbers x, Numbers y, Numbers levels);
    /// Columns of `pixels` as little images, `columns` a row of the grid; each scaled to its own
    /// range. Signed values (weights) use a diverging palette around 0, others grey.
    Panel& image_grid(Matrix pixels, Shape shape, Index columns, std::vector<Text> captions = {},
                      bool signed_values = false);
    /// Draws a line inside each image of the panel's grids, that many pixels from the border.
    Panel& inner_frame(Index pixels);
    /// The computation graph below `result`, leaves left: value above each node, gradient below.
    /// `gradients_shown`: how many nodes, from the result backwards, show their gradient (−1: all).
    Panel& graph(const Var& result, int gradients_shown = -1);
    /// Boxes and arrows placed by the caller, layers from top to bottom: `op` in the box, `value`
    /// and `grad` beside it.
    Panel& diagram(GraphSeries boxes);

    Panel& mark(double x, double y, Text label, int colour = 0); ///< a labelled point
    Panel& note(double x, double y, Text text); ///< a text just above a place, without a point
    Panel& diverged(double x, double y, Text label = {},
                    int colour = 0); ///< ✕ and an arrow upwards
    Panel& vertical(double x, Text label = {});
    Panel& horizontal(double y, Text label = {});
    Panel& shade(double x_from, double x_to, Text label = {});
    Panel& frame(double x1, double y1, double x2, double y2, int colour = 0); ///< a rectangle
    Panel& arrow(double x1, double y1, double x2, double y2, int colour = 0);

    const PanelParts& parts() const { return parts_; }

  private:
    int next_colour(int wanted);

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
    Figure& note(Text text);               ///< added to the footer, after other notes

    const std::string& name() const { return name_; }
    const Text& title() const { return title_; }
    const Text& note() const { return note_; }
    int columns() const { return columns_; }
    double frame_seconds() const { return frame_seconds_; }
    const std::vector<std::deque<Panel>>& frames() const { return frames_; }

  private:
    std::string name_;
    Text title_, note_;
    int columns_;
    double frame_seconds_ = 0.1;
    std::vector<std::deque<Panel>> frames_{1}; // a deque, so that references to panels stay valid
};

} // namespace descente
