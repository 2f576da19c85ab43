// How the classifiers of images that are compared with one another are trained and tested.
#pragma once

#include "io/readers.hpp"
#include "nn/layers.hpp"
#include "train/fit.hpp"

#include <array>
#include <limits>
#include <memory>

namespace descente {

/// Standardised, all three, with the mean and the deviation of the training part.
struct ImageParts {
    Dataset training, validation, test;
    Real black = 0; ///< what a pixel of 0 became
};

/// The first `samples` of all.training (or as many as there are), a twelfth of them for validation,
/// and the first `tests` of all.test.
ImageParts image_parts(const TrainTest& all, Index samples, Index tests, Rng& rng);

/// Looks at the costs in each epoch of train_image_net.
inline const int looks_per_epoch = 2;

/// What one training leaves behind; infinite where it did not get to.
struct ImageRun {
    /// [training, validation][look]: mean cost, and accuracy in %. The training samples looked at
    /// are as many as the validation samples, in evaluation mode like those.
    std::array<std::vector<double>, 2> cost, accuracy;
    std::vector<double> error; ///< test_errors, where somebody asked for them
    std::shared_ptr<Sequential> net;

    double validation_cost() const ///< at the end
    {
        return cost[1].empty() ? std::numeric_limits<double>::infinity() : cost[1].back();
    }
};

/// SGD with momentum 0.9, minibatches of 64; α rises to `highest_rate` in a tenth of the steps and
/// falls to 0 as a cosine.
ImageRun train_image_net(Sequential net, const ImageParts& parts, double highest_rate, long epochs,
                         const Rng& rng);

/// Errors (%) on the test images shifted by 0, 1, … `most` pixels, a quarter of them each way.
std::vector<double> test_errors(Module& net, const ImageParts& parts, int most);

/// The recipe for the highest accuracy: minibatches of 128, α (highest 1) as above, weight decay
/// 0.0005, images moved by up to 2 pixels. Continues from `checkpoint` and leaves one there (see
/// FitOptions); the validation set is measured after each epoch, and chooses nothing.
History train_to_the_limit(Module& net, const ImageParts& parts, long epochs,
                           const std::filesystem::path& checkpoint,
                           const std::function<void(const Progress&)>& after_epoch, const Rng& rng);

} // namespace descente
