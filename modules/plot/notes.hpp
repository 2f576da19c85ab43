// Notes in a panel: shaded ranges, guide lines, arrows, marked points and divergence, with labels
// that keep off the curves.
#pragma once

#include "plot/commands.hpp"
#include "plot/room.hpp"

namespace descente {

void draw_notes(Commands& commands, const View& view, FreeRoom& room, double points);

} // namespace descente
