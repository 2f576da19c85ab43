#include "plot/filters.hpp"

#include "nn/conv.hpp"

#include <cmath>

namespace descente {

Figure filters_figure(const std::string& name, std::vector<Text> names, const Matrix& W,
                      const Matrix& x, const Shape& image)
{
    const Index K = W.n_cols, C = image.channels;
    const auto side = static_cast<Index>(std::lround(std::sqrt(W.n_rows / C)));
    const Var y = conv2d(constant(x, image), constant(W), {});
    const Shape plane{y.shape().rows, y.shape().cols};
    Matrix drawn(plane.size(), K);
    // A filter is drawn as large as an image: each pixel takes the weight at its place.
    for (Index k = 0; k < K; ++k)
        for (Index c = 0; c < plane.cols; ++c)
            for (Index r = 0; r < plane.rows; ++r)
                drawn(r + plane.rows * c, k) =
                    W(r * side / plane.rows + side * (c * side / plane.cols), k);
    for (Index k = names.size(); k < K; ++k) names.push_back(verbatim("{}", k + 1));
    names.resize(K * (x.n_cols + 1)); // what is found needs no name
    drawn.insert_cols(K, Matrix(arma::reshape(y.value(), plane.size(), K * x.n_cols)));
    Figure figure(name, tr("K = {0} filters {1} × {1}, C = {2}: K(C·{1}·{1}+1) = {3} parameters", K,
                           side, C, K * (C * side * side + 1)));
    figure.panel().image_grid(drawn, plane, K, names, true);
    return figure.note(tr("vermilion above 0, white at 0, blue below"));
}

} // namespace descente
