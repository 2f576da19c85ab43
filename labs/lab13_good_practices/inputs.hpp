// The inputs of lab 13 on three scales, and a whole training with one of them.
#pragma once

#include "data/dataset.hpp"
#include "train/compare.hpp"

namespace lab13 {
using namespace descente;

struct Inputs {
    Text name; ///< their range
    Split data;
};
struct Data {
    Inputs raw, from_0_to_1, standardised;
};
/// One of them, whatever data a run draws.
struct Scale {
    Text name;
    Inputs Data::*inputs;
};
std::vector<Scale> scales_of(const Data& data);
/// So many training samples, and a quarter as many for validation, three times: from 0 to 255, from
/// 0 to 1, and with mean 0 and deviation 1 in the training part.
Data three_scales(const Dataset& all, Index samples, Rng& rng);

/// The right program, with new minibatches. Watched every so many updates, the rate rises to
/// `highest` and falls along half a cosine; 0: not watched, the rate is constant.
Run train(const Inputs& inputs, double highest, long batch, long epochs, long watched_every,
          Rng rng);

/// Where an α stands in the grid of a sweep. Throws ShapeError where it does not.
std::size_t place_of(double alpha, const Study& sweep);
/// "validation cost" of the runs at the α with this place, in a sweep.
Spread validation_cost(const Compared& scale, std::size_t place);
/// For each scale, the place of the α with the lowest median of the validation cost.
std::vector<std::size_t> best_places(const Study& sweep);
/// The scale with the lowest validation cost, each at its place; as many as there are scales when
/// the runs do not tell.
std::size_t lowest_scale(const Study& sweep, const std::vector<std::size_t>& places);
/// Has the scale "standardised" a lower validation cost than each other one, at these places?
Evidence standardised_lowest(const Study& sweep, const std::vector<std::size_t>& places);

} // namespace lab13
