// Samples with labels, and what is done with them before training.
#pragma once

#include "autodiff/shape.hpp"
#include "base/rng.hpp"
#include "base/text.hpp"

#include <vector>

namespace descente {

struct Dataset {
    Text name;                 ///< "Fashion-MNIST": what figures say
    Shape shape;               ///< of one sample
    Matrix x;                  ///< features × samples; pixels in [0, 1] as loaded
    Labels labels;             ///< one a sample
    std::vector<Text> classes; ///< the name of each class, in both languages

    Index size() const { return x.n_cols; }
    Index features() const { return x.n_rows; }
    Index class_count() const { return classes.size(); }
};

/// The samples at `indices`, in that order.
Dataset subset(const Dataset& data, const arma::uvec& indices);
/// The first `n` samples; all when there are fewer.
Dataset first(const Dataset& data, Index n);
/// `n` samples drawn without replacement, each class in equal number (±1); a class that has fewer
/// gives all it has. Throws DataError when there are fewer than n.
Dataset balanced_sample(const Dataset& data, Index n, Rng& rng);

/// The parts of a set; one that an experiment does without is empty.
struct Split {
    Dataset training = {}, validation = {}, test = {};
};

/// Training and validation: splits once and for all, at random and the same for the same seed;
/// classes keep their shares (stratified). Throws DataError when either part would be empty.
Split split(const Dataset& data, Index validation_size, Rng& rng);

/// One mean and one standard deviation (dividing by N) over all numbers: images stay images.
struct Standardiser {
    Real mean, deviation;
    void apply(Matrix& x) const; ///< (x − mean) / deviation; what is constant becomes 0
};
/// Statistics of the *training* part only: apply them to validation and test too.
/// Throws ShapeError when there is nothing to measure.
Standardiser standardiser_of(const Matrix& training_x);

/// Each label is replaced, with probability `fraction`, by a uniformly random class (which may be
/// the true one), once: the result is stored (Zhang et al. 2017). With the same seed a larger
/// fraction replaces the same labels and some more. Throws UsageError outside [0, 1].
Labels corrupted(const Labels& labels, double fraction, Index classes, Rng& rng);

/// All parts with the mean and deviation of the training part (standardiser_of).
Split standardised(Split parts);

/// The usual start of an experiment: that many of the training samples, classes in equal number,
/// split once, with the same test set, all parts standardised.
Split prepared_split(const Split& all, Index training_size, Index validation_size, Rng& rng);

/// How many samples each class has.
arma::uvec class_histogram(const Labels& labels, Index classes);

} // namespace descente
