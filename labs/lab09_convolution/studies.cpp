#include "studies.hpp"

#include "autodiff/ops.hpp"
#include "base/error.hpp"
#include "data/augment.hpp"
#include "nn/conv.hpp"
#include "nn/layers.hpp"
#include "plot/figure.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace lab09 {

Images images_of(const Dataset& data, Index drawn)
{
    drawn = std::min(drawn, data.size() - 3);
    Images images{data.shape, data.x, data.x, data.x.cols(drawn, drawn + 2),
                  standardiser_of(data.x)};
    images.standardiser.apply(images.standard);
    return images;
}

Matrix sample(const Matrix& x, Index n, Rng& rng)
{
    return x.cols(rng.permutation(x.n_cols).head(std::min(n, x.n_cols)));
}

double shift_mismatch(const Matrix& y, const Matrix& z, const Shape& output, Index d)
{
    if (d >= std::min(output.rows, output.cols))
        throw ShapeError(fmt::format("shift_mismatch: {} pixels move all of an output of {} out of "
                                     "sight",
                                     d, to_string(output)));
    double difference = 0, size = 0;
    for (Index n = 0; n < y.n_cols; ++n) {
        const auto before = image_of(y, n, output), after = image_of(z, n, output);
        for (Index k = 0; k < output.channels; ++k)
            for (Index j = 0; j + d < output.cols; ++j)
                for (Index i = 0; i + d < output.rows; ++i) {
                    const double is = after(i + d, j + d, k), was = before(i, j, k);
                    difference += (is - was) * (is - was);
                    size += was * was;
                }
    }
    return std::sqrt(difference / size);
}

std::vector<Map> maps(Index stride)
{
    return {{tr("stride 1, no padding")},
            {tr("stride {}", stride), stride},
            {tr("zero padding"), 1, 1},
            {tr("general affine map"), 1, 0, true}};
}

Run follow(const Map& map, const Images& images, Index moved, Rng rng)
{
    const Shape &image = images.shape, inner{image.rows - 2, image.cols - 2};
    const Matrix x = sample(images.standard, moved, rng);
    const Matrix W = Conv2d({.in = image.channels, .out = 8}, rng).W.value();
    const Matrix G = map.general ? Linear(image, inner.size(), rng).W.value() : Matrix();
    const auto output = [&](const Matrix& m) {
        if (!map.general) return filtered(m, image, W, map.stride, map.padding);
        return reshaped(affine(constant(m), constant(G), constant(Matrix(G.n_cols, 1))), inner);
    };
    const Var y = output(x);
    std::vector<double> curve;
    for (Index shift = 0; shift <= 8; ++shift) {
        const Var z = output(shifted(x, image, int(shift), int(shift), x.min()));
        const Index near = shift / map.stride, far = (shift + map.stride - 1) / map.stride;
        curve.push_back(std::min(shift_mismatch(y.value(), z.value(), y.shape(), near),
                                 shift_mismatch(y.value(), z.value(), y.shape(), far)));
    }
    Run run;
    run.keep("difference", curve);
    run.keep("map", numbers(G));
    return run;
}

std::vector<Network> networks(Index filters)
{
    return {{verbatim("MLP"), false},
            {verbatim("CNN, n_in = C · kh · kw"), true, 1, filters},
            {verbatim("CNN, n_in = C"), true, 3, filters}}; // √(6/C) = 3·√(6/9C)
}

Run signal(const Network& network, const Images& images, Rng rng)
{
    const NoGrad evaluation;
    const Init init = scaled(kaiming_uniform, network.scale);
    Var h = constant(sample(images.standard, 16, rng), images.shape);
    std::vector<double> rms;
    for (int layer = 0; layer < 10; ++layer) {
        const Var y =
            network.convolutional
                ? Conv2d({h.shape().channels, network.filters}, rng, init).forward(h, Mode::eval)
                : Linear(h.shape(), 256, rng, init).forward(h, Mode::eval);
        rms.push_back(std::sqrt(mean(square(y)).scalar()));
        h = relu(y);
    }
    Run run;
    run.keep("RMS", rms);
    run["growth"] = rms.back() / rms.front();
    return run;
}

std::vector<std::vector<Text>> deviations(Rng rng)
{
    std::vector<std::vector<Text>> rows;
    const auto add = [&](const char* layer, const Var& W) {
        rows.push_back({verbatim(layer), verbatim("{}", W.rows()),
                        verbatim("{:.4Lf}", std::sqrt(2 / double(W.rows()))),
                        verbatim("{:.4Lf}", double(arma::stddev(arma::vectorise(W.value()))))});
    };
    add("Linear 784→256", Linear(784, 256, rng).W);
    add("Conv2d 1→64, 3×3", Conv2d({.in = 1, .out = 64}, rng).W);
    add("Conv2d 64→64, 3×3", Conv2d({.in = 64, .out = 64}, rng).W);
    add("Conv2d 3→64, 7×7", Conv2d({.in = 3, .out = 64, .kernel = 7}, rng).W);
    return rows;
}

} // namespace lab09
