#include "landscape.hpp"

#include "nn/losses.hpp"
#include "train/runs.hpp"
#include "train/theta.hpp"

#include <algorithm>
#include <cmath>

namespace lab11 {

Column filter_normalised(Module& net, Rng& rng)
{
    Column direction;
    for (const Var& W : parameters(net)) {
        const Matrix& filters = W.value();
        Matrix d(filters.n_rows, filters.n_cols, arma::fill::zeros);
        if (filters.n_cols > 1) { // not of a bias, γ or β
            d = rng.normal_matrix(d.n_rows, d.n_cols);
            for (Index j = 0; j < d.n_cols; ++j)
                d.col(j) *= arma::norm(filters.col(j)) / arma::norm(d.col(j));
        }
        direction.insert_rows(direction.n_rows, arma::vectorise(d));
    }
    return direction;
}

Slice slice_around(const Text& name, const Column& theta, const Numbers& at,
                   const std::function<Sequential()>& make, const Dataset& samples, Rng rng)
{
    Sequential net = make();
    set_parameters(net, theta);
    const Column first = filter_normalised(net, rng), second = filter_normalised(net, rng);
    Slice slice{name, at, Matrix(at.size(), at.size())};
    for_each_run(int(at.size()), [&](int i) {
        const NoGrad forward_only;
        Sequential own = make();
        for (std::size_t j = 0; j < at.size(); ++j) {
            set_parameters(own, theta + Real(at[std::size_t(i)]) * second + Real(at[j]) * first);
            const Var o = own.forward(constant(samples.x, samples.shape), Mode::train);
            slice.cost(Index(i), j) = softmax_cross_entropy(o, samples.labels).value()[0];
        }
    });
    return slice;
}

Figure landscape_figure(const std::vector<Slice>& slices)
{
    Figure figure("landscape", tr("The cost around a trained net, in a plane through θ"), 2);
    double low = INFINITY, high = 0;
    for (const Slice& slice : slices) {
        low = std::min(low, double(slice.cost.min()));
        high = std::max(high, double(slice.cost.max()));
    }
    for (const Slice& slice : slices) {
        Panel& panel = figure.panel(slice.name).equal_axes().colour_range(low, high);
        panel.x_axis(tr("first direction")).y_axis(tr("second direction"));
        panel.heat_map(slice.cost, slice.at, slice.at, tr("training cost"), true);
        panel.contour(slice.cost, slice.at, slice.at, log_space(low, high, 12));
    }
    return figure
        .note(tr("directions drawn at random, filter-normalised (Li et al., NeurIPS 2018)"))
        .of_seeds(1);
}

} // namespace lab11
