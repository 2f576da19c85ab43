#include "nn/residual.hpp"

#include "base/cpu.hpp"
#include "base/error.hpp"

#include <fmt/format.h>

namespace descente {

// y = some places of x, in some of its channels    dx = dy in those places
Var subsampled(const Var& x, Index stride, Index channels, Index before)
{
    const Shape from = x.shape();
    if (stride == 0 || channels < from.channels || before > channels - from.channels)
        throw ShapeError(fmt::format("a zero-padded shortcut cannot turn {} into {} channels with "
                                     "stride {}",
                                     to_string(from), channels, stride));
    const Shape to{(from.rows + stride - 1) / stride, (from.cols + stride - 1) / stride, channels};
    const auto for_each_kept = [=](const auto& visit) { // its number in a column of y, and of x
        for (Index c = 0; c < from.channels; ++c)
            for (Index j = 0; j < to.cols; ++j)
                for (Index i = 0; i < to.rows; ++i)
                    visit(i + to.rows * (j + to.cols * (before + c)),
                          stride * i + from.rows * (stride * j + from.cols * c));
    };
    Matrix y(to.size(), x.cols());
#pragma omp parallel for num_threads(threads_for_pass(y.n_elem))
    for (Index n = 0; n < x.cols(); ++n)
        for_each_kept([&](Index in_y, Index in_x) { y.at(in_y, n) = x.value().at(in_x, n); });
    return record("subsample", std::move(y), to, {x}, [=](const Matrix& dy) {
        Matrix dx(x.rows(), x.cols());
#pragma omp parallel for num_threads(threads_for_pass(dx.n_elem))
        for (Index n = 0; n < x.cols(); ++n)
            for_each_kept([&](Index in_y, Index in_x) { dx.at(in_x, n) = dy.at(in_y, n); });
        x.add_grad(std::move(dx));
    });
}

Residual::Residual(Sequential f, Sequential around) : F(std::move(f)), shortcut(std::move(around))
{
}

Var Residual::forward(const Var& x, Mode mode)
{
    return F.forward_relu_of_sum(x, shortcut.forward(x, mode), mode);
}

void Residual::visit(const std::string& prefix, const Visitor& visitor)
{
    F.visit(prefix, visitor);
    shortcut.visit(prefix + "downsample.", visitor);
}

// Of the shortcut, what learns.
Shape Residual::describe(const Shape& input, std::vector<LayerInfo>& rows)
{
    const Shape output = F.describe(input, rows);
    std::vector<LayerInfo> beside;
    shortcut.describe(input, beside);
    for (LayerInfo& row : beside) {
        row.on_shortcut = true;
        if (row.parameters > 0) rows.push_back(std::move(row));
    }
    rows.push_back({.layer = "+ shortcut", .output = output, .kind = LayerKind::sum, .brief = "+"});
    relu_layer().describe(output, rows);
    return output;
}

std::unique_ptr<Module> residual_block(const ResidualOptions& o, Rng& rng, const Init& init)
{
    if (o.shortcut == Shortcut::identity && (o.in != o.out || o.stride != 1))
        throw ShapeError(fmt::format("residual block {}→{}, stride {}: an identity keeps the size; "
                                     "use a projection",
                                     o.in, o.out, o.stride));
    const auto add = [&](Sequential& net, ConvOptions conv, const std::string& number) {
        conv.padding = conv.kernel / 2;
        conv.bias = !o.batch_norm;
        net.add(Conv2d(conv, rng, init), number.empty() ? "" : "conv" + number);
        if (o.batch_norm) net.add(BatchNorm(conv.out), number.empty() ? "" : "bn" + number);
    };
    Sequential F, shortcut;
    if (o.bottleneck == 0) {
        add(F, {.in = o.in, .out = o.out, .stride = o.stride}, "1");
        F.add(relu_layer());
        add(F, {.in = o.out, .out = o.out}, "2");
    } else {
        add(F, {.in = o.in, .out = o.bottleneck, .kernel = 1}, "1");
        F.add(relu_layer());
        add(F, {.in = o.bottleneck, .out = o.bottleneck, .stride = o.stride}, "2");
        F.add(relu_layer());
        add(F, {.in = o.bottleneck, .out = o.out, .kernel = 1}, "3");
    }
    if (o.shortcut == Shortcut::none)
        return std::make_unique<Sequential>(std::move(F.add(relu_layer())));
    if (o.shortcut == Shortcut::projection)
        add(shortcut, {.in = o.in, .out = o.out, .kernel = 1, .stride = o.stride}, "");
    if (o.shortcut == Shortcut::zero_pad || o.shortcut == Shortcut::zero_pad_around) {
        const Index before = o.shortcut == Shortcut::zero_pad ? 0 : (o.out - o.in) / 2;
        shortcut.add(Function(
            "Subsample",
            [stride = o.stride, out = o.out, before](const Var& x) {
                return subsampled(x, stride, out, before);
            },
            LayerKind::other));
    }
    return std::make_unique<Residual>(std::move(F), std::move(shortcut));
}

} // namespace descente
