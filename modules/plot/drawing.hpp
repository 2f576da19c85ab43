// Series become plots: fields first, then bands, then lines, for what is drawn last is seen.
// Images and graphs, which have no axes, are in figure_pictures.hpp.
#pragma once

#include "plot/commands.hpp"

namespace descente {

void draw_series(Commands& commands, const View& view, double points);

} // namespace descente
