// Notes in a panel: what a figure says about its curves, with labels that keep off them.
#include "plot/script.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace descente {

namespace {

/// To the right and to the left of a point, at each of these heights.
std::vector<Place> both_sides(const std::vector<double>& heights)
{
    std::vector<Place> places;
    for (const double h : heights) places.push_back({1, h}), places.push_back({-1, h});
    return places;
}

class Notes {
  public:
    Notes(Script& out, const View& view, FreeRoom& room, double points)
        : out_(out), view_(view), room_(room), points_(points), em_(points * px_per_point)
    {
    }

    void shade(const Shade& s)
    {
        const Range& x = view_.x.range;
        const double from = std::clamp(std::min(s.from, s.to), x.low, x.high),
                     to = std::clamp(std::max(s.from, s.to), x.low, x.high);
        out_.rectangle({view_.px(from), view_.rect.bottom, view_.px(to), view_.rect.top},
                       "behind fillcolor rgb muted fillstyle transparent solid 0.18 noborder");
        label(s.label, 0.5 * (view_.px(from) + view_.px(to)), view_.rect.top - 0.8 * em_, "muted",
              {{0, 0}, {0, -1.1}, {0, -2.2}, {0, -3.3}});
    }

    void guide(const Guide& g)
    {
        const Rect& r = view_.rect;
        const double x = view_.px(g.at), y = view_.py(g.at);
        if (!(g.vertical ? view_.x : view_.y).holds(g.at)) return;
        const char* const line =
            "nohead linecolor rgb foreground linewidth 3 dashtype (6*dash,5*dash)";
        if (g.vertical) {
            out_.arrow(x, r.bottom, x, r.top, line);
            std::vector<Place> places = both_sides({0, -1.1, -2.2, -4, -6, -8, -10, -13, -16});
            for (const double far : {2.2, -2.2, 3.4, -3.4}) // beyond a neighbour's line
                for (const double down : {0.0, -1.1, -2.2, -3.3}) places.push_back({far, down});
            const Rect at = label(g.label, x, r.top - 0.8 * em_, "foreground", places);
            leader(at, x, at.middle_y(), 0, "foreground");
        } else {
            out_.arrow(r.left, y, r.right, y, line);
            const Rect at = label(g.label, r.right, y, "foreground", along_the_line());
            leader(at, at.middle_x(), y, 0, "foreground");
        }
    }

    void arrow(const Segment& a)
    {
        out_.put("set arrow from first {}, first {} to first {}, first {} size screen 0.012, 20 "
                 "filled linecolor rgb colour({}) linewidth 4 front\n",
                 data_number(a.x1), data_number(a.y1), data_number(a.x2), data_number(a.y2),
                 a.colour);
    }

    void mark(const Mark& m)
    {
        if (!view_.x.holds(m.x) || !view_.y.holds(m.y)) return;
        const double x = view_.px(m.x), y = view_.py(m.y);
        const std::string colour = fmt::format("colour({})", m.colour);
        if (m.text_only) {
            std::vector<Place> above;
            for (int line = 0; line < 6 && !m.on_data; ++line)
                above.push_back({0, 0.6 + 1.02 * line});
            if (m.on_data) // on them, or as near as other names let it
                above = {{0, 0},    {0, 0.6}, {0, -0.6}, {0, 1.1},
                         {0, -1.1}, {1, 0},   {-1, 0},   {0, 2.2}};
            // Over bars each has its own bar's width, so that it stays clear of the neighbours.
            const auto bars = static_cast<double>(
                std::count_if(view_.panel->series.begin(), view_.panel->series.end(),
                              [](const Series& s) { return s.in_slots; }));
            label(m.label, x, y, "foreground", above, 0, m.on_data,
                  bars > 0 ? (view_.px(1) - view_.px(0)) / bars + 0.4 * em_ : infinity);
            return;
        }
        if (m.radius > 0) return name(m, x, y, colour);
        point(x, y, "pointtype 7 pointsize 2.6*mark", colour);
        std::vector<Place> places = near_first({0, 1, -1});
        places.insert(places.begin() + 2, {{0, 1.1}, {0, -1.1}});
        leader(label(m.label, x, y, colour, places, 0, m.on_data), x, y, 0.5 * em_, colour);
    }

    /// Before all names, so that none covers a circle.
    void circle(const Mark& m)
    {
        const double x = view_.px(m.x), y = view_.py(m.y), radius = m.radius * em_;
        if (!view_.rect.holds(x, y)) return;
        out_.put("set object circle at {} size screen {:.5f}/width fillcolor rgb colour({}) "
                 "fillstyle transparent solid 0.3 border linecolor rgb colour({}) linewidth 3\n",
                 out_.at(x, y), radius, m.colour, m.colour);
        room_.take({x - radius, y - radius, x + radius, y + radius});
    }

