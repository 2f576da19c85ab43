// Collecting series, with their sizes checked, and laying out the computation graph. Drawing is in
// figure_script.cpp.
#include "plot/figure.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace descente {

namespace {

void same_length(const char* what, const Text& label, std::size_t x, std::size_t y)
{
    if (x == y) return;
    throw ShapeError(fmt::format("{} '{}': {} values of x but {} of y; give both the same number.",
                                 what, label.english(), x, y));
}

void fits_grid(const char* what, const Matrix& z, const Numbers& x, const Numbers& y)
{
    if (z.n_rows == y.size() && z.n_cols == x.size() && !z.empty()) return;
    throw ShapeError(fmt::format("{}: z is {}×{} but there are {} values of y (rows) and {} of x "
                                 "(columns); z(i, j) belongs to y[i], x[j].",
                                 what, z.n_rows, z.n_cols, y.size(), x.size()));
}

/// A number with 4 significant digits, or the size of a matrix.
Text described(const Matrix& m)
{
    if (m.n_elem != 1) return verbatim("{}×{}", m.n_rows, m.n_cols);
    const double number = static_cast<double>(m(0));
    if (number == 0) return verbatim("0");
    const std::string digits = fmt::format("{:.4g}", number);
    const std::size_t e = digits.find('e');
    if (e == std::string::npos) return verbatim("{:.4Lg}", number);
    static const char* const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    const int exponent = std::stoi(digits.substr(e + 1)); // 1e-06 reads as 1·10⁻⁶
    std::string power = exponent < 0 ? "⁻" : "";
    for (const char c : std::to_string(std::abs(exponent))) power += raised[c - '0'];
    return verbatim("{:.4Lg}·10{}", std::stod(digits.substr(0, e)), power);
}

/// The middle of the places (0, 1, 2, … in each layer) of a node's neighbours on one side.
double barycentre(const std::vector<int>& neighbours, const std::vector<double>& place,
                  double otherwise)
{
    if (neighbours.empty()) return otherwise;
    double total = 0;
    for (const int n : neighbours) total += place[static_cast<std::size_t>(n)];
    return total / static_cast<double>(neighbours.size());
}

void take_apart(const std::vector<Spread>& spreads, Numbers& low, Numbers& middle, Numbers& high)
{
    for (const Spread& s : spreads) {
        low.push_back(s.low);
        middle.push_back(s.median);
        high.push_back(s.high);
    }
}

} // namespace

// ---- Panel ----

Panel& Panel::title(Text text)
{
    parts_.title = std::move(text);
    return *this;
}

Panel& Panel::x_axis(Text label, Scale scale)
{
    parts_.x_label = std::move(label);
    parts_.x_scale = scale;
    return *this;
}

Panel& Panel::y_axis(Text label, Scale scale)
{
    parts_.y_label = std::move(label);
    parts_.y_scale = scale;
    return *this;
}

static std::array<double, 2> checked_range(double low, double high)
{
    if (std::isfinite(low) && std::isfinite(high) && low < high) return {low, high};
    throw ShapeError(
        fmt::format("A range from {} to {} is empty; give finite low < high.", low, high));
}

Panel& Panel::x_range(double low, double high)
{
    parts_.x_range = checked_range(low, high);
    return *this;
}

Panel& Panel::y_range(double low, double high)
{
    parts_.y_range = checked_range(low, high);
    return *this;
}

Panel& Panel::colour_range(double low, double high)
{
    parts_.colour_range = checked_range(low, high);
    return *this;
}

Panel& Panel::equal_axes()
{
    parts_.equal_axes = true;
    return *this;
}

Panel& Panel::legend(const std::string& place)
{
    parts_.legend = place;
    return *this;
}

Panel& Panel::x_names(std::vector<Text> names)
{
    parts_.x_names = std::move(names);
    return *this;
}

Panel& Panel::y_names(std::vector<Text> names)
{
    parts_.y_names = std::move(names);
    return *this;
}

Panel& Panel::y_downwards()
{
    parts_.y_downwards = true;
    return *this;
}

Panel& Panel::bare()
{
    parts_.bare = true;
    return *this;
}

Panel& Panel::signed_colours()
{
    parts_.signed_colours = true;
    return *this;
}

Numbers numbers(const Matrix& m) { return arma::conv_to<Numbers>::from(arma::vectorise(m)); }

int Panel::next_colour(int wanted)
{
    if (wanted < 0 || wanted > 8)
        throw ShapeError(
            fmt::format("Colour {} does not exist; take 1 … 8, or 0 for the next.", wanted));
    return wanted > 0 ? wanted : colours_++ % 8 + 1;
}

