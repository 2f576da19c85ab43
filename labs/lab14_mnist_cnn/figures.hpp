// The figures of lab 14.
#pragma once

#include "data/dataset.hpp"
#include "mistakes.hpp"
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

/// Test accuracy against the shift of the test images, of every method.
Figure shifts_figure(const Text& title, const Study& study);

/// One long training on that set: its validation error (%) after each epoch, and its test error.
Figure long_run_figure(const Text& set, const Run& run, double test_error);

/// The confusion matrix as a heat map with its numbers, a row a true class (from the top), a column
/// a predicted one; 0 is left grey, and colours are logarithmic, so that few mistakes show beside
/// many right answers. Throws ShapeError when names and table differ in size.
Figure confusion_figure(const std::string& name, const arma::umat& table,
                        const std::vector<Text>& classes);

/// The samples of these mistakes, in their order, `columns` a row: true class → predicted class and
/// the probability the network gave it. `data` is the set the mistakes were made on; the title says
/// on how many it was wrong (`wrong`).
Figure mistakes_figure(const std::string& name, const std::vector<Mistake>& mistakes, Index wrong,
                       const Dataset& data, Index columns);

/// confusion and mistakes of a network on test images; their names begin with `prefix`, and `whose`
/// network it is stands below.
std::vector<Figure> mistake_figures(const std::string& prefix, Sequential& net, const Dataset& test,
                                    const Text& whose);

/// Each image (a column of x) and what the network makes of it after each of `layers` (places in
/// the net, from 0) that gives images: a panel a layer, a small image a channel.
Figure feature_maps_figure(Sequential& net, const Matrix& x, const Shape& image,
                           const std::vector<Index>& layers);
/// The filters of the first layer (of images with one channel), and the maps of both convolutions.
std::vector<Figure> inside_figures(Sequential& cnn, const Dataset& test, const Text& whose);

} // namespace lab14
