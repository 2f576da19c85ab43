#include "plot/script.hpp"

#include "plot/drawing.hpp"
#include "plot/notes.hpp"
#include "plot/pictures.hpp"

#include <algorithm>

namespace descente {

namespace {

std::string upright(const Commands& out, double points)
{
    return "center " + out.font(points) + " textcolor rgb foreground";
}

std::string rotated(const Commands& out, double points)
{
    return "center rotate by 90 " + out.font(points) + " textcolor rgb foreground";
}

// ---- axes ----

void write_tics(Commands& out, const char* axis, const std::vector<Tic>& tics,
                const std::string& more)
{
    out.put("set {} nomirror out scale 0.8, 0.4 {} (", axis, more);
    const char* comma = "";
    for (const Tic& tic : tics) {
        std::string label; // gnuplot reads a tic's label as a printf format
        for (const char c : out.str(tic.label)) label += c == '%' ? "%%" : std::string(1, c);
        out.put("{}{} {}{}", comma, label, data_number(tic.at), tic.label.empty() ? " 1" : "");
        comma = ", ";
    }
    out.put(")\n");
}

void write_axes(Commands& out, const View& view, const PageLayout& page)
{
    const PanelParts& panel = *view.panel;
    const Rect& r = view.rect;
    out.put("set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}\nset bmargin at screen "
            "{:.5f}\nset tmargin at screen {:.5f}\n",
            r.left / page.width, r.right / page.width, r.bottom / page.height, r.top / page.height);
    if (panel.bare) { // pixels of the page
        out.put("set xrange [{:.2f}:{:.2f}]\nset yrange [{:.2f}:{:.2f}]\nunset border\nunset "
                "xtics\nunset ytics\nunset grid\n",
                r.left, r.right, r.bottom, r.top);
        return;
    }
    const Range y = panel.y_downwards ? Range{view.y.high, view.y.low} : view.y;
    out.put("set xrange [{}:{}]\nset yrange [{}:{}]\n", data_number(view.x.low),
            data_number(view.x.high), data_number(y.low), data_number(y.high));
    if (panel.x_scale == Scale::logarithmic) out.put("set logscale x\n");
    if (panel.y_scale == Scale::logarithmic) out.put("set logscale y\n");
    write_tics(out, "xtics", view.x_tics,
               out.font(view.x_tic_points) +
                   (view.x_tic_angle > 0 ? fmt::format(" rotate by {:g} right", view.x_tic_angle)
                                         : " norotate offset 0, 0.35"));
    write_tics(out, "ytics", view.y_tics, out.font(page.tic_points) + " offset 0.4, 0");
    // gnuplot would place axis labels by its own idea of the tics' size.
    if (!view.x_label.empty())
        out.label(out.str(view.x_label), r.middle_x(),
                  r.bottom - view.x_tic_depth - 0.1 * page.em - 0.625 * view.x_label.px(),
                  upright(out, view.x_label.points));
    if (!view.y_label.empty())
        out.label(out.str(view.y_label),
                  r.left - 0.95 * page.em - view.y_tic_width - view.y_label.height() +
                      0.62 * view.y_label.px(),
                  r.middle_y(), rotated(out, view.y_label.points));
}

void write_colour_box(Commands& out, const View& view, const PageLayout& page)
{
    out.put("unset colorbox\n");
    if (!view.heat) return;
    const Rect& r = view.rect;
    out.put("unset grid\nset cbrange [{}:{}]\n{}@{}\n", data_number(view.colour.low),
            data_number(view.colour.high), view.heat->logarithmic_colour ? "set logscale cb\n" : "",
            view.panel->signed_colours ? "signed_palette" : "usual_palette");
    if (!view.colour_box) return;
    write_tics(out, "cbtics", view.colour_tics, out.font(page.tic_points));
    out.put("set colorbox user origin {} size {} border\n",
            out.at(r.right + 0.5 * page.em, r.bottom), out.at(0.7 * page.em, r.height()));
    const Fitted label = fitted(out.say(view.heat->label), r.height(), page.points, 1);
    if (!label.empty())
        out.label(out.str(label), r.right + 2.7 * page.em + view.colour_tic_width, r.middle_y(),
                  rotated(out, label.points));
}

void write_key(Commands& out, const View& view, const PageLayout& page, FreeRoom& room)
{
    const Rect& r = view.rect;
    const std::string font = out.font(page.points * 0.95);
    if (view.legend == "off")
        out.put("unset key\n");
    else if (view.legend == "above")
        out.put("set key at {} center bottom horizontal Left reverse width 2 maxrows {} {}\n",
                out.at(r.middle_x(), r.top + 0.15 * page.em), view.key_rows, font);
    else {
        out.put("set key inside {} vertical Left reverse width 0 opaque fillcolor rgb background "
                "{}\n",
                view.legend, font);
        room.take(key_rect(view, view.legend, legend_entries(*view.panel).size(), page.em));
    }
}

// ---- panels ----

void write_plots(Commands& out, const std::vector<std::string>& plots)
{
    out.put("plot ");
    const char* comma = "";
    for (const std::string& plot : plots)
        out.put("{}{}", std::exchange(comma, ", \\\n     "), plot);
}

void write_panel(Commands& out, const View& view, const PageLayout& page)
{
    const PanelParts& panel = *view.panel;
    FreeRoom room(view);
    write_axes(out, view, page);
    write_colour_box(out, view, page);
    if (!view.title.empty())
        out.label(out.str(view.title), view.rect.middle_x(),
                  view.rect.top + 0.35 * page.em + view.title.height() - 0.625 * view.title.px() +
                      static_cast<double>(view.key_rows) * 1.3 * page.em,
                  upright(out, view.title.points));
    write_key(out, view, page, room);
    bool axes = false;
    for (const Series& series : panel.series) {
        const auto* images = std::get_if<ImageSeries>(&series);
        const auto* graph = std::get_if<GraphSeries>(&series);
        if (images) draw_images(out, view, *images, page.points);
        if (graph) (graph->gradients ? draw_graph : draw_diagram)(out, view, *graph, page.points);
        axes = axes || !(images || graph);
    }
    draw_series(out, view, page.points);
    draw_notes(out, view, room, page.points);
    if (axes && !view.has_data)
        out.put("set label {} at graph 0.5, graph 0.5 center {} textcolor rgb muted front\n",
                out.str(out.say(tr("no finite value to draw"))), out.font(page.points));
    std::vector<std::string> plots = out.take_plots();
    if (plots.empty()) plots.emplace_back("NaN notitle"); // an empty panel still shows its axes
    write_plots(out, plots);
    out.put("\nunset label\nunset arrow\nunset object\nunset logscale\n@axes_on\n");
}

/// One legend for all panels. gnuplot lets a key be no wider than its axes, so it gets a plot of
/// its own, as wide as the page, with all data out of sight.
void write_shared_legend(Commands& out, const PageLayout& page)
{
    draw_series(out, page.views[0], page.points);
    std::vector<std::string> plots = out.take_plots();
    std::erase_if(plots, [](const std::string& plot) { return plot.ends_with(" notitle"); });
    out.put("\n# the legend of all panels\nset lmargin at screen 0.01\nset rmargin at screen "
            "0.99\nset bmargin at screen 0\nset tmargin at screen 1\nset xrange [-2e9:-1e9]\n"
            "set yrange [-2e9:-1e9]\nunset border\nunset xtics\nunset ytics\nunset grid\nunset "
            "colorbox\nset key at {} center top horizontal Left reverse width 2 maxrows {} {}\n",
            out.at(0.5 * page.width, page.height - page.title.height() - 0.35 * page.title.px()),
            page.shared_rows, out.font(page.points));
    write_plots(out, plots);
    out.put("\n@axes_on\n");
}

void write_frame(Commands& out, const PageLayout& page)
{
    out.put("set multiplot\n");
    if (page.shared_legend) write_shared_legend(out, page);
    if (!page.title.empty())
        out.label(out.str(page.title), 0.5 * page.width, page.height - 0.85 * page.title.px(),
                  upright(out, page.title.points));
    if (!page.footnote.empty())
        out.label(out.str(page.footnote), page.width - 12,
                  page.footnote.height() - 0.35 * page.footnote.px(),
                  "right " + out.font(page.footnote.points) + " textcolor rgb muted");
    for (std::size_t i = 0; i < page.views.size(); ++i) {
        const Text& title = page.views[i].panel->title;
        out.put("\n# panel {}{}\n", i + 1, title.empty() ? "" : ": " + quoted(out.say(title)));
        write_panel(out, page.views[i], page);
    }
    out.put("unset multiplot\n");
}

std::string comment(std::string text) // must stay on one line
{
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 32) c = ' ';
    return "# " + text + "\n";
}

} // namespace

