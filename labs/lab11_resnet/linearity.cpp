#include "linearity.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

namespace lab11 {

double affine_fit(const Matrix& x, const Matrix& y)
{
    const Index n = x.n_cols, half = n / 2;
    if (y.n_cols != n || half <= x.n_rows + 1)
        throw ShapeError(
            fmt::format("an affine fit of {} inputs needs more than {} samples, not {}", x.n_rows,
                        2 * (x.n_rows + 1), n));
    const arma::mat ones(1, n, arma::fill::ones);
    const arma::mat inputs = arma::join_cols(arma::conv_to<arma::mat>::from(x), ones);
    const arma::mat outputs = arma::conv_to<arma::mat>::from(y);
    const arma::mat known = inputs.head_cols(half), unseen = inputs.tail_cols(n - half);
    // Normal equations; the ridge only keeps inputs that never vary from making them singular.
    arma::mat gram = known * known.t();
    gram.diag() += 1e-8 * arma::trace(gram) / static_cast<double>(gram.n_rows);
    const arma::mat map = arma::solve(gram, known * outputs.head_cols(half).t());
    const arma::mat target = outputs.tail_cols(n - half);
    const double residual = arma::accu(arma::square(target - map.t() * unseen));
    const double spread = arma::accu(arma::square(target.each_col() - arma::mean(target, 1)));
    return 1 - residual / spread;
}

Neighbourhoods neighbourhoods(const Var& image, const Var& output, Index radius, Index count,
                              Rng& rng)
{
    const Shape &in = image.shape(), &out = output.shape();
    if (in.rows != out.rows || in.cols != out.cols || image.cols() != output.cols())
        throw ShapeError(fmt::format("neighbourhoods: images of {} and outputs of {} do not have "
                                     "the same places",
                                     to_string(in), to_string(out)));
    const Index side = 2 * radius + 1;
    Neighbourhoods result{Matrix(side * side * in.channels, count), Matrix(out.channels, count)};
    arma::Cube<Real> padded(in.rows + 2 * radius, in.cols + 2 * radius, in.channels,
                            arma::fill::zeros);
    for (Index k = 0; k < count; ++k) {
        const Index n = rng.below(image.cols()), i = rng.below(in.rows), j = rng.below(in.cols);
        padded.tube(radius, radius, arma::size(in.rows, in.cols)) = image_of(image.value(), n, in);
        result.inputs.col(k) = arma::vectorise(padded.tube(i, j, arma::size(side, side)));
        result.outputs.col(k) = arma::vectorise(image_of(output.value(), n, out).tube(i, j));
    }
    return result;
}

std::vector<double> block_linearity(Sequential& net, const Dataset& data, Rng& rng)
{
    const NoGrad evaluation;
    std::vector<double> result;
    Var x = constant(data.x, data.shape);
    for (Index i = 0; i < net.size(); ++i) {
        const Var y = net.layer(i).forward(x, Mode::eval);
        const bool is_block = net.layer(i).kind() == LayerKind::composite;
        if (is_block && x.shape() == y.shape()) {
            const Index inputs = 25 * x.shape().channels;
            const Neighbourhoods seen = neighbourhoods(x, y, 2, 8 * (inputs + 1), rng);
            result.push_back(affine_fit(seen.inputs, seen.outputs));
        }
        x = y;
    }
    return result;
}

} // namespace lab11
