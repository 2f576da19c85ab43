#include "plot/drawing.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace descente {

namespace {

std::string look_of(const Look& look)
{
    std::string out = fmt::format("linetype {}", look.colour);
    if (look.dash == Dash::dashed) out += " dashtype (14,6)";
    if (look.dash == Dash::dotted) out += " dashtype (2,5)";
    const bool plain = look.dash == Dash::automatic && (look.thin_raw || look.with_points);
    if (look.dash == Dash::solid || plain) out += " dashtype solid";
    if (look.thin_raw)
        return fmt::format("{} linewidth {:g} linecolor rgb pale({})", out, 2 * look.width,
                           look.colour);
    if (look.with_points) out += " pointsize 1.1";
    if (look.width != 1) out += fmt::format(" linewidth {:g}", 5 * look.width);
    return out;
}

/// A row for boxxyerror: the point, then the box.
std::string box(double x, double y, const Rect& edges)
{
    return fmt::format("{} {} {} {} {} {}", data_number(x), data_number(y), edges.left, edges.right,
                       edges.bottom, edges.top);
}

// ---- fields ----

void draw_heat(Commands& out, const View& view, const HeatSeries& heat, double points)
{
    const PanelParts& panel = *view.panel;
    const Numbers x = view.x_cells ? counted(heat.x.size()) : heat.x,
                  y = view.y_cells ? counted(heat.y.size()) : heat.y;
    const Numbers ex = cell_edges(x, view.x_cells ? Scale::linear : panel.x_scale),
                  ey = cell_edges(y, view.y_cells ? Scale::linear : panel.y_scale);
    const Scale scale = heat.logarithmic_colour ? Scale::logarithmic : Scale::linear;
    // Many cells are drawn as an image: smaller files, and no hairlines between cells.
    const bool image =
        heat.z.n_elem > 400 && panel.x_scale == Scale::linear && panel.y_scale == Scale::linear;
    const int digits = x.size() > 6 ? 2 : 3;
    std::string cells, empty;
    std::map<std::string, std::string> values; // by their colour, which stands out from the cell's
    const auto text_colour = [&](double t) {
        if (!panel.signed_colours) return t > 0.55 ? "text_on_high" : "text_on_low";
        return t < 0.1 ? "text_on_minus" : t > 0.92 ? "text_on_plus" : "text_on_zero";
    };
    double widest = 1; // value, in units of the font
    for (Index i = 0; i < heat.z.n_rows; ++i)
        for (Index j = 0; j < heat.z.n_cols; ++j) {
            const double z = static_cast<double>(heat.z(i, j));
            const double t = view.colour.share(z, scale);
            const std::string place = box(x[j], y[i],
                                          {std::min(ex[j], ex[j + 1]), std::min(ey[i], ey[i + 1]),
                                           std::max(ex[j], ex[j + 1]), std::max(ey[i], ey[i + 1])});
            if (image)
                cells += fmt::format("{} {} {}\n", data_number(x[j]), data_number(y[i]),
                                     std::isfinite(t) ? data_number(z) : "NaN");
            else if (std::isfinite(t))
                cells += fmt::format("{} {}\n", place, data_number(z));
            if (!std::isfinite(t)) {
                empty += place + "\n";
            } else if (heat.show_values) {
                const std::string value = short_number(z, out.language(), digits);
                widest = std::max(widest, text_width(value));
                values[text_colour(t)] +=
                    fmt::format("{} {} {}\n", data_number(x[j]), data_number(y[i]), value);
            }
        }
    if (image)
        out.plot(out.data(cells) + " using 1:2:3 with image notitle");
    else if (!cells.empty())
        out.plot(out.data(cells) + " using 1:2:3:4:5:6:7 with boxxyerror linecolor palette "
                                   "fillstyle solid 1 border notitle");
    if (!empty.empty())
        out.plot(out.data(empty) + " using 1:2:3:4:5:6 with boxxyerror linecolor rgb nothing "
                                   "fillstyle solid 1 noborder notitle");
    const double room = std::min(0.88 * view.rect.width() / static_cast<double>(x.size()) / widest,
                                 0.7 * view.rect.height() / static_cast<double>(y.size()));
    const std::string font = out.font(std::min(points, room / px_per_point));
    if (room < 0.45 * points * px_per_point) return; // illegible: the colours speak alone
    for (const auto& [colour, rows] : values)
        out.plot(fmt::format("{} using 1:2:3 with labels {} textcolor rgb {} notitle",
                             out.data(rows), font, colour));
}

void draw_contour(Commands& out, const ContourSeries& contour)
{
    std::string rows;
    Range range;
    for (Index i = 0; i < contour.z.n_rows; ++i) {
        for (Index j = 0; j < contour.z.n_cols; ++j) {
            const double z = static_cast<double>(contour.z(i, j));
            range.add(z, Scale::linear);
            rows += fmt::format("{} {} {}\n", data_number(contour.x[j]), data_number(contour.y[i]),
                                data_number(z));
        }
        rows += "\n";
    }
    if (range.empty() || range.low == range.high) return;
    Numbers levels = contour.levels;
    if (levels.empty()) // denser near the bottom, where a descent ends
        for (int k = 1; k <= 12; ++k)
            levels.push_back(range.low + (range.high - range.low) * k * k / 169.0);
    std::string list;
    for (const double level : levels) list += (list.empty() ? "" : ",") + data_number(level);
    const std::string grid = out.data(rows), lines = grid + "_levels";
    out.put("unset grid\nset contour base\nunset surface\nset cntrparam levels discrete {}\n"
            "set table {}\nsplot {} using 1:2:3 notitle\nunset table\nunset contour\n"
            "set surface\n",
            list, lines, grid);
    out.plot(lines + " using 1:2 with lines linetype 1 dashtype solid linewidth 2 linecolor "
                     "rgb level notitle");
}

// ---- lines ----

/// The rows of a band: x low middle high. It ends where a run is not finite.
std::string band_rows(const BandSeries& band)
{
    Numbers low = band.low, high = band.high;
    for (std::size_t i = 0; i < low.size(); ++i)
        if (!std::isfinite(low[i]) || !std::isfinite(high[i])) low[i] = high[i] = not_a_number;
    return rows_of({&band.x, &low, &band.middle, &high});
}

void draw_line(Commands& out, const View& view, const LineSeries& line)
{
    const std::string block = out.data(rows_of({&line.x, &line.y}));
    if (line.point_size > 0) {
        out.plot(fmt::format(
            "{} using 1:2 with points linetype {} pointsize {:g} linewidth {:g} {}", block,
            line.look.colour, 1.8 * line.point_size, 2 * line.look.width, out.titled(line.label)));
        return;
    }
    if (view.heat) // a halo
        out.plot(block + " using 1:2 with lines linetype 7 dashtype solid linewidth 9 linecolor "
                         "rgb background notitle");
    out.plot(fmt::format("{} using 1:2 with {} {} {}", block,
                         line.look.with_points ? "linespoints" : "lines", look_of(line.look),
                         out.titled(line.label)));
}

void draw_band(Commands& out, const BandSeries& band)
{
    const std::string block = out.data(band_rows(band));
    if (band.error_bars)
        out.plot(fmt::format("{} using 1:3:2:4 with yerrorbars linetype {} dashtype solid "
                             "linewidth {:g} pointtype 0 notitle",
                             block, band.look.colour, 3 * band.look.width));
    out.plot(fmt::format("{} using 1:3 with {} {} {}", block,
                         band.error_bars || band.look.with_points ? "linespoints" : "lines",
                         look_of(band.look), out.titled(band.label)));
}

// ---- bars ----

/// Bar series number `bar` of `bars`, side by side.
void draw_bars(Commands& out, const BarSeries& series, int bar, int bars, double base)
{
    const double wide = 0.8 / bars;
    std::string rows, errors;
    for (std::size_t i = 0; i < series.height.size(); ++i) {
        const double x = static_cast<double>(i) - 0.4 + wide * (bar + 0.5), y = series.height[i];
        if (!std::isfinite(y)) continue;
        rows +=
            box(x, y, {x - 0.46 * wide, std::min(base, y), x + 0.46 * wide, std::max(base, y)}) +
            "\n";
        if (!series.low.empty())
            errors += fmt::format("{} {} {} {}\n", x, y, data_number(series.low[i]),
                                  data_number(series.high[i]));
    }
    if (rows.empty()) rows = "NaN NaN NaN NaN NaN NaN\n";
    out.plot(fmt::format("{} using 1:2:3:4:5:6 with boxxyerror linecolor rgb colour({}) dashtype "
                         "solid fillstyle @bar_fill_{} {}",
                         out.data(rows), series.look.colour, series.look.colour,
                         out.titled(series.label)));
    if (!errors.empty())
        out.plot(out.data(errors) + // not yerrorbars: they show the background at the middle
                 " using 1:3:(0):($4-$3) with vectors heads size screen 0.005, 90 nofilled "
                 "dashtype solid linecolor rgb foreground linewidth 4 notitle");
}

/// Circles are objects, whose size does not depend on the axes; the plot draws the bars over seeds,
/// and gives the legend its line.
void draw_bubbles(Commands& out, const BubbleSeries& series)
{
    std::string spread;
    for (std::size_t i = 0; i < series.x.size(); ++i)
        if (series.low[i] < series.high[i])
            spread += fmt::format("{} {} {}\n", data_number(series.x[i]),
                                  data_number(series.low[i]), data_number(series.high[i]));
    if (!spread.empty())
        out.plot(fmt::format("{} using 1:2:(0):($3-$2) with vectors heads size screen 0.004, 90 "
                             "nofilled dashtype solid linecolor rgb colour({}) linewidth 3 notitle",
                             out.data(spread), series.look.colour));
    if (!series.label.empty())
        out.plot(fmt::format("NaN with points pointtype 7 pointsize 3 linecolor rgb colour({}) {}",
                             series.look.colour, out.titled(series.label)));
}

void draw_histogram(Commands& out, const HistogramSeries& series, double base)
{
    std::string rows;
    for (std::size_t i = 0; i < series.counts.size(); ++i)
        if (series.counts[i] >= base)
            rows += box(0.5 * (series.edges[i] + series.edges[i + 1]), series.counts[i],
                        {series.edges[i], base, series.edges[i + 1], series.counts[i]}) +
                    "\n";
    if (rows.empty()) rows = "NaN NaN NaN NaN NaN NaN\n";
    out.plot(fmt::format("{} using 1:2:3:4:5:6 with boxxyerror linecolor rgb colour({}) dashtype "
                         "solid fillstyle transparent solid 0.5 border linecolor rgb colour({}) {}",
                         out.data(rows), series.look.colour, series.look.colour,
                         out.titled(series.label)));
}

} // namespace

