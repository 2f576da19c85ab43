#include "data/augment.hpp"

#include "base/error.hpp"

namespace descente {

namespace {

void check_shape(const Matrix& x, const Shape& shape)
{
    if (x.n_rows != shape.size())
        throw ShapeError(fmt::format("images of {} have {} numbers, not {}", to_string(shape),
                                     shape.size(), x.n_rows));
}

// One image: target(r, c) = source(r − rows, c − cols), columns read backwards when mirrored.
void move_image(const Real* source, const Shape& shape, int rows, int cols, bool mirrored,
                Real background, Real* target)
{
    const int height = static_cast<int>(shape.rows), width = static_cast<int>(shape.cols);
    for (Index channel = 0; channel < shape.channels; ++channel)
        for (int c = 0; c < width; ++c)
            for (int r = 0; r < height; ++r, ++target) {
                const int row = r - rows, col = (mirrored ? width - 1 - c : c) - cols;
                const bool within = row >= 0 && row < height && col >= 0 && col < width;
                *target =
                    within ? source[static_cast<Index>(row) +
                                    shape.rows * (static_cast<Index>(col) + shape.cols * channel)]
                           : background;
            }
}

} // namespace

void augment(Matrix& x, const Shape& shape, Index margin, Rng& rng)
{
    check_shape(x, shape);
    const auto drawn = [&] { return int(rng.below(2 * margin + 1)) - int(margin); };
    for (Index n = 0; n < x.n_cols; ++n) {
        const int rows = drawn(), cols = drawn();
        const Column original = x.col(n);
        move_image(original.memptr(), shape, rows, cols, rng.below(2) == 1, 0, x.colptr(n));
    }
}

Matrix shifted(const Matrix& x, const Shape& shape, int rows, int cols, Real background)
{
    check_shape(x, shape);
    Matrix result(x.n_rows, x.n_cols, arma::fill::none);
    for (Index n = 0; n < x.n_cols; ++n)
        move_image(x.colptr(n), shape, rows, cols, false, background, result.colptr(n));
    return result;
}

} // namespace descente
