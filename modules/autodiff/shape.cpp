#include "autodiff/shape.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

namespace descente {

std::string to_string(const Shape& shape)
{
    return shape.is_image() ? fmt::format("{}×{}×{}", shape.channels, shape.rows, shape.cols)
                            : fmt::format("{}", shape.rows);
}

const arma::Cube<Real> image_of(const Matrix& batch, Index n, const Shape& shape)
{
    if (n >= batch.n_cols || batch.n_rows != shape.size())
        throw ShapeError(fmt::format("image {} of a {}×{} batch cannot be seen as {}", n,
                                     batch.n_rows, batch.n_cols, to_string(shape)));
    return {
        const_cast<Real*>(batch.colptr(n)), shape.rows, shape.cols, shape.channels, false, true};
}

} // namespace descente
