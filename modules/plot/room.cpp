#include "plot/room.hpp"

#include <algorithm>
#include <cmath>

namespace descente {

namespace {

class Strokes {
  public:
    explicit Strokes(const View& view) : view_(view) {}

    std::vector<Place> points;

    void stroke(double x1, double y1, double x2, double y2) // in pixels
    {
        if (!std::isfinite(x1 + y1 + x2 + y2)) return;
        // A curve on its way to infinity needs points only near the axes.
        const double room = view_.rect.height();
        y1 = std::clamp(y1, view_.rect.bottom - room, view_.rect.top + room);
        y2 = std::clamp(y2, view_.rect.bottom - room, view_.rect.top + room);
        const int steps = 1 + static_cast<int>(std::min(200.0, std::hypot(x2 - x1, y2 - y1) / 12));
        for (int i = 0; i <= steps; ++i) {
            const double t = static_cast<double>(i) / steps;
            points.push_back({x1 + t * (x2 - x1), y1 + t * (y2 - y1)});
        }
    }
    void dots(const Numbers& x, const Numbers& y)
    {
        for (std::size_t i = 0; i < x.size(); ++i) column(x[i], y[i], y[i]);
    }
    void curve(const Numbers& x, const Numbers& y)
    {
        dots(x, y); // one value between two gaps is drawn, too
        for (std::size_t i = 1; i < x.size(); ++i)
            stroke(view_.px(x[i - 1]), view_.py(y[i - 1]), view_.px(x[i]), view_.py(y[i]));
    }
    void column(double x, double low, double high)
    {
        stroke(view_.px(x), view_.py(low), view_.px(x), view_.py(high));
    }
    void bar(double from, double to, double low, double high)
    {
        for (const double t : {0.0, 0.25, 0.5, 0.75, 1.0})
            column(from + t * (to - from), low, high);
    }

  private:
    const View& view_;
};

} // namespace

std::vector<Place> ink_of(const View& view)
{
    Strokes ink(view);
    const Range& y_range = view.y.range;
    const double base = view.y.scale == Scale::logarithmic
                            ? y_range.low
                            : std::clamp(0.0, y_range.low, y_range.high);
    const auto bars = std::ranges::count_if(view.panel->series, &Series::in_slots);
    int slot = 0; // of bars that stand side by side
    for (const Series& s : view.panel->series) {
        const Numbers &x = s[Role::x], &y = s[Role::y], &low = s[Role::low], &high = s[Role::high];
        if (s.ink == Ink::bars) {
            for (std::size_t i = 0; i < y.size(); ++i) {
                const double wide = 0.8 / double(bars), left = -0.4 + slot * wide;
                const double from = s.in_slots ? x[i] + left : s[Role::from][i],
                             to = s.in_slots ? x[i] + left + wide : s[Role::to][i];
                ink.bar(from, to, base, high.empty() ? y[i] : high[i]);
            }
            slot += s.in_slots;
            continue;
        }
        if (s.ink == Ink::curve) ink.curve(x, y);
        if (s.ink == Ink::dots) ink.dots(x, y);
        if (s.ink != Ink::none)
            for (std::size_t i = 0; i < high.size(); ++i) ink.column(x[i], low[i], high[i]);
    }
    for (const Mark& m : view.panel->marks)
        if (!m.text_only) ink.column(m.x, m.y, m.y);
    for (const Guide& g : view.panel->guides)
        if (g.vertical)
            ink.column(g.at, y_range.low, y_range.high);
        else
            ink.stroke(view.rect.left, view.py(g.at), view.rect.right, view.py(g.at));
    return std::move(ink.points);
}

Rect key_rect(const View& view, const std::string& words, double em)
{
    const Rect& r = view.rect;
    const auto has = [&](const char* word) { return words.find(word) != std::string::npos; };
    const double width = view.key.width(), height = view.key.height();
    if (has("above")) {
        const double bottom = r.top + 0.15 * em;
        return {r.middle_x() - 0.5 * width, bottom, r.middle_x() + 0.5 * width, bottom + height};
    }
    const double gap = 0.4 * em;
    const double left = has("left")    ? r.left + gap
                        : has("right") ? r.right - gap - width
                                       : r.middle_x() - 0.5 * width;
    const double top = has("top")      ? r.top - gap
                       : has("bottom") ? r.bottom + gap + height
                                       : r.middle_y() + 0.5 * height;
    return {left, top - height, left + width, top};
}

std::string free_corner(const View& view, double em)
{
    if (view.heat) return "above";
    const std::vector<Place> ink = ink_of(view);
    const auto is_free = [&](const std::string& words) {
        Rect key = key_rect(view, words, em);
        if (key.width() > 0.6 * view.rect.width() || key.height() > 0.6 * view.rect.height())
            return false;
        key = {key.left - 0.3 * em, key.bottom - 0.3 * em, key.right + 0.3 * em,
               key.top + 0.3 * em};
        return std::none_of(ink.begin(), ink.end(),
                            [&](const Place& p) { return key.holds(p[0], p[1]); });
    };
    if (!view.panel->legend.empty() && is_free(view.panel->legend)) return view.panel->legend;
    for (const char* words : {"top right", "top left", "bottom right", "bottom left", "top center",
                              "bottom center", "center right", "center left"})
        if (is_free(words)) return words;
    return "above";
}

bool FreeRoom::ink_in(const Rect& rect) const
{
    return std::any_of(ink_.begin(), ink_.end(),
                       [&](const Place& p) { return rect.holds(p[0], p[1]); });
}

Rect FreeRoom::label(const Fitted& text, double x, double y, const std::vector<Place>& candidates,
                     double reach)
{
    const Rect& r = view_.rect;
    const double em = text.px(), half = 0.5 * text.width() + 0.25 * em, height = text.height();
    Rect best;
    long fewest = -1;
    for (const auto& [dx, dy] : candidates) {
        const double share = reach / std::max(std::hypot(dx, dy), 1e-9); // of the direction
        const double cx = std::clamp(x + dx * (half + 0.45 * em + share), r.left + half,
                                     std::max(r.left + half, r.right - half));
        const double cy = std::clamp(y + dy * (height + share), r.bottom + 0.5 * height,
                                     std::max(r.bottom + 0.5 * height, r.top - 0.5 * height));
        const Rect box{cx - half, cy - 0.5 * height, cx + half, cy + 0.5 * height};
        long cost = std::count_if(ink_.begin(), ink_.end(),
                                  [&](const Place& p) { return box.holds(p[0], p[1]); });
        for (const Rect& other : taken_) cost += box.overlaps(other) ? 1000 : 0;
        if (fewest < 0 || cost < fewest) fewest = cost, best = box;
    }
    take(best);
    return best;
}

} // namespace descente
