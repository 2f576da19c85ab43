#include "plot/layout.hpp"

#include "base/error.hpp"
#include "plot/room.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace descente {

namespace {

Scale colour_scale(const HeatSeries& heat)
{
    return heat.logarithmic_colour ? Scale::logarithmic : Scale::linear;
}

bool evenly_spaced(const Numbers& v, Scale scale)
{
    if (scale == Scale::logarithmic && *std::min_element(v.begin(), v.end()) <= 0) return false;
    if (v.size() < 2) return true;
    const auto place = [&](std::size_t i) {
        return scale == Scale::logarithmic ? std::log(v[i]) : v[i];
    };
    const double step = (place(v.size() - 1) - place(0)) / static_cast<double>(v.size() - 1);
    for (std::size_t i = 0; i < v.size(); ++i)
        if (!(std::abs(place(i) - place(0) - step * static_cast<double>(i)) <=
              0.02 * std::abs(step)))
            return false;
    return step != 0;
}

// ---- ranges ----

/// What the heat maps and contours of a panel cover; false when it has none.
bool add_fields(const PanelParts& panel, const View& view, Range& x, Range& y)
{
    bool any = false;
    for (const Series& series : panel.series) {
        if (const auto* heat = std::get_if<HeatSeries>(&series)) {
            const auto add = [](Range& range, const Numbers& at, bool by_number, Scale scale) {
                range.add(by_number ? cell_edges(counted(at.size()), Scale::linear)
                                    : cell_edges(at, scale),
                          scale);
            };
            add(x, heat->x, view.x_cells, panel.x_scale);
            add(y, heat->y, view.y_cells, panel.y_scale);
            any = true;
        }
        if (const auto* contour = std::get_if<ContourSeries>(&series)) {
            x.add(contour->x, panel.x_scale), y.add(contour->y, panel.y_scale);
            any = true;
        }
    }
    return any;
}

void add_extent(const PanelParts& panel, const View& view, Range& x, Range& y)
{
    // A field is the view; trajectories on it may leave it.
    if (add_fields(panel, view, x, y)) return;
    const Scale sx = panel.x_scale, sy = panel.y_scale;
    double first_values = 0; // the largest value any line starts from
    const auto starts = [&](const Numbers& v) {
        if (!v.empty() && std::isfinite(v[0]))
            first_values = std::max(first_values, std::abs(v[0]));
    };
    for (const Series& series : panel.series) {
        if (const auto* s = std::get_if<LineSeries>(&series)) {
            x.add(s->x, sx), y.add(s->y, sy);
            starts(s->y);
        }
        if (const auto* s = std::get_if<BandSeries>(&series)) {
            x.add(s->x, sx);
            y.add(s->low, sy), y.add(s->middle, sy), y.add(s->high, sy);
            starts(s->high);
        }
        if (const auto* s = std::get_if<BubbleSeries>(&series)) {
            x.add(s->x, sx);
            y.add(s->low, sy), y.add(s->middle, sy), y.add(s->high, sy);
        }
        if (const auto* s = std::get_if<BarSeries>(&series)) {
            const auto n = static_cast<double>(std::max(s->height.size(), panel.x_names.size()));
            x.add({-0.6, n - 0.4}, sx);
            y.add(0, sy), y.add(s->height, sy), y.add(s->low, sy), y.add(s->high, sy);
        }
        if (const auto* s = std::get_if<HistogramSeries>(&series)) {
            x.add(s->edges, sx);
            y.add(0, sy), y.add(s->counts, sy);
        }
    }
    // A cost on its way to infinity must not flatten all other curves.
    const bool diverges = std::any_of(panel.marks.begin(), panel.marks.end(),
                                      [](const Mark& m) { return m.diverged; });
    if (diverges && first_values > 0 && !y.empty()) {
        const double limit = first_values * (sy == Scale::logarithmic ? 1000 : 3);
        y.high = std::min(y.high, std::max(limit, y.low));
    }
    for (const Mark& m : panel.marks) {
        x.add(m.x, sx);
        if (!m.diverged) y.add(m.y, sy);
    }
    for (const Segment& a : panel.arrows) x.add({a.x1, a.x2}, sx), y.add({a.y1, a.y2}, sy);
    for (const Guide& g : panel.guides) g.vertical ? x.add(g.at, sx) : y.add(g.at, sy);
}

void add_colours(const PanelParts& panel, Range& colour)
{
    for (const Series& series : panel.series)
        if (const auto* heat = std::get_if<HeatSeries>(&series))
            for (const Real z : heat->z) colour.add(static_cast<double>(z), colour_scale(*heat));
}

Range given(const std::array<double, 2>& wanted, Scale scale)
{
    if (scale == Scale::logarithmic && wanted[0] <= 0)
        throw ShapeError(
            fmt::format("A logarithmic axis cannot start at {}; give a range above 0.", wanted[0]));
    return {wanted[0], wanted[1]};
}

void set_ranges(View& view, const Figure& figure, std::size_t index)
{
    const PanelParts& panel = *view.panel;
    bool field = false, bars = false, from_zero = false, bubbles = false;
    for (const Series& series : panel.series) {
        if (const auto* heat = std::get_if<HeatSeries>(&series)) {
            view.heat = heat;
            view.colour_box = !(heat->show_values && heat->label.empty());
            view.x_cells = !evenly_spaced(heat->x, panel.x_scale);
            view.y_cells = !evenly_spaced(heat->y, panel.y_scale);
        }
        field = field || std::holds_alternative<HeatSeries>(series) ||
                std::holds_alternative<ContourSeries>(series);
        bars = bars || std::holds_alternative<BarSeries>(series);
        bubbles = bubbles || std::holds_alternative<BubbleSeries>(series);
        from_zero = from_zero || bars || std::holds_alternative<HistogramSeries>(series);
    }
    Range x, y;
    for (const std::deque<Panel>& frame : figure.frames()) {
        if (index >= frame.size()) continue;
        add_extent(frame[index].parts(), view, x, y);
        add_colours(frame[index].parts(), view.colour);
    }
    if (view.heat) {
        if (panel.signed_colours)
            view.colour.add({-view.colour.low, -view.colour.high}, Scale::linear);
        const Scale scale = colour_scale(*view.heat);
        view.colour = panel.colour_range ? given(*panel.colour_range, scale)
                                         : view.colour.padded(scale, 0, true, true);
    }
    view.has_data = !x.empty() && !y.empty();
    view.x = panel.x_range
                 ? given(*panel.x_range, panel.x_scale)
                 : x.padded(panel.x_scale, bubbles ? 0.1 : 0.02, field || bars, field || bars);
    view.y = panel.y_range ? given(*panel.y_range, panel.y_scale)
                           : y.padded(panel.y_scale, bubbles ? 0.14 : 0.06,
                                      field || (from_zero && y.low == 0),
                                      field || (from_zero && y.high == 0));
}

// ---- tics ----

double widest_label(const std::vector<Tic>& tics)
{
    double widest = 0;
    for (const Tic& tic : tics) widest = std::max(widest, text_width(tic.label));
    return widest;
}

std::vector<Tic> name_tics(const std::vector<Text>& names, Language language)
{
    std::vector<Tic> tics;
    for (std::size_t i = 0; i < names.size(); ++i)
        tics.push_back({static_cast<double>(i), names[i].in(language)});
    return tics;
}

/// A tic at each value, which is its name; at 0, 1, 2, … when by number.
std::vector<Tic> value_tics(const Numbers& values, bool by_number, Language language)
{
    std::vector<Tic> tics;
    for (std::size_t i = 0; i < values.size(); ++i)
        tics.push_back(
            {by_number ? static_cast<double>(i) : values[i], short_number(values[i], language)});
    return tics;
}

/// Every n-th tic, so that `room` pixels hold them at `pitch` pixels each.
std::vector<Tic> thinned(const std::vector<Tic>& tics, double pitch, double room)
{
    const auto step = std::max<std::size_t>(
        1, static_cast<std::size_t>(std::ceil(static_cast<double>(tics.size()) * pitch / room)));
    std::vector<Tic> kept;
    for (std::size_t i = 0; i < tics.size(); i += step) kept.push_back(tics[i]);
    return kept;
}

/// Batch sizes 16, 64, 256: when all lines of a logarithmic axis stand at the same few values that
/// a tic can spell in full, these are better tics than powers of ten. Empty otherwise.
Numbers few_values(const PanelParts& panel)
{
    Numbers values;
    for (const Series& series : panel.series) {
        const auto* line = std::get_if<LineSeries>(&series);
        const auto* band = std::get_if<BandSeries>(&series);
        if (!line && !band) return {};
        const Numbers& x = line ? line->x : band->x;
        if (values.empty()) values = x;
        if (x != values) return {};
    }
    const bool spelt = std::all_of(values.begin(), values.end(), [](double v) {
        return v == std::round(v) && v < 1e5 && short_number(v, Language()).size() <= 5;
    });
    return spelt && values.size() >= 3 && values.size() <= 12 ? values : Numbers{};
}

bool labels_fit(const View& view, double em)
{
    double last = -1e9;
    for (const Tic& tic : view.x_tics) {
        if (tic.label.empty()) continue;
        const double half = 0.5 * text_width(tic.label) * em;
        if (view.px(tic.at) - half < last + 0.5 * em) return false;
        last = view.px(tic.at) + half;
    }
    return true;
}

void set_x_tics(View& view, const PageLayout& page, Language language)
{
    const PanelParts& panel = *view.panel;
    view.x_tic_points = page.tic_points;
    view.x_tic_angle = 0;
    if (!panel.x_names.empty()) {
        // Names that are too wide for their places shrink, then lean.
        view.x_tics = name_tics(panel.x_names, language);
        const double place = view.rect.width() / (view.x.high - view.x.low) * 0.94;
        const double widest = widest_label(view.x_tics);
        if (widest * page.tic_em > place)
            view.x_tic_points = std::max(0.8 * page.tic_points, place / widest / px_per_point);
        if (widest * view.x_tic_points * px_per_point > place) view.x_tic_angle = 35;
        return;
    }
    if (view.heat && (view.x_cells || view.heat->x.size() <= 12)) {
        view.x_tics = value_tics(view.heat->x, view.x_cells, language);
        view.x_tics =
            thinned(view.x_tics, widest_label(view.x_tics) * page.tic_em * 1.15, view.rect.width());
        return;
    }
    if (panel.x_scale == Scale::logarithmic) {
        view.x_tics = value_tics(few_values(panel), false, language);
        if (!view.x_tics.empty() && labels_fit(view, page.tic_em)) return;
    }
    for (int most = 9; most >= 2; --most) { // as many as their labels leave room for
        view.x_tics = axis_tics(view.x.low, view.x.high, panel.x_scale, most, language);
        if (labels_fit(view, page.tic_em)) return;
    }
}

void set_tics(View& view, const PageLayout& page, Language language)
{
    const PanelParts& panel = *view.panel;
    if (panel.bare) return;
    set_x_tics(view, page, language);
    const double size = view.x_tic_points * px_per_point;
    view.x_tic_depth = view.x_tic_angle > 0 ? widest_label(view.x_tics) * size * 0.6 + 1.2 * page.em
                                            : 0.75 * page.em + size;

    const int least = view.rect.height() > 5 * page.em ? 3 : 2; // as low as that there is room
    const int most = std::clamp(static_cast<int>(view.rect.height() / (2.1 * page.em)), least, 9);
    if (!panel.y_names.empty())
        view.y_tics = name_tics(panel.y_names, language);
    else if (view.heat && (view.y_cells || view.heat->y.size() <= 12))
        view.y_tics = thinned(value_tics(view.heat->y, view.y_cells, language), page.tic_em * 1.2,
                              view.rect.height());
    else
        view.y_tics = axis_tics(view.y.low, view.y.high, panel.y_scale, most, language);
    view.y_tic_width = widest_label(view.y_tics) * page.tic_em;
    if (!view.colour_box) return;
    view.colour_tics =
        axis_tics(view.colour.low, view.colour.high, colour_scale(*view.heat), most, language);
    view.colour_tic_width = widest_label(view.colour_tics) * page.tic_em;
}

// ---- legends ----

double entry_width(const PanelParts& panel, double em, Language language)
{
    double widest = 0;
    for (const LegendEntry& entry : legend_entries(panel))
        widest = std::max(widest, text_width(entry.label.in(language)));
    return (widest + 3.2) * em;
}

std::size_t legend_rows(std::size_t entries, double entry, double width)
{
    // gnuplot parts the columns of a legend by a quarter of their width at most.
    const auto a_row = std::max<std::size_t>(1, static_cast<std::size_t>(width / (1.25 * entry)));
    return (entries + a_row - 1) / a_row;
}

bool panels_share_legend(const std::deque<Panel>& panels)
{
    if (panels.size() < 2) return false;
    const std::vector<LegendEntry> first = legend_entries(panels[0].parts());
    const auto alike = [](const LegendEntry& a, const LegendEntry& b) {
        return a.label.english() == b.label.english() && a.look.colour == b.look.colour &&
               a.look.dash == b.look.dash;
    };
    return !first.empty() && std::all_of(panels.begin(), panels.end(), [&](const Panel& panel) {
        const std::vector<LegendEntry> mine = legend_entries(panel.parts());
        return panel.parts().legend.empty() &&
               std::equal(mine.begin(), mine.end(), first.begin(), first.end(), alike);
    });
}

void place_legend(View& view, const PageLayout& page, Language language)
{
    const std::size_t entries = legend_entries(*view.panel).size();
    view.legend = view.panel->legend;
    view.key_rows = 0;
    view.key_width = entry_width(*view.panel, page.em, language);
    if (entries == 0 || page.shared_legend) view.legend = "off";
    if (view.legend.empty()) view.legend = free_corner(view, entries, page.em);
    if (view.legend == "above")
        view.key_rows = legend_rows(entries, view.key_width, view.rect.width());
}

// ---- the grid of panels ----

/// The space a panel needs around its axes, each side in pixels.
Rect margins(const View& view, const PageLayout& page)
{
    const double em = page.em;
    Rect m{0.5 * em, 0.4 * em, 0.8 * em, 0.55 * em + view.title.height()};
    m.top += static_cast<double>(view.key_rows) * 1.3 * em;
    if (view.panel->bare) return m;
    m.bottom = 0.3 * em + view.x_label.height() + view.x_tic_depth;
    m.left = 1.3 * em + view.y_label.height() + view.y_tic_width;
    const double size = view.x_tic_points * px_per_point;
    if (!view.x_tics.empty() && view.x_tic_angle > 0) {
        const double reach = widest_label(view.x_tics) * size * 0.82;
        m.left = std::max(m.left, reach - (view.px(view.x_tics[0].at) - view.rect.left) + 0.3 * em);
    } else if (!view.x_tics.empty()) {
        const Tic& last = view.x_tics.back();
        m.right = std::max(m.right, view.px(last.at) + 0.5 * text_width(last.label) * size -
                                        view.rect.right + 0.3 * em);
    }
    if (view.colour_box)
        m.right = 2.4 * em + view.colour_tic_width + (view.heat->label.empty() ? 0 : 1.5 * em);
    return m;
}

/// Axes of one row or column of the grid line up: each takes its widest margins.
void place_panels(PageLayout& page, std::size_t rows, std::size_t columns, bool placed,
                  Language language)
{
    const double em = page.em;
    std::vector<Rect> across(columns, {0.5 * em, 0, 0.8 * em, 0}),
        along(rows, {0, 0.3 * em, 0, 0.5 * em});
    const double cell = page.width / static_cast<double>(columns);
    for (std::size_t i = 0; i < page.views.size(); ++i) {
        View& v = page.views[i];
        // The title is centred on the axes, as far as they are known, and stays on the page.
        const double centre = placed ? v.rect.middle_x() : page.width / 2;
        const double room = 2 * std::min(centre, page.width - centre) - 0.6 * em;
        v.title =
            fitted(v.panel->title.in(language), std::min(cell * 0.92, room), page.points * 1.1, 2);
        v.x_label = fitted(v.panel->x_label.in(language), cell * 0.9, page.points, 2);
        v.y_label = fitted(v.panel->y_label.in(language), std::max(v.rect.height(), 4 * em),
                           page.points, 2);
        const Rect m = margins(v, page);
        Rect &column = across[i % columns], &row = along[i / columns];
        column.left = std::max(column.left, m.left), column.right = std::max(column.right, m.right);
        row.top = std::max(row.top, m.top), row.bottom = std::max(row.bottom, m.bottom);
    }
    double width = page.width - 0.5 * em, height = page.grid_top - page.grid_bottom;
    for (const Rect& column : across) width -= column.left + column.right;
    for (const Rect& row : along) height -= row.top + row.bottom;
    width /= static_cast<double>(columns), height /= static_cast<double>(rows);

    double x = 0.2 * em, y = page.grid_top;
    for (std::size_t i = 0; i < page.views.size(); ++i) {
        const Rect &column = across[i % columns], &row = along[i / columns];
        Rect& rect = page.views[i].rect;
        x += column.left;
        rect = {x, y - row.top - height, x + width, y - row.top};
        x = rect.right + column.right;
        if (i % columns + 1 == columns) x = 0.2 * em, y = rect.bottom - row.bottom;
        const View& v = page.views[i];
        // Images have no tics: they take the room that their neighbours' tics need.
        if (v.panel->bare) rect.bottom -= row.bottom - margins(v, page).bottom;
        if (!v.panel->equal_axes || v.panel->bare) continue;
        const double spans[] = {v.x.high - v.x.low, v.y.high - v.y.low};
        const double unit = std::min(rect.width() / spans[0], rect.height() / spans[1]);
        const double spare_x = 0.5 * (rect.width() - unit * spans[0]),
                     spare_y = 0.5 * (rect.height() - unit * spans[1]);
        rect = {rect.left + spare_x, rect.bottom + spare_y, rect.right - spare_x,
                rect.top - spare_y};
    }
}

} // namespace

