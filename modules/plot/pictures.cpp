// What fills a panel without axes, placed by pixels of the page: grids of little images, and boxes
// joined by arrows.
#include "plot/script.hpp"

#include <algorithm>
#include <cmath>

namespace descente {

namespace {

// ---- images ----

DataRow colour_row(double red, double green, double blue)
{
    const auto whole = [](double value) { return Cell{fmt::format("{:.0f}", value)}; };
    return {whole(red), whole(green), whole(blue)};
}

/// Image k as red, green and blue, or as a share of its largest value, whose colour the style says
/// (2: no number), from its upper left corner, line by line.
DataRows pixel_rows(const ImageGrid& images, Index k)
{
    Range range;
    for (Index e = 0; e < images.pixels.n_rows; ++e)
        range.add(static_cast<double>(images.pixels(e, k)), Scale::linear);
    const double span = range.high > range.low ? range.high - range.low : 1,
                 most = std::max({std::abs(range.low), std::abs(range.high), 1e-30});
    const Shape& shape = images.shape;
    const Index green = shape.channels == 3 ? 1 : 0, blue = 2 * green;
    DataRows rows;
    for (Index r = 0; r < shape.rows; ++r)
        for (Index c = 0; c < shape.cols; ++c) {
            const auto value = [&](Index channel) {
                return static_cast<double>(
                    images.pixels(r + shape.rows * (c + shape.cols * channel), k));
            };
            const auto byte = [&](Index channel) {
                return 255 * (value(channel) - range.low) / span;
            };
            const bool finite = std::isfinite(value(0));
            if (images.signed_values)
                rows.push_back({{finite ? fmt::format("{:.3f}", value(0) / most) : "2"}});
            else if (!finite)
                rows.push_back(colour_row(187, 187, 187));
            else
                rows.push_back(colour_row(byte(0), byte(green), byte(blue)));
        }
    return rows;
}

/// In a terminal of letters: one letter for a few pixels, the darker the fuller.
void draw_as_text(Script& out, const ImageGrid& images, Index k, const Rect& frame, double points)
{
    const double letter = points * 16 / 21, line = points * 24 / 21; // see style.gp
    const auto columns = std::max<Index>(1, static_cast<Index>(frame.width() / letter)),
               lines = std::max<Index>(1, static_cast<Index>(frame.height() / line));
    const Shape& shape = images.shape;
    const arma::Col<Real> pixels = images.pixels.col(k).head(shape.rows * shape.cols);
    const double low = static_cast<double>(pixels.min()),
                 span = std::max(static_cast<double>(pixels.max()) - low, 1e-30);
    for (Index i = 0; i < lines; ++i) {
        std::string row;
        for (Index j = 0; j < columns; ++j) {
            const Index r = (2 * i + 1) * shape.rows / (2 * lines),
                        c = (2 * j + 1) * shape.cols / (2 * columns);
            const double share = (static_cast<double>(pixels(r + shape.rows * c)) - low) / span;
            row += " .:-=+*#%@"[share > 0 ? static_cast<std::size_t>(9.99 * share) : 0];
        }
        out.put("set label {} at {} left front\n", out.str(row),
                out.at(frame.left, frame.top - (static_cast<double>(i) + 0.5) * line));
    }
}

// ---- boxes ----

// A graph runs from left to right, with its texts above and below the boxes; a diagram from top to
// bottom, with its texts beside them.
class BoxesDrawing {
  public:
    BoxesDrawing(Script& out, const View& view, const Boxes& graph, double points)
        : out_(out), graph_(graph), rect_(view.rect), line_(points * px_per_point)
    {
        double inside = 2, beside = 2, around = 0; // widest texts, in units of the font
        for (const Boxes::Box& box : graph.boxes) {
            inside = std::max(inside, text_width(words_in(box)) + 0.8);
            beside = std::max({beside, text_width(value(box)) + 1, text_width(gradient(box)) + 1});
            around = std::max({around, text_width(value(box)), text_width(gradient(box))});
        }
        const double height = rect_.height() - (graph.gradients ? 1.6 * line_ : 0);
        pitch_x_ = rect_.width() / (graph.gradients ? graph.layers : graph.rows);
        pitch_y_ = height / (graph.gradients ? graph.rows : graph.layers);
        // In a graph the widest box takes two thirds of its column, and three lines its row.
        if (graph.gradients) inside = std::max(inside, around);
        em_ = graph.gradients
                  ? std::min({line_, 0.66 * pitch_x_ / inside, pitch_y_ / 4.6})
                  : std::min({line_, 0.95 * pitch_x_ / (inside + beside), pitch_y_ / 2.8});
        half_w_ = 0.5 * inside * em_;
        half_h_ = 0.85 * em_;
    }

