#include "data/synthetic.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace descente {

namespace {

constexpr double pi = std::numbers::pi;

/// An empty set of n points in the plane. Classes follow one another (0, 1, …, 0, 1, …), so that
/// any first part of the set is balanced.
Dataset points_in_plane(const std::string& name, Index n, Index classes)
{
    if (classes == 0) throw ShapeError(name + ": at least one class is needed");
    Dataset data;
    data.name = name;
    data.shape = Shape{2};
    data.x = Matrix(2, n, arma::fill::none);
    data.labels = Labels(n, arma::fill::none);
    for (Index i = 0; i < n; ++i) data.labels[i] = i % classes;
    for (Index c = 0; c < classes; ++c) data.classes.push_back(tr("class {}", c + 1));
    return data;
}

void place(Dataset& data, Index sample, double x, double y, double noise, Rng& rng)
{
    data.x(0, sample) = static_cast<Real>(x + noise * rng.normal());
    data.x(1, sample) = static_cast<Real>(y + noise * rng.normal());
}

} // namespace

Dataset blobs(Index n, Index classes, double deviation, Rng& rng)
{
    Dataset data = points_in_plane("blobs", n, classes);
    for (Index i = 0; i < n; ++i) {
        const double angle =
            2 * pi * static_cast<double>(data.labels[i]) / static_cast<double>(classes) + pi / 2;
        place(data, i, 3 * std::cos(angle), 3 * std::sin(angle), deviation, rng);
    }
    return data;
}

Dataset moons(Index n, double noise, Rng& rng)
{
    Dataset data = points_in_plane("moons", n, 2);
    for (Index i = 0; i < n; ++i) {
        const double t = rng.uniform(0, pi);
        if (data.labels[i] == 0)
            place(data, i, std::cos(t), std::sin(t), noise, rng);
        else
            place(data, i, 1 - std::cos(t), 0.5 - std::sin(t), noise, rng);
    }
    return data;
}

Dataset spirals(Index n, Index classes, double noise, Rng& rng)
{
    constexpr double turns = 1.25, inner = 0.3, outer = 3;
    Dataset data = points_in_plane("spirals", n, classes);
    for (Index i = 0; i < n; ++i) {
        const double t = rng.uniform();
        const double radius = inner + (outer - inner) * t;
        const double start =
            2 * pi * static_cast<double>(data.labels[i]) / static_cast<double>(classes);
        const double angle = start + 2 * pi * turns * t;
        place(data, i, radius * std::cos(angle), radius * std::sin(angle), noise, rng);
    }
    return data;
}

<<<<<<< HEAD
Column bowl_eigenvalues(Index dimensions, double condition)
{
    if (!(condition >= 1) || !std::isfinite(condition))
        throw UsageError(tr("the condition number is {}; it must be at least 1", condition));
    Column eigenvalues(dimensions);
    for (Index i = 0; i < dimensions; ++i) {
        const double share =
            dimensions == 1 ? 1.0 : static_cast<double>(i) / static_cast<double>(dimensions - 1);
        eigenvalues[i] = static_cast<Real>(std::pow(condition, share - 1));
    }
    return eigenvalues;
=======
Matrix plane_grid(Index side, double half)
{
    const Real end = static_cast<Real>(half);
    const Column along = arma::linspace<Column>(-end, end, side), ones(side, arma::fill::ones);
    return arma::join_rows(arma::kron(along, ones), arma::kron(ones, along)).t();
}

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

Matrix rotate_at_random(Dataset& images, double largest, Rng& rng)
{
    const Matrix angles = rng.uniform_matrix(1, images.size(), -largest, largest);
    images.x = rotated(images.x, images.shape, Column(angles.t()));
    return angles;
>>>>>>> labs-G
}

} // namespace descente
