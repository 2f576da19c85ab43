#include "plot/text.hpp"

#include <algorithm>
#include <boost/algorithm/string/replace.hpp>
#include <cmath>
#include <map>
#include <regex>
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

/// May a line end at this space? In French it stands before ; : ! ? % and inside « »; what a sign =
/// joins stays together.
bool breaks_at(const std::string& text, std::size_t space)
{
    const std::string_view after = std::string_view(text).substr(space + 1),
                           before = std::string_view(text).substr(0, space);
    return after.find_first_of(";:!?%·=") != 0 && !after.starts_with("»") &&
           !before.ends_with("«") && !before.ends_with("=");
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
            if (!breaks_at(rest, at)) continue;
            double miss = std::abs(text_width(rest.substr(0, at)) - share);
            if (at > 0 && rest[at - 1] == ';') miss *= 0.3; // where a sentence rests
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
    R"(17 ₗ 18 ᵢⱼ 23 ′ 26 ᵣ 27 ' 28 ijlîï 29 IJÎÏ 32 ,.·‘’ 30 ₜ 34 /:;\| 35 f 36 - 37 ″ₛ 38 ᵀ 39 ()[]t
    40 ₙ!²³¹⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉ₐ 41 rₒₕᵤ 42 ₑᵥ 43 ₖₚ 44 ₓ 46 " 50 *_`°–‖† 52 sz“”∂ 53 ?⁺⁻ 54 ε 55 cç 56 LΓ 58 Fk
    59 vxyγκλς 60 Pπτ 61 TYao«»àâäôöδθ 62 eèéêëₘ 63 ESbdghnpquÈÉÊËùûüΣηρσ 64 $0123456789{}µβμ√
    66 Kαφψ 67 ∇∑ 68 AVÀÂΔΛ 69 BRXZ 70 CÇ 73 UÙÛÜ 75 HN 76 Ω 77 DG 78 & 79 OQÔΘΦΨ 82 w 83 ∞
    84 #+<=>^~±×÷ω←↑→↓−≈≠≤≥✓✗✕ 86 M 87 ∈● 95 % 97 m½ 98 æ 99 W 100 @—… 102 œ 107 Œ)";

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
    ‖ \| ✕ \times ✗ \times ✓ \surd ∇ \nabla ∂ \partial ∞ \infty Δ \Delta Σ \Sigma Ω \Omega
    α \alpha β \beta γ \gamma δ \delta ε \varepsilon η \eta θ \theta κ \kappa λ \lambda μ \mu
    µ \mu ν \nu π \pi ρ \rho σ \sigma τ \tau φ \varphi ω \omega
    ⁰ ^0 ¹ ^1 ² ^2 ³ ^3 ⁴ ^4 ⁵ ^5 ⁶ ^6 ⁷ ^7 ⁸ ^8 ⁹ ^9 ⁻ ^- ⁺ ^+ ᵀ ^T
    ₀ _0 ₁ _1 ₂ _2 ₃ _3 ₄ _4 ₅ _5 ₆ _6 ₇ _7 ₈ _8 ₉ _9 ₐ _a ₑ _e ₕ _h ᵢ _i ⱼ _j ₖ _k ₗ _l ₘ _m ₙ _n ₒ _o ₚ _p ᵣ _r
    ₛ _s ₜ _t ᵤ _u ᵥ _v ₓ _x)";

std::map<std::string, std::string> latex_meanings()
{
    std::map<std::string, std::string> meanings{{"\u202f", "\\,"}, {"\u00a0", "~"}};
    std::string letter, meaning;
    std::istringstream text(latex_text), mathematics(latex_mathematics);
    while (text >> letter >> meaning) meanings[letter] = meaning;
    while (mathematics >> letter >> meaning) meanings[letter] = "$" + meaning + "$";
    return meanings;
}

/// Letters below the line, or as they are after `otherwise` when one of them has no such form.
std::string lowered(const std::string& otherwise, const std::string& letters)
{
    static const std::string all = "aehijklmnoprstuvx0123456789";
    static const std::vector<std::string> low = utf8_letters("ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ₀₁₂₃₄₅₆₇₈₉");
    std::string out;
    for (const char letter : letters) {
        const std::size_t at = all.find(letter);
        if (at == std::string::npos) return otherwise + letters;
        out += low[at];
    }
    return out;
}

} // namespace

std::string one_line(std::string text)
{
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 32 || c == 127) c = ' ';
    return text;
}

std::string raised(const std::string& digits)
{
    static const char* const high[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string out;
    for (const char c : digits) out += c == '-' ? "⁻" : high[c - '0'];
    return out;
}

std::string typeset(const std::string& text)
{
    // A number's front, sign and exponent; a name and what stands below its line; a minus.
    static const std::regex power(R"((^|[^0-9.,])1e([-+]?)0*([0-9]+)|([0-9])e([-+]?)0*([0-9]+))"),
        index(R"(_(max|min|in|out|train|[a-z0-9])\b|(λ)(max|min)\b)"),
        minus("(^|[^-A-Za-z0-9_)])-(?=[0-9])");
    const auto replaced = [](const std::string& in, const std::regex& what, const auto& by) {
        std::string out;
        auto last = in.cbegin();
        for (std::sregex_iterator one(in.begin(), in.end(), what), end; one != end; ++one) {
            out.append(last, (*one)[0].first) += by(*one);
            last = (*one)[0].second;
        }
        return out.append(last, in.cend());
    };
    std::string out = text;
    if (out.find('e') != std::string::npos)
        out = replaced(out, power, [](const std::smatch& m) {
            const auto sign = [](const std::string& s) { return s == "-" ? "-" : ""; };
            return m[4].matched ? m[4].str() + "·10" + raised(sign(m[5]) + m[6].str())
                                : m[1].str() + "10" + raised(sign(m[2]) + m[3].str());
        });
    if (out.find_first_of("_\xce") != std::string::npos)
        out = replaced(out, index, [](const std::smatch& m) {
            return m[1].matched ? lowered("_", m[1]) : "λ" + lowered("", m[3]);
        });
    if (out.find('-') != std::string::npos)
        out = replaced(out, minus, [](const std::smatch& m) { return m[1].str() + "−"; });
    return out;
}

std::string quoted(const std::string& text)
{
    // (gnuplot reads the two quotes at the start of '''t Hooft' as an empty string.)
    const std::string line = one_line(text);
    const std::size_t first = std::min(line.find_first_not_of('\''), line.size());
    const std::string start = first == 0 ? "" : '"' + line.substr(0, first) + "\".";
    return start + "'" + boost::replace_all_copy(line.substr(first), "'", "''") + "'";
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

double Fitted::width() const
{
    double widest = 0;
    for (const std::string& line : lines) widest = std::max(widest, text_width(line));
    return widest * px();
}

Fitted fitted(const std::string& text, double width, double points, std::size_t most_lines,
              double least)
{
    if (text.empty()) return {};
    Fitted fit;
    for (const double smallest : {0.85, 0.6}) {
        for (std::size_t count = 1; count <= most_lines; ++count) {
            fit = {broken(text, count), points};
            if (fit.width() > width)
                fit.points = std::max({points * smallest, points * width / fit.width(), least});
            if (fit.width() <= width * 1.001) return fit;
        }
    }
    fit.points = std::max(fit.points * width / fit.width(), least);
    return fit;
}

} // namespace descente
