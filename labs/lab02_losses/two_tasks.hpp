// One network with two tasks, a class and an angle: what it minimises, and what each task loses.
#pragma once

#include "nn/layers.hpp"
#include "plot/figure.hpp"
#include "rotated.hpp"
#include "train/compare.hpp"

namespace lab02 {
using namespace descente;

/// What a network with two tasks minimises: of_class · l_class + λ · l_angle.
struct Task {
    Text name;
    double of_class, lambda;
};
/// Each task alone, then both with each λ, in ascending order.
std::vector<Task> tasks(Numbers lambdas);
/// The sum of both costs, as the lab writes it.
using CombinedCost = Var (*)(const Var& l_class, double lambda, const Var& l_angle);
/// A score a class, then the angle.
Sequential for_two_tasks(const Dataset& data, Rng& rng);
Run learn_two_tasks(const Task& task, const Rotated& data, CombinedCost cost, const Rng& rng);
/// Of one part ("validation", "test"), what the network answers, a score a class and the angle:
/// "… accuracy" (%) and "… angle error" (°, the mean).
void note_answers(Run& run, const std::string& part, Module& net, const Turned& data);

/// The λ with which the worse off of the two tasks loses least on the validation part: a point of
/// accuracy weighs as much as 10 % of the angle's error.
double chosen_lambda(const Study& study, const Numbers& lambdas);
/// Does that λ, on the test part, lose no more than 2 points of accuracy and 20 % of the angle's
/// error against each task alone?
Evidence serves_both(const Study& study, double lambda);
/// The same in an answer: 0 it does, 1 it does not, 2 both tasks gain, 3 the runs do not tell.
std::size_t what_it_does(const Study& study, double lambda);
/// As λ grows, do accuracy and the angle's error both fall?
Evidence trades(const Study& study, const Numbers& lambdas);

/// "test accuracy" against "test angle error": the front along λ, and each task alone.
Figure joint_figure(const Study& study, const Numbers& lambdas, double chosen);

} // namespace lab02
