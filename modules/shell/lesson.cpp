#include "shell/lesson.hpp"

#include "base/error.hpp"

#include <fstream>

namespace descente {

std::string lesson_of(const std::filesystem::path& source)
{
    std::ifstream stream(source);
    std::string lesson;
    bool inside = false;
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("// ----")) inside = line.starts_with("// ---- the slide");
        if (inside) lesson += line + "\n";
    }
    if (lesson.empty())
        throw DataError(tr("--lesson: {} is not here or has no part about the slide; run the lab "
                           "where its sources are",
                           source.string()));
    return lesson;
}

std::filesystem::path source_of(const std::string& lab, const std::filesystem::path& top)
{
    std::error_code none;
    for (const auto& folder : std::filesystem::directory_iterator(top / "labs", none))
        if (folder.path().filename().string().starts_with(lab + "_"))
            return folder.path() / (lab + ".cpp");
    return {};
}

} // namespace descente
