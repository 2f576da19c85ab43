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
    data.name = verbatim(name);
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

} // namespace descente
