#include "filters.hpp"

#include "base/error.hpp"
#include "nn/conv.hpp"

namespace lab09 {

const std::vector<Matrix>& classic_kernels()
{
    static const std::vector<Matrix> kernels{{{0, 0, 0}, {0, 1, 0}, {0, 0, 0}},
                                             {{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}},
                                             {{-1, -2, -1}, {0, 0, 0}, {1, 2, 1}},
                                             {{0, -1, 0}, {-1, 4, -1}, {0, -1, 0}},
                                             Matrix(3, 3, arma::fill::value(Real(1) / 9)),
                                             {{0, -1, 0}, {-1, 5, -1}, {0, -1, 0}},
                                             {{-2, -1, 0}, {-1, 1, 1}, {0, 1, 2}}};
    return kernels;
}

std::vector<Text> classic_names()
{
    return {tr("identity"), tr("edges |"), tr("edges —"), tr("outline"),
            tr("blur"),     tr("sharpen"), tr("relief")};
}

Matrix classic_kernel(const std::string& name)
{
    const std::vector<Text> names = classic_names();
    for (std::size_t k = 0; k < names.size(); ++k)
        if (names[k].english() == name) return classic_kernels()[k];
    throw ShapeError("no classic kernel is called " + name);
}

std::vector<double> classic(const std::string& name)
{
    return arma::conv_to<std::vector<double>>::from(arma::vectorise(classic_kernel(name).t()));
}

Matrix filter_weights(const std::vector<Matrix>& kernels, Index channels)
{
    Matrix weights;
    for (const Matrix& kernel : kernels) {
        const Matrix column = arma::repmat(arma::vectorise(kernel), channels, 1) / Real(channels);
        weights = arma::join_rows(weights, column);
    }
    return weights;
}

Var filtered(const Matrix& x, const Shape& image, const Matrix& W, Index stride, Index padding)
{
    return conv2d(constant(x, image), constant(W), {}, stride, padding);
}

Matrix true_convolution(const Matrix& x, const Shape& image, const Matrix& kernel)
{
    const Index k = kernel.n_rows;
    Matrix y((image.rows - k + 1) * (image.cols - k + 1), x.n_cols);
    for (Index n = 0; n < x.n_cols; ++n) {
        const Image picture = image_of(x, n, image);
        for (Index c = 0; c < image.channels; ++c) {
            const Matrix all = arma::conv2(Matrix(picture.slice(c)), kernel);
            y.col(n) += arma::vectorise(all.submat(k - 1, k - 1, image.rows - 1, image.cols - 1)) /
                        Real(image.channels);
        }
    }
    return y;
}

Matrix half_turned(const Matrix& kernel) { return arma::fliplr(arma::flipud(kernel)); }

} // namespace lab09
