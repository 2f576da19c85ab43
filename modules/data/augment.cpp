#include "data/augment.hpp"

#include "base/error.hpp"

#include <vector>

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

// From −margin to margin.
int drawn_shift(Index margin, Rng& rng)
{
    return static_cast<int>(rng.below(2 * margin + 1)) - static_cast<int>(margin);
}

// Image n in its place; `original` is room for it as it was.
void move_in_place(Matrix& x, Index n, const Shape& shape, int rows, int cols, bool mirrored,
                   Real background, std::vector<Real>& original)
{
    original.assign(x.colptr(n), x.colptr(n) + x.n_rows);
    move_image(original.data(), shape, rows, cols, mirrored, background, x.colptr(n));
}

} // namespace

void augment(Matrix& x, const Shape& shape, Index margin, Rng& rng)
{
    check_shape(x, shape);
    std::vector<Real> original;
    for (Index n = 0; n < x.n_cols; ++n) {
        const int rows = drawn_shift(margin, rng), cols = drawn_shift(margin, rng);
        move_in_place(x, n, shape, rows, cols, rng.below(2) == 1, 0, original);
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