Panel& Panel::line(Text label, Numbers x, Numbers y, Look look)
{
    same_length("line", label, x.size(), y.size());
    look.colour = next_colour(look.colour);
    parts_.series.emplace_back(LineSeries{std::move(label), std::move(x), std::move(y), look});
    return *this;
}

Panel& Panel::runs(Text label, Numbers x, const std::vector<Numbers>& runs, Look look)
{
    for (const Numbers& run : runs) same_length("runs", label, x.size(), run.size());
    if (runs.empty()) same_length("runs", label, x.size(), 0);
    look.colour = next_colour(look.colour);
    Band all = band(runs);
    parts_.series.emplace_back(BandSeries{std::move(label), std::move(x), std::move(all.low),
                                          std::move(all.median), std::move(all.high), look});
    return *this;
}

Panel& Panel::points(Text label, Numbers x, Numbers y, Look look, double size)
{
    same_length("points", label, x.size(), y.size());
    look.colour = next_colour(look.colour);
    parts_.series.emplace_back(
        LineSeries{std::move(label), std::move(x), std::move(y), look, size});
    return *this;
}

Panel& Panel::classes(const Matrix& x, const Labels& labels, double size,
                      const std::vector<Text>& names)
{
    same_length("classes", {}, x.n_cols, labels.n_elem);
    if (x.n_rows != 2)
        throw ShapeError(fmt::format("classes: samples of {} numbers; give 2.", x.n_rows));
    for (Index c = 0; !labels.is_empty() && c <= labels.max(); ++c) {
        Numbers across, up;
        for (const Index n : arma::uvec(arma::find(labels == c))) {
            across.push_back(static_cast<double>(x(0, n)));
            up.push_back(static_cast<double>(x(1, n)));
        }
        if (c < names.size() && !across.empty())
            mark(spread(across).median, spread(up).median, names[c], 7);
        points({}, across, up, {.colour = static_cast<int>(c % 8) + 1}, size);
    }
    return *this;
}

Panel& Panel::spreads(Text label, Numbers x, const std::vector<Spread>& y, Look look)
{
    same_length("spreads", label, x.size(), y.size());
    look.colour = next_colour(look.colour);
    BandSeries series{std::move(label), std::move(x), {}, {}, {}, look, true};
    take_apart(y, series.low, series.middle, series.high);
    parts_.series.emplace_back(std::move(series));
    return *this;
}

Panel& Panel::bubbles(Text label, Numbers x, const std::vector<Spread>& y, Numbers area,
                      std::vector<Text> names, Look look)
{
    same_length("bubbles", label, x.size(), y.size());
    same_length("bubbles (areas)", label, x.size(), area.size());
    same_length("bubbles (names)", label, x.size(), names.size());
    look.colour = next_colour(look.colour);
    BubbleSeries series{std::move(label), std::move(x),     {},  {}, {},
                        std::move(area),  std::move(names), look};
    take_apart(y, series.low, series.middle, series.high);
    parts_.series.emplace_back(std::move(series));
    return *this;
}

Panel& Panel::bars(Text label, Numbers heights, Look look)
{
    look.colour = next_colour(look.colour);
    parts_.series.emplace_back(BarSeries{std::move(label), std::move(heights), {}, {}, look});
    return *this;
}

Panel& Panel::bars(Text label, const std::vector<Spread>& heights, Look look)
{
    look.colour = next_colour(look.colour);
    BarSeries series{std::move(label), {}, {}, {}, look};
    take_apart(heights, series.low, series.height, series.high);
    parts_.series.emplace_back(std::move(series));
    return *this;
}

Panel& Panel::histogram(Text label, const Numbers& values, int bins, Look look)
{
    if (bins < 1)
        throw ShapeError(
            fmt::format("histogram '{}': {} bins; give at least 1.", label.english(), bins));
    look.colour = next_colour(look.colour);
    Numbers finite;
    std::copy_if(values.begin(), values.end(), std::back_inserter(finite),
                 [](double v) { return std::isfinite(v); });
    double low = 0, high = 1;
    if (!finite.empty()) {
        const auto [least, most] = std::minmax_element(finite.begin(), finite.end());
        low = *least, high = *most;
    }
    if (low == high) low -= 0.5, high += 0.5;
    HistogramSeries series{std::move(label), {}, Numbers(static_cast<std::size_t>(bins)), look};
    for (int i = 0; i <= bins; ++i) series.edges.push_back(low + (high - low) * i / bins);
    for (const double v : finite) {
        const int bin = std::min(bins - 1, static_cast<int>((v - low) / (high - low) * bins));
        ++series.counts[static_cast<std::size_t>(bin)];
    }
    parts_.series.emplace_back(std::move(series));
    return *this;
}

