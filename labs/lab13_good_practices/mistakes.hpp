// The mistakes that lab 13 can plant, and what it says of them with --reveal. They are planted in
// the lab itself, where each is one line.
#pragma once

#include "base/real.hpp"
#include "base/text.hpp"

#include <vector>

namespace lab13 {
using namespace descente;

enum class Planted {
    nothing,
    shifted_labels,
    double_softmax,
    no_reset,
    raw_pixels,
    huge_rate,
    last_relu,
    all_zero,
    buried,
    // Mistakes of the check, not of the program:
    other_batches,
    augmented
};

struct Mistake {
    Planted planted;
    Text name;
    const char* line; ///< of the lab
    Text seen;        ///< on the dashboard
    Text remedy;
};

/// In the order of Planted, told for that many classes and that learning rate.
std::vector<Mistake> mistakes(Index classes, double alpha);
/// What --reveal prints.
Text revealed(const Mistake& mistake);

} // namespace lab13
