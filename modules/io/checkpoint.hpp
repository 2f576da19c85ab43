// Checkpoints: everything a run needs to continue with the very same numbers.
//
// File: "DESCENTE", format version, bytes of a number, payload length, CRC-32 of the payload, then
// the payload (Boost.Serialization). Header and checksum are verified before anything is
// deserialised, and the file appears under its name only when complete.
#pragma once

#include "base/rng.hpp"
#include "base/text.hpp"
#include "nn/module.hpp"
#include "optim/optimizers.hpp"

#include <filesystem>

namespace descente {

/// What a run is of: the name and the value of everything that decides its numbers, such as "seed".
using Experiment = std::vector<std::pair<Text, std::string>>;

struct Training {
    Module& net;
    Optimizer& optimizer;
    Rng& rng;
    long step = 0;          ///< schedule position: minibatches done
    std::string noted = {}; ///< what the run has noted so far, as the run itself writes it
    Experiment experiment = {};
};

/// Writes atomically (a temporary file in the same folder, then a rename). DataError when the
/// folder cannot be written or the disk is full; the old checkpoint then stays as it was.
void save_checkpoint(const std::filesystem::path& file, const Training& training);

/// Fills `training` from the file. DataError, one line, when it is truncated, foreign, of another
/// version or precision, damaged, of another experiment (the line says what differs), or of a
/// network with other tensors; nothing is changed then.
void load_checkpoint(const std::filesystem::path& file, Training& training);

} // namespace descente