    void arrow(const Boxes::Arrow& arrow)
    {
        const Boxes::Box &a = graph_.boxes[static_cast<std::size_t>(arrow.from)],
                         &b = graph_.boxes[static_cast<std::size_t>(arrow.to)];
        Place start = at(a.x, a.y, 1), middle = start;
        const auto go = [&](const Place& to, const std::string& head) {
            out_.arrow(start[0], start[1], to[0], to[1],
                       head + (arrow.lit ? " linecolor rgb colour(2) linewidth 8"
                                         : " linecolor rgb muted linewidth 4"));
            middle = {0.5 * (start[0] + to[0]), 0.5 * (start[1] + to[1])};
            start = to;
        };
        for (const auto& [layer, row] : arrow.via) {
            go(at(layer, row, -1), "nohead");
            go(at(layer, row, 1), "nohead");
        }
        Place end = at(b.x, b.y, -1);
        graph_.gradients ? end[0] -= 2 : end[1] += 2;
        go(end, fmt::format("size first {:.2f}, 18 filled", 0.6 * em_)); // first: pixels
        if (!arrow.label.empty())
            out_.text(
                {{out_.say(arrow.label)}, 0.9 * em_ / px_per_point}, middle[0], middle[1],
                {.colour = arrow.lit ? "colour(2)" : "muted", .more = "front", .boxed = true});
    }

    void box(const Boxes::Box& box)
    {
        const auto [x, y] = at(box.x, box.y);
        out_.rectangle({x - half_w_, y - half_h_, x + half_w_, y + half_h_},
                       fmt::format("front fillcolor rgb {} fillstyle solid 1 border linecolor rgb "
                                   "foreground linewidth 3",
                                   box.op == "leaf" ? "leaf_fill" : "background"));
        text(words_in(box), x, y, "center", "foreground");
        if (graph_.gradients) {
            text(value(box), x, y + half_h_ + 0.75 * em_, "center", "colour(1)");
            text(gradient(box), x, y - half_h_ - 0.8 * em_, "center", "colour(2)");
        } else {
            const double left = x + half_w_ + 0.4 * em_, apart = box.grad.empty() ? 0 : 0.6 * em_;
            text(value(box), left, y + apart, "left", "colour(1)");
            text(gradient(box), left, y - apart, "left", "colour(2)");
        }
    }

    void explain_texts()
    {
        const double y = rect_.bottom + 0.3 * line_, gap = line_ / px_per_point;
        const auto explain = [&](const Text& words, double x, const char* align, const char* ink) {
            out_.text({{out_.say(words)}, 0.88 * gap}, x, y, {.align = align, .colour = ink});
        };
        explain(tr("above: value"), rect_.middle_x() - gap, "right", "colour(1)");
        explain(tr("below: ∂ = gradient of the result"), rect_.middle_x() + gap, "left",
                "colour(2)");
    }

  private:
    std::string words_in(const Boxes::Box& box) const
    {
        if (box.op != "leaf") return box.op;
        return box.name.empty() ? out_.say(tr("leaf")) : box.name;
    }
    std::string value(const Boxes::Box& box) const
    {
        return (box.name.empty() || box.op == "leaf" ? "" : box.name + " = ") + out_.say(box.value);
    }
    std::string gradient(const Boxes::Box& box) const
    {
        return (graph_.gradients && !box.grad.empty() ? "∂ " : "") + out_.say(box.grad);
    }

    /// The middle of a box, or of its side where arrows enter (−1) or leave (1).
    Place at(double layer, double row, int side = 0) const
    {
        if (graph_.gradients)
            return {rect_.left + (layer + 0.5) * pitch_x_ + side * half_w_,
                    rect_.top - (row + 0.5) * pitch_y_};
        return {rect_.left + row * pitch_x_ + half_w_,
                rect_.top - (layer + 0.5) * pitch_y_ - side * half_h_};
    }

    void text(const std::string& words, double x, double y, const char* align, const char* colour)
    {
        if (words.empty()) return;
        out_.text({{words}, em_ / px_per_point}, x, y,
                  {.align = align, .colour = colour, .more = "front"});
    }

