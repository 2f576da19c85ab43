#include "plot/text.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>
#include <string_view>

namespace descente {

namespace {

std::vector<std::string> utf8_letters(const std::string& text)
{
    std::vector<std::string> letters;
    for (const char byte : text)
        if ((static_cast<unsigned char>(byte) & 0xC0) == 0x80 && !letters.empty())
            letters.back() += byte;
        else
            letters.emplace_back(1, byte);
    return letters;
}

/// Breaks at the space nearest to an even share, into at most `count` lines.
std::vector<std::string> broken(const std::string& text, std::size_t count)
{
    std::vector<std::string> lines;
    std::string rest = text;
    for (; count > 1; --count) {
        const double share = text_width(rest) / static_cast<double>(count);
        std::size_t best = std::string::npos;
        double error = 0;
        for (std::size_t at = rest.find(' '); at != std::string::npos;
             at = rest.find(' ', at + 1)) {
            const double miss = std::abs(text_width(rest.substr(0, at)) - share);
            if (best == std::string::npos || miss < error) best = at, error = miss;
        }
        if (best == std::string::npos) break;
        lines.push_back(rest.substr(0, best));
        rest = rest.substr(best + 1);
    }
    lines.push_back(rest);
    return lines;
}

// Letter, meaning, letter, meaning, …
const char* const latex_text = R"(\ \textbackslash{} { \{ } \} $ \$ & \& # \# % \% _ \_
    ^ \textasciicircum{} ~ \textasciitilde{} … \dots{})";
const char* const latex_mathematics = R"(< < > > | | − - × \times ÷ \div · \cdot ± \pm
    ≤ \le ≥ \ge ≈ \approx ≠ \ne → \to ← \leftarrow ↑ \uparrow ↓ \downarrow √ \surd ∑ \sum ∈ \in
    ‖ \| ✕ \times ∇ \nabla ∂ \partial ∞ \infty Δ \Delta Σ \Sigma Ω \Omega
    α \alpha β \beta γ \gamma δ \delta ε \varepsilon η \eta θ \theta κ \kappa λ \lambda μ \mu
    µ \mu ν \nu π \pi ρ \rho σ \sigma τ \tau φ \varphi ω \omega
    ⁰ ^0 ¹ ^1 ² ^2 ³ ^3 ⁴ ^4 ⁵ ^5 ⁶ ^6 ⁷ ^7 ⁸ ^8 ⁹ ^9 ⁻ ^- ⁺ ^+ ᵀ ^T
    ₀ _0 ₁ _1 ₂ _2 ₃ _3 ₄ _4 ₅ _5 ₆ _6 ₇ _7 ₈ _8 ₉ _9 ₖ _k ᵢ _i ⱼ _j ₙ _n ₜ _t)";

std::map<std::string, std::string> latex_meanings()
{
    std::map<std::string, std::string> meanings;
    std::string letter, meaning;
    std::istringstream text(latex_text), mathematics(latex_mathematics);
    while (text >> letter >> meaning) meanings[letter] = meaning;
    while (mathematics >> letter >> meaning) meanings[letter] = "$" + meaning + "$";
    return meanings;
}

} // namespace

std::string quoted(const std::string& text)
{
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'')
            out += "''";
        else
            out += static_cast<unsigned char>(c) < 32 || c == 127 ? ' ' : c;
    }
    return out + "'";
}

std::string latex_escaped(const std::string& text)
{
    static const std::map<std::string, std::string> meanings = latex_meanings();
    std::string out;
    for (const std::string& letter : utf8_letters(text)) {
        const auto found = meanings.find(letter);
        out += found == meanings.end() ? letter : found->second;
    }
    return out;
}

double text_width(const std::string& text)
{
    double width = 0;
    for (const std::string& letter : utf8_letters(text)) {
        const auto in = [&](std::string_view letters) {
            return letters.find(letter) != std::string_view::npos;
        };
        if (in("ijl'"))
            width += 0.28;
        else if (in("I|!.,:;()[]{} f/\\"))
            width += 0.37;
        else if (in("tr\"-¹²³⁰⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉·’"))
            width += 0.43;
        else if (in("mMwW%@—…→←∑"))
            width += 0.95;
        else if (in("ABCDEFGHJKLNOPQRSTUVXYZ"))
            width += 0.73;
        else if (in("=+<>~≈≤≥±×÷−∞"))
            width += 0.84;
        else
            width += 0.63;
    }
    return width;
}

double Fitted::width() const
{
    double widest = 0;
    for (const std::string& line : lines) widest = std::max(widest, text_width(line));
    return widest * px();
}

Fitted fitted(const std::string& text, double width, double points, std::size_t most_lines)
{
    if (text.empty()) return {};
    Fitted fit;
    for (const double smallest : {0.85, 0.6}) {
        for (std::size_t count = 1; count <= most_lines; ++count) {
            fit = {broken(text, count), points};
            if (fit.width() > width)
                fit.points = std::max(points * smallest, points * width / fit.width());
            if (fit.width() <= width * 1.001) return fit;
        }
    }
    fit.points *= width / fit.width();
    return fit;
}

} // namespace descente