std::string figure_script(const Figure& figure, const Text& footer, const ScriptOptions& options)
{
    Commands out(options);
    const std::size_t frames = figure.frames().size();
    std::string drawing;
    double points = 0;
    for (std::size_t f = 0; f < frames; ++f) {
        const PageLayout page = lay_out(figure, f, footer, options.size, options.language);
        points = page.points;
        write_frame(out, page);
        const bool last = f + 1 == frames; // what a picture that does not move shows
        if (frames > 1) drawing += fmt::format("\n# ---- frame {} of {} ----\n", f + 1, frames);
        drawing += last ? out.take_body() : "if (format eq 'gif') {\n" + out.take_body() + "}\n";
    }
    const auto [width, height] = pixel_size(options.size);
    std::string script =
        comment(options.file + (figure.title().empty() ? "" : " · " + out.say(figure.title())));
    script += comment(
        fmt::format("gnuplot {0}.gp draws {0}.png next to this script; others:", options.file));
    script += comment(fmt::format("gnuplot -e \"format='pdf'; theme='dark'\" {}.gp   (format: png "
                                  "pdf svg gif txt; theme: light dark print)",
                                  options.file));
    // No `set decimalsign ','` for French: gnuplot would write it into the tables of level lines
    // and stumble over it. Every number that is read was formatted here.
    script += fmt::format(
        "\nif (!exists(\"theme\")) theme = {}\nname = {}\nwidth = {}\nheight = "
        "{}\npoints = {:.4g}\nframes = {}\ndelay = {:.0f}\n\n# ---- style ----\n"
        "{}\n# ---- data ----\n{}\n# ---- drawing ----\n{}set output\n",
        quoted(options.theme), quoted(options.file), width, height, points * options.zoom, frames,
        std::max(2.0, figure.frame_seconds() * 100), options.style, out.blocks(), drawing);
    return script;
}

} // namespace descente
