// Boolean functions that were drawn at random: how often each, and how complex it is. A function of
// n bits is its truth table, a string of 2ⁿ answers 0 or 1 (of 7 bits: 128).
#pragma once

#include "base/rng.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lab15 {

using namespace descente;

/// So many draws of draw(rng), side by side on all threads; the result depends on `rng` alone.
/// Throws Interrupted after Ctrl-C.
std::vector<std::string> drawn(long count, const std::function<std::string(Rng&)>& draw,
                               const Rng& rng);
/// So many functions of so many answers, each of all (2¹²⁸ of 7 bits) as probable.
std::vector<std::string> by_chance(long count, std::size_t answers, Rng rng);

/// A function that was drawn `count` times.
struct DrawnFunction {
    std::string table;
    long count = 0;
    double complexity = 0;
};
/// Each different one once, the most frequent first; equal counts in the order of the tables.
using Functions = std::vector<DrawnFunction>;
Functions ranked(std::vector<std::string> tables,
                 const std::function<double(std::string_view)>& complexity);
/// How many draws they are in all.
long draw_count(const Functions& functions);

} // namespace lab15