std::vector<LegendEntry> legend_entries(const PanelParts& panel)
{
    std::vector<LegendEntry> entries;
    for (const Series& series : panel.series)
        std::visit(
            [&](const auto& s) {
                if constexpr (requires { s.look; })
                    if (!s.label.empty()) entries.push_back({s.label, s.look});
            },
            series);
    return entries;
}

std::array<int, 2> pixel_size(const std::string& size)
{
    if (size == "4:3") return {1440, 1080};
    if (size == "half") return {960, 1080};
    return {1920, 1080};
}

Numbers counted(std::size_t n, double first)
{
    Numbers v(n);
    for (std::size_t i = 0; i < n; ++i) v[i] = first + static_cast<double>(i);
    return v;
}

Numbers cell_edges(const Numbers& centres, Scale scale)
{
    const std::size_t n = centres.size();
    Numbers at = centres, edges(n + 1);
    if (scale == Scale::logarithmic)
        for (double& c : at) c = std::log(c);
    for (std::size_t i = 1; i < n; ++i) edges[i] = 0.5 * (at[i - 1] + at[i]);
    edges[0] = at[0] - (n > 1 ? edges[1] - at[0] : 0.5);
    edges[n] = at[n - 1] + (n > 1 ? at[n - 1] - edges[n - 1] : 0.5);
    if (scale == Scale::logarithmic)
        for (double& e : edges) e = std::exp(e);
    return edges;
}

