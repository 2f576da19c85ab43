// What the trainings of lab 03 have in common: their data, looks at the cost on the way, and what
// is found there.
#pragma once

#include "shell/lab.hpp"
#include "train/theta.hpp"

namespace lab03 {
using namespace descente;

/// So many training samples and 5,000 for validation, standardised by the training set.
Split prepared(Lab& lab, Index samples);
/// The same with the first of the training samples alone; footers say their number.
Split first_of(Lab& lab, const Split& data, Index samples);

/// Looks at the cost of the whole training set after 1, 2, 3, 4, 6, 9, … updates, and after the
/// last: the curve "training cost", and kept where it was, "updates", "samples", "epochs",
/// "seconds".
class Looks {
  public:
    Looks(Module& net, const Dataset& training);
    void after(const Step& now);
    /// The run with the numbers at its end: "training cost", the costs and accuracies of the other
    /// parts, "validation error" (%). None of them when it did not reach its end.
    Run ended(const Split& data);

  private:
    Module& net_;
    const Dataset& training_;
    Run run_;
    long next_ = 1;
    double samples_ = 0;
    double seconds_ = 0; // without the looks
    double since_;
};

/// Seconds of one update.
Spread seconds_of_an_update(const Compared& method);

/// Is `axis`, one of the curves above, lower for a than for b where their training costs are first
/// as low as that of `b` at its end, in all its runs?
Evidence sooner(const Study& study, const std::string& a, const std::string& b,
                const std::string& cost_of, const Text& axis);
/// In a study of minibatches of 1, …, 64, … and all samples: is an update with 64 faster than GD's,
/// by a quarter of the samples it leaves out or more?
Evidence fast(const Study& study);

/// The same sizes of minibatches, compared in some way.
struct Comparison {
    Text name;
    Study study;
};
/// Is the test accuracy of |Ω| = 64 higher than that of the largest, however they are compared?
Evidence small_predict_better(const std::vector<Comparison>& comparisons);

} // namespace lab03
