#include "io/imagenet.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <vector>

namespace descente {

namespace {

// What one place of the result takes from neighbouring places of the source.
struct Mixture {
    Index first;
    std::vector<Real> weights; // sum 1
};

// Place i of the result lies at (i + 1/2)·scale in the source, where a pixel is 1 wide. Weights
// fall linearly to 0 at the distance of one pixel, of the source or of the result, whichever is
// wider.
std::vector<Mixture> mixtures(Index from, Index to)
{
    const double scale = static_cast<double>(from) / static_cast<double>(to);
    const double width = std::max(scale, 1.0);
    std::vector<Mixture> result(to);
    for (Index i = 0; i < to; ++i) {
        const double centre = (static_cast<double>(i) + 0.5) * scale;
        const auto first = static_cast<Index>(std::max(0.0, std::floor(centre - width + 0.5)));
        const Index end = std::min(from, static_cast<Index>(std::floor(centre + width + 0.5)));
        std::vector<double> weights;
        for (Index j = first; j < end; ++j)
            weights.push_back(
                std::max(0.0, 1 - std::abs(static_cast<double>(j) + 0.5 - centre) / width));
        double sum = 0;
        for (const double weight : weights) sum += weight;
        result[i].first = first;
        for (const double weight : weights)
            result[i].weights.push_back(static_cast<Real>(weight / sum));
    }
    return result;
}

} // namespace

Photograph resized(const Photograph& photograph, Index rows, Index cols)
{
    if (rows == 0 || cols == 0) throw ShapeError("resized: rows and cols must be 1 or more");
    const Shape from = photograph.shape, to{rows, cols, from.channels};
    const std::vector<Mixture> down = mixtures(from.rows, rows), across = mixtures(from.cols, cols);
    Photograph result{Matrix(to.size(), 1), to};
#pragma omp parallel for
    for (Index column = 0; column < cols * from.channels; ++column) {
        // Columns of the source mixed into one, then its rows.
        const Mixture& mixture = across[column % cols];
        const Real* source =
            photograph.x.memptr() + from.rows * (mixture.first + from.cols * (column / cols));
        std::vector<Real> mixed(from.rows);
        for (const Real weight : mixture.weights) {
            for (Index r = 0; r < from.rows; ++r) mixed[r] += weight * source[r];
            source += from.rows;
        }
        for (Index r = 0; r < rows; ++r) {
            Real sum = 0;
            for (std::size_t k = 0; k < down[r].weights.size(); ++k)
                sum += down[r].weights[k] * mixed[down[r].first + k];
            result.x[r + rows * column] = sum;
        }
    }
    return result;
}

Photograph centre_crop(const Photograph& photograph, Index rows, Index cols)
{
    const Shape from = photograph.shape, to{rows, cols, from.channels};
    if (rows > from.rows || cols > from.cols)
        throw ShapeError(fmt::format("centre_crop: {}×{} does not fit into a picture of {}×{}",
                                     rows, cols, from.rows, from.cols));
    const arma::Cube<Real> image = image_of(photograph.x, 0, from);
    // Of two middles, the one that torchvision takes: Python rounds a half to the even side.
    const auto start = [](Index whole, Index part) {
        return static_cast<Index>(std::nearbyint(static_cast<double>(whole - part) / 2));
    };
    const Index top = start(from.rows, rows), left = start(from.cols, cols);
    const arma::Cube<Real> middle =
        image.subcube(top, left, 0, arma::size(rows, cols, from.channels));
    return {arma::vectorise(middle), to};
}

Photograph imagenet_crop(const Photograph& photograph)
{
    constexpr Index side = 256, kept = 224;
    const Index rows = photograph.shape.rows, cols = photograph.shape.cols;
    const Index shorter = std::min(rows, cols);
    return centre_crop(resized(photograph, side * rows / shorter, side * cols / shorter), kept,
                       kept);
}

Photograph imagenet_standardised(const Photograph& photograph)
{
    constexpr std::array mean{0.485, 0.456, 0.406}, deviation{0.229, 0.224, 0.225};
    if (photograph.shape.channels != 3)
        throw ShapeError("imagenet_standardised: " + to_string(photograph.shape) +
                         " has not the three channels of a photograph");
    Photograph result = photograph;
    const Index plane = photograph.shape.rows * photograph.shape.cols;
    for (Index channel = 0; channel < 3; ++channel) {
        const Index first = channel * plane, last = first + plane - 1;
        result.x.rows(first, last) -= static_cast<Real>(mean[channel]);
        result.x.rows(first, last) /= static_cast<Real>(deviation[channel]);
    }
    return result;
}

} // namespace descente
