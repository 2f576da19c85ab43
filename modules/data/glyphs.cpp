// Ten drawn glyphs: a data set that needs no file.
#include "data/class_names.hpp"
#include "data/synthetic.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace descente {

namespace {

constexpr Index side = 28;
constexpr Shape canvas{side, side, 1};

struct Point {
    double x, y; ///< right and down, in [-1, 1]
};
using Stroke = std::vector<Point>; ///< a line through these points

Stroke arc(double from, double to, int pieces)
{
    Stroke stroke;
    for (int i = 0; i <= pieces; ++i) {
        const double angle = from + (to - from) * i / pieces;
        stroke.push_back({std::cos(angle), std::sin(angle)});
    }
    return stroke;
}

/// The strokes of each class, in the order of glyph_classes().
const std::array<std::vector<Stroke>, 10>& alphabet()
{
    constexpr double pi = std::numbers::pi;
    static const std::array<std::vector<Stroke>, 10> strokes{{
        {arc(0, 2 * pi, 16)},                                                 // ring
        {{{0, -1}, {0, 1}}},                                                  // bar
        {{{-0.8, -0.8}, {0.8, 0.8}}, {{-0.8, 0.8}, {0.8, -0.8}}},             // cross
        {{{0, -1}, {0, 1}}, {{-1, 0}, {1, 0}}},                               // plus
        {{{-0.8, -0.8}, {0.8, -0.8}, {0.8, 0.8}, {-0.8, 0.8}, {-0.8, -0.8}}}, // square
        {{{0, -1}, {0.9, 0.8}, {-0.9, 0.8}, {0, -1}}},                        // triangle
        {arc(-0.75 * pi, 0.75 * pi, 12)},                                     // arc
        {{{-0.6, -1}, {-0.6, 0.8}, {0.7, 0.8}}},                              // hook
        {{{-0.8, -0.9}, {0.8, -0.9}, {-0.8, 0.9}, {0.8, 0.9}}},               // zigzag
        {{{-0.8, -1}, {0, 0}, {0.8, -1}}, {{0, 0}, {0, 1}}},                  // fork
    }};
    return strokes;
}

/// Draws a line of this thickness from a to b (in pixels): a pixel is lit by how much of it the
/// line covers, taken as 1 at a distance below thickness/2 − ½ and falling to 0 one pixel further.
void draw_line(Real* image, Point a, Point b, double thickness)
{
    const double reach = thickness / 2 + 0.5;
    const auto clamp = [](double value) {
        return static_cast<Index>(std::clamp(value, 0.0, double{side}));
    };
    const Index left = clamp(std::floor(std::min(a.x, b.x) - reach));
    const Index right = clamp(std::ceil(std::max(a.x, b.x) + reach) + 1);
    const Index top = clamp(std::floor(std::min(a.y, b.y) - reach));
    const Index bottom = clamp(std::ceil(std::max(a.y, b.y) + reach) + 1);
    const double dx = b.x - a.x, dy = b.y - a.y, length_squared = dx * dx + dy * dy;
    for (Index c = left; c < right; ++c)
        for (Index r = top; r < bottom; ++r) {
            const double px = static_cast<double>(c) - a.x, py = static_cast<double>(r) - a.y;
            const double along = std::clamp((px * dx + py * dy) / length_squared, 0.0, 1.0);
            const double distance = std::hypot(px - along * dx, py - along * dy);
            const auto light = static_cast<Real>(std::clamp(reach - distance, 0.0, 1.0));
            image[r + side * c] = std::max(image[r + side * c], light);
        }
}

/// One glyph somewhere near the middle: turned, slanted, stretched, thin or thick, pale or bright,
/// on a noisy ground with a few stray dashes. Everything random comes from `rng`.
void draw_glyph(Index kind, Rng& rng, Real* image)
{
    constexpr double middle = (side - 1) / 2.0;
    const double x_shift = rng.uniform(-3.5, 3.5), y_shift = rng.uniform(-3.5, 3.5);
    const double width = rng.uniform(5, 9.5), height = rng.uniform(6, 10);
    const double turn = rng.uniform(-0.35, 0.35), slant = rng.uniform(-0.4, 0.4);
    const double thickness = rng.uniform(1.2, 3.4), brightness = rng.uniform(0.55, 1);
    const double cosine = std::cos(turn), sine = std::sin(turn);
    const auto to_pixels = [&](Point p) {
        const double x = width * (p.x - slant * p.y), y = height * p.y;
        return Point{middle + x_shift + cosine * x - sine * y,
                     middle + y_shift + sine * x + cosine * y};
    };

    std::fill(image, image + canvas.size(), Real{0});
    for (const Stroke& stroke : alphabet()[kind])
        for (std::size_t i = 1; i < stroke.size(); ++i)
            draw_line(image, to_pixels(stroke[i - 1]), to_pixels(stroke[i]), thickness);
    for (int dash = 0; dash < 2; ++dash) {
        const Point start{rng.uniform(0, side), rng.uniform(0, side)};
        const double angle = rng.uniform(0, 2 * std::numbers::pi), length = rng.uniform(2, 7);
        draw_line(image, start,
                  {start.x + length * std::cos(angle), start.y + length * std::sin(angle)}, 1.2);
    }
    for (Index i = 0; i < canvas.size(); ++i) {
        const double value = brightness * double{image[i]} + 0.1 * rng.normal();
        image[i] = static_cast<Real>(std::clamp(value, 0.0, 1.0));
    }
}

Dataset draw_set(Index n, const Rng& rng)
{
    Dataset data;
    data.name = tr("drawn glyphs");
    data.shape = canvas;
    data.classes = glyph_classes();
    data.x = Matrix(canvas.size(), n, arma::fill::none);
    data.labels = Labels(n, arma::fill::none);
    // Each glyph has its own generator, so the set does not depend on the number of threads.
#pragma omp parallel for schedule(static)
    for (Index i = 0; i < n; ++i) {
        Rng own = rng.fork(i);
        data.labels[i] = own.below(data.class_count());
        draw_glyph(data.labels[i], own, data.x.colptr(i));
    }
    return data;
}

} // namespace

Split glyphs(Index training_size, Index test_size, Rng& rng)
{
    // One number is drawn, so that a second call gives other glyphs.
    const Rng base(rng.below(Index{1} << 63U));
    return {.training = draw_set(training_size, base.fork(0)),
            .test = draw_set(test_size, base.fork(1))};
}

} // namespace descente
