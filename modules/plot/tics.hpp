// Numbers of a figure: the range of an axis, its tics, and how a value is written, in the data
// (every digit) or for reading (few digits, decimal mark of the language). Nothing here knows of
// pixels: how many tics have room is for layout.hpp to find out.
#pragma once

#include "base/text.hpp"
#include "plot/series.hpp"

namespace descente {

struct Range {
    double low = not_a_number, high = not_a_number;

    bool empty() const { return !(low <= high); }
    /// Widens to hold v; what cannot be drawn (not finite, not positive on a log axis) is ignored.
    void add(double v, Scale scale);
    void add(const Numbers& values, Scale scale)
    {
        for (const double v : values) add(v, scale);
    }
    /// Where v lies between low (0) and high (1); NaN when it cannot be drawn.
    double share(double v, Scale scale) const;
    /// Wider by a share of itself on each open side; never empty and never a single value.
    Range padded(Scale scale, double margin, bool keep_low, bool keep_high) const;
};

/// The fewest digits that read back exactly. gnuplot has no infinity in data: a break.
std::string data_number(double v);

/// A value for reading: at most `digits` significant digits, as on a tic or in a cell.
std::string short_number(double v, Language language, int digits = 3);

struct Tic {
    double at;
    std::string label; // empty for a minor tic
};

/// Round places within the range, at most about `most` with a label. A logarithmic axis gets
/// powers of ten over more than three decades, 1-2-5 (or 1-3, where room is short) over fewer.
std::vector<Tic> axis_tics(const Range& range, Scale scale, int most, Language language);

} // namespace descente
