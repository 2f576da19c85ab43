// Panels take series, with their sizes checked.
#include "plot/figure.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace descente {

namespace {

/// The colour, in words of the style.
std::string paint(const Look& look)
{
    return fmt::format("{}({})", look.thin_raw ? "pale" : "colour", look.colour);
}

/// The colour, dash and width of a curve, in gnuplot's words.
std::string pen(const Look& look)
{
    std::string out = fmt::format("linetype {}", look.colour);
    const bool plain = look.dash == Dash::automatic && (look.thin_raw || look.with_points);
    if (look.dash == Dash::dashed) out += " dashtype (14*dash,6*dash)";
    if (look.dash == Dash::dotted) out += " dashtype (2*dash,5*dash)";
    if (look.dash == Dash::solid || plain) out += " dashtype solid";
    if (look.thin_raw)
        return out + fmt::format(" linewidth {:g} linecolor rgb {}", 2 * look.width, paint(look));
    if (look.width != 1) out += fmt::format(" linewidth {:g}", 5 * look.width);
    return out + (look.with_points ? " pointsize 1.1*mark" : "");
}

std::string curve(const Look& look)
{
    return (look.with_points ? "with linespoints " : "with lines ") + pen(look);
}

/// Does a curve go up and down all the time? Dashes would be lost in it.
bool is_noisy(const Numbers& y)
{
    std::size_t turns = 0;
    for (std::size_t i = 2; i < y.size(); ++i)
        turns += (y[i] - y[i - 1]) * (y[i - 1] - y[i - 2]) < 0;
    return y.size() > 30 && turns > y.size() / 4;
}

/// Of how many runs these are the spreads.
std::size_t runs_of(const std::vector<Spread>& spreads)
{
    std::size_t most = 0;
    for (const Spread& one : spreads) most = std::max(most, one.values.size());
    return most;
}

Look dashed_unless_noisy(Look look, const Numbers& y)
{
    if (look.dash == Dash::automatic && is_noisy(y)) look.dash = Dash::solid;
    return look;
}

Band band_of(const std::vector<Spread>& spreads)
{
    Band band;
    for (const Spread& s : spreads) {
        band.low.push_back(s.low);
        band.median.push_back(s.median);
        band.high.push_back(s.high);
    }
    return band;
}

std::vector<Field> fields_of(Numbers x, Band y)
{
    return {{Role::x, std::move(x)},
            {Role::low, std::move(y.low)},
            {Role::y, std::move(y.median), "{y} (median)"},
            {Role::high, std::move(y.high)}};
}

std::vector<Field> fields_of(const Matrix& z, const Numbers& x, const Numbers& y)
{
    std::vector<Field> fields = {
        {Role::x, {}}, {Role::y, {}}, {Role::z, numbers(z.t()), "", true}}; // row by row
    for (const double at_y : y)
        for (const double at_x : x) {
            fields[0].values.push_back(at_x);
            fields[1].values.push_back(at_y);
        }
    return fields;
}

} // namespace

const Numbers& Series::operator[](Role role) const
{
    static const Numbers none;
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const Field& field) { return field.role == role; });
    return found == fields.end() ? none : found->values;
}

Numbers numbers(const Matrix& m) { return arma::conv_to<Numbers>::from(arma::vectorise(m)); }

// ---- Panel ----

void Panel::refuse(const std::string& why) const
{
    throw ShapeError(parts_.where.empty() ? why : parts_.where + ": " + why);
}

void Panel::refuse_lengths(const std::string& kind, const Text& label, std::size_t x,
                           std::size_t y) const
{
    refuse(fmt::format("{} '{}': {} values of x but {} of y; give both the same number. Did a run "
                       "diverge, or end early?",
                       kind, label.english(), x, y));
}

void Panel::check_grid(const char* what, const Matrix& z, const Numbers& x, const Numbers& y) const
{
    if (z.n_rows == y.size() && z.n_cols == x.size() && !z.empty()) return;
    refuse(fmt::format("{}: z is {}×{} but there are {} values of y (rows) and {} of x "
                       "(columns); z(i, j) belongs to y[i], x[j].",
                       what, z.n_rows, z.n_cols, y.size(), x.size()));
}