Panel& Panel::heat_map(Matrix z, Numbers x, Numbers y, Text colour_label, bool logarithmic_colour,
                       bool show_values)
{
    fits_grid("heat_map", z, x, y);
    parts_.series.emplace_back(HeatSeries{std::move(z), std::move(x), std::move(y),
                                          std::move(colour_label), logarithmic_colour,
                                          show_values});
    return *this;
}

Panel& Panel::contour(Matrix z, Numbers x, Numbers y, Numbers levels)
{
    fits_grid("contour", z, x, y);
    if (z.n_rows < 2 || z.n_cols < 2)
        throw ShapeError("contour: needs at least 2 values of x and 2 of y.");
    parts_.series.emplace_back(
        ContourSeries{std::move(z), std::move(x), std::move(y), std::move(levels)});
    return *this;
}

Panel& Panel::image_grid(Matrix pixels, Shape shape, Index columns, std::vector<Text> captions,
                         bool signed_values)
{
    if (pixels.n_rows != shape.size() || shape.size() == 0)
        throw ShapeError(
            fmt::format("image_grid: a column holds {} numbers but the shape {} needs {}.",
                        pixels.n_rows, to_string(shape), shape.size()));
    if (columns == 0) throw ShapeError("image_grid: 0 columns; give at least 1.");
    if (!captions.empty() && captions.size() != pixels.n_cols)
        throw ShapeError(
            fmt::format("image_grid: {} images but {} captions; give one each, or none.",
                        pixels.n_cols, captions.size()));
    parts_.bare = true;
    parts_.series.emplace_back(
        ImageSeries{std::move(pixels), shape, columns, std::move(captions), signed_values});
    return *this;
}

Panel& Panel::inner_frame(Index pixels)
{
    for (Series& series : parts_.series)
        if (auto* images = std::get_if<ImageSeries>(&series)) images->inner_frame = pixels;
    return *this;
}

Panel& Panel::diagram(GraphSeries boxes)
{
    boxes.gradients = false;
    parts_.bare = true;
    parts_.series.emplace_back(std::move(boxes));
    return *this;
}

// Layers from the left: a node stands one to the right of its rightmost parent, and a leaf one to
// the left of the first node that uses it. Within a layer, nodes are sorted a few times by the mean
// place of their neighbours (the barycentre heuristic of Sugiyama, 1981), which leaves few
// crossings.
Panel& Panel::graph(const Var& result, int gradients_shown)
{
    if (result.empty()) throw ShapeError("graph: the result is an empty Var; give a computed one.");
    std::vector<const Node*> nodes{result.node().get()};
    std::map<const Node*, int> number{{nodes[0], 0}};
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for (const auto& parent : nodes[i]->parents)
            if (number.emplace(parent.get(), static_cast<int>(nodes.size())).second)
                nodes.push_back(parent.get());
    // Creation order: every parent before its children.
    std::sort(nodes.begin(), nodes.end(),
              [](const Node* a, const Node* b) { return a->order < b->order; });
    const int n = static_cast<int>(nodes.size());
    for (int i = 0; i < n; ++i) number[nodes[static_cast<std::size_t>(i)]] = i;

    GraphSeries series{};
    std::vector<int> layer(nodes.size(), 0);
    std::vector<std::vector<int>> parents(nodes.size()), children(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for (const auto& parent : nodes[i]->parents) {
            const int from = number[parent.get()], to = static_cast<int>(i);
            if (std::find(parents[i].begin(), parents[i].end(), from) != parents[i].end()) continue;
            parents[i].push_back(from);
            children[static_cast<std::size_t>(from)].push_back(to);
            layer[i] = std::max(layer[i], layer[static_cast<std::size_t>(from)] + 1);
            series.arrows.push_back({from, to, {}});
        }
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (!parents[i].empty() || children[i].empty()) continue;
        int first = layer[static_cast<std::size_t>(children[i][0])];
        for (const int c : children[i]) first = std::min(first, layer[static_cast<std::size_t>(c)]);
        layer[i] = first - 1;
    }
    // An arrow over several layers gets a place in each of them, so that no box stands in its way.
    std::vector<std::vector<int>> stops(series.arrows.size());
    for (std::size_t a = 0; a < series.arrows.size(); ++a) {
        const auto [from, to, via] = series.arrows[a];
        int before = from;
        for (int l = layer[static_cast<std::size_t>(from)] + 1;
             l < layer[static_cast<std::size_t>(to)]; ++l) {
            const int stop = static_cast<int>(layer.size());
            layer.push_back(l);
            parents.push_back({before});
            children.emplace_back();
            children[static_cast<std::size_t>(before)].push_back(stop);
            stops[a].push_back(stop);
            before = stop;
        }
        if (!stops[a].empty()) {
            children.back().push_back(to);
            parents[static_cast<std::size_t>(to)].push_back(before);
        }
    }

    std::vector<std::vector<int>> layers(
        static_cast<std::size_t>(*std::max_element(layer.begin(), layer.end()) + 1));
    std::vector<double> place(layer.size());
    for (int i = 0; i < static_cast<int>(layer.size()); ++i) {
        auto& mates = layers[static_cast<std::size_t>(layer[static_cast<std::size_t>(i)])];
        place[static_cast<std::size_t>(i)] = static_cast<double>(mates.size());
        mates.push_back(i);
    }
    std::size_t rows = 1;
    for (const auto& mates : layers) rows = std::max(rows, mates.size());
    const auto centre = [&](const std::vector<int>& mates) {
        // Layers with fewer nodes are spread over the same height.
        const double pitch = static_cast<double>(rows) / static_cast<double>(mates.size());
        for (std::size_t k = 0; k < mates.size(); ++k)
            place[static_cast<std::size_t>(mates[k])] =
                (static_cast<double>(k) + 0.5) * pitch - 0.5;
    };
    for (const auto& mates : layers) centre(mates);
    for (int sweep = 0; sweep < 8; ++sweep)
        for (std::size_t step = 0; step < layers.size(); ++step) {
            const bool forward = sweep % 2 == 0;
            auto& mates = layers[forward ? step : layers.size() - 1 - step];
            const auto& neighbours = forward ? parents : children;
            std::stable_sort(mates.begin(), mates.end(), [&](int a, int b) {
                const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
                return barycentre(neighbours[i], place, place[i]) <
                       barycentre(neighbours[j], place, place[j]);
            });
            centre(mates);
        }

    for (int i = 0; i < n; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const Node& node = *nodes[at];
        const bool shown = gradients_shown < 0 || i >= n - gradients_shown;
        series.boxes.push_back({static_cast<double>(layer[at]), place[at], node.op, node.name,
                                described(node.value),
                                shown && !node.grad.empty() ? described(node.grad) : Text{}});
    }
    for (std::size_t a = 0; a < stops.size(); ++a)
        for (const int stop : stops[a]) {
            const auto at = static_cast<std::size_t>(stop);
            series.arrows[a].via.push_back({static_cast<double>(layer[at]), place[at]});
        }
    series.layers = static_cast<double>(layers.size());
    series.rows = static_cast<double>(rows);
    parts_.bare = true;
    parts_.series.emplace_back(std::move(series));
    return *this;
}

