#include "mining.hpp"

#include "base/error.hpp"

#include <fmt/format.h>
#include <functional>
#include <limits>
#include <vector>

namespace lab02 {

namespace {

constexpr Index none = std::numeric_limits<Index>::max();

/// Every ordered pair of one class, with the negative that `choose(anchor, positive, strangers)`
/// takes among the columns of other classes, if any.
Triplets with_negatives(const Labels& labels,
                        const std::function<Index(Index anchor, Index positive,
                                                  const std::vector<Index>& strangers)>& choose)
{
    std::vector<Index> anchors, positives, negatives, strangers;
    for (Index a = 0; a < labels.n_elem; ++a) {
        strangers.clear();
        for (Index n = 0; n < labels.n_elem; ++n)
            if (labels[n] != labels[a]) strangers.push_back(n);
        if (strangers.empty()) continue;
        for (Index p = 0; p < labels.n_elem; ++p) {
            if (p == a || labels[p] != labels[a]) continue;
            const Index negative = choose(a, p, strangers);
            if (negative == none) continue;
            anchors.push_back(a);
            positives.push_back(p);
            negatives.push_back(negative);
        }
    }
    return {arma::uvec(anchors), arma::uvec(positives), arma::uvec(negatives)};
}

Real squared_distance(const Matrix& embedding, Index i, Index j)
{
    Real sum = 0;
    for (Index d = 0; d < embedding.n_rows; ++d) {
        const Real difference = embedding(d, i) - embedding(d, j);
        sum += difference * difference;
    }
    return sum;
}

} // namespace

Triplets random_triplets(const Labels& labels, Rng& rng)
{
    return with_negatives(labels, [&](Index, Index, const std::vector<Index>& strangers) {
        return strangers[rng.below(strangers.size())];
    });
}

Triplets costly_triplets(const Matrix& embedding, const Labels& labels, double margin, Rng& rng)
{
    if (labels.n_elem != embedding.n_cols)
        throw ShapeError(fmt::format("costly_triplets: {} labels for {} embeddings", labels.n_elem,
                                     embedding.n_cols));
    std::vector<Index> costly;
    return with_negatives(labels, [&](Index a, Index p, const std::vector<Index>& strangers) {
        const Real reach = squared_distance(embedding, a, p) + static_cast<Real>(margin);
        costly.clear();
        for (const Index s : strangers)
            if (squared_distance(embedding, a, s) < reach) costly.push_back(s);
        return costly.empty() ? none : costly[rng.below(costly.size())];
    });
}

double active_share(const Matrix& embedding, const Triplets& triplets, double margin)
{
    const Index count = triplets.anchor.n_elem;
    if (count == 0) return 0;
    Index active = 0;
    for (Index t = 0; t < count; ++t) {
        const Real near = squared_distance(embedding, triplets.anchor[t], triplets.positive[t]);
        const Real far = squared_distance(embedding, triplets.anchor[t], triplets.negative[t]);
        active += near - far + static_cast<Real>(margin) > 0;
    }
    return static_cast<double>(active) / static_cast<double>(count);
}

} // namespace lab02
