#include "evidence.hpp"

#include "images.hpp"

#include <algorithm>

namespace lab14 {

std::string rival_in(const Study& study)
{
    const auto cost = [&](const Compared& method) {
        return study.of(method.name.english(), "validation cost").median;
    };
    const auto& all = study.methods();
    return std::ranges::min_element(all.begin() + 1, all.end(), {}, cost)->name.english();
}

Evidence on_shifted_images(const Study& study, const std::string& a, const std::string& b)
{
    std::vector<Versus> moved;
    for (int pixels = 1; pixels <= most_shift; ++pixels)
        moved.push_back({verbatim("{} px", pixels), study.of(a, error_at(pixels)),
                         study.of(b, error_at(pixels))});
    return lower(tr("test error"), moved, tr(" points"));
}

Evidence reached(double goal, const Spread& accuracy)
{
    const auto runs = std::ranges::count_if(accuracy.values, [&](double a) { return a >= goal; });
    return {outcome_of(int(runs), int(accuracy.values.size())),
            tr("{:.2Lf} % ({:.2Lf} to {:.2Lf})", accuracy.median, accuracy.low, accuracy.high),
            {{"test accuracy", accuracy}}};
}

} // namespace lab14
