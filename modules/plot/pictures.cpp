#include "plot/pictures.hpp"

#include <algorithm>
#include <cmath>

namespace descente {

namespace {

std::string signed_colour(double t) // −1 blue, 0 white, 1 vermilion
{
    const std::array<double, 3> end =
        t < 0 ? std::array{0.0, 90.0, 160.0} : std::array{200.0, 70.0, 0.0};
    const auto mixed = [&](double to) { return 255 + std::abs(t) * (to - 255); };
    return fmt::format("{:.0f} {:.0f} {:.0f}\n", mixed(end[0]), mixed(end[1]), mixed(end[2]));
}

/// Image k as rows "red green blue", from its upper left corner, line by line.
std::string pixel_rows(const ImageSeries& images, Index k)
{
    Range range;
    for (Index e = 0; e < images.pixels.n_rows; ++e)
        range.add(static_cast<double>(images.pixels(e, k)), Scale::linear);
    const double span = range.high > range.low ? range.high - range.low : 1,
                 most = std::max({std::abs(range.low), std::abs(range.high), 1e-30});
    const Shape& shape = images.shape;
    const Index green = shape.channels == 3 ? 1 : 0, blue = 2 * green;
    std::string rows;
    for (Index r = 0; r < shape.rows; ++r)
        for (Index c = 0; c < shape.cols; ++c) {
            const auto value = [&](Index channel) {
                return static_cast<double>(
                    images.pixels(r + shape.rows * (c + shape.cols * channel), k));
            };
            const auto byte = [&](Index channel) {
                return 255 * (value(channel) - range.low) / span;
            };
            if (!std::isfinite(value(0)))
                rows += "187 187 187\n";
            else if (images.signed_values)
                rows += signed_colour(value(0) / most);
            else
                rows += fmt::format("{:.0f} {:.0f} {:.0f}\n", byte(0), byte(green), byte(blue));
        }
    return rows;
}

} // namespace

void draw_images(Commands& out, const View& view, const ImageSeries& images, double points)
{
    const Index n = images.pixels.n_cols;
    if (n == 0) return;
    const Index columns = std::min(images.columns, n), rows = (n + columns - 1) / columns;
    const Rect& r = view.rect;
    const double wide = r.width() / static_cast<double>(columns),
                 high = r.height() / static_cast<double>(rows), gap = 0.25 * points * px_per_point;
    // One caption size for all, small enough for the widest.
    Fitted caption{{}, points * 0.85};
    double caption_width = 0;
    for (const Text& text : images.captions) {
        const Fitted fit = fitted(out.say(text), wide * 0.96, points * 0.85, 1);
        if (!fit.empty()) caption.points = std::min(caption.points, fit.points);
        caption_width = std::max(caption_width, text_width(out.say(text)));
    }
    const double below = images.captions.empty() ? 0 : caption.px() * 1.35;
    const auto w = static_cast<double>(images.shape.cols),
               h = static_cast<double>(images.shape.rows);
    const double scale = std::max(1.0, std::min((wide - gap) / w, (high - below - gap) / h));
    const double pitch_x =
        std::min(wide, std::max(scale * w + 2.5 * gap, caption_width * caption.px() + 2.5 * gap));
    const double pitch_y = std::min(high, scale * h + below + 1.5 * gap);
    const double left = r.middle_x() - 0.5 * pitch_x * static_cast<double>(columns),
                 top = r.middle_y() + 0.5 * pitch_y * static_cast<double>(rows) - 0.5 * gap;
    for (Index k = 0; k < n; ++k) {
        const Index row = k / columns, column = k % columns;
        const double x = left + (static_cast<double>(column) + 0.5) * pitch_x,
                     y = top - static_cast<double>(row) * pitch_y;
        const Rect frame{x - 0.5 * scale * w, y - scale * h, x + 0.5 * scale * w, y};
        out.plot(fmt::format("{} using ({:.2f} + {:.4f} * (int($0) % {})):({:.2f} - {:.4f} * "
                             "(int($0) / {})):1:2:3 with rgbimage notitle",
                             out.data(pixel_rows(images, k)), frame.left + 0.5 * scale, scale,
                             images.shape.cols, frame.top - 0.5 * scale, scale, images.shape.cols));
        out.rectangle(frame, "front fillstyle empty border linecolor rgb muted linewidth 1.5");
        const double in = scale * static_cast<double>(images.inner_frame);
        if (images.inner_frame > 0)
            out.rectangle({frame.left + in, frame.bottom + in, frame.right - in, frame.top - in},
                          "front fillstyle empty border linecolor rgb colour(2) linewidth 5");
        if (!images.captions.empty())
            out.label(out.str(out.say(images.captions[k])), x, frame.bottom - 0.6 * caption.px(),
                      "center " + out.font(caption.points) + " textcolor rgb foreground");
    }
}

void draw_graph(Commands& out, const View& view, const GraphSeries& graph, double points)
{
    using Box = GraphSeries::Box;
    const auto above = [&](const Box& box) {
        return (box.name.empty() || box.op == "leaf" ? "" : box.name + " = ") + out.say(box.value);
    };
    const auto inside = [&](const Box& box) {
        if (box.op != "leaf") return box.op;
        return box.name.empty() ? out.say(tr("leaf")) : box.name;
    };
    const auto below = [&](const Box& box) {
        return box.grad.empty() ? "" : "∂ " + out.say(box.grad);
    };
    const Rect& r = view.rect;
    const double line = points * px_per_point;
    const double pitch_x = r.width() / graph.layers,
                 pitch_y = (r.height() - 1.6 * line) / graph.rows;
    // The text size that lets the widest box fit in two thirds of its column, and its three texts
    // in its row.
    double widest = 2;
    for (const Box& box : graph.boxes)
        widest = std::max({widest, text_width(above(box)) - 0.8, text_width(inside(box)),
                           text_width(below(box)) - 0.8});
    const double em = std::min({line, 0.66 * pitch_x / (widest + 0.8), pitch_y / 4.6});
    const double half_w = 0.5 * (widest + 0.8) * em, half_h = 0.85 * em;
    const auto x_of = [&](double layer) { return r.left + (layer + 0.5) * pitch_x; };
    const auto y_of = [&](double row) { return r.top - (row + 0.5) * pitch_y; };

    for (const auto& [from, to, via] : graph.arrows) {
        const Box &a = graph.boxes[static_cast<std::size_t>(from)],
                  &b = graph.boxes[static_cast<std::size_t>(to)];
        std::string start = out.at(x_of(a.x) + half_w, y_of(a.y));
        const auto go = [&](double x, double y, const std::string& head) {
            out.put("set arrow from {} to {} {} linecolor rgb muted linewidth 4\n", start,
                    out.at(x, y), head);
            start = out.at(x, y);
        };
        for (const auto& [layer, row] : via) {
            go(x_of(layer) - half_w, y_of(row), "nohead");
            go(x_of(layer) + half_w, y_of(row), "nohead");
        }
        go(x_of(b.x) - half_w - 2, y_of(b.y),
           fmt::format("size first {:.2f}, 18 filled", 0.6 * em)); // first: pixels of the page
    }
    const auto text = [&](const std::string& words, double x, double y, double size,
                          const char* more) {
        out.label(out.str(words), x, y, fmt::format("{} {} front", out.font(size), more));
    };
    const double size = em / px_per_point;
    for (const Box& box : graph.boxes) {
        const double x = x_of(box.x), y = y_of(box.y);
        out.rectangle({x - half_w, y - half_h, x + half_w, y + half_h},
                      fmt::format("front fillcolor rgb {} fillstyle solid 1 border linecolor rgb "
                                  "foreground linewidth 3",
                                  box.op == "leaf" ? "leaf_fill" : "background"));
        text(inside(box), x, y, size, "center textcolor rgb foreground");
        text(above(box), x, y + half_h + 0.75 * em, size, "center textcolor rgb colour(1)");
        if (!box.grad.empty())
            text(below(box), x, y - half_h - 0.8 * em, size, "center textcolor rgb colour(2)");
    }
    const double y = r.bottom + 0.3 * line;
    text(out.say(tr("above: value")), r.middle_x() - points, y, points * 0.88,
         "right textcolor rgb colour(1)");
    text(out.say(tr("below: ∂ = gradient of the result")), r.middle_x() + points, y, points * 0.88,
         "left textcolor rgb colour(2)");
}

// Layers from top to bottom, rows side by side; right of each box, its two texts.
void draw_diagram(Commands& out, const View& view, const GraphSeries& diagram, double points)
{
    using Box = GraphSeries::Box;
    const Rect& r = view.rect;
    double box_width = 2, text_room = 2; // in units of the font
    for (const Box& box : diagram.boxes) {
        box_width = std::max(box_width, text_width(box.op) + 0.8);
        text_room = std::max(
            {text_room, text_width(out.say(box.value)) + 1, text_width(out.say(box.grad)) + 1});
    }
    const double pitch_x = r.width() / diagram.rows, pitch_y = r.height() / diagram.layers;
    const double em =
        std::min({points * px_per_point, 0.95 * pitch_x / (box_width + text_room), pitch_y / 2.8});
    const double half_w = 0.5 * box_width * em, half_h = 0.85 * em;
    const auto x_of = [&](double row) { return r.left + row * pitch_x + half_w; };
    const auto y_of = [&](double layer) { return r.top - (layer + 0.5) * pitch_y; };

    for (const auto& [from, to, via] : diagram.arrows) {
        const Box &a = diagram.boxes[static_cast<std::size_t>(from)],
                  &b = diagram.boxes[static_cast<std::size_t>(to)];
        std::string start = out.at(x_of(a.y), y_of(a.x) - half_h);
        const auto go = [&](double x, double y, const std::string& head) {
            out.put("set arrow from {} to {} {} linecolor rgb muted linewidth 4\n", start,
                    out.at(x, y), head);
            start = out.at(x, y);
        };
        for (const auto& [layer, row] : via) {
            go(x_of(row), y_of(layer) + half_h, "nohead");
            go(x_of(row), y_of(layer) - half_h, "nohead");
        }
        go(x_of(b.y), y_of(b.x) + half_h + 2,
           fmt::format("size first {:.2f}, 18 filled", 0.6 * em));
    }
    const std::string font = out.font(em / px_per_point);
    for (const Box& box : diagram.boxes) {
        const double x = x_of(box.y), y = y_of(box.x), beside = x + half_w + 0.4 * em;
        out.rectangle({x - half_w, y - half_h, x + half_w, y + half_h},
                      "front fillcolor rgb background fillstyle solid 1 border linecolor rgb "
                      "foreground linewidth 3");
        const auto text = [&](const std::string& words, double left, double height,
                              const char* more) {
            if (!words.empty())
                out.label(out.str(words), left, height, fmt::format("{} {} front", font, more));
        };
        text(box.op, x, y, "center textcolor rgb foreground");
        const double apart = box.grad.empty() ? 0 : 0.6 * em;
        text(out.say(box.value), beside, y + apart, "left textcolor rgb colour(1)");
        text(out.say(box.grad), beside, y - apart, "left textcolor rgb colour(2)");
    }
}

} // namespace descente
