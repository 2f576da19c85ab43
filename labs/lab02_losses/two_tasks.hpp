// One network with two tasks, a class and an angle: what it minimises, and what each task loses.
#pragma once

#include "plot/figure.hpp"
#include "train/compare.hpp"

namespace lab02 {
using namespace descente;

/// What a network with two tasks minimises: of_class · l_class + λ · l_angle.
struct Task {
    Text name;
    double of_class, lambda;
};
/// Each task alone, then both with each λ.
std::vector<Task> tasks(const Numbers& lambdas);
/// "accuracy" (%) against "angle error" (°) of each task.
Figure joint_figure(const Study& study, const Numbers& lambdas);
/// Is there a λ with which neither task loses more than a point of accuracy, or 10 % of the error
/// of the angle, against being learned alone?
Evidence one_lambda(const Study& study, const Numbers& lambdas);
/// The same in an answer: 0 there is, 1 there is none, 2 at the best λ both tasks gain.
std::size_t serves_both(const Study& study, const Numbers& lambdas);

} // namespace lab02
