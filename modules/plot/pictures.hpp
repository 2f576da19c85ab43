// What fills a panel without axes: grids of little images, the computation graph, diagrams. All are
// placed by pixels of the page. The places of the graph's boxes were chosen by Panel::graph.
#pragma once

#include "plot/commands.hpp"

namespace descente {

void draw_images(Commands& commands, const View& view, const ImageSeries& images, double points);
void draw_graph(Commands& commands, const View& view, const GraphSeries& graph, double points);
void draw_diagram(Commands& commands, const View& view, const GraphSeries& diagram, double points);

} // namespace descente
