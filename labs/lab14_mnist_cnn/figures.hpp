// The figures of lab 14.
#pragma once

#include "data/dataset.hpp"
#include "nn/layers.hpp"
#include "plot/figure.hpp"
#include "train/compare.hpp"

namespace lab14 {
using namespace descente;

/// The layers of the first two, one beside the other.
Figure network_figure(const std::vector<Text>& names, std::vector<Sequential>& nets,
                      const Shape& image);

/// Cost and accuracy on training and validation samples against epochs, of the methods `shown`;
/// each has the colour of its place in the study.
Figure learning_figure(const Text& title, const Study& study,
                       const std::vector<std::string>& shown);

/// The filters of the first convolution (one image channel), for the live board; of a net without
/// one, nothing.
void add_filters(Figure& board, Sequential& net);

/// Test accuracy against the shift of the test images, of every method; the title tells `told`.
Figure shifts_figure(const Text& title, const Study& study, const std::vector<std::string>& told);

/// One long training on that set: its validation error (%) after each epoch, and its test error.
Figure long_run_figure(const Text& set, const Run& run, double test_error);

/// `confusion`, the confusion matrix, and `mistakes`, the worst of them where there are any, of a
/// network on test images; their names begin with `prefix`.
std::vector<Figure> mistake_figures(const std::string& prefix, Sequential& net, const Dataset& test,
                                    std::uint64_t seed);

/// The same of the lab's CNN, then its filters (of images with one channel), and what its two
/// convolutions make of the first images.
std::vector<Figure> inside_figures(Sequential& cnn, const Dataset& test, std::uint64_t seed);

} // namespace lab14
