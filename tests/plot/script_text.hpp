// The script of a figure as text, for tests that look for commands in it.
#pragma once

#include "plot/script.hpp"

inline std::string script_of(const descente::Figure& figure,
                             descente::Language language = descente::Language())
{
    return descente::figure_script(figure, tr("seed {}", 1),
                                   {.file = "lab99_x",
                                    .size = "16:9",
                                    .theme = "light",
                                    .language = language,
                                    .style = "# style\n"});
}

inline bool has(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}
