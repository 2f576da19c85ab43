// Series become plots: fields first, then bands, then curves, for what is drawn last is seen.
#include "plot/script.hpp"

#include <algorithm>
#include <cmath>

namespace descente {

namespace {

DataRows rows_of(const Series& s)
{
    std::vector<const Numbers*> columns;
    for (const Field& field : s.fields)
        if (!field.values.empty()) columns.push_back(&field.values);
    // gnuplot knows no block without rows.
    if (columns.empty()) return {DataRow(s.fields.size(), {"NaN"})};
    DataRows rows(s.rows());
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (const Numbers* column : columns) rows[i].push_back({data_number((*column)[i])});
    return rows;
}

void draw_heat_map(Script& out, const View& view, const Series& heat, double points)
{
    const Numbers &nx = heat.grid->x, &ny = heat.grid->y, &z = heat[Role::z];
    const Numbers x = view.x.centres(nx), y = view.y.centres(ny), ex = view.x.edges(nx),
                  ey = view.y.edges(ny);
    // Many cells are drawn as an image: smaller files, and no hairlines between cells.
    const bool image =
        z.size() > 400 && view.x.scale == Scale::linear && view.y.scale == Scale::linear;
    DataRows cells;
    DataRows values;
    double widest = 1; // in units of the font
    bool complete = true;
    for (std::size_t k = 0; k < z.size(); ++k) {
        const std::size_t i = k / x.size(), j = k % x.size();
        const double share = view.colour.share(z[k]);
        const Cell at_x{data_number(x[j])}, at_y{data_number(y[i])};
        if (!std::isfinite(share)) {
            complete = false;
            if (image) cells.push_back({at_x, at_y, {"NaN"}});
            continue;
        }
        cells.push_back({at_x, at_y});
        if (!image)
            for (const double edge : {std::min(ex[j], ex[j + 1]), std::max(ex[j], ex[j + 1]),
                                      std::min(ey[i], ey[i + 1]), std::max(ey[i], ey[i + 1])})
                cells.back().push_back({data_number(edge)});
        cells.back().push_back({data_number(z[k])});
        const std::string value = short_number(z[k], out.language(), x.size() > 6 ? 2 : 3);
        widest = std::max(widest, text_width(value));
        values.push_back({at_x, at_y, {value}, {fmt::format("{:.3f}", share)}});
    }
    if (!complete) // seen through cells without a number
        out.put("set object rectangle from {}, {} to {}, {} behind fillcolor rgb nothing "
                "fillstyle solid 1 noborder\n",
                ex.front(), ey.front(), ex.back(), ey.back());
    if (!cells.empty())
        out.plot(out.block(cells) + (image ? " using 1:2:3 with image"
                                           : " using 1:2:3:4:5:6:7 with boxxyerror linetype 1 "
                                             "linecolor palette fillstyle solid "
                                             "1 border"));
    const bool hatched = view.panel->signed_colours && !image && !heat.grid->show_values;
    if (hatched && !cells.empty()) // in print, where both ends are greys
        out.plot(out.block(cells) +
                 " using (hatched($7)?$1:NaN):(hatched($7)?$2:NaN):3:4:5:6 with boxxyerror @hatch");
    const double room = std::min(0.88 * std::abs(view.px(ex[1]) - view.px(ex[0])) / widest,
                                 0.7 * std::abs(view.py(ey[1]) - view.py(ey[0])));
    // Where values would be illegible the colours speak alone.
    if (!heat.grid->show_values || room < out.least() * px_per_point) return;
    if (!values.empty())
        out.plot(
            fmt::format("{} using 1:2:3:(text_on_{}($4)) with labels {} textcolor rgb variable",
                        out.block(values), view.panel->signed_colours ? "signed" : "usual",
                        out.font(std::min(points, room / px_per_point))));
}

void draw_contour(Script& out, const Series& s)
{
    Range range;
    range.add(s[Role::z], Scale::linear);
    if (range.empty() || range.low == range.high) return;
    DataRows rows;
    for (const DataRow& row : rows_of(s)) {
        rows.push_back(row);
        if (rows.size() % (s.grid->x.size() + 1) == s.grid->x.size()) rows.push_back({{""}});
    }
    Numbers levels = s.grid->levels;
    if (levels.empty()) // denser near the bottom, where a descent ends
        for (int k = 1; k <= 12; ++k)
            levels.push_back(range.low + (range.high - range.low) * k * k / 169.0);
    const std::string grid = out.block(rows), lines = grid + "_levels";
    out.put("unset grid\nset contour base\nunset surface\nset cntrparam levels discrete {}\n"
            "set table {}\nsplot {} using 1:2:3\nunset table\nunset contour\n"
            "set surface\n",
            fmt::join(levels, ","), lines, grid);
    out.plot(lines + " using 1:2 with lines linetype 1 dashtype solid linewidth 2 linecolor "
                     "rgb level");
}

} // namespace

void draw_series(Script& out, const View& view, double points)
{
    const std::vector<Series>& all = view.panel->series;
    const auto is_drawn = [&](const Series& s) {
        return static_cast<std::size_t>(&s - all.data()) < view.panel->drawn;
    };
    for (const Series& s : all)
        if (s.grid && is_drawn(s))
            s.grid->contour ? draw_contour(out, s) : draw_heat_map(out, view, s, points);
    if (const auto bars =
            std::count_if(all.begin(), all.end(), [](const Series& s) { return s.in_slots; }))
        out.put("bars = {}\n", bars);
    for (const Layer layer : {Layer::band, Layer::curve})
        for (const Series& s : all) {
            if (!is_drawn(s)) continue;
            if (view.heat && layer == Layer::curve && s.ink == Ink::curve) // a halo
                out.plot(out.block(rows_of(s)) + " using 1:2 with lines linetype 7 dashtype solid "
                                                 "linewidth 9 linecolor rgb background");
            for (const Plot& plot : s.plots)
                if (plot.layer == layer) out.plot(out.block(rows_of(s)) + " " + plot.how);
        }
}

} // namespace descente
