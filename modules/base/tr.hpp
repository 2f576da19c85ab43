// English in the code; the catalogue of the language puts other words in its place. A stub: the
// English is used for every language until the catalogues are there.
#pragma once

#include "base/text.hpp"

namespace descente {

/// The text with its {} places filled as fmt does; {:.2Lf} and {:L} take the decimal mark of the
/// language. The tools that collect texts know it by its name.
template <class... Values>
Text tr(const char* english, const Values&... values)
{
    return text(english, english, values...);
}

} // namespace descente
