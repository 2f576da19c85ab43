#include "rotated.hpp"

#include "base/error.hpp"

#include <cmath>

namespace lab02 {

Matrix rotated(const Matrix& x, const Shape& shape, const Column& angles)
{
    if (x.n_rows != shape.size() || angles.n_elem != x.n_cols)
        throw ShapeError(fmt::format("rotated: {} samples of {} numbers as {} images by {} angles",
                                     x.n_cols, x.n_rows, to_string(shape), angles.n_elem));
    Matrix result(x.n_rows, x.n_cols, arma::fill::none);
    const double row_centre = (static_cast<double>(shape.rows) - 1) / 2;
    const double col_centre = (static_cast<double>(shape.cols) - 1) / 2;
    const auto rows = static_cast<long>(shape.rows), cols = static_cast<long>(shape.cols);
#pragma omp parallel for schedule(static)
    for (Index n = 0; n < x.n_cols; ++n) {
        const double cosine = std::cos(double{angles[n]}), sine = std::sin(double{angles[n]});
        for (Index channel = 0; channel < shape.channels; ++channel) {
            const Real* source = x.colptr(n) + channel * shape.rows * shape.cols;
            Real* target = result.colptr(n) + channel * shape.rows * shape.cols;
            const auto pixel = [&](long r, long c) {
                return r < 0 || r >= rows || c < 0 || c >= cols ? 0.0
                                                                : double{source[r + rows * c]};
            };
            // Each target pixel looks back, by the opposite rotation, at where it comes from.
            // Up is towards row 0.
            for (long c = 0; c < cols; ++c)
                for (long r = 0; r < rows; ++r) {
                    const double right = static_cast<double>(c) - col_centre;
                    const double up = row_centre - static_cast<double>(r);
                    const double from_col = col_centre + cosine * right + sine * up;
                    const double from_row = row_centre - (cosine * up - sine * right);
                    const double low_row = std::floor(from_row), low_col = std::floor(from_col);
                    const double a = from_row - low_row, b = from_col - low_col;
                    const auto i = static_cast<long>(low_row), j = static_cast<long>(low_col);
                    const double upper = (1 - b) * pixel(i, j) + b * pixel(i, j + 1);
                    const double lower = (1 - b) * pixel(i + 1, j) + b * pixel(i + 1, j + 1);
                    target[r + rows * c] = static_cast<Real>((1 - a) * upper + a * lower);
                }
        }
    }
    return result;
}

Turned turned(Dataset images, double largest, Rng& rng)
{
    const Matrix angles = rng.uniform_matrix(1, images.size(), -largest, largest);
    images.x = rotated(images.x, images.shape, Column(angles.t()));
    return {std::move(images), angles};
}

Rotated rotated(const Split& images, Rng& rng)
{
    const double largest = 60 * degree;
    return {.training = turned(images.training, largest, rng),
            .validation = turned(images.validation, largest, rng),
            .test = turned(images.test, largest, rng)};
}

} // namespace lab02
