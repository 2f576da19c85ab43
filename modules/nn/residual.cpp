#include "nn/residual.hpp"

#include "kernels/error.hpp"
#include "kernels/numbers.hpp"

#include <fmt/format.h>

namespace descente {

namespace {

ConvOptions convolution(Index in, Index out, Index kernel, Index stride, bool batch_norm)
{
    return {.in = in,
            .out = out,
            .kernel = kernel,
            .stride = stride,
            .padding = kernel / 2,
            .bias = !batch_norm};
}

// A convolution, and batch norm where there is one.
Var through(Conv2d& conv, std::optional<BatchNorm>& bn, const Var& x, Mode mode)
{
    const Var y = conv.forward(x, mode);
    return bn ? bn->forward(y, mode) : y;
}

Var through_with_relu(Conv2d& conv, std::optional<BatchNorm>& bn, const Var& x, Mode mode)
{
    const Var y = conv.forward(x, mode);
    return bn ? bn->forward_relu(y, mode) : relu(y);
}

} // namespace

// y = max(0, a + b)    da = db = dy where a + b > 0
Var relu_of_sum(const Var& a, const Var& b)
{
    if (a.rows() != b.rows() || a.cols() != b.cols())
        throw ShapeError(fmt::format("a shortcut of {}×{} cannot be added to {}×{}", b.rows(),
                                     b.cols(), a.rows(), a.cols()));
    Matrix y(a.rows(), a.cols(), arma::fill::none);
    const Real *const left = a.value().memptr(), *const right = b.value().memptr();
    Real* const sum = y.memptr();
    for_each_number(y.n_elem, [=](Index i) {
        const Real value = left[i] + right[i];
        sum[i] = value < 0 ? 0 : value; // NaN stays NaN
    });
    return record("+, relu", std::move(y), a.shape(), {a, b}, [a, b](const Matrix& dy) {
        Matrix da(dy.n_rows, dy.n_cols, arma::fill::none),
            db(dy.n_rows, dy.n_cols, arma::fill::none);
        const Real *const x1 = a.value().memptr(), *const x2 = b.value().memptr();
        const Real* const upstream = dy.memptr();
        Real *const to1 = da.memptr(), *const to2 = db.memptr();
        for_each_number(da.n_elem, [=](Index i) {
            const Real up = upstream[i]; // read in any case: no branch, so vector instructions
            const Real down = x1[i] + x2[i] > 0 ? up : 0;
            to1[i] = down;
            to2[i] = down;
        });
        a.add_grad(std::move(da));
        b.add_grad(std::move(db));
    });
}

// y = some places of x, below zeros    dx = dy in those places
Var subsampled(const Var& x, Index stride, Index channels)
{
    const Shape from = x.shape();
    if (stride == 0 || channels < from.channels)
        throw ShapeError(fmt::format("a zero-padded shortcut cannot turn {} into {} channels with "
                                     "stride {}",
                                     to_string(from), channels, stride));
    const Shape to{(from.rows + stride - 1) / stride, (from.cols + stride - 1) / stride, channels};
    const auto for_each_place = [=](const auto& visit) {
        for (Index c = 0; c < from.channels; ++c)
            for (Index j = 0; j < to.cols; ++j)
                for (Index i = 0; i < to.rows; ++i)
                    visit(stride * i + from.rows * (stride * j + from.cols * c),
                          i + to.rows * (j + to.cols * c));
    };
    Matrix y(to.size(), x.cols());
#pragma omp parallel for num_threads(threads_for_pass(y.n_elem))
    for (Index n = 0; n < y.n_cols; ++n) {
        const Real* const source = x.value().colptr(n);
        Real* const target = y.colptr(n);
        for_each_place([&](Index in, Index out) { target[out] = source[in]; });
    }
    return record("subsample", std::move(y), to, {x}, [x, for_each_place](const Matrix& dy) {
        Matrix dx(x.rows(), x.cols());
#pragma omp parallel for num_threads(threads_for_pass(dx.n_elem))
        for (Index n = 0; n < dy.n_cols; ++n) {
            const Real* const source = dy.colptr(n);
            Real* const target = dx.colptr(n);
            for_each_place([&](Index in, Index out) { target[in] = source[out]; });
        }
        x.add_grad(std::move(dx));
    });
}

ResidualBlock::ResidualBlock(ResidualOptions options, Rng& rng, const Init& init)
    : options_(options),
      conv1_(convolution(options.in, options.out, 3, options.stride, options.batch_norm), rng,
             init),
      conv2_(convolution(options.out, options.out, 3, 1, options.batch_norm), rng, init)
{
    if (options.shortcut == Shortcut::identity &&
        (options.in != options.out || options.stride != 1))
        throw ShapeError(fmt::format("ResidualBlock {}→{}, stride {}: an identity keeps the size; "
                                     "use a projection",
                                     options.in, options.out, options.stride));
    if (options.batch_norm) {
        bn1_.emplace(options.out);
        bn2_.emplace(options.out);
    }
    if (options.shortcut == Shortcut::projection) {
        projection_.emplace(
            convolution(options.in, options.out, 1, options.stride, options.batch_norm), rng, init);
        if (options.batch_norm) projection_bn_.emplace(options.out);
    }
}

std::pair<Var, Var> ResidualBlock::branches(const Var& x, Mode mode)
{
    const Var y = through(conv2_, bn2_, through_with_relu(conv1_, bn1_, x, mode), mode);
    switch (options_.shortcut) {
    case Shortcut::identity:
        return {y, x};
    case Shortcut::projection:
        return {y, through(*projection_, projection_bn_, x, mode)};
    case Shortcut::zero_pad:
        return {y, subsampled(x, options_.stride, options_.out)};
    case Shortcut::none:
        break;
    }
    return {y, Var()};
}

Var ResidualBlock::forward(const Var& x, Mode mode)
{
    if (options_.shortcut == Shortcut::none)
        return through_with_relu(conv2_, bn2_, through_with_relu(conv1_, bn1_, x, mode), mode);
    const auto [y, shortcut] = branches(x, mode);
    return relu_of_sum(y, shortcut);
}

void ResidualBlock::visit(const std::string& prefix, const Visitor& visitor)
{
    conv1_.visit(prefix + "conv1.", visitor);
    if (bn1_) bn1_->visit(prefix + "bn1.", visitor);
    conv2_.visit(prefix + "conv2.", visitor);
    if (bn2_) bn2_->visit(prefix + "bn2.", visitor);
    if (projection_) projection_->visit(prefix + "downsample.0.", visitor);
    if (projection_bn_) projection_bn_->visit(prefix + "downsample.1.", visitor);
}

Shape ResidualBlock::describe(const Shape& input, std::vector<LayerInfo>& rows) const
{
    Shape shape = conv1_.describe(input, rows);
    if (bn1_) shape = bn1_->describe(shape, rows);
    rows.push_back({"ReLU", shape});
    shape = conv2_.describe(shape, rows);
    if (bn2_) shape = bn2_->describe(shape, rows);
    if (projection_) {
        std::vector<LayerInfo> side;
        projection_->describe(input, side);
        if (projection_bn_) projection_bn_->describe(shape, side);
        for (LayerInfo& row : side) {
            row.layer = "shortcut: " + row.layer;
            rows.push_back(row);
        }
    }
    if (options_.shortcut != Shortcut::none) rows.push_back({"+ shortcut", shape});
    rows.push_back({"ReLU", shape});
    return shape;
}

} // namespace descente
