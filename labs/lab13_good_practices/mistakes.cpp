#include "mistakes.hpp"

#include <cmath>

namespace lab13 {

std::vector<Mistake> mistakes(Index classes, double alpha)
{
    using enum Planted;
    const double sure = std::exp(1) / (std::exp(1) + double(classes) - 1); // softmax of a 1
    return {
        {nothing, tr("no mistake"), "-", tr("the cost falls to zero"), tr("none needed")},
        {shifted_labels, tr("labels shifted by one"),
         "label = (label + 1) % training.class_count()",
         tr("the cost falls to zero, so the check is blind to it; but the pictures have wrong "
            "names, and the validation cost rises far above ln {}",
            classes),
         tr("look at samples with their labels, and at validation")},
        {double_softmax, tr("softmax twice"), "net.add(softmax_layer())",
         tr("no probability exceeds e/(e + {}) = {:.2Lf}, so the cost stays above {:.2Lf}",
            classes - 1, sure, -std::log(sure)),
         tr("give the cost the scores: it holds the softmax")},
        {no_reset, tr("gradient not reset"), "if (planted != no_reset) optimizer.zero_grad();",
         tr("the cost jumps and ends near ln {} or above; gradient norms grow and stay large, W "
            "grows without end, ReLU units die",
            classes),
         tr("zero_grad() before each backward()")},
        {raw_pixels, tr("inputs from 0 to 255"),
         "planted == raw_pixels ? data.raw : data.standardised",
         tr("input values up to 255; the first updates are huge and kill the ReLU units"),
         tr("standardise with the mean and deviation of the training set")},
        {huge_rate, tr("learning rate × 1000"),
         "planted == huge_rate ? 1000 * knob::alpha : knob::alpha",
         tr("α = {:Lg}; updates larger than the weights; the cost diverges within a few updates",
            1000 * alpha),
         tr("try learning rates (lab 04)")},
        {last_relu, tr("ReLU after the last layer"), "net.add(relu_layer())",
         tr("a third ReLU layer; an image whose own score is 0 gets no gradient, so its "
            "probability stays near 1/{} (lower edge of the band) and the cost is flat above zero",
            classes),
         tr("no activation after the last layer")},
        {all_zero, tr("all parameters start at 0"), "init = zeros",
         tr("W and its gradients stay 0: only the last biases learn, how frequent each class is"),
         tr("Kaiming's initialisation (lab 07)")},
        {buried, tr("biases start at −10"), "b.fill(-10)",
         tr("all ReLU units are dead from the first look, so gradients are 0 though W is not"),
         tr("Kaiming's initialisation (lab 07)")},
        {other_batches, tr("a new minibatch each time"), "batch = steps.minibatch(now.k + 1)",
         tr("the cost is noisy and falls like that of validation: a training, not the check"),
         tr("draw the minibatch once")},
        {augmented, tr("augmentation left on"), "augment(x, training.shape, 2, rng)",
         tr("the cost is noisy and stays above zero"), tr("switch off all that is random")}};
}

Text revealed(const Mistake& mistake)
{
    return tr("Planted: {}\n  line:   {}\n  seen:   {}\n  remedy: {}", mistake.name, mistake.line,
              mistake.seen, mistake.remedy);
}

} // namespace lab13
