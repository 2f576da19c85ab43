#include "plot/layout.hpp"

#include "base/error.hpp"
#include "plot/room.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fmt/format.h>
#include <numeric>

namespace descente {

namespace {

bool evenly_spaced(Numbers v, Scale scale)
{
    if (scale == Scale::logarithmic)
        for (double& value : v) value = std::log(value); // of 0 and below: nowhere
    const double step = v.size() < 2 ? 1 : (v.back() - v[0]) / static_cast<double>(v.size() - 1);
    for (std::size_t i = 0; i < v.size(); ++i)
        if (!(std::abs(v[i] - v[0] - step * static_cast<double>(i)) <= 0.02 * std::abs(step)))
            return false;
    return step != 0;
}

// ---- ranges ----

/// A cost on its way to infinity must not flatten all other curves: how high the axis goes at most.
double roof(const PanelParts& panel)
{
    double start = 0; // the largest value any curve starts from
    for (const Series& s : panel.series) {
        const Numbers& y = s.has(Role::high) ? s[Role::high] : s[Role::y];
        if (s.ink != Ink::bars && !y.empty() && std::isfinite(y[0]))
            start = std::max(start, std::abs(y[0]));
    }
    const bool diverges = std::any_of(panel.marks.begin(), panel.marks.end(),
                                      [](const Mark& m) { return m.diverged; });
    if (!diverges || start == 0) return infinity;
    return start * (panel.y.scale == Scale::logarithmic ? 1000 : 3);
}

/// Widens the range by what a panel shows along this axis (`x`, or the other one).
void stretch(Range& range, const AxisView& axis, const PanelParts& panel, bool x)
{
    const auto add = [&](const auto& what) { range.add(what, axis.scale); };
    bool field = false; // is the view; trajectories on it may leave it
    for (const Series& s : panel.series)
        if (s.grid) {
            const Numbers& at = x ? s.grid->x : s.grid->y;
            add(s.grid->contour ? at : axis.edges(at));
            field = true;
        }
    if (field) return;
    for (const Series& s : panel.series) {
        if (x && s.in_slots)
            add(Numbers{-0.6, static_cast<double>(std::max(s.rows(), panel.x.names.size())) - 0.4});
        else
            for (const Field& field_of_s : s.fields)
                if (x ? along_x(field_of_s.role) : along_y(field_of_s.role)) add(field_of_s.values);
        if (!x && s.from_zero) add(0.0);
    }
    if (!x && !range.empty()) range.high = std::min(range.high, std::max(roof(panel), range.low));
    for (const Mark& m : panel.marks)
        if (x || !m.diverged) add(x ? m.x : m.y);
    for (const Segment& a : panel.arrows) add(x ? Numbers{a.x1, a.x2} : Numbers{a.y1, a.y2});
    for (const Guide& g : panel.guides)
        if (g.vertical == x) add(g.at);
}

/// What the lab asked for, or else what was found, with a margin.
Range chosen(const std::optional<std::array<double, 2>>& wanted, Range found, Scale scale,
             double margin, bool keep_low, bool keep_high)
{
    if (!wanted) return found.padded(scale, margin, keep_low, keep_high);
    const auto [low, high] = *wanted;
    if (scale == Scale::logarithmic && low <= 0)
        throw ShapeError(
            fmt::format("A logarithmic axis cannot start at {}; give a range above 0.", low));
    if (!std::isnan(low)) return {low, high};
    found = {std::min(high / 10, found.low), high}; // nothing found below high: a decade
    return found.padded(scale, margin, keep_low, true);
}

void set_ranges(View& view, const Figure& figure, std::size_t index)
{
    const PanelParts& panel = *view.panel;
    view.x.scale = panel.x.scale, view.y.scale = panel.y.scale;
    bool field = false, bars = false, from_zero = false;
    const bool circles = std::any_of(panel.marks.begin(), panel.marks.end(),
                                     [](const Mark& m) { return m.radius > 0; });
    for (const Series& s : panel.series) {
        field = field || s.grid;
        bars = bars || s.in_slots;
        from_zero = from_zero || s.from_zero;
        if (!s.grid || s.grid->contour) continue;
        view.heat = &s;
        view.colour_box = !(s.grid->show_values && s.label.empty());
        view.colour.scale = s.grid->logarithmic_colour ? Scale::logarithmic : Scale::linear;
        view.x.cells = !evenly_spaced(s.grid->x, panel.x.scale);
        view.y.cells = !evenly_spaced(s.grid->y, panel.y.scale);
    }
    Range x, y, colour; // of all frames
    for (const std::deque<Panel>& frame : figure.frames()) {
        if (index >= frame.size()) continue;
        const PanelParts& parts = frame[index].parts();
        stretch(x, view.x, parts, true);
        stretch(y, view.y, parts, false);
        for (const Series& s : parts.series)
            if (s.grid && !s.grid->contour) colour.add(s[Role::z], view.colour.scale);
    }
    if (panel.signed_colours) colour.add({-colour.low, -colour.high}, Scale::linear);
    view.has_data = !x.empty() && !y.empty();
    view.colour.range = chosen(panel.colour_range, colour, view.colour.scale, 0, true, true);
    view.x.range =
        chosen(panel.x.range, x, panel.x.scale, circles ? 0.1 : 0.02, field || bars, field || bars);
    view.y.range = chosen(panel.y.range, y, panel.y.scale, circles ? 0.14 : 0.06,
                          field || (from_zero && y.low == 0), field || (from_zero && y.high == 0));
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
        tics.push_back({static_cast<double>(i), typeset(names[i], language)});
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

/// Of a few names, as of methods, all are needed; of a hundred classes some are enough.
std::vector<Tic> some(const std::vector<Tic>& names, double pitch, double room)
{
    return names.size() > 26 ? thinned(names, pitch, room) : names;
}

/// Batch sizes 16, 64, 256: when all lines of a logarithmic axis stand at the same few values that
/// a tic can spell in full, these are better tics than powers of ten. Empty otherwise.
Numbers few_values(const PanelParts& panel)
{
    Numbers values;
    for (const Series& s : panel.series) {
        const Numbers& x = s[Role::x];
        const bool curve = (s.ink == Ink::curve || s.ink == Ink::dots);
        if (!curve || (!values.empty() && x != values)) return {};
        values = x;
    }
    const bool spelt = std::all_of(values.begin(), values.end(), [](double v) {
        return v == std::round(v) && v < 1e5 && short_number(v, Language()).size() <= 6;
    });
    return spelt && values.size() >= 3 && values.size() <= 12 ? values : Numbers{};
}

bool labels_fit(const View& view, double em)
{
    double last = -1e9;
    for (const Tic& tic : view.x.tics) {
        if (tic.label.empty()) continue;
        const double half = 0.5 * text_width(tic.label) * em;
        if (view.px(tic.at) - half < last + 0.5 * em) return false;
        last = view.px(tic.at) + half;
    }
    return true;
}

void set_x_tics(View& view, const PageLayout& page, Language language)
{
    AxisView& x = view.x;
    const std::vector<Text>& names = view.panel->x.names;
    if (!names.empty()) {
        // Names that are too wide for their places shrink, then lean, then some go.
        x.tics = name_tics(names, language);
        const double place = view.rect.width() / (x.range.high - x.range.low) * 0.94;
        const double widest = widest_label(x.tics);
        if (widest * page.tic_em > place)
            x.tic_points =
                std::max({0.8 * page.tic_points, place / widest / px_per_point, page.least});
        if (widest * x.tic_points * px_per_point > place) x.tic_angle = 35;
        // Leaning, lines of text are as far apart as 1/sin 35° of their height.
        x.tics = some(x.tics, 1.7 * x.tic_points * px_per_point, view.rect.width());
        return;
    }
    if (view.heat && (x.cells || view.heat->grid->x.size() <= 12)) {
        x.tics = value_tics(view.heat->grid->x, x.cells, language);
        x.tics = thinned(x.tics, widest_label(x.tics) * page.tic_em * 1.15, view.rect.width());
        return;
    }
    if (x.scale == Scale::logarithmic) {
        x.tics = value_tics(few_values(*view.panel), false, language);
        if (!x.tics.empty() && labels_fit(view, page.tic_em)) return;
    }
    for (int most = 9; most >= 2; --most) { // as many as their labels leave room for
        x.tics = axis_tics(x.range, x.scale, most, language);
        if (labels_fit(view, page.tic_em)) return;
    }
}

void set_tics(View& view, const PageLayout& page, Language language)
{
    const PanelParts& panel = *view.panel;
    AxisView &x = view.x, &y = view.y, &colour = view.colour;
    x.tic_points = y.tic_points = colour.tic_points = page.tic_points;
    x.tic_angle = 0;
    if (panel.bare) return;
    set_x_tics(view, page, language);
    const double size = x.tic_points * px_per_point;
    x.tic_depth =
        x.tic_angle > 0 ? widest_label(x.tics) * size * 0.6 + 1.2 * page.em : 0.75 * page.em + size;

    const int least = view.rect.height() > 5 * page.em ? 3 : 2; // as low as that there is room
    const int most = std::clamp(static_cast<int>(view.rect.height() / (2.1 * page.em)), least, 9);
    if (!panel.y.names.empty())
        y.tics = some(name_tics(panel.y.names, language), page.tic_em, view.rect.height());
    else if (view.heat && (y.cells || view.heat->grid->y.size() <= 12))
        y.tics = thinned(value_tics(view.heat->grid->y, y.cells, language), page.tic_em * 1.2,
                         view.rect.height());
    else
        y.tics = axis_tics(y.range, y.scale, most, language);
    if (view.colour_box) colour.tics = axis_tics(colour.range, colour.scale, most, language);
    for (AxisView* upright : {&y, &colour})
        upright->tic_depth = widest_label(upright->tics) * page.tic_em;
}

// ---- legends ----

bool panels_share_legend(const std::deque<Panel>& panels)
{
    if (panels.size() < 2) return false;
    const std::vector<const Series*> first = legend_entries(panels[0].parts());
    const auto alike = [](const Series* a, const Series* b) {
        return a->label.english() == b->label.english() && a->look.colour == b->look.colour;
    };
    return !first.empty() && std::all_of(panels.begin(), panels.end(), [&](const Panel& panel) {
        const std::vector<const Series*> mine = legend_entries(panel.parts());
        return panel.parts().legend.empty() &&
               std::equal(mine.begin(), mine.end(), first.begin(), first.end(), alike);
    });
}

/// Where the lab wants it, if it fits there and hides nothing; else where it does; else above.
void place_legend(View& view, const PageLayout& page, Language language)
{
    Key& key = view.key;
    key = {};
    const PanelParts& panel = *view.panel;
    if (page.shared_legend || panel.legend == "off" || legend_entries(panel).empty()) return;
    const double points = std::max(0.95 * page.points, page.least);
    if (panel.legend != "above") {
        key = arranged_key(panel, language, points, page.least, infinity, 1);
        key.place = free_corner(view, page.em);
        if (key.place != "above") return;
    }
    key = arranged_key(panel, language, points, page.least, view.rect.width() + 1.6 * page.em, 9);
    key.place = "above";
}

// ---- the grid of panels ----

/// The space a panel needs around its axes, each side in pixels.
Rect margins(const View& view, const PageLayout& page)
{
    const double em = page.em;
    Rect m{0.5 * em, 0.4 * em, 0.8 * em, 0.55 * em + view.title.height()};
    m.top += view.key.above();
    if (view.panel->bare) return m;
    m.bottom = 0.3 * em + view.x.label.height() + view.x.tic_depth;
    m.left = 1.3 * em + view.y.label.height() + view.y.tic_depth;
    const std::vector<Tic>& tics = view.x.tics;
    const double size = view.x.tic_points * px_per_point;
    if (!tics.empty() && view.x.tic_angle > 0) {
        const double reach = widest_label(tics) * size * 0.82;
        m.left = std::max(m.left, reach - (view.px(tics[0].at) - view.rect.left) + 0.3 * em);
    } else if (!tics.empty()) {
        const Tic& last = tics.back();
        m.right = std::max(m.right, view.px(last.at) + 0.5 * text_width(last.label) * size -
                                        view.rect.right + 0.3 * em);
    }
    if (view.colour_box)
        m.right = 2.4 * em + view.colour.tic_depth +
                  (view.colour.label.empty() ? 0 : view.colour.label.height() + 0.25 * em);
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
        v.title = fitted(typeset(v.panel->title, language), std::min(cell * 0.92, room),
                         page.points * 1.1, 3, page.least);
        v.x.label =
            fitted(typeset(v.panel->x.label, language), cell * 0.9, page.points, 2, page.least);
        const double upwards = std::max(v.rect.height(), 4 * em);
        v.y.label =
            fitted(typeset(v.panel->y.label, language), upwards, page.points, 2, page.least);
        v.colour.label = {};
        if (v.colour_box)
            v.colour.label =
                fitted(typeset(v.heat->label, language), upwards, page.points, 2, page.least);
        const Rect m = margins(v, page);
        Rect &column = across[i % columns], &row = along[i / columns];
        column.left = std::max(column.left, m.left), column.right = std::max(column.right, m.right);
        row.top = std::max(row.top, m.top), row.bottom = std::max(row.bottom, m.bottom);
    }
    double width = page.width - 0.5 * em, height = page.grid_top - page.grid_bottom;
    for (const Rect& column : across) width -= column.left + column.right;
    for (const Rect& row : along) height -= row.top + row.bottom;
    // Where the labels leave nothing, axes as large as a letter are left: never a negative size.
    width = std::max(width / static_cast<double>(columns), em);
    height = std::max(height / static_cast<double>(rows), em);

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
        const Range &x_range = v.x.range, &y_range = v.y.range;
        const double spans[] = {x_range.high - x_range.low, y_range.high - y_range.low};
        const double unit = std::min(rect.width() / spans[0], rect.height() / spans[1]);
        const double spare_x = 0.5 * (rect.width() - unit * spans[0]),
                     spare_y = 0.5 * (rect.height() - unit * spans[1]);
        rect = {rect.left + spare_x, rect.bottom + spare_y, rect.right - spare_x,
                rect.top - spare_y};
    }
    for (std::size_t i = 0; i < page.views.size(); ++i) { // titles of a row stand on one height
        double& bottom = page.views[i].title_bottom = 0;
        for (std::size_t j = i / columns * columns;
             j < page.views.size() && j / columns == i / columns; ++j)
            bottom =
                std::max(bottom, page.views[j].rect.top + 0.35 * em + page.views[j].key.above());
    }
}

/// What is drawn of several runs, in words; nothing where there is but one.
std::string ranges_in_words(const std::deque<Panel>& panels, Language language)
{
    std::size_t band = 0, whisker = 0;
    for (const Panel& panel : panels)
        for (const Series& s : panel.parts().series) {
            if (s.runs == 0) continue;
            std::size_t& runs = s.plots[0].layer == Layer::band ? band : whisker;
            runs = std::max(runs, s.runs);
        }
    std::string words;
    if (band > 1) words = typeset(tr("line: median, band: min–max of {} runs", band), language);
    if (whisker > 1)
        words += (words.empty() ? "" : " · ") +
                 typeset(tr("mark: median, whisker: min–max of {} runs", whisker), language);
    return words;
}

} // namespace

