// The one file that includes gnuplot-iostream; <armadillo> comes first, or it would not know
// matrices.
#include "plot/script.hpp"

#include <armadillo>
#include <boost/algorithm/string/replace.hpp>
#include <cerrno>
#include <cstdio>
#include <gnuplot-iostream.h>
#include <system_error>
#include <unistd.h>

namespace descente {

// ---- Script ----

Script::Script(const ScriptOptions& options)
    : options_(options), width_(pixel_size(options.size)[0]), height_(pixel_size(options.size)[1])
{
}

std::string Script::str(const std::string& text) const
{
    return quoted(options_.latex ? latex_escaped(text) : text);
}

std::string Script::font(double points) const
{
    return fmt::format("font ',{:.4g}'", points * options_.zoom);
}

std::string Script::at(double x, double y) const
{
    return fmt::format("screen {:.5f}, screen {:.5f}", x / width_, y / height_);
}

void Script::text(const Fitted& text, double x, double y, const Pose& pose)
{
    if (text.empty()) return;
    std::string lines, words;
    for (const std::string& line : text.lines) {
        lines += (lines.empty() ? "" : ".\"\\n\".") + str(line);
        words += (words.empty() ? "" : " ") + line;
    }
    put("set label {} at {} {} {}{} textcolor rgb {} {}\n", lines, at(x, y), pose.align,
        pose.upwards ? "rotate by 90 offset screen turned, 0 " : "", font(text.points), pose.colour,
        pose.more);
    // gnuplot places the first line at (x, y) and the others below it, or right of it.
    const double width = text.width(), drop = text.height() - 0.625 * text.px();
    const double left = pose.align == "left" ? 0 : pose.align == "right" ? width : 0.5 * width;
    const double rise = 0.625 * text.px();
    placed.push_back({words,
                      pose.upwards ? Rect{x - rise, y - left, x + drop, y - left + width}
                                   : Rect{x - left, y - drop, x - left + width, y + rise},
                      page(), text.points});
}

void Script::rectangle(const Rect& rect, const std::string& more)
{
    put("set object rectangle from {} to {} {}\n", at(rect.left, rect.bottom),
        at(rect.right, rect.top), more);
}

void Script::arrow(double x1, double y1, double x2, double y2, const std::string& more)
{
    put("set arrow from {} to {} {}\n", at(x1, y1), at(x2, y2), more);
}

std::string Script::block(const DataRows& rows)
{
    std::string key;
    for (const DataRow& row : rows)
        for (const Cell& cell : row) key += cell.text + (&cell == &row.back() ? '\n' : ' ');
    const auto [found, fresh] = names_.try_emplace(key, fmt::format("$data{}", names_.size() + 1));
    if (fresh) blocks_.emplace_back(found->second, rows);
    return found->second;
}

void Script::draw_plots()
{
    if (plots_.empty()) plots_.emplace_back("NaN notitle"); // an empty panel still shows its axes
    put("plot {}\n", fmt::join(plots_, ", \\\n     "));
    plots_.clear();
}

namespace {

// ---- axes ----

void write_tics(Script& out, const char* axis, const std::vector<Tic>& tics,
                const std::string& more)
{
    out.put("set {} nomirror out scale 0.8, 0.4 {} (", axis, more);
    const char* comma = "";
    for (const Tic& tic : tics) {
        // gnuplot reads a tic's label as a printf format.
        const std::string label = boost::replace_all_copy(out.str(tic.label), "%", "%%");
        out.put("{}{} {}{}", std::exchange(comma, ", "), label, data_number(tic.at),
                tic.label.empty() ? " 1" : "");
    }
    out.put(")\n");
}

/// Tics are placed by gnuplot: where their labels come to stand.
void place_tics(Script& out, const View& view, const PageLayout& page)
{
    const Rect& r = view.rect;
    for (const AxisView* axis : {&view.x, &view.y})
        for (const Tic& tic : axis->tics) {
            if (tic.label.empty() || axis->tic_angle != 0) continue;
            const double size = axis->tic_points * px_per_point,
                         wide = text_width(tic.label) * size;
            const double left = axis == &view.x ? view.px(tic.at) - 0.5 * wide
                                                : r.left - 0.5 * page.em - wide,
                         bottom = axis == &view.x ? r.bottom - 0.65 * page.em - size
                                                  : view.py(tic.at) - 0.5 * size;
            out.placed.push_back({tic.label,
                                  {left, bottom, left + wide, bottom + size},
                                  out.page(),
                                  axis->tic_points});
        }
}

void write_margins(Script& out, const Rect& r, const PageLayout& page)
{
    out.put("set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}\nset bmargin at screen "
            "{:.5f}\nset tmargin at screen {:.5f}\n",
            r.left / page.width, r.right / page.width, r.bottom / page.height, r.top / page.height);
}

const char* const no_axes = "unset border\nunset xtics\nunset ytics\nunset grid\n";

void write_axes(Script& out, const View& view, const PageLayout& page)
{
    const PanelParts& panel = *view.panel;
    const Rect& r = view.rect;
    write_margins(out, r, page);
    if (panel.bare) { // pixels of the page
        out.put("set xrange [{:.2f}:{:.2f}]\nset yrange [{:.2f}:{:.2f}]\n{}", r.left, r.right,
                r.bottom, r.top, no_axes);
        return;
    }
    const auto& [low, high] = view.y.range;
    out.put("set xrange [{}:{}]\nset yrange [{}:{}]\n", data_number(view.x.range.low),
            data_number(view.x.range.high), data_number(panel.y_downwards ? high : low),
            data_number(panel.y_downwards ? low : high));
    if (view.x.scale == Scale::logarithmic) out.put("set logscale x\n");
    if (view.y.scale == Scale::logarithmic) out.put("set logscale y\n");
    write_tics(out, "xtics", view.x.tics,
               out.font(view.x.tic_points) +
                   (view.x.tic_angle > 0 ? fmt::format(" rotate by {:g} right", view.x.tic_angle)
                                         : " norotate offset 0, 0.35"));
    write_tics(out, "ytics", view.y.tics, out.font(page.tic_points) + " offset 0.4, 0");
    place_tics(out, view, page);
    // gnuplot would place axis labels by its own idea of the tics' size.
    out.text(view.x.label, r.middle_x(),
             r.bottom - view.x.tic_depth - 0.1 * page.em - 0.625 * view.x.label.px());
    out.text(view.y.label,
             r.left - 0.95 * page.em - view.y.tic_depth - view.y.label.height() +
                 0.62 * view.y.label.px(),
             r.middle_y(), {.upwards = true});
}

void write_colour_box(Script& out, const View& view, const PageLayout& page)
{
    out.put("unset colorbox\n");
    if (!view.heat) return;
    const Rect& r = view.rect;
    out.put("unset grid\nset cbrange [{}:{}]\n{}@{}\n", data_number(view.colour.range.low),
            data_number(view.colour.range.high),
            view.colour.scale == Scale::logarithmic ? "set logscale cb\n" : "",
            view.panel->signed_colours ? "signed_palette" : "usual_palette");
    if (!view.colour_box) return;
    write_tics(out, "cbtics", view.colour.tics, out.font(page.tic_points));
    out.put("set colorbox user origin {} size {} border\n",
            out.at(r.right + 0.5 * page.em, r.bottom), out.at(0.7 * page.em, r.height()));
    out.text(fitted(out.say(view.heat->label), r.height(), page.points, 1),
             r.right + 2.7 * page.em + view.colour.tic_depth, r.middle_y(), {.upwards = true});
}

/// gnuplot counts the letters of a legend's longest text: key_width(), of the style, makes up for
/// what they are wider or narrower in truth.
std::string key_words(const Key& key, int spare)
{
    return fmt::format("Left reverse width key_width({:.2f}, {}) + {}", key.widest, key.letters,
                       spare);
}

void write_key(Script& out, const View& view, const PageLayout& page, FreeRoom& room)
{
    if (view.key.place == "off") return out.put("unset key\n");
    const bool above = view.key.place == "above";
    const Rect key = key_rect(view, view.key.place, page.em);
    const double points = 0.95 * page.points;
    if (above)
        out.put("set key at {} center bottom horizontal {} maxrows {} {}\n",
                out.at(view.rect.middle_x(), key.bottom), key_words(view.key, 2), view.key.rows,
                out.font(points));
    else
        out.put("set key inside {} vertical {} opaque fillcolor rgb background {}\n",
                view.key.place, key_words(view.key, 0), out.font(points));
    const Rect above_axes{view.rect.left - 2 * page.em, 0, view.rect.right + page.em, page.height};
    out.placed.push_back(
        {"the legend", key, above ? above_axes : view.rect, points, !above && room.ink_in(key)});
    if (!above) room.take(key);
}

// ---- panels ----

void write_panel(Script& out, const View& view, const PageLayout& page)
{
    const PanelParts& panel = *view.panel;
    FreeRoom room(view);
    write_axes(out, view, page);
    write_colour_box(out, view, page);
    out.text(view.title, view.rect.middle_x(),
             view.rect.top + 0.35 * page.em + view.title.height() - 0.625 * view.title.px() +
                 static_cast<double>(view.key.rows) * 1.3 * page.em);
    write_key(out, view, page, room);
    if (panel.whole()) {
        for (const ImageGrid& images : panel.images) draw_images(out, view, images, page.points);
        for (const Boxes& boxes : panel.boxes) draw_boxes(out, view, boxes, page.points);
    }
    draw_series(out, view, page.points);
    if (panel.whole()) draw_notes(out, view, room, page.points);
    if (!panel.series.empty() && !view.has_data)
        out.put("set label {} at graph 0.5, graph 0.5 center {} textcolor rgb muted front\n",
                out.str(out.say(tr("no finite value to draw"))), out.font(page.points));
    out.draw_plots();
    out.put("unset label\nunset arrow\nunset object\nunset logscale\n@axes_on\n");
}

/// One legend for all panels. gnuplot lets a key be no wider than its axes, so it gets a plot of
/// its own, as wide as the page, with all data out of sight.
void write_shared_legend(Script& out, const PageLayout& page)
{
    out.put("\n# the legend of all panels\n");
    write_margins(out, {0.01 * page.width, 0, 0.99 * page.width, page.height}, page);
    out.put("set xrange [-2e9:-1e9]\nset yrange [-2e9:-1e9]\n{}unset colorbox\n"
            "set key at {} center top horizontal {} maxrows {} {}\n",
            no_axes, out.at(0.5 * page.width, page.under_titles()), key_words(page.key, 2),
            page.key.rows, out.font(page.points));
    draw_series(out, page.views[0], page.points, true);
    out.draw_plots();
    out.put("unset object\n@axes_on\n");
}

void write_frame(Script& out, const PageLayout& page)
{
    out.put("set multiplot\n");
    if (page.shared_legend) write_shared_legend(out, page);
    out.text(page.title, 0.5 * page.width, page.height - 0.85 * page.title.px());
    out.text(page.subtitle, 0.5 * page.width,
             page.height - page.title.height() - 0.85 * page.subtitle.px(),
             {.colour = "colour(2)"});
    out.text(page.footnote, page.width - 12, page.footnote.height() - 0.35 * page.footnote.px(),
             {.align = "right", .colour = "muted"});
    for (std::size_t i = 0; i < page.views.size(); ++i) {
        const Text& title = page.views[i].panel->title;
        out.put("\n# panel {}{}\n", i + 1, title.empty() ? "" : ": " + quoted(out.say(title)));
        write_panel(out, page.views[i], page);
    }
    out.put("unset multiplot\n");
}

/// Writes head, data and drawing; every write and the close are checked. A stream that has failed
/// stays so: one look at the end is enough. (With exceptions switched on, Gnuplot's destructor
/// would throw a second one and end the program.) A full disk may show at the last close only, and
/// Gnuplot's own tells nobody: so a second descriptor of the file is closed here.
void write_parts(const std::filesystem::path& path, const std::string& head, const Script& script,
                 const std::string& drawing)
{
    std::FILE* const file = std::fopen(path.c_str(), "we");
    const int second = file == nullptr ? -1 : ::dup(::fileno(file));
    int error = second < 0 ? errno : 0;
    if (error == 0) {
        Gnuplot gnuplot(file); // closes it
        gnuplot << head;
        for (const auto& [name, rows] : script.blocks()) {
            gnuplot << name << " << e\n"; // send1d ends the block with an e
            gnuplot.send1d(rows);
        }
        gnuplot << drawing << std::flush;
        if (!gnuplot) error = errno;
    }
    if (second >= 0 && ::close(second) != 0 && error == 0) error = errno;
    if (error != 0) throw std::system_error(error, std::generic_category());
}

} // namespace

std::vector<PlacedText> write_script(const std::filesystem::path& path, const Figure& figure,
                                     const Text& footer, const ScriptOptions& options)
{
    Script out(options);
    const std::size_t frames = figure.frames().size();
    std::string drawing = "\n# ---- drawing ----\n";
    double points = 0;
    for (std::size_t f = 0; f < frames; ++f) {
        const PageLayout page = lay_out(figure, f, footer, options.size, options.language);
        points = page.points;
        const std::size_t before = out.placed.size();
        write_frame(out, page);
        for (std::size_t i = before; i < out.placed.size(); ++i) out.placed[i].frame = f;
        const bool last = f + 1 == frames; // what a picture that does not move shows
        if (frames > 1) drawing += fmt::format("\n# ---- frame {} of {} ----\n", f + 1, frames);
        drawing += last ? out.take_body() : "if (format eq 'gif') {\n" + out.take_body() + "}\n";
    }
    const auto [width, height] = pixel_size(options.size);
    std::string head = fmt::format(
        "# {0}{1}\n# gnuplot {0}.gp draws {0}.png next to this script; others:\n# gnuplot -e "
        "\"format='pdf'; theme='dark'\" {0}.gp   (format: png pdf svg gif txt; theme: light dark "
        "print)\n",
        options.file, figure.title().empty() ? "" : " · " + one_line(out.say(figure.title())));
    // No `set decimalsign ','` for French: gnuplot would write it into the tables of level lines
    // and stumble over it. Every number that is read was formatted here.
    head += fmt::format("\nif (!exists(\"theme\")) theme = {}\nname = {}\nwidth = {}\nheight = "
                        "{}\npoints = {:.4g}\nframes = {}\ndelay = {:.0f}\n\n# ---- style ----\n"
                        "{}\n# ---- data ----\n",
                        quoted(options.theme), quoted(options.file), width, height,
                        points * options.zoom, frames, std::max(2.0, figure.frame_seconds() * 100),
                        options.style);
    write_parts(path, head, out, drawing + "set output\n");
    return std::move(out.placed);
}

} // namespace descente
