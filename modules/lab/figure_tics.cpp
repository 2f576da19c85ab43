#include "lab/figure_tics.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace descente {

namespace {

constexpr double slack = 1e-9; // of roundings

std::string power_of_ten(int n)
{
    static const char* const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string out = n < 0 ? "10⁻" : "10";
    for (const char c : std::to_string(std::abs(n))) out += digits[c - '0'];
    return out;
}

int exponent_of(double v) { return static_cast<int>(std::floor(std::log10(v) + slack)); }

std::string fixed(double v, int decimals, Language language)
{
    if (std::abs(v) < 0.5 * std::pow(10, -decimals)) v = 0; // no "-0"
    return fmt::format(language.number_format(), "{:.{}Lf}", v, decimals);
}

std::vector<Tic> power_tics(double low, double high, int most)
{
    std::vector<Tic> tics;
    const int first = exponent_of(low), last = exponent_of(high);
    const int step = (last - first + most - 1) / most;
    for (int e = first; e <= last; ++e)
        for (int m = 1; m <= 9; ++m) {
            const double at = m * std::pow(10, e);
            if (at < low * (1 - slack) || at > high * (1 + slack)) continue;
            if (m == 1)
                tics.push_back({at, e % step == 0 ? power_of_ten(e) : ""});
            else if (last - first <= 7)
                tics.push_back({at, ""});
        }
    return tics;
}

/// Nothing when no choice of digits gives two to `most` labels.
std::vector<Tic> few_decades_tics(double low, double high, int most, Language language)
{
    for (const char* const digits : {"125", "13", "1"}) {
        std::vector<Tic> tics;
        int labelled = 0;
        for (int e = exponent_of(low); e <= exponent_of(high); ++e)
            for (int m = 1; m <= 9; ++m) {
                const double at = m * std::pow(10, e);
                if (at < low * (1 - slack) || at > high * (1 + slack)) continue;
                const bool named =
                    std::string(digits).find(static_cast<char>('0' + m)) != std::string::npos;
                labelled += named;
                tics.push_back({at, named ? short_number(at, language) : ""});
            }
        if (labelled >= 2 && labelled <= most) return tics;
    }
    return {};
}

} // namespace

void Range::add(double v, Scale scale)
{
    if (!std::isfinite(v) || (scale == Scale::logarithmic && v <= 0)) return;
    if (!(low <= v)) low = v;
    if (!(high >= v)) high = v;
}

void Range::add(const Numbers& values, Scale scale)
{
    for (const double v : values) add(v, scale);
}

double Range::share(double v, Scale scale) const
{
    if (!std::isfinite(v)) return not_a_number;
    if (scale == Scale::linear) return (v - low) / (high - low);
    return v > 0 ? std::log(v / low) / std::log(high / low) : not_a_number;
}

Range Range::padded(Scale scale, double margin, bool keep_low, bool keep_high) const
{
    if (scale == Scale::logarithmic) {
        if (empty()) return {0.1, 10};
        if (low == high) return {low / 3, high * 3};
        const double factor = std::pow(high / low, margin);
        return {keep_low ? low : low / factor, keep_high ? high : high * factor};
    }
    if (empty()) return {0, 1};
    if (low == high) {
        const double half = low == 0 ? 1 : 0.5 * std::abs(low);
        return {low - half, high + half};
    }
    const double pad = margin * (high - low);
    return {keep_low ? low : low - pad, keep_high ? high : high + pad};
}

std::string data_number(double v) { return std::isfinite(v) ? fmt::format("{}", v) : "NaN"; }

std::string short_number(double v, Language language, int digits)
{
    if (!std::isfinite(v)) return "";
    if (v == 0) return "0";
    const double size = std::abs(v);
    if (size >= 1e5 || size < 1e-3) {
        const int exponent = exponent_of(size);
        const std::string front =
            fmt::format(language.number_format(), "{:.2Lg}", v / std::pow(10, exponent));
        return front == "1" ? power_of_ten(exponent) : front + "·" + power_of_ten(exponent);
    }
    if (v == std::round(v) || size >= std::pow(10, digits)) return fmt::format("{:.0f}", v);
    return fmt::format(language.number_format(), "{:.{}Lg}", v, digits);
}

std::vector<Tic> axis_tics(double low, double high, Scale scale, int most, Language language)
{
    most = std::max(most, 2);
    if (scale == Scale::logarithmic && high > 1000 * low) return power_tics(low, high, most);
    if (scale == Scale::logarithmic) {
        if (std::vector<Tic> tics = few_decades_tics(low, high, most, language); !tics.empty())
            return tics;
        if (high > 99 * low) return power_tics(low, high, most); // room for a few tics only
        // else the range is narrow: as on a linear axis
    }

    const double rough = (high - low) / most;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    double step = 10 * power;
    int minor = 2;
    for (const int m : {5, 2, 1})
        if (m * power >= rough * (1 - slack)) step = m * power, minor = m == 5 ? 5 : 2;
    const double largest = std::max(std::abs(low), std::abs(high));
    const int exponent = largest >= 1e5 || largest < 1e-2 ? exponent_of(largest) : 0;
    const double unit = std::pow(10, exponent);
    const int decimals = std::max(0, -exponent_of(step / unit));
    const double sub = step / minor;
    std::vector<Tic> tics;
    for (auto k = static_cast<long>(std::ceil(low / sub - 1e-6));
         static_cast<double>(k) * sub <= high + sub * 1e-6; ++k) {
        const double at = static_cast<double>(k) * sub;
        std::string label;
        if (k % minor == 0) {
            label = k == 0 ? "0" : fixed(at / unit, decimals, language);
            if (exponent != 0 && k != 0) label += "·" + power_of_ten(exponent);
        }
        tics.push_back({at, label});
    }
    return tics;
}

} // namespace descente
