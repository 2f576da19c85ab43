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
    return fmt::format("font ',{:.4g}'", options_.letters(points));
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
    put("set label {} at {} {} {}{} textcolor rgb {} {}{}\n", lines, at(x, y), pose.align,
        pose.upwards ? "rotate by 90 offset screen turned, 0 " : "", font(text.points), pose.colour,
        pose.more, pose.boxed && !options_.latex ? " boxed" : "");
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
    if (plots_.empty()) plots_.emplace_back("NaN"); // an empty panel still shows its axes
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
    for (const AxisView* axis : {&view.x, &view.y, &view.colour})
        for (const Tic& tic : axis->tics) {
            if (tic.label.empty()) continue;
            const double size = axis->tic_points * px_per_point,
                         wide = text_width(tic.label) * size;
            double left = view.px(tic.at) - 0.5 * wide, bottom = r.bottom - 0.65 * page.em - size,
                   right = left + wide;
            if (axis->tic_angle !=
                0) // its far end alone: leaning texts overlap in their boxes only
                left = view.px(tic.at) - 0.82 * wide, bottom -= 0.57 * wide, right = left + size;
            if (axis == &view.y)
                right = r.left - 0.5 * page.em, left = right - wide,
                bottom = view.py(tic.at) - 0.5 * size;
            if (axis == &view.colour)
                left = r.right + 1.7 * page.em, right = left + wide,
                bottom = r.bottom + view.colour.share(tic.at) * r.height() - 0.5 * size;
            out.placed.push_back(
                {tic.label, {left, bottom, right, bottom + size}, out.page(), axis->tic_points});
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
    // Between tics that stand close a grid would be a grey field.
    if (r.height() < 8 * page.em) out.put("set grid nomytics\n");
    if (r.width() < 14 * page.em) out.put("set grid nomxtics\n");
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
    if (view.panel->signed_colours && !view.heat->grid->show_values)
        out.put("if (theme eq 'print') {{ set object rectangle from {} to {} front fillcolor rgb "
                "foreground fillstyle transparent pattern 4 noborder }}\n",
                out.at(r.right + 0.5 * page.em, r.bottom),
                out.at(r.right + 1.2 * page.em, r.bottom + view.colour.share(0) * r.height()));
    write_tics(out, "cbtics", view.colour.tics, out.font(page.tic_points));
    out.put("set colorbox user origin {} size {} border\n",
            out.at(r.right + 0.5 * page.em, r.bottom), out.at(0.7 * page.em, r.height()));
    out.text(view.colour.label, r.right + 2.7 * page.em + view.colour.tic_depth, r.middle_y(),
             {.upwards = true});
}

void write_key(Script& out, const View& view, const PageLayout& page, FreeRoom& room)
{
    if (view.key.place == "off") return out.put("unset key\n"); // said for who reads the script
    const bool above = view.key.place == "above";
    const Rect key = key_rect(view, view.key.place, page.em);
    const Rect above_axes{view.rect.left - 2 * page.em, 0, view.rect.right + 2 * page.em,
                          page.height};
    draw_legend(out, view.key, key, above ? above_axes : view.rect, !above && room.ink_in(key));
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
             view.title_bottom + view.title.height() - 0.625 * view.title.px());
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

void write_frame(Script& out, const PageLayout& page, std::size_t frame, std::size_t frames)
{
    out.put("set multiplot\n");
    if (page.shared_legend) out.put("\n# the legend of all panels\n");
    if (page.shared_legend) draw_legend(out, page.key, page.key_rect(), out.page());
    out.text(page.title, 0.5 * page.width, page.height - 0.85 * page.title.px());
    out.text(page.subtitle, 0.5 * page.width,
             page.height - page.title.height() - 0.225 * page.title.px() -
                 0.625 * page.subtitle.px(), // clear of the title's last line
             {.colour = page.has_topic ? "muted" : "colour(2)"});
    out.text(page.footnote, page.width - 12, page.footnote.height() - 0.35 * page.footnote.px(),
             {.align = "right", .colour = "muted"});
    if (frames > 1) // the steps of a film, which a picture that stands still does not need
        out.put("set label (format eq 'gif' ? '{} / {}' : '') at {} left {} textcolor rgb muted\n",
                frame + 1, frames, out.at(12, page.em), out.font(page.points));
    for (std::size_t i = 0; i < page.views.size(); ++i) {
        const Text& title = page.views[i].panel->title;
        out.put("\n# panel {}{}\n", i + 1, title.empty() ? "" : ": " + quoted(out.say(title)));
        write_panel(out, page.views[i], page);
    }
    out.put("unset multiplot\n");
}

} // namespace

std::string script_head(const ScriptOptions& options, const std::string& title, double points,
                        std::size_t frames, double seconds)
{
    const auto [width, height] = pixel_size(options.size);
    std::string head = fmt::format(
        "# {0}{1}\n# gnuplot {0}.gp draws {0}.{2} next to this script; others:\n# gnuplot -e "
        "\"format='pdf'; theme='dark'\" {0}.gp   (format: png pdf svg gif txt; theme: light dark "
        "print)\n",
        options.file, title.empty() ? "" : " · " + one_line(title), options.format);
    // No `set decimalsign ','` for French: gnuplot would write it into the tables of level lines
    // and stumble over it. Every number that is read was formatted here.
    head += fmt::format("\nif (!exists(\"format\")) format = {}\n", quoted(options.format));
    head += fmt::format("if (!exists(\"theme\")) theme = {}\nname = {}\nwidth = {}\nheight = "
                        "{}\npoints = {:.4g}\nframes = {}\ndelay = {:.0f}\n\n# ---- style ----\n"
                        "{}\n# ---- data ----\n",
                        quoted(options.theme), quoted(options.file), width, height,
                        options.letters(points), frames, 100 * seconds, options.style);
    return head;
}

// Every write and the close are checked. A stream that has failed stays so: one look at the end is
// enough. (With exceptions switched on, Gnuplot's destructor would throw a second one and end the
// program.) A full disk may show at the last close only, and Gnuplot's own tells nobody: so a
// second descriptor of the file is closed here.
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
        write_frame(out, page, f, frames);
        for (std::size_t i = before; i < out.placed.size(); ++i) out.placed[i].frame = f;
        const bool last = f + 1 == frames; // what a picture that does not move shows
        if (frames > 1) drawing += fmt::format("\n# ---- frame {} of {} ----\n", f + 1, frames);
        drawing += last ? out.take_body() : "if (format eq 'gif') {\n" + out.take_body() + "}\n";
    }
    if (path.empty()) return std::move(out.placed);
    // A film lasts for eight seconds at least, so that a person can follow it.
    const double seconds = std::max(figure.frame_seconds(), 8.0 / static_cast<double>(frames));
    const std::string head = script_head(options, out.say(figure.title()), points, frames, seconds);
    write_parts(path, head, out, drawing + "set output\n");
    return std::move(out.placed);
}

} // namespace descente
