// The table of a model: layers, shapes, parameters, multiply-accumulates.
#pragma once

#include "base/text.hpp"
#include "nn/module.hpp"

namespace descente {

struct Summary {
    std::vector<LayerInfo> rows;
    Index parameters = 0;
    std::uint64_t macs = 0; ///< for one sample, forward
};

/// Throws ShapeError when the layers do not fit one another.
Summary summarise(Module& net, const Shape& input);
inline Summary summarise(Module&& net, const Shape& input) { return summarise(net, input); }

/// The summary as a table for a terminal, one line a layer and a total.
std::string to_string(const Summary& summary, const Language& language);

} // namespace descente
