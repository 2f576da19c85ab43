// Classifiers of images as figures: how they learned, what shifts of the image do to them, which
// classes they take for which, their worst mistakes, and what their layers make of an image.
#pragma once

#include "data/dataset.hpp"
#include "image_study.hpp"
#include "mistakes.hpp"
#include "plot/figure.hpp"

namespace descente {

/// Cost and accuracy on training and validation samples against epochs, of the kinds of network
/// `shown`; runs[kind][seed], and names and colours by kind.
Figure learning_figure(const Text& title, const std::vector<Text>& names,
                       const std::vector<std::vector<ImageRun>>& runs,
                       const std::vector<std::size_t>& shown);

/// Test accuracy against the shift of the test images, of every kind of network.
Figure shifts_figure(const Text& title, const std::vector<Text>& names,
                     const std::vector<std::vector<ImageRun>>& runs);

/// One long training: its validation error (%) after each epoch, and at the end its test error.
Figure long_run_figure(const Text& title, const History& history, double test_error);

/// The confusion matrix as a heat map with its numbers, a row a true class (from the top), a column
/// a predicted one; 0 is left grey, and colours are logarithmic, so that few mistakes show beside
/// many right answers. Throws ShapeError when names and table differ in size.
Figure confusion_figure(const std::string& name, const arma::umat& table,
                        const std::vector<Text>& classes);

/// The samples of these mistakes, in their order, `columns` a row: true class → predicted class and
/// the probability the network gave it. `data` is the set the mistakes were made on; its first
/// three words say on how many it was wrong (`wrong`).
Figure mistakes_figure(const std::string& name, const std::vector<Mistake>& mistakes, Index wrong,
                       const Dataset& data, Index columns);

/// Each image (a column of x) and what the network makes of it after each of `layers` (places in
/// the net, from 0) that gives images: a panel a layer, a small image a channel.
Figure feature_maps_figure(const std::string& name, Sequential& net, const Matrix& x,
                           const Shape& image, const std::vector<Index>& layers);

} // namespace descente
