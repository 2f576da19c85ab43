#include "rival.hpp"

#include "nn/layers.hpp"

namespace lab14 {

std::vector<Index> sizes_of_rival(Index parameters, Index inputs, Index hidden, Index outputs)
{
    const auto off_by = [&](Index width) {
        const std::vector<Index> sizes = layer_sizes(inputs, hidden, width, outputs);
        Index count = 0;
        for (std::size_t i = 1; i < sizes.size(); ++i) count += (sizes[i - 1] + 1) * sizes[i];
        return count > parameters ? count - parameters : parameters - count;
    };
    Index width = 1;
    while (hidden > 0 && off_by(width + 1) < off_by(width)) ++width;
    return layer_sizes(inputs, hidden, width, outputs);
}

} // namespace lab14
