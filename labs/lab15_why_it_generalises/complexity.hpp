// How complex is a string? Lempel & Ziv's answer of 1976: as complex as the number of words it
// takes to write it down, when whatever stood before may be copied.
#pragma once

#include "base/real.hpp"

#include <string_view>

namespace descente {

/// The words of the exhaustive parsing (Lempel & Ziv, IEEE Trans. Inf. Theory 22, 1976; counted as
/// by Kaspar & Schuster, Phys. Rev. A 36, 1987). A word is the longest copy of something that
/// begins earlier, which may run into the word itself, and one symbol more; the last may lack that
/// symbol. 0·001·10·100·1000·101 has 6.
Index lempel_ziv_words(std::string_view symbols);

/// K in bits, as Valle-Pérez, Camargo & Louis define it (ICLR 2019): log2(n)/2 times the words of
/// the string and of the same read backwards; log2(n) when all symbols are equal. ShapeError when
/// empty.
double lempel_ziv_complexity(std::string_view symbols);

} // namespace descente