void draw_series(Commands& out, const View& view, double points)
{
    const std::vector<Series>& all = view.panel->series;
    for (const Series& series : all) {
        if (const auto* s = std::get_if<HeatSeries>(&series)) draw_heat(out, view, *s, points);
        if (const auto* s = std::get_if<ContourSeries>(&series)) draw_contour(out, *s);
    }
    for (const Series& series : all)
        if (const auto* s = std::get_if<BandSeries>(&series); s && !s->error_bars)
            out.plot(fmt::format("{} using 1:2:4 with filledcurves linecolor rgb colour({}) "
                                 "fillstyle transparent solid 0.22 noborder notitle",
                                 out.data(band_rows(*s)), s->look.colour));
    const double base = view.panel->y_scale == Scale::logarithmic ? view.y.low : 0;
    const auto bars = static_cast<int>(std::count_if(all.begin(), all.end(), [](const Series& s) {
        return std::holds_alternative<BarSeries>(s);
    }));
    int bar = 0;
    for (const Series& series : all) {
        if (const auto* s = std::get_if<LineSeries>(&series)) draw_line(out, view, *s);
        if (const auto* s = std::get_if<BandSeries>(&series)) draw_band(out, *s);
        if (const auto* s = std::get_if<BarSeries>(&series)) draw_bars(out, *s, bar++, bars, base);
        if (const auto* s = std::get_if<BubbleSeries>(&series)) draw_bubbles(out, *s);
        if (const auto* s = std::get_if<HistogramSeries>(&series)) draw_histogram(out, *s, base);
    }
}

} // namespace descente