Panel& Panel::axis(Axis& axis, Text label, Scale scale)
{
    axis.label = std::move(label);
    axis.scale = scale;
    return *this;
}

Panel& Panel::range(std::optional<std::array<double, 2>>& range, double low, double high)
{
    if (!std::isfinite(high) || std::isinf(low) || low >= high)
        refuse(fmt::format("A range from {} to {} is empty; give finite low < high.", low, high));
    range = {low, high};
    return *this;
}

Look Panel::coloured(Look look)
{
    if (look.colour < 0 || look.colour > 16)
        refuse(fmt::format("Colour {} does not exist; take 1 … 8, 9 … 16 of the ramp, or 0 for the "
                           "next.",
                           look.colour));
    if (look.colour == 0) look.colour = colours_++ % 8 + 1;
    return look;
}

Panel& Panel::series(Series series)
{
    for (const Field& field : series.fields)
        if (field.values.size() != series.rows() && !(series.in_slots && field.values.empty()))
            refuse_lengths(series.kind, series.label, series.rows(), field.values.size());
    return add(parts_.series, std::move(series));
}

Panel& Panel::line(Text label, Numbers x, Numbers y, Look look)
{
    look = dashed_unless_noisy(coloured(look), y);
    return series({.kind = "line",
                   .label = std::move(label),
                   .look = look,
                   .fields = {{Role::x, std::move(x)}, {Role::y, std::move(y)}},
                   .plots = {{Layer::curve, "using 1:2 " + curve(look), true}},
                   .ink = Ink::curve});
}

Panel& Panel::points(Text label, Numbers x, Numbers y, Look look, double size)
{
    look = coloured(look);
    const std::string how = fmt::format(
        "using 1:2 with points linetype {} pointsize {:g}*mark linewidth {:g}{}", look.colour,
        1.8 * size, 2 * look.width, look.thin_raw ? " linecolor rgb " + paint(look) : "");
    return series({.kind = "points",
                   .label = std::move(label),
                   .look = look,
                   .fields = {{Role::x, std::move(x)}, {Role::y, std::move(y)}},
                   .plots = {{Layer::curve, how, true}},
                   .ink = Ink::dots});
}

Panel& Panel::runs(Text label, Numbers x, const std::vector<Numbers>& runs, Look look)
{
    look = coloured(look);
    for (const Numbers& run : runs)
        if (run.size() != x.size()) refuse_lengths("runs", label, x.size(), run.size());
    Band between = band(runs);
    look = dashed_unless_noisy(look, between.median);
    // The band ends where a run is not finite: an edge without a number takes the other with it.
    const std::string band_between =
        fmt::format("using 1:($2+0*$4):($4+0*$2) with filledcurves linecolor rgb {} "
                    "fillstyle transparent solid 0.22 noborder",
                    paint(look));
    return series(
        {.kind = "median and band",
         .label = std::move(label),
         .look = look,
         .fields = fields_of(std::move(x), std::move(between)),
         .plots = {{Layer::band, band_between}, {Layer::curve, "using 1:3 " + curve(look), true}},
         .ink = Ink::curve,
         .runs = runs.size()});
}

Panel& Panel::spreads(Text label, Numbers x, const std::vector<Spread>& y, Look look)
{
    look = coloured(look);
    const std::string whiskers = fmt::format(
        "using 1:3:2:4 with yerrorbars linecolor rgb {} dashtype solid linewidth {:g} pointtype 0",
        paint(look), 3 * look.width);
    return series({.kind = "median and range",
                   .label = std::move(label),
                   .look = look,
                   .fields = fields_of(std::move(x), band_of(y)),
                   .plots = {{Layer::curve, whiskers},
                             {Layer::curve, "using 1:3 with linespoints " + pen(look), true}},
                   .ink = Ink::curve,
                   .runs = runs_of(y)});
}

Panel& Panel::bars(Text label, Numbers heights, Look look)
{
    return bars(std::move(label), Band{{}, std::move(heights), {}}, look, 0);
}

Panel& Panel::bars(Text label, const std::vector<Spread>& heights, Look look)
{
    return bars(std::move(label), band_of(heights), look, runs_of(heights));
}

