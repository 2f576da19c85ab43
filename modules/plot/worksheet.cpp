#include "plot/worksheet.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <system_error>

namespace descente {

namespace {

// Pixels of A4 at 144 to the inch, and points of gnuplot's, of which 17 are 11 on paper.
const char* const a4 = "1191x1684";
constexpr double margin = 105, body = 17, em = body * px_per_point, row = 2.3 * em;

/// The denominator that makes it a short fraction, or 0.
int denominator(double number)
{
    const auto whole = [](double x) { return std::abs(x - std::round(x)) < 1e-4; };
    if (!(std::abs(number) < 1e5)) return 0;
    for (int q = 1; q <= 99; ++q)
        if (whole(number * q)) return q;
    return 0;
}

bool is_decimal(int q) { return q > 0 && 1000 % q == 0; }

class SheetDrawing {
  public:
    SheetDrawing(Script& out, bool answers)
        : out_(out), page_(out.page()), answers_(answers), y_(page_.top - 0.7 * margin)
    {
    }

    void draw(const SheetPage& page)
    {
        const Text title = answers_ ? tr("{} · answers", page.title) : page.title;
        words(title, 1.25 * body, "foreground", 0.9 * em);
        out_.text({{out_.say(page.above)}, body}, page_.right - margin, page_.top - 0.45 * margin,
                  {.align = "right"});
        out_.text({{out_.say(page.footer)}, page_fit(page.footer)}, page_.right - margin,
                  0.55 * margin, {.align = "right", .colour = "muted"});
        for (const Worksheet::Item& item : page.sheet.items()) draw(item);
        if (y_ < 0.8 * margin) throw ShapeError("a worksheet is longer than its page");
        out_.draw_plots();
        out_.put("unset label\nunset arrow\nunset object\n");
    }

  private:
    double left() const { return margin; }
    double width() const { return page_.width() - 2 * margin; }
    /// So small that a long name stays on the page.
    double page_fit(const Text& text) const
    {
        return std::min(0.75 * body, fitted(out_.say(text), width(), 0.75 * body, 1).points);
    }

    void words(const Text& text, double points, const std::string& colour, double gap,
               double indent = 0)
    {
        const Fitted lines = fitted(out_.say(text), width() - indent, points, 30, points);
        out_.text(lines, left() + indent, y_ - 0.625 * lines.px(),
                  {.align = "left", .colour = colour});
        y_ -= lines.height() + gap;
    }

    void draw(const Worksheet::Item& item)
    {
        using enum Worksheet::Item::Kind;
        switch (item.kind) {
        case paragraph:
            return words(item.text, body, "foreground", 0.5 * em);
        case formula:
            return words(item.text, 1.1 * body, "foreground", 0.6 * em, 2 * em);
        case grids:
            return draw(item.side_by_side);
        case question:
            return ask(item);
        case graph: {
            View view;
            view.rect = {left(), y_ - item.high * em, left() + width(), y_};
            draw_boxes(out_, view, answers_ ? item.boxes : blank(item.boxes), body);
            y_ = view.rect.bottom - 0.8 * em;
        }
        }
    }

    void ask(const Worksheet::Item& item)
    {
        words(item.text, body, "foreground", 0);
        const double top = y_;
        for (int line = 1; line <= static_cast<int>(item.high); ++line) {
            const double y = top - line * row;
            out_.arrow(left(), y, left() + width(), y, "nohead linecolor rgb grid linewidth 2");
        }
        y_ -= row - 1.25 * em;
        if (answers_) words(item.answer, body, "colour(2)", 0);
        y_ = top - item.high * row - 0.7 * em;
    }

    static Boxes blank(Boxes graph)
    {
        for (Boxes::Box& box : graph.boxes) {
            if (box.op != "leaf") box.value = verbatim("……");
            if (!box.grad.empty()) box.grad = verbatim("……");
        }
        return graph;
    }

    void draw(const std::vector<SheetGrid>& side_by_side)
    {
        double x = left(), lowest = y_;
        const bool captions = std::ranges::any_of(
            side_by_side, [](const SheetGrid& grid) { return !grid.caption.empty(); });
        for (const SheetGrid& grid : side_by_side) {
            double top = y_, widest = 0;
            if (captions) {
                const Fitted caption{{out_.say(grid.caption)}, body};
                out_.text(caption, x, top - 0.6 * em, {.align = "left"});
                widest = caption.width();
                top -= 1.5 * em;
            }
            for (const std::vector<SheetCell>& cells : grid.rows) {
                for (std::size_t i = 0; i < cells.size(); ++i) {
                    const double from = x + static_cast<double>(i) * grid.cell * em;
                    cell(cells[i], {from, top - row, from + grid.cell * em, top});
                    widest = std::max(widest, from + grid.cell * em - x);
                }
                top -= row;
            }
            x += widest + 2 * em;
            lowest = std::min(lowest, top);
        }
        if (x - 2 * em > page_.right - margin + 1)
            throw ShapeError("a worksheet's tables are wider than its page");
        y_ = lowest - 0.8 * em;
    }

