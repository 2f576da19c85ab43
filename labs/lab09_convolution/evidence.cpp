#include "evidence.hpp"

#include "studies.hpp"

#include <algorithm>
#include <cmath>

namespace lab09 {

namespace {

const double rounding = 1e-5; // sums in another order differ by less, relatively

// Of all seeds, the differences after shifts of first, first + step, … pixels.
Spread after(const Study& shifts, const std::string& map, std::size_t first, std::size_t step)
{
    std::vector<double> all;
    for (const Run& run : shifts[map].runs)
        for (std::size_t d = first; d < run.kept("difference").size(); d += step)
            all.push_back(run.kept("difference")[d]);
    return spread(all);
}

} // namespace

Evidence same_as_its_matrix(const Study& compared)
{
    const Spread matrix = compared.of("convolution", "matrix");
    return {outcome_of(matrix.high < rounding, 1),
            tr("its matrix and b give the same within {:.1Lg}", matrix.high),
            {{"matrix", matrix}}};
}

Evidence far_fewer(const Costs& slide)
{
    const auto& [general, filter] = slide;
    const double fewer = general.parameters / filter.parameters, less = general.macs / filter.macs;
    return {outcome_of((fewer > 1000) + (less > 1000), 2),
            tr("{:.0Lf} parameters and {:.1Lf} · 10⁶ multiply-adds: {:.1Lf} · 10⁹ and {:.0Lf} "
               "times fewer",
               filter.parameters, filter.macs / 1e6, fewer / 1e9, less),
            {}};
}

Evidence four_terabytes(const Cost& general)
{
    const double weights = general.macs, tera = 4 * weights / 1e12; // a weight a multiply-add
    return {outcome_of((tera >= 1 && tera < 10) + (std::round(tera) == 4), 2),
            tr("{:.0Lf} weights: {:.2Lf} TB = {:.2Lf} TiB; the slide rounds n to 10⁶", weights,
               tera, 4 * weights / std::pow(2, 40)),
            {}};
}

Evidence cross_correlation(const Study& compared)
{
    const Spread sum = compared.of("convolution", "formula"),
                 turned = compared.of("convolution", "kernel turned"),
                 as_is = compared.of("convolution", "true convolution");
    const int same = (sum.high < rounding) + (turned.high < rounding);
    return {outcome_of(same + (as_is.low > 0.01), 3),
            tr("the slide's sum within {:.1Lg}; a true convolution is {:.0Lf} % off, with its "
               "kernel turned {:.1Lg}",
               sum.high, 100 * as_is.median, turned.high),
            {{"true convolution", as_is}, {"kernel turned", turned}}};
}

Evidence follows(const Study& shifts)
{
    const Spread plain = after(shifts, "stride 1, no padding", 1, 1),
                 general = after(shifts, "general affine map", 1, 1);
    return {outcome_of((plain.high < rounding) + (general.low > 0.1), 2),
            tr("the output is off by {:.1Lg}; that of a general map by {:.2Lf}", plain.high,
               general.low),
            {{"stride 1", plain}, {"general map", general}}};
}

Evidence follows_by_strides(const Study& shifts, Index stride)
{
    const std::string strided = tr("stride {}", stride).english();
    std::vector<double> others; // shifts that it does not divide
    for (Index first = 1; first < stride; ++first)
        for (const double one : after(shifts, strided, first, stride).values) others.push_back(one);
    const Spread whole = after(shifts, strided, stride, stride), rest = spread(others),
                 padded = after(shifts, "zero padding", 1, 1);
    const int held = (whole.high < rounding) + (rest.high < rounding) + (padded.high < rounding);
    return {
        outcome_of(held, 3),
        tr("stride {}: {:.2Lf} off, {:.1Lg} where it divides the shift; padding: {:.2Lf} off",
           stride, rest.median, whole.high, padded.median),
        {{strided + ", divided", whole}, {strided + ", others", rest}, {"zero padding", padded}}};
}

std::size_t followers(const Study& shifts)
{
    return std::size_t(std::ranges::count_if(shifts.methods(), [&](const Compared& map) {
        return map.name.english() != "general affine map" &&
               after(shifts, map.name.english(), 1, 1).high < rounding;
    }));
}

std::size_t prefix_of(double bytes) { return (bytes >= 1e9) + (bytes >= 1e12) + (bytes >= 1e15); }

Evidence keeps_its_size(const Study& signals)
{
    const Spread mlp = signals.of("MLP", "growth"), wrong = signals.of("CNN, n_in = C", "growth"),
                 cnn = signals.of("CNN, n_in = C · kh · kw", "growth");
    return {within(tr("growth"), cnn, 0.5, 2).outcome,
            tr("10 layers: signal × {:.2Lf} (MLP {:.2Lf}), × {:.2Lg} with n_in = C", cnn.median,
               mlp.median, wrong.median),
            {{"CNN", cnn}, {"MLP", mlp}, {"n_in = C", wrong}}};
}

} // namespace lab09
