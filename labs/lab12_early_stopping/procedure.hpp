// The slide that sums up learning with early stopping, line by line, each with the code that does
// it. The code is quoted as it stands in the source, so that a test notices when it moves.
#pragma once

#include "base/text.hpp"

#include <string>
#include <vector>

namespace descente {

struct QuotedCode {
    std::string code, file; ///< white space apart, as in the file (from the top folder)
    Text remark = {};       ///< what the slide does not say
};
struct ProcedureLine {
    int depth = 0; ///< of its indentation on the slide
    Text slide;
    std::vector<QuotedCode> quoted = {};
};

const std::vector<ProcedureLine>& learning_procedure();

/// The lines one below the other, under each the code and its file.
Text procedure_listing();

} // namespace descente
