// Where in a panel there is room: the ink of its series as points along the curves, the emptiest
// corner for a legend, the best of several places for a label. A few hundred points a curve and a
// count of those a text would cover; no more is needed to keep texts off the curves.
#pragma once

#include "plot/layout.hpp"

namespace descente {

using Place = std::array<double, 2>; ///< x, y

/// Points along all that a panel draws, in pixels of the page.
std::vector<Place> ink_of(const View& view);

/// Where the view's key stands, by gnuplot's words ("top right") or "above" the axes.
Rect key_rect(const View& view, const std::string& words, double em);

/// The corner or side that covers no ink, the one the lab asked for before others, in gnuplot's
/// words; "above" when there is none.
std::string free_corner(const View& view, double em);

/// Finds places for the labels of one panel, off its ink and off each other.
class FreeRoom {
  public:
    explicit FreeRoom(const View& view) : view_(view), ink_(ink_of(view)) {}

    /// Does it cover any ink?
    bool ink_in(const Rect& rect) const;
    void take(const Rect& rect) { taken_.push_back(rect); }
    /// The best place for a text near (x, y). Each candidate moves its centre, in units of (half
    /// its width and a gap, its height), and `reach` pixels further in that direction.
    Rect label(const Fitted& text, double x, double y, const std::vector<Place>& candidates,
               double reach = 0);

  private:
    const View& view_;
    std::vector<Place> ink_;
    std::vector<Rect> taken_;
};

} // namespace descente
