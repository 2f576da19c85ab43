#include "data/synthetic.hpp"

#include "base/error.hpp"

#include <cmath>
#include <numbers>

namespace descente {

Dataset spirals(Index n, Index classes, double noise, Rng& rng)
{
    constexpr double turns = 1.25, inner = 0.3, outer = 3, circle = 2 * std::numbers::pi;
    if (classes == 0) throw ShapeError("spirals: at least one class is needed");
    Dataset data{verbatim("spirals"), Shape{2}, Matrix(2, n), Labels(n), {}};
    for (Index c = 0; c < classes; ++c) data.classes.push_back(tr("class {}", c + 1));
    for (Index i = 0; i < n; ++i) {
        data.labels[i] = i % classes; // so that any first part of the set is balanced
        const double t = rng.uniform();
        const double radius = inner + (outer - inner) * t;
        const double start =
            circle * static_cast<double>(data.labels[i]) / static_cast<double>(classes);
        const double angle = start + circle * turns * t;
        data.x(0, i) = static_cast<Real>(radius * std::cos(angle) + noise * rng.normal());
        data.x(1, i) = static_cast<Real>(radius * std::sin(angle) + noise * rng.normal());
    }
    return data;
}

} // namespace descente
