#include "plot/render_check.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace descente {

std::vector<std::string> render_faults(const std::vector<PlacedText>& texts, double least)
{
    std::vector<std::string> faults;
    const auto report = [&](std::string fault) { // once, though every frame of a film has it
        if (std::find(faults.begin(), faults.end(), fault) == faults.end())
            faults.push_back(std::move(fault));
    };
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto& [text, rect, within, points, hides_data, frame] = texts[i];
        const double slack = 0.1 * points * px_per_point; // the air around letters
        if (points * px_per_point < least - 0.01)
            report(fmt::format("'{}' is {:.1f} px high", text, points * px_per_point));
        if (rect.left < within.left - slack || rect.right > within.right + slack ||
            rect.bottom < within.bottom - slack || rect.top > within.top + slack)
            report(fmt::format("'{}' leaves its panel", text));
        if (hides_data) report(fmt::format("'{}' hides data", text));
        const Rect core{rect.left + slack, rect.bottom + slack, rect.right - slack,
                        rect.top - slack};
        for (std::size_t j = 0; j < i; ++j)
            if (frame == texts[j].frame && core.overlaps(texts[j].rect))
                report(fmt::format("'{}' touches '{}'", text, texts[j].text));
    }
    return faults;
}

bool fits(const Figure& figure, const std::vector<PlacedText>& texts, const std::string& size)
{
    const double least = least_points(size);
    return !size.starts_with("half") ||
           (figure.frames().back().size() <= 6 &&
            std::none_of(texts.begin(), texts.end(),
                         [&](const PlacedText& text) { return text.points < least - 0.01; }));
}

} // namespace descente
