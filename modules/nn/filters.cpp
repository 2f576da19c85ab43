#include "nn/filters.hpp"

#include "base/error.hpp"
#include "nn/conv.hpp"

#include <fmt/format.h>

namespace descente {

const std::vector<Filter>& classic_filters()
{
    constexpr Real ninth = Real(1) / 9;
    static const std::vector<Filter> filters{{tr("identity"), {{0, 0, 0}, {0, 1, 0}, {0, 0, 0}}},
                                             {tr("edges |"), {{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}}},
                                             {tr("edges —"), {{-1, -2, -1}, {0, 0, 0}, {1, 2, 1}}},
                                             {tr("outline"), {{0, -1, 0}, {-1, 4, -1}, {0, -1, 0}}},
                                             {tr("blur"), Matrix(3, 3, arma::fill::value(ninth))},
                                             {tr("sharpen"), {{0, -1, 0}, {-1, 5, -1}, {0, -1, 0}}},
                                             {tr("relief"), {{-2, -1, 0}, {-1, 1, 1}, {0, 1, 2}}}};
    return filters;
}

std::vector<Filter> learned_filters(const Matrix& W)
{
    Index side = 1;
    while (side * side < W.n_rows) ++side;
    if (side * side != W.n_rows)
        throw ShapeError(fmt::format("learned_filters: {} weights a filter are not the square "
                                     "kernel of one channel",
                                     W.n_rows));
    std::vector<Filter> filters;
    for (Index k = 0; k < W.n_cols; ++k)
        filters.push_back({verbatim(std::to_string(k + 1)), arma::reshape(W.col(k), side, side)});
    return filters;
}

Matrix filter_weights(const std::vector<Filter>& filters, Index channels)
{
    Matrix weights;
    for (const Filter& filter : filters) {
        const Matrix column = arma::repmat(arma::vectorise(filter.kernel), channels, 1);
        if (!weights.is_empty() && column.n_rows != weights.n_rows)
            throw ShapeError(fmt::format("filter '{}': a kernel of {}×{} beside other sizes",
                                         filter.name.english(), filter.kernel.n_rows,
                                         filter.kernel.n_cols));
        weights.insert_cols(weights.n_cols, Matrix(column / static_cast<Real>(channels)));
    }
    return weights;
}

Var filtered(const Matrix& x, const Shape& image, const Matrix& W, Index stride, Index padding)
{
    return conv2d(constant(x, image), constant(W), {}, stride, padding);
}

Matrix half_turned(const Matrix& kernel) { return arma::fliplr(arma::flipud(kernel)); }

Matrix true_convolution(const Matrix& x, const Shape& image, const Matrix& kernel)
{
    const Index k = kernel.n_rows;
    if (kernel.n_cols != k || k > image.rows || k > image.cols)
        throw ShapeError(fmt::format("true_convolution: a kernel of {}×{} on an image of {}",
                                     kernel.n_rows, kernel.n_cols, to_string(image)));
    Matrix y((image.rows - k + 1) * (image.cols - k + 1), x.n_cols);
    for (Index n = 0; n < x.n_cols; ++n) {
        const arma::Cube<Real> picture = image_of(x, n, image);
        for (Index c = 0; c < image.channels; ++c) {
            const Matrix all = arma::conv2(Matrix(picture.slice(c)), kernel);
            y.col(n) += arma::vectorise(all.submat(k - 1, k - 1, image.rows - 1, image.cols - 1)) /
                        static_cast<Real>(image.channels);
        }
    }
    return y;
}

} // namespace descente
