#include "nn/residual.hpp"

#include "base/error.hpp"
#include "base/numbers.hpp"

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

std::vector<ConvOptions> convolutions_of(const ResidualOptions& o)
{
    if (o.bottleneck == 0)
        return {convolution(o.in, o.out, 3, o.stride, o.batch_norm),
                convolution(o.out, o.out, 3, 1, o.batch_norm)};
    return {convolution(o.in, o.bottleneck, 1, 1, o.batch_norm),
            convolution(o.bottleneck, o.bottleneck, 3, o.stride, o.batch_norm),
            convolution(o.bottleneck, o.out, 1, 1, o.batch_norm)};
}

ConvOptions projection_of(const ResidualOptions& o)
{
    return convolution(o.in, o.out, 1, o.stride, o.batch_norm);
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
    : options_(options)
{
    if (options.shortcut == Shortcut::identity &&
        (options.in != options.out || options.stride != 1))
        throw ShapeError(fmt::format("ResidualBlock {}→{}, stride {}: an identity keeps the size; "
                                     "use a projection",
                                     options.in, options.out, options.stride));
    for (const ConvOptions& convolution : convolutions_of(options))
        convolutions_.push_back(make(convolution, rng, init));
    if (options.shortcut == Shortcut::projection)
        projection_.emplace(make(projection_of(options), rng, init));
}

ResidualBlock::Convolution ResidualBlock::make(const ConvOptions& convolution, Rng& rng,
                                               const Init& init) const
{
    Convolution made{Conv2d(convolution, rng, init), {}};
    if (options_.batch_norm) made.bn.emplace(convolution.out);
    return made;
}

// The convolution, and batch norm where there is one.
Var ResidualBlock::Convolution::through(const Var& x, Mode mode)
{
    const Var y = conv.forward(x, mode);
    return bn ? bn->forward(y, mode) : y;
}

Var ResidualBlock::Convolution::through_with_relu(const Var& x, Mode mode)
{
    const Var y = conv.forward(x, mode);
    return bn ? bn->forward_relu(y, mode) : relu(y);
}

Var ResidualBlock::all_but_last(const Var& x, Mode mode)
{
    Var y = x;
    for (std::size_t i = 0; i + 1 < convolutions_.size(); ++i)
        y = convolutions_[i].through_with_relu(y, mode);
    return y;
}

std::pair<Var, Var> ResidualBlock::branches(const Var& x, Mode mode)
{
    const Var y = convolutions_.back().through(all_but_last(x, mode), mode);
    switch (options_.shortcut) {
    case Shortcut::identity:
        return {y, x};
    case Shortcut::projection:
        return {y, projection_->through(x, mode)};
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
        return convolutions_.back().through_with_relu(all_but_last(x, mode), mode);
    const auto [y, shortcut] = branches(x, mode);
    return relu_of_sum(y, shortcut);
}

void ResidualBlock::visit(const std::string& prefix, const Visitor& visitor)
{
    for (std::size_t i = 0; i < convolutions_.size(); ++i) {
        convolutions_[i].conv.visit(fmt::format("{}conv{}.", prefix, i + 1), visitor);
        if (convolutions_[i].bn)
            convolutions_[i].bn->visit(fmt::format("{}bn{}.", prefix, i + 1), visitor);
    }
    if (!projection_) return;
    projection_->conv.visit(prefix + "downsample.0.", visitor);
    if (projection_->bn) projection_->bn->visit(prefix + "downsample.1.", visitor);
}

Shape ResidualBlock::describe(const Shape& input, std::vector<LayerInfo>& rows) const
{
    return describe_block(options_, input, rows);
}

Shape describe_block(const ResidualOptions& options, const Shape& input,
                     std::vector<LayerInfo>& rows)
{
    const auto add = [&](const ConvOptions& convolution, const Shape& from, const char* name) {
        const std::size_t first = rows.size();
        rows.push_back(conv_info(convolution, from));
        const Shape to = rows.back().output;
        if (options.batch_norm) rows.push_back(batch_norm_info(convolution.out, to));
        for (std::size_t row = first; row < rows.size(); ++row)
            rows[row].layer = name + rows[row].layer;
        return to;
    };
    const std::vector<ConvOptions> convolutions = convolutions_of(options);
    Shape shape = input;
    for (std::size_t i = 0; i < convolutions.size(); ++i) {
        if (i > 0) rows.push_back({"ReLU", shape});
        shape = add(convolutions[i], shape, "");
    }
    if (options.shortcut == Shortcut::projection) add(projection_of(options), input, "shortcut: ");
    if (options.shortcut != Shortcut::none) rows.push_back({"+ shortcut", shape});
    rows.push_back({"ReLU", shape});
    return shape;
}

} // namespace descente
