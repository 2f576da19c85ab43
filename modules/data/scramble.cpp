#include "data/scramble.hpp"

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

} // namespace

Split randomised(const Split& data, double random_labels, Pixels pixels, Rng rng)
{
    Split result = data;
    Labels& labels = result.training.labels;
    labels = corrupted(labels, random_labels, data.training.class_count(), rng);
    const Index plane = data.training.shape.rows * data.training.shape.cols;
    const arma::uvec order = rng.permutation(plane);
    for (Dataset* part : {&result.training, &result.test}) {
        if (pixels == Pixels::noise) {
            const Standardiser all = standardiser_of(part->x);
            part->x = rng.normal_matrix(part->x.n_rows, part->x.n_cols, double{all.mean},
                                        double{all.deviation});
        } else if (pixels != Pixels::as_they_are) {
            for (Index n = 0; n < part->size(); ++n)
                reorder(*part, n, pixels == Pixels::one_shuffle ? order : rng.permutation(plane));
        }
    }
    return result;
}

} // namespace descente
