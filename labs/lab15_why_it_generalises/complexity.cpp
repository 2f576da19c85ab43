#include "complexity.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace descente {

Index lempel_ziv_words(std::string_view symbols)
{
    const std::size_t n = symbols.size();
    Index words = 0;
    for (std::size_t word = 0; word < n; ++words) {
        std::size_t longest = 0;
        for (std::size_t earlier = 0; earlier < word; ++earlier) {
            std::size_t length = 0;
            while (word + length < n && symbols[earlier + length] == symbols[word + length])
                ++length;
            longest = std::max(longest, length);
        }
        word += longest + 1;
    }
    return words;
}

double lempel_ziv_complexity(std::string_view symbols)
{
    if (symbols.empty()) throw ShapeError("lempel_ziv_complexity: an empty string");
    const double bits = std::log2(static_cast<double>(symbols.size()));
    // A constant string has two words, but nothing is to be said beyond its length.
    if (symbols.find_first_not_of(symbols[0]) == std::string_view::npos) return bits;
    const std::string backwards(symbols.rbegin(), symbols.rend());
    return bits / 2 * static_cast<double>(lempel_ziv_words(symbols) + lempel_ziv_words(backwards));
}

} // namespace descente