    void cell(const SheetCell& cell, const Rect& rect)
    {
        using enum SheetCell::Kind;
        const bool is_asked = cell.kind == asked;
        if (cell.kind != label)
            out_.rectangle(rect, std::string("front fillstyle empty border linecolor rgb ") +
                                     (is_asked ? "foreground linewidth 3" : "muted linewidth 1"));
        if (is_asked && !answers_) return;
        const Fitted text = fitted(out_.say(cell.text), rect.width() - 0.3 * em, body, 1);
        out_.text(text, rect.middle_x(), rect.middle_y(),
                  {.colour = is_asked ? "colour(2)" : "foreground", .more = "front"});
    }

    Script& out_;
    const Rect page_;
    const bool answers_;
    double y_; // where the next item begins
};

std::string drawn(Script& out, const SheetPage& page, bool answers)
{
    out.put("\nset multiplot\nset lmargin at screen 0\nset rmargin at screen 1\nset bmargin at "
            "screen 0\nset tmargin at screen 1\nset xrange [0:{}]\nset yrange [0:{}]\nunset "
            "border\nunset xtics\nunset ytics\nunset grid\n",
            out.page().right, out.page().top);
    SheetDrawing(out, answers).draw(page);
    out.put("unset multiplot\n");
    return out.take_body();
}

} // namespace

// ---- numbers ----

Text short_number(double number)
{
    const int q = denominator(number);
    if (q == 0) return verbatim("{:.4Lg}", number);
    const double above = std::round(number * q);
    if (is_decimal(q)) return verbatim("{:Lg}", above / q + 0.0); // (−0 is 0)
    return verbatim("{:.0Lf}/{}", above, q);
}

bool is_short(double number)
{
    const int q = denominator(number);
    return q > 0 && std::abs(number * q) < 1000 && (is_decimal(q) || q <= 99);
}

SheetCell label(Text text) { return {SheetCell::Kind::label, std::move(text)}; }
SheetCell given(double number) { return {SheetCell::Kind::given, short_number(number), number}; }
SheetCell asked(double number) { return asked(short_number(number), number); }
SheetCell asked(Text text, double number)
{
    return {SheetCell::Kind::asked, std::move(text), number};
}

SheetGrid grid_of(const Matrix& numbers, SheetCell::Kind kind, Text caption)
{
    SheetGrid grid{std::move(caption), {}, row / em}; // square cells
    for (Index i = 0; i < numbers.n_rows; ++i) {
        std::vector<SheetCell> cells;
        for (Index j = 0; j < numbers.n_cols; ++j)
            cells.push_back({kind, short_number(numbers(i, j)), double(numbers(i, j))});
        grid.rows.push_back(std::move(cells));
    }
    return grid;
}

// ---- what stands on it ----

Worksheet& Worksheet::say(Text paragraph)
{
    items_.push_back({Item::Kind::paragraph, std::move(paragraph)});
    return *this;
}

Worksheet& Worksheet::formula(Text formula)
{
    items_.push_back({Item::Kind::formula, std::move(formula)});
    return *this;
}

Worksheet& Worksheet::grids(std::vector<SheetGrid> side_by_side)
{
    items_.push_back({.kind = Item::Kind::grids, .side_by_side = std::move(side_by_side)});
    return *this;
}

Worksheet& Worksheet::question(Text question, Text answer, int lines)
{
    items_.push_back({.kind = Item::Kind::question,
                      .text = std::move(question),
                      .answer = std::move(answer),
                      .high = double(lines)});
    return *this;
}

Worksheet& Worksheet::graph(Boxes graph, double high)
{
    items_.push_back({.kind = Item::Kind::graph, .boxes = std::move(graph), .high = high});
    return *this;
}

Numbers Worksheet::numbers(SheetCell::Kind kind) const
{
    Numbers found;
    for (const Item& item : items_)
        for (const SheetGrid& grid : item.side_by_side)
            for (const std::vector<SheetCell>& cells : grid.rows)
                for (const SheetCell& cell : cells)
                    if (cell.kind == kind) found.push_back(cell.number);
    return found;
}

// ---- files ----

std::filesystem::path write_worksheets(const std::filesystem::path& folder, const std::string& name,
                                       const std::vector<SheetPage>& pages, bool answers,
                                       const FigureStyle& style)
{
    const auto write = [&](const std::filesystem::path& script, const std::string& look) {
        const ScriptOptions options{.file = name,
                                    .size = a4,
                                    .language = style.language,
                                    .style = look,
                                    .format = style.formats.front()};
        Script out(options);
        std::string drawing;
        for (const SheetPage& page : pages) drawing += drawn(out, page, answers);
        write_parts(script, script_head(options, "", body), out, drawing + "set output\n");
    };
    return draw_script(folder, name, style, write);
}

std::vector<PlacedText> placed_texts(const SheetPage& page, bool answers, Language language)
{
    const ScriptOptions options{.file = "page", .size = a4, .language = language};
    Script out(options);
    drawn(out, page, answers);
    return std::move(out.placed);
}

} // namespace descente
