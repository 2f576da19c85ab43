// The numbers of a Figure as text, for other programs to read: .tsv.
#pragma once

#include "lab/figure.hpp"

namespace descente {

/// Every series, tab-separated: # lines name figure, panel, series and columns; two blank lines
/// part the series (gnuplot's `index`). Numbers have the fewest digits that read back exactly.
std::string figure_table(const Figure& figure, const Text& footer, const std::string& file,
                         Language language);

} // namespace descente
