#include "networks.hpp"

#include "mining.hpp"
#include "nearest.hpp"
#include "nn/models.hpp"
#include "plot/figure.hpp"
#include "train/fit.hpp"

#include <algorithm>

namespace lab02 {

Split drawn(const Split& all, Index samples, Rng& rng)
{
    const Index both = std::min(samples * 16 / 15, all.training.size());
    Split data = split(balanced_sample(all.training, both, rng), both / 16, rng);
    data.test = balanced_sample(all.test, std::min<Index>(2000, all.test.size()), rng);
    return data;
}

void train(Module& net, const Dataset& data, int epochs, double alpha, const CostOfStep& l,
           const Rng& rng)
{
    Adam adam(net);
    fit(net, adam, data, {.epochs = epochs, .learning_rate = constant_rate(alpha), .loss = l}, rng);
}

Sequential to_the_plane(const Dataset& data, Rng& rng)
{
    return mlp({data.features(), 256, 128, 2}, rng);
}

namespace {

Matrix plane_of_net(By by, const Split& data, CostOfTriplets cost, double margin, Rng& rng)
{
    Sequential net = to_the_plane(data.training, rng);
    const auto l = [&](const Var& e, const Step& now) {
        const Triplets t = by == By::mined_triplets
                               ? costly_triplets(e.value(), now.labels, margin, rng)
                               : random_triplets(now.labels, rng);
        const Var all = cost(select_columns(e, t.anchor), select_columns(e, t.positive),
                             select_columns(e, t.negative), margin);
        return all / std::max(1.0, double(t.anchor.n_elem));
    };
    if (by != By::no_training) train(net, data.training, 4, 0.001, l, rng);
    return predict(net, data.test.x, data.test.shape);
}

} // namespace

Run put_in_place(const Place& place, const Split& data, CostOfTriplets cost, double margin, Rng rng)
{
    Matrix e = data.test.x;
    if (place.by == By::pca) e = principal_plane(data.training.x, e);
    if (place.by > By::pca) e = plane_of_net(place.by, data, cost, margin, rng);
    Run run;
    run["5-NN accuracy"] = 100 * knn_accuracy(e, data.test.labels);
    const Index some = std::min<Index>(500, e.n_cols);
    const Triplets random = random_triplets(data.test.labels.head(some), rng);
    run["random triplets that cost (%)"] = 100 * active_share(e, random, margin);
    if (place.by != By::pixels) run.keep("plane", numbers(e));
    return run;
}

} // namespace lab02