    Script& out_;
    const Boxes& graph_;
    const Rect rect_;
    double line_, pitch_x_, pitch_y_, em_, half_w_, half_h_;
};

} // namespace

void draw_images(Script& out, const View& view, const ImageGrid& images, double points)
{
    const Index n = images.pixels.n_cols;
    if (n == 0) return;
    const Index columns = std::min(images.columns, n), rows = (n + columns - 1) / columns;
    const Rect& r = view.rect;
    const double wide = r.width() / static_cast<double>(columns),
                 high = r.height() / static_cast<double>(rows), gap = 0.25 * points * px_per_point;
    // One caption size for all, small enough for the widest.
    std::vector<Fitted> captions;
    double caption_points = std::max(points * 0.85, out.least()), caption_width = 0, below = 0;
    for (const Text& text : images.captions) {
        captions.push_back(fitted(out.say(text), wide * 0.96, caption_points, 2, out.least()));
        if (!captions.back().empty())
            caption_points = std::min(caption_points, captions.back().points);
    }
    for (Fitted& caption : captions) {
        caption.points = caption_points;
        caption_width = std::max(caption_width, caption.width());
        below = std::max(below, caption.height() + 0.1 * caption.px());
    }
    const auto w = static_cast<double>(images.shape.cols),
               h = static_cast<double>(images.shape.rows);
    const double scale = std::max(1.0, std::min((wide - gap) / w, (high - below - gap) / h));
    const double pitch_x =
        std::min(wide, std::max(scale * w + 2.5 * gap, caption_width + 2.5 * gap));
    const double pitch_y = std::min(high, scale * h + below + 1.5 * gap);
    const double left = r.middle_x() - 0.5 * pitch_x * static_cast<double>(columns),
                 top = r.middle_y() + 0.5 * pitch_y * static_cast<double>(rows) - 0.5 * gap;
    std::vector<Rect> frames;
    for (Index k = 0; k < n; ++k) {
        const Index row = k / columns, column = k % columns;
        const double x = left + (static_cast<double>(column) + 0.5) * pitch_x,
                     y = top - static_cast<double>(row) * pitch_y;
        const Rect frame{x - 0.5 * scale * w, y - scale * h, x + 0.5 * scale * w, y};
        frames.push_back(frame);
        const std::string block = out.block(pixel_rows(images, k)),
                          across = fmt::format("({:.2f}+{:.4f}*(int($0)%{}))",
                                               frame.left + 0.5 * scale, scale, images.shape.cols),
                          up = fmt::format("({:.2f}-{:.4f}*(int($0)/{}))", frame.top - 0.5 * scale,
                                           scale, images.shape.cols);
        out.plot(fmt::format("{} using {}:{}:{} with rgbimage", block, across, up,
                             images.signed_values ? "(red($1)):(green($1)):(blue($1))" : "1:2:3"));
        if (images.signed_values && images.shape.size() <= 400)
            // (Of a row that is not to be drawn, x and y are none: of the others nobody asks.)
            out.plot(
                fmt::format("{0} using (hatched($1)?{1}:NaN):(hatched($1)?{2}:NaN):({1}-{3:.3f}):"
                            "({1}+{3:.3f}):({2}-{3:.3f}):({2}+{3:.3f}) with boxxyerror @hatch",
                            block, across, up, 0.5 * scale));
        out.rectangle(frame, "front fillstyle empty border linecolor rgb muted linewidth 1.5");
        const double in = scale * static_cast<double>(images.inner_frame);
        if (images.inner_frame > 0)
            out.rectangle({frame.left + in, frame.bottom + in, frame.right - in, frame.top - in},
                          "front fillstyle empty border linecolor rgb colour(2) linewidth 5");
        if (!captions.empty()) out.text(captions[k], x, frame.bottom - 0.6 * captions[k].px());
    }
    out.put("if (format eq 'txt') {{\n");
    for (Index k = 0; k < n; ++k) draw_as_text(out, images, k, frames[k], points);
    out.put("}}\n");
}

void draw_boxes(Script& out, const View& view, const Boxes& graph, double points)
{
    BoxesDrawing drawing(out, view, graph, points);
    for (const Boxes::Arrow& arrow : graph.arrows) drawing.arrow(arrow);
    for (const Boxes::Box& box : graph.boxes) drawing.box(box);
    if (graph.gradients) drawing.explain_texts();
}

} // namespace descente
