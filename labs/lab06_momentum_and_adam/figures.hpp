// The figures of lab 06.
#pragma once

#include "plot/figure.hpp"
#include "ravine.hpp"
#include "train/compare.hpp"

namespace lab06 {
using namespace descente;

/// A panel for the exact gradient and one for the noisy one, 80 updates of each ball.
Figure ravine_figure(const Text& title, const Ravine& ravine, const std::vector<Ball>& exact,
                     const std::vector<Ball>& noisy);
/// The same balls on the way, in so many frames.
Figure film(const Ravine& ravine, const std::vector<Ball>& balls, long frames);
/// How fast each α and β is, and where it ends under noise; above the limit a ball diverges.
Figure rate_map(const Ravine& ravine, const MoverOf& ball, double noise, const Rng& rng);
/// A column for each |Ω|: costs on their way to the target, and how many updates each α needed.
Figure training_figure(const std::vector<std::pair<Text, Study>>& studies, double target,
                       Outcome claim);
/// Costs, and the sizes of the last step.
Figure deep_figure(const Study& study);
/// The first updates of two rules, at the α in the middle and at the others.
Figure first_updates_figure(const Study& sweep, const Text& variant);

} // namespace lab06