Panel& Panel::bars(Text label, Band heights, Look look, std::size_t runs)
{
    look = coloured(look);
    Numbers places(heights.median.size());
    std::iota(places.begin(), places.end(), 0);
    const auto slot = std::count_if(parts_.series.begin(), parts_.series.end(),
                                    [](const Series& s) { return s.in_slots; });
    // `bars`, their number in the panel, is known when the panel is written.
    const std::string x = fmt::format("($1-0.4+{}.5*0.8/bars)", slot);
    std::vector<Plot> plots = {{Layer::curve,
                                fmt::format("using {}:2:(0.736/bars) with boxes linecolor rgb "
                                            "{} dashtype solid fillstyle @bar_fill_{}",
                                            x, paint(look), look.colour),
                                true}};
    if (!heights.low.empty()) // not yerrorbars: they show the background at the middle
        plots.push_back(
            {Layer::curve, "using " + x +
                               ":3:(0):($4-$3) with vectors heads size screen 0.005, 90 "
                               "nofilled dashtype solid linecolor rgb foreground "
                               "linewidth 4"});
    return series({.kind = "bars",
                   .label = std::move(label),
                   .look = look,
                   .fields = {{Role::x, std::move(places)},
                              {Role::y, std::move(heights.median)},
                              {Role::low, std::move(heights.low)},
                              {Role::high, std::move(heights.high)}},
                   .plots = std::move(plots),
                   .ink = Ink::bars,
                   .from_zero = true,
                   .in_slots = true,
                   .runs = runs});
}

Panel& Panel::bar_values(int digits)
{
    const Series& bars = parts_.series.back();
    const Numbers &heights = bars[Role::y],
                  &tops = bars[bars.has(Role::high) ? Role::high : Role::y];
    double highest = 0;
    for (std::size_t i = 0; i < heights.size(); ++i) {
        if (!std::isfinite(heights[i])) continue;
        note(double(i), tops[i], descente::verbatim("{:.{}Lf}", heights[i], digits));
        if (std::isfinite(tops[i])) highest = std::max(highest, tops[i]);
    }
    const bool upwards = std::ranges::all_of(heights, [](double height) { return height >= 0; });
    if (upwards && highest > 0 && !parts_.y.range && parts_.y.scale == Scale::linear)
        y_range(0, 1.15 * highest); // room for the highest one's value
    return *this;
}

Panel& Panel::histogram(Text label, const Numbers& values, int bins, Look look)
{
    if (bins < 1)
        refuse(fmt::format("histogram '{}': {} bins; give at least 1.", label.english(), bins));
    look = coloured(look);
    const arma::vec all(values), finite = all.elem(arma::find_finite(all));
    double low = finite.empty() ? 0 : finite.min(), high = finite.empty() ? 1 : finite.max();
    if (low == high) low -= 0.5, high += 0.5;
    Numbers from, to, counts(static_cast<std::size_t>(bins));
    for (int i = 0; i < bins; ++i) {
        from.push_back(low + (high - low) * i / bins);
        to.push_back(low + (high - low) * (i + 1) / bins);
    }
    for (const double v : finite) {
        const int bin = std::min(bins - 1, static_cast<int>((v - low) / (high - low) * bins));
        ++counts[static_cast<std::size_t>(bin)];
    }
    const std::string how =
        fmt::format("using (0.5*($1+$2)):3:($2-$1) with boxes linecolor rgb colour({0}) dashtype "
                    "solid fillstyle transparent solid 0.5 border linecolor rgb colour({0})",
                    look.colour);
    return series({.kind = "histogram",
                   .label = std::move(label),
                   .look = look,
                   .fields = {{Role::from, std::move(from)},
                              {Role::to, std::move(to)},
                              {Role::y, std::move(counts)}},
                   .plots = {{Layer::curve, how, true}},
                   .ink = Ink::bars,
                   .from_zero = true});
}

Panel& Panel::heat_map(const Matrix& z, Numbers x, Numbers y, Text colour_label,
                       bool logarithmic_colour, bool show_values)
{
    check_grid("heat_map", z, x, y);
    return series({.kind = "heat map",
                   .label = std::move(colour_label),
                   .fields = fields_of(z, x, y),
                   .grid = Grid{.x = std::move(x),
                                .y = std::move(y),
                                .logarithmic_colour = logarithmic_colour,
                                .show_values = show_values}});
}