PageLayout lay_out(const Figure& figure, std::size_t frame, const Text& footer,
                   const std::string& size, Language language)
{
    const std::deque<Panel>& panels = figure.frames()[frame];
    PageLayout page;
    page.width = pixel_size(size)[0], page.height = pixel_size(size)[1];
    const int n = std::max(1, static_cast<int>(panels.size()));
    const int columns = std::min(figure.columns(), n), rows = (n + columns - 1) / columns;

    // Labels shrink with the number of panels, but less than the panels do, and up to three rows
    // or columns stay legible from the back of a room: 30 pixels of 1080.
    const double crowd = std::max(rows * 1.0, columns * 1536 / page.width);
    page.points = 28 / std::pow(std::max(crowd, 1.0), 0.45);
    page.points = std::max(page.points, 22.5 * std::min(1.0, 3.0 / std::max(rows, columns)));
    page.em = page.points * px_per_point;
    page.tic_points = 0.88 * page.points;
    page.tic_em = 0.88 * page.em;

    page.title = fitted(figure.title().in(language), page.width * 0.95,
                        std::clamp(page.points * 1.45, 32.0, 38.0), 2);
    std::string note = figure.note().in(language);
    if (!note.empty() && !footer.empty()) note += " · ";
    page.footnote = fitted(note + footer.in(language), page.width * 0.97, 15, 2);
    page.grid_top = page.height - page.title.height() - 0.35 * page.title.px();
    page.grid_bottom = page.footnote.height() + 0.4 * page.footnote.px();
    page.shared_legend = panels_share_legend(panels);
    if (page.shared_legend) {
        const PanelParts& first = panels[0].parts();
        page.shared_rows = legend_rows(legend_entries(first).size(),
                                       entry_width(first, page.em, language), 0.94 * page.width);
        page.grid_top -= static_cast<double>(page.shared_rows) * 1.3 * page.em + 0.2 * page.em;
    }

    page.views.resize(panels.size());
    for (std::size_t i = 0; i < panels.size(); ++i) {
        View& view = page.views[i];
        view.panel = &panels[i].parts();
        set_ranges(view, figure, i);
        view.rect.right = std::max(page.width / columns - 6 * page.em, 5 * page.em);
        view.rect.top =
            std::max((page.grid_top - page.grid_bottom) / rows - 5 * page.em, 4 * page.em);
    }
    // Tics depend on the size of the axes and the margins on the tics; the second pass settles it.
    for (int pass = 0; pass < 2; ++pass) {
        for (View& view : page.views) {
            set_tics(view, page, language);
            place_legend(view, page, language);
        }
        place_panels(page, static_cast<std::size_t>(rows), static_cast<std::size_t>(columns),
                     pass > 0, language);
    }
    for (View& view : page.views) set_tics(view, page, language);
    return page;
}

} // namespace descente
