#include "data/scramble.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <vector>

namespace descente {

namespace {

// The pixels of one image, each of its planes, in the order given.
void reorder(Dataset& images, Index image, const arma::uvec& order)
{
    const Column before = images.x.col(image);
    for (Index channel = 0; channel < images.shape.channels; ++channel)
        for (Index i = 0; i < order.n_elem; ++i)
            images.x(channel * order.n_elem + i, image) = before[channel * order.n_elem + order[i]];
}

Index pixels(const Dataset& images) { return images.shape.rows * images.shape.cols; }

} // namespace

void shuffle_pixels(Dataset& images, const arma::uvec& order)
{
    std::vector<bool> used(pixels(images), false);
    for (const Index pixel : order)
        if (pixel < used.size()) used[pixel] = true;
    if (order.n_elem != used.size() || std::find(used.begin(), used.end(), false) != used.end())
        throw ShapeError(
            fmt::format("shuffle_pixels: the order is no permutation of {} pixels", used.size()));
    for (Index n = 0; n < images.size(); ++n) reorder(images, n, order);
}

void shuffle_each_image(Dataset& images, Rng& rng)
{
    for (Index n = 0; n < images.size(); ++n) reorder(images, n, rng.permutation(pixels(images)));
}

void replace_by_noise(Dataset& images, Rng& rng)
{
    const Standardiser all = standardiser_of(images.x);
    images.x = rng.normal_matrix(images.x.n_rows, images.x.n_cols, static_cast<double>(all.mean),
                                 static_cast<double>(all.deviation));
}

TrainTest randomised(const TrainTest& data, double random_labels, Pixels pixels, Rng rng)
{
    TrainTest result = data;
    Labels& labels = result.training.labels;
    labels = corrupted(labels, random_labels, data.training.class_count(), rng);
    const arma::uvec order = rng.permutation(data.training.shape.rows * data.training.shape.cols);
    for (Dataset* part : {&result.training, &result.test}) {
        if (pixels == Pixels::one_shuffle) shuffle_pixels(*part, order);
        if (pixels == Pixels::shuffled_each) shuffle_each_image(*part, rng);
        if (pixels == Pixels::noise) replace_by_noise(*part, rng);
    }
    return result;
}

} // namespace descente
