// The data sets that the program knows by their content, whatever their folder is called.
#pragma once

#include "base/text.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace descente {

struct KnownSet {
    std::string name; ///< of --dataset and datasets/fetch
    Text title;       ///< what figures say
    std::vector<Text> classes;
    std::vector<std::string> files; ///< as datasets/checksums lists them
    /// CRC-32 of each file, uncompressed: those of zlib, so that no other library is needed. They
    /// tell a copy from other data, not from a forgery.
    std::vector<std::uint32_t> checksums;
};

const std::vector<KnownSet>& known_sets();

} // namespace descente
