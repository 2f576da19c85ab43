// A series is a small table of columns and what gnuplot makes of its rows. Everything else follows
// from the columns: what the axes stretch over, where ink lies, the entry in the legend, the .tsv.
#pragma once

#include "base/real.hpp"
#include "base/text.hpp"

#include <optional>
#include <string>
#include <vector>

namespace descente {

using Numbers = std::vector<double>;

enum class Scale { linear, logarithmic };
/// automatic: the dash that goes with the colour.
enum class Dash { automatic, solid, dashed, dotted };

/// How a series looks. Colours are places in Wong's colour-blind palette, 1 … 8: blue, vermilion,
/// green, purple, orange, sky blue, black (white on a dark slide), yellow; 0 takes the next free
/// one; 9 … 16 are a ramp. Series of one colour in several panels stand for the same thing.
struct Look {
    int colour = 0;
    Dash dash = Dash::automatic;
    double width = 1;      ///< relative to the normal line
    bool thin_raw = false; ///< pale and thin, for raw data behind a smoothed curve
    bool with_points = false;
};

/// The colour of number `place` of so many in an order (α, |Ω|, depth), the last standing out.
inline int ramp(std::size_t place, std::size_t count)
{
    return count < 2 ? 16 : 9 + static_cast<int>((14 * place + count - 1) / (2 * (count - 1)));
}

/// What the numbers of a column are: x, from and to lie along the x axis; y, low and high along the
/// other one.
enum class Role { x, from, to, y, low, high, z, size };
inline bool along_x(Role role) { return role <= Role::to; }
inline bool along_y(Role role) { return role >= Role::y && role <= Role::high; }

struct Field {
    Role role;
    Numbers values;
    const char* name = ""; ///< in the .tsv; by default that of the role
    bool real = false;     ///< they come from a Matrix, whose digits say all
};

/// Fields lie behind bands, bands behind curves: what is drawn last is seen.
enum class Layer { band, curve };

/// One plot of the rows: "using 1:2 with lines …".
struct Plot {
    Layer layer;
    std::string how;
    bool keyed = false; ///< stands for the series in the legend
};

enum class Ink { none, dots, curve, bars };

/// Of a heat map or of level lines, whose rows are x, y, z.
struct Grid {
    Numbers x, y, levels = {};
    bool contour = false, logarithmic_colour = false, show_values = false;
};

struct Series {
    const char* kind; ///< in the .tsv
    Text label = {};
    Look look = {};
    std::vector<Field> fields;
    std::vector<Plot> plots = {};
    Ink ink = Ink::none;
    bool from_zero = false;       ///< its y stretch down (or up) to 0
    bool in_slots = false;        ///< bars at 0, 1, 2, …
    std::size_t runs = 0;         ///< whose median and range are shown
    std::vector<Text> names = {}; ///< of the rows, in the .tsv
    std::optional<Grid> grid = {};

    const Numbers& operator[](Role role) const; ///< no numbers when there is no such column
    std::size_t rows() const { return fields.empty() ? 0 : fields[0].values.size(); }
    bool has(Role role) const { return !(*this)[role].empty(); }
};

} // namespace descente
