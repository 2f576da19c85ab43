// What lab 07 shows, in numbers.
#pragma once

#include "autodiff/var.hpp"
#include "train/compare.hpp"

namespace lab07 {
using namespace descente;

/// What was drawn for one layer, beside the slide's formula. A number that is not finite makes its
/// ratio infinite or NaN.
struct DrawnLayer {
    std::string layer;
    Index n_in;
    double variance; ///< var(W) over 2/n_in
    double bound;    ///< max|W| over √(6/n_in)
    double bias;     ///< max|b| over 1/√n_in

    /// The variance to 1 %, and no number beyond its bound (but for the rounding of floats).
    bool as_on_the_slide() const;
    std::vector<Text> row() const; ///< of a table
};
DrawnLayer drawn(const std::string& layer, const Var& W, const Var& b, Index n_in);
Evidence as_on_the_slide(const std::vector<DrawnLayer>& layers);

/// Which of these starts alone keeps activations and gradients within a factor of 3? An index of
/// `starts`, or as many as there are when none does, or more than one.
std::size_t only_flat(const std::vector<std::string>& starts, const Study& scales);
/// Do these starts, and no others, keep activations and gradients within a factor of 3?
Evidence flat_only_for(const std::vector<std::string>& starts, const Study& scales);

/// `apart`: the largest difference between two units of a layer that started at zero, at 0.01 and
/// at random. That of 0.01 may be rounding, which longer training would amplify.
Evidence stay_equal(const std::map<std::string, double>& apart);

/// Does the one end at a lower cost than each of the others?
Evidence lower_than_each(const Study& study, const std::string& one,
                         const std::vector<std::string>& others);
/// How far does training from this start come, from the cost of "zero" (which learns nothing but
/// the frequency of the classes) to that of "Kaiming (slide)"? 0: nine tenths of the way or more;
/// 1: less; 2: less than a tenth; 3: the runs do not tell, or Kaiming learns nothing either.
std::size_t how_far(const Study& study, const std::string& start);
/// Does none of these end at a cost that is lower than the other's by more than this? Costs at the
/// end lie between 0.3 and 2.3 (guessing).
constexpr double alike = 0.05;
Evidence none_lower(const Study& study, const std::vector<std::string>& these,
                    const std::string& other);

} // namespace lab07
