// What lab 14 concludes from its runs.
#pragma once

#include "train/compare.hpp"

namespace lab14 {
using namespace descente;

/// Of all methods but the first, the one with the lowest validation cost (median over the seeds).
std::string rival_in(const Study& study);

/// Is the test error of a lower than that of b, on images moved by 1, 2, … pixels?
Evidence on_shifted_images(const Study& study, const std::string& a, const std::string& b);

/// Is it at least `goal` in each run? Both in %.
Evidence reached(double goal, const Spread& accuracy);

} // namespace lab14