Panel& Panel::mark(double x, double y, Text label, int colour)
{
    parts_.marks.push_back({x, y, std::move(label), colour, false});
    return *this;
}

Panel& Panel::note(double x, double y, Text text)
{
    parts_.marks.push_back({x, y, std::move(text), 7, false, true});
    return *this;
}

Panel& Panel::diverged(double x, double y, Text label, int colour)
{
    parts_.marks.push_back({x, y, std::move(label), colour, true});
    return *this;
}

Panel& Panel::vertical(double x, Text label)
{
    parts_.guides.push_back({x, true, std::move(label)});
    return *this;
}

Panel& Panel::horizontal(double y, Text label)
{
    parts_.guides.push_back({y, false, std::move(label)});
    return *this;
}

Panel& Panel::shade(double x_from, double x_to, Text label)
{
    parts_.shades.push_back({x_from, x_to, std::move(label)});
    return *this;
}

Panel& Panel::frame(double x1, double y1, double x2, double y2, int colour)
{
    const double middle = 0.5 * (x1 + x2); // a line that starts at a corner would leave a notch
    return line({}, {middle, x2, x2, x1, x1, middle}, {y1, y1, y2, y2, y1, y1},
                {.colour = colour, .dash = Dash::solid});
}

Panel& Panel::arrow(double x1, double y1, double x2, double y2, int colour)
{
    parts_.arrows.push_back({x1, y1, x2, y2, colour});
    return *this;
}

// ---- Figure ----

Figure::Figure(std::string name, Text title, int columns)
    : name_(std::move(name)), title_(std::move(title)), columns_(std::max(columns, 1))
{
}

Panel& Figure::panel(Text title)
{
    frames_.back().emplace_back();
    return frames_.back().back().title(std::move(title));
}

Figure& Figure::next_frame()
{
    if (!frames_.back().empty()) frames_.emplace_back();
    return *this;
}

Figure& Figure::frame_seconds(double seconds)
{
    frame_seconds_ = seconds;
    return *this;
}

Figure& Figure::note(Text text)
{
    note_ = note_.empty() ? std::move(text) : descente::verbatim("{} · {}", note_, text);
    return *this;
}

} // namespace descente
