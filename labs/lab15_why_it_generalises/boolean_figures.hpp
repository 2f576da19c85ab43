// How the figures about random Boolean functions are drawn; what is drawn of them is in
// train/boolean_functions. All functions have 7 bits: their truth tables are images of 8 × 16.
#pragma once

#include "boolean_functions.hpp"
#include "plot/figure.hpp"

namespace descente {

inline const Text networks_name = tr("random networks");
inline const Text chance_name = tr("uniform chance");

/// Eight truth tables of networks, from the most frequent to rank 3000 (or the last), and eight of
/// chance.
Figure tables_figure(const std::vector<DrawnFunction>& networks,
                     const std::vector<DrawnFunction>& chance);
/// P against K of the functions drawn twice or more (a point for each pair that occurs), and the
/// most probable function of each K.
Figure complexity_figure(const std::vector<DrawnFunction>& networks);
/// The share of the draws that each K gets, a line a kind of draw.
Figure draws_figure(const std::vector<std::pair<Text, const std::vector<DrawnFunction>*>>& kinds);
/// P against rank, beside Zipf's law with the constant of Valle-Pérez et al., and beside as many
/// draws by chance, where no function would come twice.
Figure ranks_figure(const std::vector<DrawnFunction>& networks);

} // namespace descente
