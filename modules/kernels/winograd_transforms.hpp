// The transforms of Winograd's convolution with filters of 3 numbers and tiles of 4 outputs, along
// one direction (Winograd 1980; Lavin & Gray, CVPR 2016).
//
// The product of two polynomials can be found from their values at enough points. Four outputs of a
// filter d ⋆ g read six inputs, and six values are enough:
//
//     y = Aᵀ·((G·g) % (Bᵀ·d))     6 multiplications instead of 4 × 3
//
// The points are 0, ±a, ±b and ∞. Lavin and Gray take a = 1, b = 2; with a = √½, b = √2 the powers
// stay closer together and the largest error is a fifth of theirs, that of the direct sum. Every
// matrix has its points in pairs p, −p: what is even in p is shared, what is odd changes its sign.
#pragma once

#include "kernels/vector.hpp"

#include <numbers>

namespace descente::winograd {

constexpr int filter_side = 3, tile = 4, points = tile + filter_side - 1;
constexpr Real b = std::numbers::sqrt2_v<Real>, a = b / 2, a2 = Real{1} / 2, b2 = 2;
// In G, what the values at ±a and at ±b are multiplied by.
constexpr Real at_a = 1 / (2 * a2 * (a2 - b2)), at_b = 1 / (2 * b2 * (b2 - a2));

/// Values at a, −a, b and −b from their even and odd parts.
inline void at_pairs(Vector even_a, Vector odd_a, Vector even_b, Vector odd_b, Vector* v,
                     Index next)
{
    v[next] = even_a + odd_a;
    v[2 * next] = even_a - odd_a;
    v[3 * next] = even_b + odd_b;
    v[4 * next] = even_b - odd_b;
}

/// Bᵀ·d: six inputs at six points. Here and below `step` and `next` say how many registers away
/// the next number of the source and of the target is.
inline void input_at_points(const Vector* d, Index step, Vector* v, Index next)
{
    const Vector d0 = d[0], d1 = d[step], d2 = d[2 * step], d3 = d[3 * step], d4 = d[4 * step],
                 d5 = d[5 * step];
    const Vector even_a = d4 - b2 * d2, odd_a = a * (d3 - b2 * d1);
    const Vector even_b = d4 - a2 * d2, odd_b = b * (d3 - a2 * d1);
    v[0] = d0 - (a2 + b2) * d2 + d4;
    at_pairs(even_a, odd_a, even_b, odd_b, v, next);
    v[5 * next] = d1 - (a2 + b2) * d3 + d5;
}

/// Aᵀ·m: the four outputs that have the values m at the six points.
inline void outputs_of_points(const Vector* m, Index step, Vector* y, Index next)
{
    const Vector even_a = m[step] + m[2 * step], odd_a = a * (m[step] - m[2 * step]);
    const Vector even_b = m[3 * step] + m[4 * step], odd_b = b * (m[3 * step] - m[4 * step]);
    y[0] = m[0] + even_a + even_b;
    y[next] = odd_a + odd_b;
    y[2 * next] = a2 * even_a + b2 * even_b;
    y[3 * next] = a2 * odd_a + b2 * odd_b + m[5 * step];
}

/// G·g: a filter at the six points.
inline void filter_at_points(const Vector* g, Index step, Vector* u, Index next)
{
    const Vector g0 = g[0], g1 = g[step], g2 = g[2 * step];
    const Vector even_a = at_a * (g0 + a2 * g2), odd_a = at_a * a * g1;
    const Vector even_b = at_b * (g0 + b2 * g2), odd_b = at_b * b * g1;
    u[0] = g0;
    at_pairs(even_a, odd_a, even_b, odd_b, u, next);
    u[5 * next] = g2;
}

// The weight gradient is the same sum with its parts exchanged: dg = Gᵀ·((A·dy) % (Bᵀ·d)).

/// A·dy: four upstream gradients at the six points.
inline void upstream_at_points(const Vector* dy, Index step, Vector* m, Index next)
{
    const Vector y0 = dy[0], y1 = dy[step], y2 = dy[2 * step], y3 = dy[3 * step];
    const Vector even_a = y0 + a2 * y2, odd_a = a * (y1 + a2 * y3);
    const Vector even_b = y0 + b2 * y2, odd_b = b * (y1 + b2 * y3);
    m[0] = y0;
    at_pairs(even_a, odd_a, even_b, odd_b, m, next);
    m[5 * next] = y3;
}

/// Gᵀ·u: the gradient of a filter from what it is at the six points.
inline void filter_of_points(const Vector* u, Index step, Vector* dg, Index next)
{
    const Vector even_a = at_a * (u[step] + u[2 * step]);
    const Vector odd_a = at_a * a * (u[step] - u[2 * step]);
    const Vector even_b = at_b * (u[3 * step] + u[4 * step]);
    const Vector odd_b = at_b * b * (u[3 * step] - u[4 * step]);
    dg[0] = u[0] + even_a + even_b;
    dg[next] = odd_a + odd_b;
    dg[2 * next] = a2 * even_a + b2 * even_b + u[5 * step];
}

} // namespace descente::winograd
