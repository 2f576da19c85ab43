#include "plot/text.hpp"

#include <algorithm>
#include <boost/algorithm/string/replace.hpp>
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

// Of DejaVu Sans, in hundredths of its size: width, letters, width, letters, …
const char* const sans_widths =
    R"(23 ′ 27 ' 28 ijlîï 29 IJÎÏ 32 ,.·‘’ 34 /:;\| 35 f 36 - 37 ″ 38 ᵀ 39 ()[]t
    40 !²³¹⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉ 41 r 46 " 50 *_`°–‖† 52 sz“”∂ 53 ?⁺⁻ 54 ε 55 cç 56 LΓ 58 Fk
    59 vxyγκλς 60 Pπτ 61 TYao«»àâäôöδθ 62 eèéêë 63 ESbdghnpquÈÉÊËùûüΣηρσ 64 $0123456789{}µβμ√
    66 Kαφψ 67 ∇∑ 68 AVÀÂΔΛ 69 BRXZ 70 CÇ 73 UÙÛÜ 75 HN 76 Ω 77 DG 78 & 79 OQÔΘΦΨ 82 w 83 ∞
    84 #+<=>^~±×÷ω←↑→↓−≈≠≤≥✕ 86 M 87 ∈● 95 % 97 m½ 98 æ 99 W 100 @—… 102 œ 107 Œ)";

std::map<std::string, double> letter_widths()
{
    std::map<std::string, double> widths = {{" ", 0.32}, {"\u00a0", 0.32}, {"\u202f", 0.2}};
    std::istringstream table(sans_widths);
    for (auto [width, letters] = std::pair(0, std::string()); table >> width >> letters;)
        for (const std::string& letter : utf8_letters(letters)) widths[letter] = width / 100.0;
    return widths;
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

std::string one_line(std::string text)
{
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 32 || c == 127) c = ' ';
    return text;
}

std::string quoted(const std::string& text)
{
    return "'" + boost::replace_all_copy(one_line(text), "'", "''") + "'";
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
    static const std::map<std::string, double> widths = letter_widths();
    double width = 0;
    for (const std::string& letter : utf8_letters(text)) {
        const auto found = widths.find(letter);
        width += found == widths.end() ? 0.63 : found->second;
    }
    return width;
}

std::size_t letter_count(const std::string& text) { return utf8_letters(text).size(); }

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
