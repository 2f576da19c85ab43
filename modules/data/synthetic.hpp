// Data made on the spot, for pictures in the plane and for machines without any data file.
#pragma once

#include "data/dataset.hpp"

namespace descente {

/// Interleaved spirals of 1¼ turns, out to radius 3; 2 × n, any first part of them balanced.
Dataset spirals(Index n, Index classes, double noise, Rng& rng);

/// Ten drawn glyphs (strokes, arcs, crosses) on 28×28, each with random shift, slant, thickness
/// and noise: a stand-in that needs no file. Deterministic for a given rng.
/// The set is named "drawn glyphs"; where load_dataset falls back on it, "drawn glyphs (no data
/// set found)".
Split glyphs(Index training_size, Index test_size, Rng& rng);

} // namespace descente
