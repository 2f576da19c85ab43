// Functions of n bits with one bit as answer, as random networks compute them and as chance does.
// A function is its truth table: a text of 2^n characters, of which the i-th is '1' when the answer
// to the binary digits of i, the most significant first, is yes.
#pragma once

#include "nn/layers.hpp"

#include <functional>
#include <string>
#include <vector>

namespace descente {

/// All corners of the cube {0, 1}^bits: bits × 2^bits, column i the digits of i.
Matrix boolean_cube(Index bits);

/// What so many networks, each made anew by `make_network` (bits inputs, one output), answer on the
/// whole cube: yes where the output is above 0. Side by side on all threads; the result depends on
/// `rng` alone. Ends early, with fewer tables, once stop_requested().
std::vector<std::string> network_functions(Index networks, Index bits,
                                           const std::function<Sequential(Rng&)>& make_network,
                                           const Rng& rng);

/// So many functions, each of the 2^(2^bits) equally probable.
std::vector<std::string> uniform_functions(Index count, Index bits, Rng rng);

/// A function that was drawn `count` times.
struct DrawnFunction {
    std::string table;
    long count = 0;
    double complexity = 0; ///< lempel_ziv_complexity of the table
};

/// Each different table once, the most frequent first; equal counts in the order of the tables.
std::vector<DrawnFunction> drawn_functions(std::vector<std::string> tables);

/// How many draws they are in all.
long draw_count(const std::vector<DrawnFunction>& functions);
/// The complexity that half of all draws do not exceed. ShapeError when there is none.
double median_complexity(const std::vector<DrawnFunction>& functions);
/// The share of all draws in the `first` most frequent. ShapeError when there is none.
double share_of_first(const std::vector<DrawnFunction>& functions, std::size_t first);
/// Rank correlation of complexity and frequency over the functions drawn twice or more (of the
/// others, one draw does not tell): −1 when the simpler one is always the more frequent.
double rarity_of_complexity(const std::vector<DrawnFunction>& functions);

} // namespace descente