Numbers AxisView::centres(const Numbers& values) const
{
    return cells ? counted(values.size()) : values;
}

Numbers AxisView::edges(const Numbers& values) const
{
    return cell_edges(centres(values), cells ? Scale::linear : scale);
}

std::array<int, 2> pixel_size(const std::string& size)
{
    if (size == "4:3") return {1440, 1080};
    if (size == "half") return {960, 1080};
    if (size == "half-4:3") return {720, 1080};
    int width = 0, height = 0; // of a terminal's page: "1280x720"
    if (std::sscanf(size.c_str(), "%dx%d", &width, &height) == 2) return {width, height};
    return {1920, 1080};
}

double least_points(const std::string& size)
{
    return (size.starts_with("half") ? 20 : 14) / px_per_point;
}

Numbers counted(std::size_t n, double first)
{
    Numbers v(n);
    std::iota(v.begin(), v.end(), first);
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
    page.least = least_points(size);
    const bool upright = page.width < page.height;
    const int n = std::max(1, static_cast<int>(panels.size()));
    int columns = std::min(figure.columns(), n);
    // Half a slide: one above the other, as long as they stay wide and not flat. Pictures shrink.
    const bool pictures = std::all_of(panels.begin(), panels.end(),
                                      [](const Panel& panel) { return panel.parts().bare; });
    if (upright && !pictures) columns = std::min(columns, n <= 3 ? 1 : 2);
    const int rows = (n + columns - 1) / columns;

    // Labels shrink with the number of panels, but less than the panels do, and up to three rows
    // or columns stay legible from the back of a room: 30 pixels of 1080, of half a slide 22.
    const double crowd = std::max(rows * 1.0, columns * 1536 / page.width);
    page.points = 28 / std::pow(std::max(crowd, 1.0), 0.45);
    page.points =
        std::max(page.points,
                 upright ? page.least / 0.88 : 22.5 * std::min(1.0, 3.0 / std::max(rows, columns)));
    page.em = page.points * px_per_point;
    page.tic_points = 0.88 * page.points;
    page.tic_em = 0.88 * page.em;

    page.title = fitted(typeset(figure.title(), language), page.width * 0.95,
                        std::clamp(page.points * 1.45, upright ? 26.0 : 32.0, 38.0),
                        upright ? 3 : 2, page.least);
    page.has_topic = figure.has_topic();
    page.subtitle = fitted(typeset(figure.subtitle(), language), page.width * 0.95,
                           0.75 * page.title.points, 2, page.least);
    std::string note;
    for (const std::string& part : {typeset(figure.note(), language),
                                    ranges_in_words(panels, language), typeset(footer, language)})
        note += (note.empty() || part.empty() ? "" : " · ") + part;
    const double beside = figure.frames().size() > 1 ? 5 * page.em : 0; // a film's counter
    page.footnote = fitted(note, page.width * 0.97 - beside, 15, upright ? 5 : 3, page.least);
    page.grid_top = page.under_titles();
    page.grid_bottom = page.footnote.height() + 0.4 * page.footnote.px();
    page.shared_legend = panels_share_legend(panels);
    if (page.shared_legend) {
        page.key = arranged_key(panels[0].parts(), language, page.points, page.least,
                                0.94 * page.width, 9);
        page.key.place = "above";
        page.grid_top = page.key_rect().bottom - 0.2 * page.em;
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
    // Tics depend on the size of the axes and the margins on the tics; the third pass settles it.
    for (int pass = 0; pass < 3; ++pass) {
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
