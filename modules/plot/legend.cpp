#include "plot/legend.hpp"

#include "plot/script.hpp"

#include <algorithm>
#include <numeric>

namespace descente {

namespace {

constexpr double sample = 2.2, before_text = 0.4, after_text = 1; // in heights of a letter

} // namespace

std::vector<const Series*> legend_entries(const PanelParts& panel)
{
    std::vector<const Series*> entries;
    for (const Series& s : panel.series)
        if (!s.label.empty() && !s.grid) entries.push_back(&s);
    return entries;
}

double Key::height_of(std::size_t row) const
{
    std::size_t lines = 1;
    for (std::size_t i = row * columns(); i < std::min((row + 1) * columns(), texts.size()); ++i)
        lines = std::max(lines, texts[i].lines.size());
    return (1.25 * static_cast<double>(lines) + 0.05) * em;
}

double Key::width() const
{
    const double gaps = static_cast<double>(columns()) * (sample + before_text + after_text) * em;
    return std::accumulate(wide.begin(), wide.end(), gaps) - 0.5 * after_text * em;
}

double Key::height() const
{
    double sum = 0;
    for (std::size_t row = 0; row < rows(); ++row) sum += height_of(row);
    return sum;
}

Key arranged_key(const PanelParts& panel, Language language, double points, double least,
                 double width, std::size_t most_columns)
{
    Key key;
    key.series = legend_entries(panel);
    key.em = points * px_per_point;
    const std::size_t n = key.series.size();
    for (std::size_t columns = std::min(n, most_columns); columns > 0; --columns) {
        const std::size_t rows = (n + columns - 1) / columns;
        key.wide.assign((n + rows - 1) / rows, 0); // as few as these rows need
        key.texts.clear();
        for (const Series* s : key.series) {
            const double room =
                columns > 1 ? infinity : width - (sample + before_text + 0.5 * after_text) * key.em;
            key.texts.push_back(fitted(typeset(s->label, language), room, points, 3, least));
            double& column = key.wide[(key.texts.size() - 1) % key.wide.size()];
            column = std::max(column, key.texts.back().width());
        }
        if (key.width() <= width) break;
    }
    return key;
}

/// The line, point or box that stands for a series: what draws its rows, at one place.
static void draw_sample(Script& out, const Series& s, double left, double y, double em)
{
    const double right = left + sample * em;
    for (const Plot& plot : s.plots) {
        if (!plot.keyed) continue;
        const std::string how = plot.how.substr(plot.how.find("with ") + 5);
        const std::string style = how.substr(0, how.find(' ')), pen = how.substr(style.size());
        if (style == "boxes") // whose fill has the line's colour
            out.rectangle({left, y - 0.3 * em, right, y + 0.3 * em},
                          "front fillcolor" + pen.substr(pen.find(" rgb ")));
        if (style.starts_with("lines"))
            out.arrow(left, y, right, y, "nohead front" + pen.substr(0, pen.find(" pointsize ")));
        if (style.ends_with("points"))
            out.put("set label '' at {} point{} front\n", out.at(0.5 * (left + right), y), pen);
    }
}

void draw_legend(Script& out, const Key& key, const Rect& at, const Rect& within, bool hides_data)
{
    if (within.holds(at.middle_x(), at.middle_y()) && key.place != "above")
        out.rectangle(at, "front fillcolor rgb background fillstyle solid 1 noborder");
    double y = at.top;
    for (std::size_t i = 0, row = 0; i < key.texts.size(); ++row) {
        double x = at.left;
        const double height = key.height_of(row);
        for (std::size_t column = 0; column < key.columns() && i < key.texts.size();
             ++column, ++i) {
            const Fitted& text = key.texts[i];
            draw_sample(out, *key.series[i], x, y - 0.5 * height, key.em);
            out.text(text, x + (sample + before_text) * key.em,
                     y - 0.5 * (height - text.height() + 1.25 * text.px()),
                     {.align = "left", .more = "front"});
            out.placed.back().within = within;
            out.placed.back().hides_data = hides_data;
            x += key.wide[column] + (sample + before_text + after_text) * key.em;
        }
        y -= height;
    }
}

} // namespace descente