Panel& Panel::contour(const Matrix& z, Numbers x, Numbers y, Numbers levels)
{
    check_grid("contour", z, x, y);
    if (z.n_rows < 2 || z.n_cols < 2) refuse("contour: needs at least 2 values of x and 2 of y.");
    return series(
        {.kind = "contours",
         .fields = fields_of(z, x, y),
         .grid = Grid{
             .x = std::move(x), .y = std::move(y), .levels = std::move(levels), .contour = true}});
}

Panel& Panel::classes(const Matrix& x, const Labels& labels, double size,
                      const std::vector<Text>& names)
{
    if (x.n_rows != 2 || x.n_cols != labels.n_elem)
        refuse(fmt::format("classes: {} samples of {} numbers and {} labels; give 2 "
                           "numbers and a label each.",
                           x.n_cols, x.n_rows, labels.n_elem));
    constexpr int second_round[] = {4, 12, 8, 10, 14, 1, 2, 3}; // gnuplot's symbols: most are open
    for (Index c = 0; !labels.is_empty() && c <= labels.max(); ++c) {
        Numbers across, up;
        for (const Index n : arma::uvec(arma::find(labels == c))) {
            across.push_back(static_cast<double>(x(0, n)));
            up.push_back(static_cast<double>(x(1, n)));
        }
        if (c < names.size() && !across.empty())
            add(parts_.marks, {.x = spread(across).median,
                               .y = spread(up).median,
                               .label = names[c],
                               .colour = 7,
                               .diverged = false,
                               .text_only = true,
                               .on_data = true});
        points({}, across, up, {.colour = static_cast<int>(c % 8) + 1}, size);
        if (c >= 8)
            parts_.series.back().plots[0].how += fmt::format(" pointtype {}", second_round[c % 8]);
    }
    return *this;
}

Panel& Panel::image_grid(Matrix pixels, Shape shape, Index columns, std::vector<Text> captions,
                         bool signed_values)
{
    if (pixels.n_rows != shape.size() || shape.size() == 0)
        refuse(fmt::format("image_grid: a column holds {} numbers but the shape {} needs {}.",
                           pixels.n_rows, to_string(shape), shape.size()));
    if (columns == 0) refuse("image_grid: 0 columns; give at least 1.");
    if (!captions.empty() && captions.size() != pixels.n_cols)
        refuse(fmt::format("image_grid: {} images but {} captions; give one each, or none.",
                           pixels.n_cols, captions.size()));
    return bare().add(parts_.images, ImageGrid{std::move(pixels), shape, columns,
                                               std::move(captions), signed_values});
}

Panel& Panel::inner_frame(Index pixels)
{
    for (ImageGrid& images : parts_.images) images.inner_frame = pixels;
    return *this;
}

Panel& Panel::mark(double x, double y, Text label, int colour)
{
    return add(parts_.marks, {x, y, std::move(label), colour, false});
}

Panel& Panel::note(double x, double y, Text text)
{
    return add(parts_.marks, {x, y, std::move(text), 7, false, true});
}

Panel& Panel::diverged(double x, double y, Text label, int colour)
{
    return add(parts_.marks, {x, y, std::move(label), colour, true});
}

Panel& Panel::circle(double x, double y, double radius, Text name, int colour)
{
    return add(parts_.marks, {x, y, std::move(name), colour, false, false, radius});
}

Panel& Panel::shade(double x_from, double x_to, Text label)
{
    return add(parts_.shades, {x_from, x_to, std::move(label)});
}

Panel& Panel::frame(double x1, double y1, double x2, double y2, int colour)
{
    const double middle = 0.5 * (x1 + x2); // a line that starts at a corner would leave a notch
    return line({}, {middle, x2, x2, x1, x1, middle}, {y1, y1, y2, y2, y1, y1},
                {.colour = colour, .dash = Dash::solid});
}

Panel& Panel::arrow(double x1, double y1, double x2, double y2, int colour)
{
    return add(parts_.arrows, {x1, y1, x2, y2, colour});
}

// ---- Figure ----