    /// A cross where the curve was last seen, but low enough to leave room for an arrow upwards.
    void diverged(const Mark& m)
    {
        const Text text = m.label.empty() ? tr("diverges") : m.label;
        const Rect& r = view_.rect;
        const double roof = r.top - 2.2 * em_;
        const double x = std::clamp(leaving(m, roof), r.left, r.right);
        double y = view_.py(m.y);
        y = std::isfinite(y) ? std::clamp(y, r.bottom, roof) : roof;
        const std::string colour = fmt::format("colour({})", m.colour);
        out_.arrow(x, y + 0.5 * em_, x, std::min(y + 2 * em_, r.top),
                   "size screen 0.012, 22 filled linecolor rgb " + colour + " linewidth 5 front");
        point(x, y, "pointtype 2 pointsize 3.2*mark linewidth 6", colour);
        room_.take({x - 0.4 * em_, y - 0.4 * em_, x + 0.4 * em_, y + 2 * em_});
        if (said_.insert(text.english()).second) // once: the others look alike
            leader(label(text, x, y, colour, near_first({0.4, -0.8, 1.4, -2})), x, y, 0.5 * em_,
                   colour);
    }

  private:
    /// The name of a circle.
    void name(const Mark& m, double x, double y, const std::string& colour)
    {
        const double radius = m.radius * em_;
        leader(label(m.label, x, y, colour, around(), radius), x, y, radius, colour);
    }

    /// Where a label found no room beside its circle or point, a line joins them.
    void leader(const Rect& at, double x, double y, double radius, const std::string& colour)
    {
        const double to_x = std::clamp(x, at.left, at.right),
                     to_y = std::clamp(y, at.bottom, at.top), far = std::hypot(to_x - x, to_y - y);
        if (far < radius + 0.9 * em_) return;
        const double edge = radius / far;
        out_.arrow(x + edge * (to_x - x), y + edge * (to_y - y), to_x, to_y,
                   "nohead linecolor rgb " + colour + " linewidth 2 dashtype solid");
    }

    /// Beside a circle, near first.
    static std::vector<Place> around()
    {
        std::vector<Place> places{{1, 0}, {-1, 0}, {0, -0.9}, {0, 0.9}};
        for (const double far : {0.8, 1.1, 1.6, 2.2, 3.0, 4.0})
            for (const double up : {far, -far})
                for (const double across : {1.0, -1.0, 0.0, 1.5, -1.5, 3.0, -3.0})
                    places.push_back({across, up});
        return places;
    }

    /// To both sides at these heights, else further off.
    static std::vector<Place> near_first(const std::vector<double>& heights)
    {
        std::vector<Place> places = both_sides(heights);
        for (const Place& far : around()) places.push_back(far);
        return places;
    }

    /// Above and below a horizontal line, from its right end on.
    static std::vector<Place> along_the_line()
    {
        std::vector<Place> places;
        for (const double side : {0.6, 1.5, 2.6, 3.7}) // further off with a line to it
            for (int half_widths = 1; half_widths < 18; half_widths += 2)
                for (const double up : {side, -side})
                    places.push_back({-static_cast<double>(half_widths), up});
        return places;
    }

    void point(double x, double y, const char* look, const std::string& colour)
    {
        out_.put("set label '' at {} point {} linecolor rgb {} front\n", out_.at(x, y), look,
                 colour);
    }

    Rect label(const Text& text, double x, double y, const std::string& colour,
               const std::vector<Place>& candidates, double reach = 0, bool on_data = false,
               double width = infinity)
    {
        if (text.empty()) return {x, y, x, y};
        const Fitted fit = fitted(out_.say(text), std::min(width, view_.rect.width()) - 0.5 * em_,
                                  std::max(0.9 * points_, out_.least()), 3, out_.least());
        const Rect box = room_.label(fit, x, y, candidates, reach);
        const bool hides = room_.ink_in(box); // else its backing would only cut the grid
        out_.text(fit, box.middle_x(), box.middle_y() + 0.5 * (fit.height() - 1.25 * fit.px()),
                  {.colour = colour, .more = "front", .boxed = hides});
        out_.placed.back().within = view_.rect;
        out_.placed.back().hides_data = hides && !on_data;
        return box;
    }

    /// Where (in pixels) the curve of a diverging mark climbs out of sight: at the mark, or
    /// earlier.
    double leaving(const Mark& m, double roof) const
    {
        for (const Series& s : view_.panel->series) {
            if (s.ink == Ink::bars || s.look.colour != m.colour || s.look.thin_raw) continue;
            const Numbers &x = s[Role::x], &y = s[Role::y];
            for (std::size_t i = 0; i < x.size() && x[i] <= m.x; ++i)
                if (view_.py(y[i]) > roof) return view_.px(x[i]);
        }
        return view_.px(m.x);
    }

    Script& out_;
    const View& view_;
    FreeRoom& room_;
    double points_, em_;
    std::set<std::string> said_; // beside marks of divergence
};

} // namespace

void draw_notes(Script& out, const View& view, FreeRoom& room, double points)
{
    const PanelParts& panel = *view.panel;
    Notes notes(out, view, room, points);
    for (const Mark& mark : panel.marks) // first: labels keep off their arrows
        if (mark.diverged) notes.diverged(mark);
    for (const Mark& mark : panel.marks)
        if (mark.radius > 0) notes.circle(mark);
    for (const Shade& shade : panel.shades) notes.shade(shade);
    for (const Guide& guide : panel.guides) notes.guide(guide);
    for (const Segment& arrow : panel.arrows) notes.arrow(arrow);
    for (const Mark& mark : panel.marks)
        if (!mark.diverged) notes.mark(mark);
}

} // namespace descente
