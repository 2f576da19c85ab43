// Planes of an image (each contiguous) and the same numbers with the channels side by side, a place
// after the other: the form in which the inner loops of convolution take and leave them.
#pragma once

#include "kernels/vector.hpp"

namespace descente {

/// place-by-place: target[place · width + c] = planes[c · plane + place] for `places` places and
/// `channels` ≤ width channels; the lanes beyond them become 0. `width` is a multiple of `lanes`.
void planes_to_places(const Real* planes, Index plane, Index channels, Index places, Real* target,
                      Index width);
/// The way back, into planes; lanes beyond `channels` are dropped.
void places_to_planes(const Real* source, Index width, Index places, Real* planes, Index plane,
                      Index channels);

} // namespace descente