Figure::Figure(std::string name, Text title, int columns)
    : name_(std::move(name)), title_(std::move(title)), columns_(std::max(columns, 1))
{
}

Panel& Figure::panel(Text title)
{
    Panel& panel = frames_.back().emplace_back();
    panel.parts_.where = fmt::format("figure {}, panel {}", name_, frames_.back().size());
    if (!title.empty()) panel.parts_.where += fmt::format(" '{}'", title.english());
    return panel.title(std::move(title));
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

Figure& Figure::note(const Text& text)
{
    note_ = note_.empty() ? text : descente::verbatim("{} · {}", note_, text);
    return *this;
}

Figure& Figure::subtitle(Text text)
{
    subtitle_ = std::move(text);
    has_topic_ = false;
    return *this;
}

Figure& Figure::says(const Text& finding, const Text& sign)
{
    subtitle(title_);
    has_topic_ = true;
    title_ = sign.empty() ? finding : descente::verbatim("{} {}", sign, finding);
    return *this;
}

Figure& Figure::of_seeds(std::size_t count)
{
    seeds_ = count;
    return *this;
}

std::optional<std::size_t> Figure::seeds_shown() const
{
    if (seeds_) return seeds_;
    std::size_t most = 0;
    for (const std::deque<Panel>& frame : frames_)
        for (const Panel& panel : frame)
            for (const Series& s : panel.parts().series) most = std::max(most, s.runs);
    return most > 0 ? std::optional(most) : std::nullopt;
}

std::size_t Figure::series() const
{
    std::size_t count = 0;
    for (const Panel& panel : frames_.back())
        count += std::max<std::size_t>(1, panel.parts().series.size());
    return count;
}

Figure Figure::called(const std::string& name) const
{
    Figure same = *this;
    same.name_ = name;
    return same;
}

std::vector<Figure> Figure::slides() const
{
    std::vector<Figure> slides;
    const std::deque<Panel>& sheet = frames_.back();
    const auto columns = static_cast<std::size_t>(columns_);
    for (std::size_t i = 0; i < sheet.size(); ++i) {
        const std::string name = sheet[i].parts_.slide;
        if (name.empty() || std::ranges::count(slides, name, &Figure::name) > 0) continue;
        const auto elsewhere = [&](const Panel& panel) { return panel.parts_.slide != name; };
        Figure slide = called(name);
        slide.columns_ = 0;
        for (std::size_t j = i; j < sheet.size() && j / columns == i / columns; ++j)
            slide.columns_ += !elsewhere(sheet[j]);
        for (std::deque<Panel>& frame : slide.frames_) std::erase_if(frame, elsewhere);
        std::erase_if(slide.frames_, [](const auto& frame) { return frame.empty(); });
        for (std::deque<Panel>& frame : slide.frames_)
            if (std::ranges::all_of(frame, [](Panel& p) { return p.parts_.legend == "off"; }))
                frame[0].legend({});

        const std::deque<Panel>& shown = slide.frames_.back();
        slide.title_ = has_topic_ ? subtitle_ : title_;
        slide.subtitle({});
        const auto says = std::ranges::find_if(
            shown, [](const Panel& panel) { return !panel.parts_.finding.empty(); });
        if (says != shown.end()) slide.says(says->parts_.finding, says->parts_.sign);
        if (slides.empty() && !has_topic_ && !subtitle_.empty())
            slide.subtitle(subtitle_); // what the class had predicted is said once
        slides.push_back(std::move(slide));
    }
    return slides;
}

Figure Figure::at_frame(std::size_t frame, const std::string& ending) const
{
    Figure one = called(name_ + ending);
    std::swap(one.frames_.at(frame), one.frames_.back()); // what a picture shows is the last
    return one;
}

Figure Figure::up_to(std::size_t series, const std::string& ending) const
{
    Figure part = called(name_ + ending);
    if (series == 0) part.note_ = {}; // which may tell what the series show
    part.frames_ = {frames_.back()};
    for (Panel& panel : part.frames_.back()) {
        const std::size_t all = std::max<std::size_t>(1, panel.parts_.series.size());
        panel.parts_.drawn = std::min(all, series);
        series -= panel.parts_.drawn;
    }
    return part;
}

} // namespace descente
