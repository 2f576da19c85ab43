#include "plot/notes.hpp"

#include <algorithm>
#include <cmath>

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
    Notes(Commands& out, const View& view, FreeRoom& room, double points)
        : out_(out), view_(view), room_(room), points_(points), em_(points * px_per_point)
    {
    }

    void shade(const Shade& s)
    {
        const Range& x = view_.x;
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
        if (g.vertical ? !inside(g.at, view_.x) : !inside(g.at, view_.y)) return;
        out_.put("set arrow from {} to {} nohead linecolor rgb foreground linewidth 3 dashtype "
                 "(6,5)\n",
                 g.vertical ? out_.at(x, r.bottom) : out_.at(r.left, y),
                 g.vertical ? out_.at(x, r.top) : out_.at(r.right, y));
        if (g.vertical)
            label(g.label, x, r.top - 0.8 * em_, "foreground", both_sides({0, -1.1, -2.2, -4, -6}));
        else
            label(g.label, r.right, y, "foreground",
                  {{-1, 0.6}, {-1, -0.6}, {-3, 0.6}, {-3, -0.6}, {-5, 0.6}, {-5, -0.6}});
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
        if (!inside(m.x, view_.x) || !inside(m.y, view_.y)) return;
        const double x = view_.px(m.x), y = view_.py(m.y);
        const std::string colour = fmt::format("colour({})", m.colour);
        if (m.text_only) {
            std::vector<Place> above;
            for (int line = 0; line < 6; ++line) above.push_back({0, 0.6 + 1.02 * line});
            label(m.label, x, y, "foreground", above);
            return;
        }
        out_.label("''", x, y,
                   "point pointtype 7 pointsize 2.6 linecolor rgb " + colour + " front");
        std::vector<Place> places = both_sides({0, 1, -1, 2, -2});
        places.insert(places.begin() + 2, {{0, 1.1}, {0, -1.1}});
        label(m.label, x, y, colour, places);
    }

    /// Circles first, so that no name covers one; a name that found no room beside its circle is
    /// joined to it by a line.
    void bubbles()
    {
        const std::vector<Bubble> all = bubbles_of(view_, em_);
        for (const Bubble& b : all) {
            out_.put(
                "set object circle at {} size screen {:.5f} fillcolor rgb colour({}) fillstyle "
                "transparent solid 0.3 border linecolor rgb colour({}) linewidth 3\n",
                out_.at(b.x, b.y), b.radius / out_.width(), b.colour, b.colour);
            room_.take({b.x - b.radius, b.y - b.radius, b.x + b.radius, b.y + b.radius});
        }
        for (const Bubble& b : all) {
            const std::string colour = fmt::format("colour({})", b.colour);
            const Rect at = label(b.name, b.x, b.y, colour, around(), b.radius);
            const double x = std::clamp(b.x, at.left, at.right),
                         y = std::clamp(b.y, at.bottom, at.top), far = std::hypot(x - b.x, y - b.y);
            if (far < b.radius + 0.9 * em_) continue;
            const double edge = b.radius / far;
            out_.put("set arrow from {} to {} nohead linecolor rgb {} linewidth 2 dashtype solid\n",
                     out_.at(b.x + edge * (x - b.x), b.y + edge * (y - b.y)), out_.at(x, y),
                     colour);
        }
    }

    /// A cross where the curve was last seen, but low enough to leave room for an arrow upwards.
    void diverged(const Mark& m)
    {
        const Rect& r = view_.rect;
        const double roof = r.top - 2.2 * em_;
        const double x = std::clamp(leaving(m, roof), r.left, r.right);
        double y = view_.py(m.y);
        y = std::isfinite(y) ? std::clamp(y, r.bottom, roof) : roof;
        const std::string colour = fmt::format("colour({})", m.colour);
        out_.put("set arrow from {} to {} size screen 0.012, 22 filled linecolor rgb {} linewidth "
                 "5 front\n",
                 out_.at(x, y + 0.5 * em_), out_.at(x, std::min(y + 2 * em_, r.top)), colour);
        out_.label("''", x, y,
                   "point pointtype 2 pointsize 3.2 linewidth 6 linecolor rgb " + colour +
                       " front");
        room_.take({x - 0.4 * em_, y - 0.4 * em_, x + 0.4 * em_, y + 2 * em_});
        label(m.label.empty() ? tr("diverges") : m.label, x, y, colour,
              both_sides({0.4, -0.8, 1.4, -2, -3.2}));
    }

  private:
    static bool inside(double v, const Range& range) { return v >= range.low && v <= range.high; }

    /// Beside a bubble, near first.
    static std::vector<Place> around()
    {
        std::vector<Place> places{{1, 0}, {-1, 0}, {0, -0.9}, {0, 0.9}};
        for (const double far : {0.8, 1.1, 1.6, 2.2, 3.0, 4.0})
            for (const double up : {far, -far})
                for (const double across : {1.0, -1.0, 0.0, 1.5, -1.5})
                    places.push_back({across, up});
        return places;
    }

    Rect label(const Text& text, double x, double y, const std::string& colour,
               const std::vector<Place>& candidates, double reach = 0)
    {
        if (text.empty()) return {x, y, x, y};
        const Rect box = room_.label(out_.say(text), x, y, 0.9 * em_, candidates, reach);
        out_.label(out_.str(out_.say(text)), box.middle_x(), box.middle_y(),
                   fmt::format("center {} textcolor rgb {} front boxed", out_.font(0.9 * points_),
                               colour));
        return box;
    }

    /// Where (in pixels) the curve of a diverging mark climbs out of sight: at the mark, or
    /// earlier.
    double leaving(const Mark& m, double roof) const
    {
        for (const Series& series : view_.panel->series) {
            const auto* line = std::get_if<LineSeries>(&series);
            const auto* band = std::get_if<BandSeries>(&series);
            if (!line && !band) continue;
            const Look& look = line ? line->look : band->look;
            if (look.colour != m.colour || look.thin_raw) continue;
            const Numbers &x = line ? line->x : band->x, &y = line ? line->y : band->middle;
            for (std::size_t i = 0; i < x.size() && x[i] <= m.x; ++i)
                if (view_.py(y[i]) > roof) return view_.px(x[i]);
        }
        return view_.px(m.x);
    }

    Commands& out_;
    const View& view_;
    FreeRoom& room_;
    double points_, em_;
};

} // namespace

void draw_notes(Commands& commands, const View& view, FreeRoom& room, double points)
{
    const PanelParts& panel = *view.panel;
    Notes notes(commands, view, room, points);
    for (const Mark& mark : panel.marks) // first: labels keep off their arrows
        if (mark.diverged) notes.diverged(mark);
    notes.bubbles();
    for (const Shade& shade : panel.shades) notes.shade(shade);
    for (const Guide& guide : panel.guides) notes.guide(guide);
    for (const Segment& arrow : panel.arrows) notes.arrow(arrow);
    for (const Mark& mark : panel.marks)
        if (!mark.diverged) notes.mark(mark);
}

} // namespace descente
