#include "data/dataset.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>

namespace descente {

namespace {

struct Parts {
    std::vector<Index> taken, rest;
};

/// quota[c] samples of each class c, at random, are `taken`; the others are the `rest`. A second
/// permutation orders both: in the first one, classes whose quota is full come early in the rest.
Parts draw(const Labels& labels, arma::uvec quota, Rng& rng)
{
    std::vector<bool> taken(labels.n_elem);
    for (const Index i : rng.permutation(labels.n_elem)) {
        if (quota[labels[i]] == 0) continue;
        --quota[labels[i]];
        taken[i] = true;
    }
    Parts parts;
    for (const Index i : rng.permutation(labels.n_elem))
        (taken[i] ? parts.taken : parts.rest).push_back(i);
    return parts;
}

Index number_of_classes(const Dataset& data)
{
    return std::max(data.class_count(), data.labels.is_empty() ? Index{1} : data.labels.max() + 1);
}

/// Shares out `total` in proportion to `weights`; what rounding leaves goes to the largest
/// remainders, so the sum is exact and each share is off by less than one.
arma::uvec proportional(Index total, const arma::uvec& weights)
{
    const Index sum = arma::accu(weights);
    arma::uvec shares(weights.n_elem), remainders(weights.n_elem);
    for (Index c = 0; c < weights.n_elem; ++c) {
        shares[c] = total * weights[c] / sum;
        remainders[c] = total * weights[c] % sum;
    }
    const arma::uvec order = arma::stable_sort_index(remainders, "descend");
    const Index missing = total - arma::accu(shares);
    for (Index k = 0; k < missing; ++k) ++shares[order[k]];
    return shares;
}

} // namespace

Dataset subset(const Dataset& data, const arma::uvec& indices)
{
    if (!indices.is_empty() && indices.max() >= data.size())
        throw ShapeError(
            fmt::format("subset: sample {} of a set of {}", indices.max(), data.size()));
    return {data.name, data.shape, data.x.cols(indices), data.labels.elem(indices), data.classes};
}

Dataset first(const Dataset& data, Index n)
{
    n = std::min(n, data.size());
    return {data.name, data.shape, data.x.head_cols(n), data.labels.head(n), data.classes};
}

Dataset balanced_sample(const Dataset& data, Index n, Rng& rng)
{
    const Index classes = number_of_classes(data);
    const arma::uvec available = class_histogram(data.labels, classes);
    if (n > data.size())
        throw DataError(tr("{} has only {}, not {}; ask for fewer", data.name,
                           plural("{} sample", "{} samples", data.size()), n));
    // Chance decides which classes get one more when n does not divide.
    arma::uvec quota(classes, arma::fill::zeros);
    const arma::uvec order = rng.permutation(classes);
    for (Index left = n; left > 0;)
        for (const Index c : order) {
            if (left == 0 || quota[c] == available[c]) continue;
            ++quota[c];
            --left;
        }
    return subset(data, arma::uvec(draw(data.labels, quota, rng).taken));
}

Split split(const Dataset& data, Index validation_size, Rng& rng)
{
    if (validation_size == 0 || validation_size >= data.size())
        throw DataError(tr("{} samples of {} cannot be set aside for validation: both parts "
                           "need at least one",
                           validation_size, data.size()));
    const arma::uvec histogram = class_histogram(data.labels, number_of_classes(data));
    const Parts parts = draw(data.labels, proportional(validation_size, histogram), rng);
    return {.training = subset(data, arma::uvec(parts.rest)),
            .validation = subset(data, arma::uvec(parts.taken))};
}

void Standardiser::apply(Matrix& x) const
{
    const Real scale = deviation > 0 ? 1 / deviation : 0;
#pragma omp parallel for schedule(static)
    for (Index n = 0; n < x.n_cols; ++n) x.col(n) = (x.col(n) - mean) * scale;
}

Standardiser standardiser_of(const Matrix& x)
{
    if (x.is_empty()) throw ShapeError("standardising needs at least one training sample");
    // Sums of d = x − (a number of the data) make the variance of a constant exactly 0.
    double sum = 0, squares = 0;
    for (const Real number : x) {
        const double d = double{number} - double{x[0]};
        sum += d;
        squares += d * d;
    }
    const double n = static_cast<double>(x.n_elem), mean = sum / n;
    return {static_cast<Real>(double{x[0]} + mean),
            static_cast<Real>(std::sqrt(std::max(0.0, squares / n - mean * mean)))};
}

Labels corrupted(const Labels& labels, double fraction, Index classes, Rng& rng)
{
    if (!(fraction >= 0 && fraction <= 1))
        throw UsageError(
            tr("the fraction of random labels is {}; it must be between 0 and 1", fraction));
    Labels result = labels;
    // Both numbers are drawn for every label: with the same seed, a larger fraction replaces the
    // same labels by the same classes, and some more.
    for (Index& label : result) {
        const bool replaced = rng.uniform() < fraction;
        const Index random_class = rng.below(classes);
        if (replaced) label = random_class;
    }
    return result;
}

Split standardised(Split parts)
{
    const Standardiser scale = standardiser_of(parts.training.x);
    for (Dataset* part : {&parts.training, &parts.validation, &parts.test}) scale.apply(part->x);
    return parts;
}

Split prepared_split(const Split& all, Index training_size, Index validation_size, Rng& rng)
{
    const Dataset some = balanced_sample(all.training, training_size + validation_size, rng);
    Split parts = split(some, validation_size, rng);
    parts.test = all.test;
    return standardised(std::move(parts));
}

arma::uvec class_histogram(const Labels& labels, Index classes)
{
    arma::uvec counts(classes, arma::fill::zeros);
    for (const Index label : labels) {
        if (label >= classes)
            throw ShapeError(fmt::format("label {} among {} classes", label, classes));
        ++counts[label];
    }
    return counts;
}

} // namespace descente
