#include "lab/figure_script.hpp"

#include "kernels/error.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <unordered_map>

namespace descente {

namespace {

constexpr double px_per_point = 4.0 / 3; // of the cairo terminals
constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

// ---- text ----

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

bool one_of(const std::string& letter, const char* letters)
{
    return letter.size() == 1 ? std::string(letters).find(letter) != std::string::npos
                              : std::string(letters).find(letter) != std::string::npos;
}

/// A text broken into lines and shrunk until it fits.
struct Fitted {
    std::vector<std::string> lines;
    double points = 0;

    double px() const { return points * px_per_point; }
    double height() const { return static_cast<double>(lines.size()) * px() * 1.25; }
    double width() const
    {
        double widest = 0;
        for (const std::string& line : lines) widest = std::max(widest, text_width(line));
        return widest * px();
    }
};

/// Breaks at the space nearest to an even share, into `count` lines.
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

Fitted fitted(const std::string& text, double width, double points, std::size_t most_lines)
{
    Fitted fit;
    if (text.empty()) return fit;
    fit = {{text}, points};
    // A little smaller on one line first, then more lines, then smaller still.
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

// ---- numbers ----

/// The fewest digits that read back exactly. gnuplot has no infinity in data: a break.
std::string number(double v) { return std::isfinite(v) ? fmt::format("{}", v) : "NaN"; }

std::string superscript(int n)
{
    static const char* const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string out = n < 0 ? "⁻" : "";
    for (const char c : std::to_string(std::abs(n))) out += digits[c - '0'];
    return out;
}

std::string fixed(double v, int decimals, Language language)
{
    if (std::abs(v) < 0.5 * std::pow(10, -decimals)) v = 0; // no "-0"
    return fmt::format(number_format(language), "{:.{}Lf}", v, decimals);
}

/// A value for reading: at most 3 significant digits, as on a tic or in a cell.
std::string short_number(double v, Language language, int digits = 3)
{
    if (!std::isfinite(v)) return "";
    if (v == 0) return "0";
    const double size = std::abs(v);
    if (size >= 1e5 || size < 1e-3) {
        int exponent = static_cast<int>(std::floor(std::log10(size) + 1e-9));
        const double mantissa = v / std::pow(10, exponent);
        const std::string power = "10" + superscript(exponent);
        const std::string front = fmt::format(number_format(language), "{:.2Lg}", mantissa);
        return front == "1" ? power : front + "·" + power;
    }
    if (v == std::round(v)) return fmt::format("{:.0f}", v);
    return fmt::format(number_format(language), "{:.{}Lg}", v, digits);
}

bool evenly_spaced(const Numbers& v, bool logarithmic)
{
    if (v.size() < 2) return v.size() == 1 && (!logarithmic || v[0] > 0);
    const auto place = [&](std::size_t i) { return logarithmic ? std::log(v[i]) : v[i]; };
    if (logarithmic && *std::min_element(v.begin(), v.end()) <= 0) return false;
    const double step = (place(v.size() - 1) - place(0)) / static_cast<double>(v.size() - 1);
    for (std::size_t i = 0; i < v.size(); ++i)
        if (!(std::abs(place(i) - place(0) - step * static_cast<double>(i)) <=
              0.02 * std::abs(step)))
            return false;
    return step != 0;
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
    static const std::map<std::string, std::string> meaning = {{"\\", "\\textbackslash{}"},
                                                               {"{", "\\{"},
                                                               {"}", "\\}"},
                                                               {"$", "\\$"},
                                                               {"&", "\\&"},
                                                               {"#", "\\#"},
                                                               {"%", "\\%"},
                                                               {"_", "\\_"},
                                                               {"^", "\\textasciicircum{}"},
                                                               {"~", "\\textasciitilde{}"},
                                                               {"<", "$<$"},
                                                               {">", "$>$"},
                                                               {"|", "$|$"},
                                                               {"α", "$\\alpha$"},
                                                               {"β", "$\\beta$"},
                                                               {"γ", "$\\gamma$"},
                                                               {"δ", "$\\delta$"},
                                                               {"ε", "$\\varepsilon$"},
                                                               {"η", "$\\eta$"},
                                                               {"θ", "$\\theta$"},
                                                               {"κ", "$\\kappa$"},
                                                               {"λ", "$\\lambda$"},
                                                               {"μ", "$\\mu$"},
                                                               {"µ", "$\\mu$"},
                                                               {"ν", "$\\nu$"},
                                                               {"π", "$\\pi$"},
                                                               {"ρ", "$\\rho$"},
                                                               {"σ", "$\\sigma$"},
                                                               {"τ", "$\\tau$"},
                                                               {"φ", "$\\varphi$"},
                                                               {"ω", "$\\omega$"},
                                                               {"Δ", "$\\Delta$"},
                                                               {"Σ", "$\\Sigma$"},
                                                               {"Ω", "$\\Omega$"},
                                                               {"∇", "$\\nabla$"},
                                                               {"∂", "$\\partial$"},
                                                               {"∞", "$\\infty$"},
                                                               {"×", "$\\times$"},
                                                               {"÷", "$\\div$"},
                                                               {"·", "$\\cdot$"},
                                                               {"±", "$\\pm$"},
                                                               {"−", "$-$"},
                                                               {"≤", "$\\le$"},
                                                               {"≥", "$\\ge$"},
                                                               {"≈", "$\\approx$"},
                                                               {"≠", "$\\ne$"},
                                                               {"→", "$\\to$"},
                                                               {"←", "$\\leftarrow$"},
                                                               {"↑", "$\\uparrow$"},
                                                               {"↓", "$\\downarrow$"},
                                                               {"√", "$\\surd$"},
                                                               {"∑", "$\\sum$"},
                                                               {"∈", "$\\in$"},
                                                               {"‖", "$\\|$"},
                                                               {"✕", "$\\times$"},
                                                               {"ᵀ", "$^T$"},
                                                               {"⁰", "$^0$"},
                                                               {"¹", "$^1$"},
                                                               {"²", "$^2$"},
                                                               {"³", "$^3$"},
                                                               {"⁴", "$^4$"},
                                                               {"⁵", "$^5$"},
                                                               {"⁶", "$^6$"},
                                                               {"⁷", "$^7$"},
                                                               {"⁸", "$^8$"},
                                                               {"⁹", "$^9$"},
                                                               {"⁻", "$^-$"},
                                                               {"⁺", "$^+$"},
                                                               {"₀", "$_0$"},
                                                               {"₁", "$_1$"},
                                                               {"₂", "$_2$"},
                                                               {"₃", "$_3$"},
                                                               {"₄", "$_4$"},
                                                               {"₅", "$_5$"},
                                                               {"₆", "$_6$"},
                                                               {"₇", "$_7$"},
                                                               {"₈", "$_8$"},
                                                               {"₉", "$_9$"},
                                                               {"ₖ", "$_k$"},
                                                               {"ᵢ", "$_i$"},
                                                               {"ⱼ", "$_j$"},
                                                               {"ₙ", "$_n$"},
                                                               {"ₜ", "$_t$"},
                                                               {"…", "\\dots{}"}};
    std::string out;
    for (const std::string& letter : utf8_letters(text)) {
        const auto found = meaning.find(letter);
        out += found == meaning.end() ? letter : found->second;
    }
    return out;
}

std::array<int, 2> pixel_size(const std::string& size)
{
    if (size == "4:3") return {1440, 1080};
    if (size == "half") return {960, 1080};
    return {1920, 1080};
}

double text_width(const std::string& text)
{
    double width = 0;
    for (const std::string& c : utf8_letters(text)) {
        if (one_of(c, "iljI|!.,:;'()[]{} f/\\"))
            width += one_of(c, "ijl'") ? 0.28 : 0.37;
        else if (one_of(c, "tr\"-¹²³⁰⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉·’"))
            width += 0.43;
        else if (one_of(c, "mMwW%@—…→←∑"))
            width += 0.95;
        else if (c.size() == 1 && c[0] >= 'A' && c[0] <= 'Z')
            width += 0.73;
        else if (one_of(c, "=+<>~≈≤≥±×÷−∞"))
            width += 0.84;
        else
            width += 0.63;
    }
    return width;
}

std::vector<Tic> axis_tics(double low, double high, Scale scale, int most, Language language)
{
    most = std::max(most, 2);
    std::vector<Tic> tics;
    const double slack = 1e-9;
    if (scale == Scale::logarithmic && low > 0) {
        const double log_low = std::log10(low), log_high = std::log10(high);
        const int first = static_cast<int>(std::ceil(log_low - slack)),
                  last = static_cast<int>(std::floor(log_high + slack));
        const int decades = last - first + 1;
        if (decades >= 3 || (decades == 2 && most < 5)) {
            const int step = (decades + most - 1) / most;
            for (int e = first - 1; e <= last; ++e) {
                const double power = std::pow(10, e);
                if (e >= first)
                    tics.push_back(
                        {power, (e % step + step) % step == 0 ? "10" + superscript(e) : ""});
                if (decades > 7) continue;
                for (int m = 2; m <= 9; ++m)
                    if (m * power >= low && m * power <= high) tics.push_back({m * power, ""});
            }
            return tics;
        }
        // Less than three decades: 1, 2, 5 times a power of ten, with plain numbers.
        std::size_t labelled = 0;
        for (int e = first - 1; e <= last; ++e)
            for (int m = 1; m <= 9; ++m) {
                const double at = m * std::pow(10, e);
                if (at < low * (1 - slack) || at > high * (1 + slack)) continue;
                const bool named = m == 1 || ((m == 2 || m == 5) && most >= 4);
                labelled += named;
                tics.push_back({at, named ? short_number(at, language) : ""});
            }
        if (labelled >= 2) return tics;
        tics.clear(); // a narrow range: as on a linear axis
    }
    const double rough = (high - low) / most;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    double step = 10 * power;
    int minor = 2;
    for (const double m : {1.0, 2.0, 5.0})
        if (m * power >= rough * (1 - slack)) {
            step = m * power;
            minor = m == 5 ? 5 : 2;
            break;
        }
    const double largest = std::max(std::abs(low), std::abs(high));
    int exponent = 0;
    if (largest >= 1e5 || largest < 1e-2)
        exponent = static_cast<int>(std::floor(std::log10(largest) + slack));
    const double unit = std::pow(10, exponent);
    const int decimals =
        std::max(0, -static_cast<int>(std::floor(std::log10(step / unit) + slack)));
    const double sub = step / minor;
    for (auto k = static_cast<long>(std::ceil(low / sub - 1e-6));
         static_cast<double>(k) * sub <= high + sub * 1e-6; ++k) {
        const double at = static_cast<double>(k) * sub;
        if (k % minor != 0) {
            tics.push_back({at, ""});
            continue;
        }
        std::string label = fixed(at / unit, decimals, language);
        if (exponent != 0 && k != 0) label += "·10" + superscript(exponent);
        tics.push_back({k == 0 ? 0 : at, k == 0 ? "0" : label});
    }
    return tics;
}

namespace {

// ---- the page ----

struct Range {
    double low = nan_value, high = nan_value;

    bool empty() const { return !(low <= high); }
    void add(double v, Scale scale)
    {
        if (!std::isfinite(v) || (scale == Scale::logarithmic && v <= 0)) return;
        if (!(low <= v)) low = v;
        if (!(high >= v)) high = v;
    }
};

struct Rect { // pixels from the lower left corner of the page
    double left = 0, bottom = 0, right = 0, top = 0;

    double width() const { return right - left; }
    double height() const { return top - bottom; }
    bool overlaps(const Rect& o) const
    {
        return left < o.right && o.left < right && bottom < o.top && o.bottom < top;
    }
    bool holds(double x, double y) const
    {
        return x >= left && x <= right && y >= bottom && y <= top;
    }
};

/// Everything decided about one panel before it is written.
struct View {
    const PanelParts* panel = nullptr;
    Range x, y;
    Rect rect; // the axes
    std::vector<Tic> x_tics, y_tics, colour_tics;
    Range colour;
    Fitted title, x_label, y_label;
    double x_tic_points = 0, x_tic_angle = 0;
    const HeatSeries* heat = nullptr;
    bool has_data = false;
    bool x_cells = false, y_cells = false; // heat map by cell number instead of by value
    std::string legend;                    // "", or where the key stands
    std::size_t key_rows = 0;              // above the axes
    double key_width = 0;

    double px(double v) const { return along(v, x, panel->x_scale, rect.left, rect.right, false); }
    double py(double v) const
    {
        return along(v, y, panel->y_scale, rect.bottom, rect.top, panel->y_downwards);
    }

  private:
    static double along(double v, const Range& range, Scale scale, double from, double to,
                        bool reversed)
    {
        const bool logarithmic = scale == Scale::logarithmic;
        if (!std::isfinite(v) || (logarithmic && v <= 0)) return nan_value;
        double t = logarithmic ? std::log(v / range.low) / std::log(range.high / range.low)
                               : (v - range.low) / (range.high - range.low);
        if (reversed) t = 1 - t;
        return from + t * (to - from);
    }
};

/// Where the edges of heat map cells lie: half-way between centres.
Numbers cell_edges(const Numbers& at, bool logarithmic)
{
    const std::size_t n = at.size();
    Numbers centre(n), edges(n + 1);
    for (std::size_t i = 0; i < n; ++i) centre[i] = logarithmic ? std::log(at[i]) : at[i];
    for (std::size_t i = 1; i < n; ++i) edges[i] = 0.5 * (centre[i - 1] + centre[i]);
    const double half = n > 1 ? 0.5 : 0.5;
    edges[0] = n > 1 ? centre[0] - half * (centre[1] - centre[0]) : centre[0] - half;
    edges[n] = n > 1 ? centre[n - 1] + half * (centre[n - 1] - centre[n - 2]) : centre[0] + half;
    if (logarithmic)
        for (double& e : edges) e = std::exp(e);
    return edges;
}

Numbers counted(std::size_t n)
{
    Numbers v(n);
    for (std::size_t i = 0; i < n; ++i) v[i] = static_cast<double>(i);
    return v;
}

class Page {
  public:
    Page(const Figure& figure, const Text& footer, const ScriptOptions& options)
        : figure_(figure), footer_(footer), options_(options), language_(options.language)
    {
        const auto [w, h] = pixel_size(options.size);
        width_ = w, height_ = h;
    }

    std::string script();

  private:
    // Layout.
    void lay_out(const std::deque<Panel>& frame, std::vector<View>& views);
    void set_ranges(View& view, std::size_t index);
    void add_extent(const PanelParts& panel, const View& view, Range& x, Range& y) const;
    void set_tics(View& view, double width, double height);
    void place_legend(View& view);
    void place_panels(std::vector<View>& views);
    std::vector<Text> labels_of(const PanelParts& panel) const;
    std::vector<std::array<double, 2>> drawn_points(const View& view) const;

    // Writing.
    std::string say(const Text& text) const { return text.in(language_); }
    std::string str(const std::string& text) const
    {
        return quoted(options_.latex ? latex_escaped(text) : text);
    }
    std::string str(const Fitted& fit) const
    {
        std::string out;
        for (const std::string& line : fit.lines)
            out += (out.empty() ? "" : ".\"\\n\".") + str(line);
        return out.empty() ? "''" : out;
    }
    std::string font(double points) const { return fmt::format("font ',{:.4g}'", points); }
    std::string label_of(const Text& text) const
    {
        return text.empty() ? "notitle" : "title " + str(say(text));
    }
    std::string look_of(const Look& look) const;
    std::string data(const std::string& rows);
    template <class... Args>
    void put(fmt::format_string<Args...> pattern, Args&&... args)
    {
        fmt::format_to(std::back_inserter(body_), pattern, std::forward<Args>(args)...);
    }
    void write_frame(std::vector<View>& views);
    void write_panel(const View& view);
    void write_shared_legend(const View& view);
    void write_tics(const View& view);
    void write_marks(const View& view);
    void write_series(const View& view);
    void write_graph(const View& view, const GraphSeries& graph);
    void write_images(const View& view, const ImageSeries& images);
    void add_plot(const std::string& plot) { plots_.push_back(plot); }
    void place_label(const View& view, const std::string& text, double x, double y,
                     const std::string& colour,
                     const std::vector<std::array<double, 2>>& candidates);

    const Figure& figure_;
    const Text& footer_;
    const ScriptOptions& options_;
    Language language_;
    double width_ = 0, height_ = 0;
    double points_ = 28;
    int rows_ = 1, columns_ = 1;
    bool shared_legend_ = false;
    double grid_top_ = 0, grid_bottom_ = 0;
    Fitted title_, footnote_;
    std::vector<std::string> legends_; // where each panel's key stands, the same in all frames

    std::string data_;                                    // all blocks
    std::string body_;                                    // all commands
    std::unordered_map<std::string, std::string> blocks_; // text of a block → its name
    std::vector<std::string> plots_;                      // of the panel being written
    std::vector<Rect> taken_;                // by labels and key of the panel being written
    std::vector<std::array<double, 2>> ink_; // points its series pass through
};

// ---- layout ----

std::vector<Text> Page::labels_of(const PanelParts& panel) const
{
    std::vector<Text> labels;
    for (const Series& series : panel.series)
        std::visit(
            [&](const auto& s) {
                if constexpr (requires { s.look; })
                    if (!s.label.empty()) labels.push_back(s.label);
            },
            series);
    return labels;
}

void Page::add_extent(const PanelParts& panel, const View& view, Range& x, Range& y) const
{
    const Scale sx = panel.x_scale, sy = panel.y_scale;
    const auto add_x = [&](const Numbers& v) {
        for (const double n : v) x.add(n, sx);
    };
    const auto add_y = [&](const Numbers& v) {
        for (const double n : v) y.add(n, sy);
    };
    // A field (heat map, contours) is the view; trajectories on it may leave it.
    bool field = false;
    for (const Series& series : panel.series) {
        if (const auto* heat = std::get_if<HeatSeries>(&series)) {
            add_x(view.x_cells ? Numbers{-0.5, static_cast<double>(heat->x.size()) - 0.5}
                               : cell_edges(heat->x, sx == Scale::logarithmic));
            add_y(view.y_cells ? Numbers{-0.5, static_cast<double>(heat->y.size()) - 0.5}
                               : cell_edges(heat->y, sy == Scale::logarithmic));
            field = true;
        }
        if (const auto* contour = std::get_if<ContourSeries>(&series)) {
            add_x(contour->x), add_y(contour->y);
            field = true;
        }
    }
    if (field) return;
    double first_values = 0; // the largest value any line starts from
    for (const Series& series : panel.series) {
        if (const auto* s = std::get_if<LineSeries>(&series)) {
            add_x(s->x), add_y(s->y);
            if (!s->y.empty() && std::isfinite(s->y[0]))
                first_values = std::max(first_values, std::abs(s->y[0]));
        }
        if (const auto* s = std::get_if<BandSeries>(&series)) {
            add_x(s->x), add_y(s->low), add_y(s->middle), add_y(s->high);
            if (!s->high.empty() && std::isfinite(s->high[0]))
                first_values = std::max(first_values, std::abs(s->high[0]));
        }
        if (const auto* s = std::get_if<PointSeries>(&series)) {
            add_x(s->x), add_y(s->y);
        }
        if (const auto* s = std::get_if<ErrorSeries>(&series)) {
            add_x(s->x), add_y(s->low), add_y(s->middle), add_y(s->high);
        }
        if (const auto* s = std::get_if<BarSeries>(&series)) {
            const auto n = static_cast<double>(std::max(s->height.size(), panel.x_names.size()));
            x.add(-0.6, sx), x.add(n - 0.4, sx);
            add_y(s->height), add_y(s->low), add_y(s->high);
            y.add(0, sy);
        }
        if (const auto* s = std::get_if<HistogramSeries>(&series)) {
            add_x(s->edges), add_y(s->counts);
            y.add(0, sy);
        }
    }
    // A cost on its way to infinity must not flatten all other curves.
    const bool diverges = std::any_of(panel.marks.begin(), panel.marks.end(),
                                      [](const Mark& m) { return m.diverged; });
    if (diverges && first_values > 0 && !y.empty()) {
        const double limit = first_values * (sy == Scale::logarithmic ? 1000 : 3);
        y.high = std::min(y.high, std::max(limit, y.low));
    }
    for (const Mark& m : panel.marks) {
        x.add(m.x, sx);
        if (!m.diverged) y.add(m.y, sy);
    }
    for (const Segment& a : panel.arrows)
        x.add(a.x1, sx), x.add(a.x2, sx), y.add(a.y1, sy), y.add(a.y2, sy);
    for (const Guide& g : panel.guides)
        if (g.vertical)
            x.add(g.at, sx);
        else
            y.add(g.at, sy);
}

Range padded(Range range, Scale scale, double share, bool keep_low, bool keep_high)
{
    if (range.empty()) return scale == Scale::logarithmic ? Range{0.1, 10} : Range{0, 1};
    if (scale == Scale::logarithmic) {
        if (range.low == range.high) return {range.low / 3, range.high * 3};
        const double factor = std::pow(range.high / range.low, share);
        return {keep_low ? range.low : range.low / factor,
                keep_high ? range.high : range.high * factor};
    }
    if (range.low == range.high) {
        const double half = range.low == 0 ? 1 : 0.5 * std::abs(range.low);
        return {range.low - half, range.high + half};
    }
    const double pad = share * (range.high - range.low);
    return {keep_low ? range.low : range.low - pad, keep_high ? range.high : range.high + pad};
}

void Page::set_ranges(View& view, std::size_t index)
{
    const PanelParts& panel = *view.panel;
    bool field = false, bars = false, numbers_on_x = false;
    for (const Series& series : panel.series) {
        if (const auto* heat = std::get_if<HeatSeries>(&series)) {
            view.heat = heat;
            view.x_cells = !evenly_spaced(heat->x, panel.x_scale == Scale::logarithmic);
            view.y_cells = !evenly_spaced(heat->y, panel.y_scale == Scale::logarithmic);
            for (const Real z : heat->z)
                view.colour.add(static_cast<double>(z),
                                heat->logarithmic_colour ? Scale::logarithmic : Scale::linear);
            if (view.colour.empty() || view.colour.low == view.colour.high)
                view.colour = padded(view.colour,
                                     heat->logarithmic_colour ? Scale::logarithmic : Scale::linear,
                                     0, true, true);
        }
        field = field || std::holds_alternative<HeatSeries>(series) ||
                std::holds_alternative<ContourSeries>(series);
        bars = bars || std::holds_alternative<BarSeries>(series) ||
               std::holds_alternative<HistogramSeries>(series);
        numbers_on_x = numbers_on_x || std::holds_alternative<BarSeries>(series);
    }
    Range x, y;
    // All frames of an animation share their axes.
    for (const std::deque<Panel>& frame : figure_.frames())
        if (index < frame.size()) add_extent(frame[index].parts(), view, x, y);
    const bool floor_at_zero = !y.empty() && y.low == 0 && bars;
    const bool ceiling_at_zero = !y.empty() && y.high == 0 && bars;
    view.has_data = !x.empty() && !y.empty();
    view.x = padded(x, panel.x_scale, 0.02, field || numbers_on_x, field || numbers_on_x);
    view.y = padded(y, panel.y_scale, 0.06, field || floor_at_zero, field || ceiling_at_zero);
    const auto given = [](Range& range, const std::array<double, 2>& wanted, Scale scale) {
        if (scale == Scale::logarithmic && wanted[0] <= 0)
            throw ShapeError(fmt::format(
                "A logarithmic axis cannot start at {}; give a range above 0.", wanted[0]));
        range = {wanted[0], wanted[1]};
    };
    if (panel.x_range) given(view.x, *panel.x_range, panel.x_scale);
    if (panel.y_range) given(view.y, *panel.y_range, panel.y_scale);
}

void Page::set_tics(View& view, double width, double height)
{
    const PanelParts& panel = *view.panel;
    const double em = points_ * px_per_point;
    view.x_tic_points = points_;
    if (panel.bare) return;
    const auto named = [&](const std::vector<Text>& names) {
        std::vector<Tic> tics;
        for (std::size_t i = 0; i < names.size(); ++i)
            tics.push_back({static_cast<double>(i), say(names[i])});
        return tics;
    };
    const auto cells = [&](const Numbers& at, bool by_number, double room) {
        std::vector<Tic> tics;
        double widest = 1;
        for (const double v : at) widest = std::max(widest, text_width(short_number(v, language_)));
        const auto every =
            static_cast<std::size_t>(std::ceil(static_cast<double>(at.size()) * room * widest));
        for (std::size_t i = 0; i < at.size(); i += std::max<std::size_t>(every, 1))
            tics.push_back(
                {by_number ? static_cast<double>(i) : at[i], short_number(at[i], language_)});
        return tics;
    };
    if (!panel.x_names.empty()) {
        view.x_tics = named(panel.x_names);
        // Names that are too wide for their places shrink, then lean.
        double widest = 0;
        for (const Tic& tic : view.x_tics) widest = std::max(widest, text_width(tic.label));
        const double place = width / (view.x.high - view.x.low) * 0.94;
        if (widest * em > place)
            view.x_tic_points = std::max(0.75 * points_, place / widest / px_per_point);
        if (widest * view.x_tic_points * px_per_point > place) view.x_tic_angle = 35;
    } else if (view.heat && (view.x_cells || view.heat->x.size() <= 12)) {
        view.x_tics = cells(view.heat->x, view.x_cells, em * 1.15 / width);
    } else {
        // As many as their labels leave room for.
        for (int most = 9; most >= 2; --most) {
            view.x_tics = axis_tics(view.x.low, view.x.high, panel.x_scale, most, language_);
            double last = -1e9;
            bool fits = true;
            for (const Tic& tic : view.x_tics) {
                if (tic.label.empty()) continue;
                const double centre = view.px(tic.at) * width / std::max(view.rect.width(), 1.0);
                const double half = 0.5 * text_width(tic.label) * em;
                fits = fits && centre - half > last + 0.5 * em;
                last = centre + half;
            }
            if (fits) break;
        }
    }
    const int most = std::clamp(static_cast<int>(height / (2.1 * em)), 2, 9);
    if (!panel.y_names.empty())
        view.y_tics = named(panel.y_names);
    else if (view.heat && (view.y_cells || view.heat->y.size() <= 12)) {
        view.y_tics = cells(view.heat->y, view.y_cells, 0);
        const std::size_t every = static_cast<std::size_t>(
            std::ceil(static_cast<double>(view.y_tics.size()) * em * 1.2 / height));
        std::vector<Tic> kept;
        for (std::size_t i = 0; i < view.y_tics.size(); i += std::max<std::size_t>(every, 1))
            kept.push_back(view.y_tics[i]);
        view.y_tics = kept;
    } else
        view.y_tics = axis_tics(view.y.low, view.y.high, panel.y_scale, most, language_);
    if (view.heat)
        view.colour_tics = axis_tics(
            view.colour.low, view.colour.high,
            view.heat->logarithmic_colour ? Scale::logarithmic : Scale::linear, most, language_);
}

double widest_label(const std::vector<Tic>& tics)
{
    double widest = 0;
    for (const Tic& tic : tics) widest = std::max(widest, text_width(tic.label));
    return widest;
}

/// How far the tics and their labels reach below the axes.
double x_tic_depth(const View& view, double em)
{
    const double size = view.x_tic_points * px_per_point;
    return view.x_tic_angle > 0 ? widest_label(view.x_tics) * size * 0.6 + 1.2 * em
                                : 0.75 * em + size;
}

/// Where the ink is: points along all series, in pixels.
std::vector<std::array<double, 2>> Page::drawn_points(const View& view) const
{
    std::vector<std::array<double, 2>> ink;
    const auto dot = [&](double x, double y) {
        const double px = view.px(x), py = std::clamp(view.py(y), view.rect.bottom, view.rect.top);
        if (std::isfinite(px) && std::isfinite(py)) ink.push_back({px, py});
    };
    const auto stroke = [&](double x1, double y1, double x2, double y2) { // pixels
        const int steps = 1 + static_cast<int>(std::min(200.0, std::hypot(x2 - x1, y2 - y1) / 12));
        for (int i = 0; i <= steps; ++i) {
            const double t = static_cast<double>(i) / steps;
            ink.push_back({x1 + t * (x2 - x1), y1 + t * (y2 - y1)});
        }
    };
    const auto curve = [&](const Numbers& x, const Numbers& y) {
        for (std::size_t i = 0; i < x.size(); ++i) {
            dot(x[i], y[i]);
            if (i == 0) continue;
            const double x1 = view.px(x[i - 1]), y1 = view.py(y[i - 1]), x2 = view.px(x[i]),
                         y2 = view.py(y[i]);
            if (std::isfinite(x1 + x2 + y1 + y2) && std::hypot(x2 - x1, y2 - y1) > 12)
                stroke(x1, y1, x2, y2);
        }
    };
    const auto column = [&](double x, double low, double high) {
        const double px = view.px(x), y1 = view.py(low), y2 = view.py(high);
        if (std::isfinite(px + y1 + y2)) stroke(px, y1, px, y2);
    };
    for (const Series& series : view.panel->series) {
        if (const auto* s = std::get_if<LineSeries>(&series)) curve(s->x, s->y);
        if (const auto* s = std::get_if<PointSeries>(&series))
            for (std::size_t i = 0; i < s->x.size(); ++i) dot(s->x[i], s->y[i]);
        if (const auto* s = std::get_if<BandSeries>(&series)) {
            curve(s->x, s->low), curve(s->x, s->middle), curve(s->x, s->high);
        }
        if (const auto* s = std::get_if<ErrorSeries>(&series)) {
            curve(s->x, s->middle);
            for (std::size_t i = 0; i < s->x.size(); ++i) column(s->x[i], s->low[i], s->high[i]);
        }
        const double base = view.panel->y_scale == Scale::logarithmic
                                ? view.y.low
                                : std::clamp(0.0, view.y.low, view.y.high);
        if (const auto* s = std::get_if<BarSeries>(&series))
            for (std::size_t i = 0; i < s->height.size(); ++i)
                for (const double dx : {-0.4, -0.2, 0.0, 0.2, 0.4})
                    column(static_cast<double>(i) + dx, base,
                           s->high.empty() ? s->height[i] : s->high[i]);
        if (const auto* s = std::get_if<HistogramSeries>(&series))
            for (std::size_t i = 0; i < s->counts.size(); ++i)
                for (const double t : {0.05, 0.35, 0.65, 0.95})
                    column(s->edges[i] + t * (s->edges[i + 1] - s->edges[i]), base, s->counts[i]);
    }
    for (const Mark& m : view.panel->marks) dot(m.x, m.y);
    for (const Guide& g : view.panel->guides)
        if (g.vertical)
            column(g.at, view.y.low, view.y.high);
        else
            stroke(view.rect.left, view.py(g.at), view.rect.right, view.py(g.at));
    return ink;
}

Rect key_rect(const View& view, const std::string& place, double width, double height, double em)
{
    const Rect& r = view.rect;
    const auto has = [&](const char* word) { return place.find(word) != std::string::npos; };
    const double gap = 0.4 * em;
    Rect key;
    key.left = has("left")    ? r.left + gap
               : has("right") ? r.right - gap - width
                              : 0.5 * (r.left + r.right - width);
    key.top = has("top")      ? r.top - gap
              : has("bottom") ? r.bottom + gap + height
                              : 0.5 * (r.bottom + r.top + height);
    key.right = key.left + width;
    key.bottom = key.top - height;
    return key;
}

void Page::place_legend(View& view)
{
    const PanelParts& panel = *view.panel;
    const std::vector<Text> labels = labels_of(panel);
    view.legend = panel.legend;
    if (labels.empty() || panel.legend == "off" || shared_legend_) {
        view.legend = "off";
        return;
    }
    const double em = points_ * px_per_point;
    double widest = 0;
    for (const Text& label : labels) widest = std::max(widest, text_width(say(label)));
    const double entry = widest * em + 3.2 * em;
    view.key_width = entry;
    if (view.legend.empty()) {
        const double height = (static_cast<double>(labels.size()) * 1.3 + 0.3) * em;
        std::size_t fewest = std::string::npos;
        const std::vector<std::array<double, 2>> ink = drawn_points(view);
        if (entry < 0.6 * view.rect.width() && height < 0.6 * view.rect.height() && !view.heat)
            for (const char* place :
                 {"top right", "top left", "bottom right", "bottom left", "top center",
                  "bottom center", "center right", "center left"}) {
                Rect key = key_rect(view, place, entry, height, em);
                key.left -= 0.3 * em, key.right += 0.3 * em, key.bottom -= 0.3 * em,
                    key.top += 0.3 * em;
                const auto hits = static_cast<std::size_t>(std::count_if(
                    ink.begin(), ink.end(), [&](const auto& p) { return key.holds(p[0], p[1]); }));
                if (hits < fewest) fewest = hits, view.legend = place;
            }
        if (fewest > 0) view.legend = "above";
    }
    if (view.legend == "above") {
        const auto a_row =
            std::max<std::size_t>(1, static_cast<std::size_t>(view.rect.width() / entry));
        view.key_rows = (labels.size() + a_row - 1) / a_row;
    }
}

void Page::place_panels(std::vector<View>& views)
{
    const double em = points_ * px_per_point;
    const auto columns = static_cast<std::size_t>(columns_), rows = static_cast<std::size_t>(rows_);
    std::vector<double> left(columns, 0.5 * em), right(columns, 0.8 * em), top(rows, 0.5 * em),
        bottom(rows, 0.3 * em);
    const double cell_width = width_ / columns_;
    for (std::size_t i = 0; i < views.size(); ++i) {
        View& v = views[i];
        const std::size_t c = i % columns, r = i / columns;
        v.title = fitted(say(v.panel->title), cell_width * 0.92, points_ * 1.1, 2);
        double l = 0.5 * em, rr = 0.7 * em, t = 0.55 * em + v.title.height(), b = 0.4 * em;
        if (v.panel->bare) {
            l = rr = 0.4 * em;
        } else {
            v.x_label = fitted(say(v.panel->x_label), cell_width * 0.9, points_, 2);
            v.y_label =
                fitted(say(v.panel->y_label), std::max(v.rect.height(), 4 * em), points_, 2);
            const double tics = widest_label(v.x_tics) * v.x_tic_points * px_per_point;
            b = 0.3 * em + v.x_label.height() + x_tic_depth(v, em);
            l = 1.3 * em + v.y_label.height() + widest_label(v.y_tics) * em;
            if (v.x_tic_angle > 0 && !v.x_tics.empty()) {
                const double reach = tics * 0.82 - (v.px(v.x_tics[0].at) - v.rect.left);
                l = std::max(l, reach + 0.3 * em);
            }
            if (!v.x_tics.empty()) {
                const Tic& last = v.x_tics.back();
                if (v.x_tic_angle == 0)
                    rr = std::max(rr,
                                  v.px(last.at) +
                                      0.5 * text_width(last.label) * v.x_tic_points * px_per_point -
                                      v.rect.right + 0.3 * em);
            }
        }
        if (v.heat) {
            const double label = v.heat->label.empty() ? 0 : 1.5 * em;
            rr = 2.2 * em + widest_label(v.colour_tics) * em + label;
        }
        t += static_cast<double>(v.key_rows) * 1.3 * em;
        left[c] = std::max(left[c], l), right[c] = std::max(right[c], rr);
        top[r] = std::max(top[r], t), bottom[r] = std::max(bottom[r], b);
    }
    double across = width_ - 0.5 * em, along = grid_top_ - grid_bottom_;
    for (std::size_t c = 0; c < columns; ++c) across -= left[c] + right[c];
    for (std::size_t r = 0; r < rows; ++r) along -= top[r] + bottom[r];
    across /= columns_, along /= rows_;
    for (std::size_t i = 0; i < views.size(); ++i) {
        const std::size_t c = i % columns, r = i / columns;
        Rect& rect = views[i].rect;
        rect.left = 0.2 * em + static_cast<double>(c) * across;
        for (std::size_t k = 0; k <= c; ++k) rect.left += left[k] + (k < c ? right[k] : 0);
        rect.right = rect.left + across;
        rect.top = grid_top_ - static_cast<double>(r) * along;
        for (std::size_t k = 0; k <= r; ++k) rect.top -= top[k] + (k < r ? bottom[k] : 0);
        rect.bottom = rect.top - along;
        const View& v = views[i];
        if (v.panel->equal_axes && !v.panel->bare) {
            const double unit =
                std::min(rect.width() / (v.x.high - v.x.low), rect.height() / (v.y.high - v.y.low));
            const double spare_x = rect.width() - unit * (v.x.high - v.x.low),
                         spare_y = rect.height() - unit * (v.y.high - v.y.low);
            rect.left += spare_x / 2, rect.right -= spare_x / 2, rect.bottom += spare_y / 2,
                rect.top -= spare_y / 2;
        }
    }
}

void Page::lay_out(const std::deque<Panel>& frame, std::vector<View>& views)
{
    const int n = std::max<int>(1, static_cast<int>(frame.size()));
    columns_ = std::min(figure_.columns(), n);
    rows_ = (n + columns_ - 1) / columns_;
    // Fonts shrink with the number of panels, but less than the panels do.
    const double crowd = std::max(rows_ * 1.0, columns_ * (options_.size == "16:9"  ? 0.8
                                                           : options_.size == "4:3" ? 1.0
                                                                                    : 1.5));
    points_ = std::clamp(28 / std::pow(std::max(crowd, 1.0), 0.45), 15.0, 28.0);
    const double em = points_ * px_per_point;

    title_ = fitted(say(figure_.title()), width_ * 0.95, std::clamp(points_ * 1.45, 28.0, 38.0), 2);
    std::string note = say(figure_.note());
    if (!note.empty() && !footer_.empty()) note += " · ";
    footnote_ = fitted(note + say(footer_), width_ * 0.97, 15, 2);
    grid_top_ = height_ - title_.height() - 0.35 * title_.px();
    grid_bottom_ = footnote_.height() + 0.4 * footnote_.px();

    // One legend for all panels that say the same.
    std::vector<std::string> first;
    shared_legend_ = n > 1;
    for (std::size_t i = 0; i < frame.size(); ++i) {
        const PanelParts& panel = frame[i].parts();
        std::vector<std::string> entries;
        for (const Series& series : panel.series)
            std::visit(
                [&](const auto& s) {
                    if constexpr (requires { s.look; })
                        if (!s.label.empty())
                            entries.push_back(fmt::format("{} {} {}", s.label.en, s.look.colour,
                                                          static_cast<int>(s.look.dash)));
                },
                series);
        if (i == 0) first = entries;
        shared_legend_ =
            shared_legend_ && entries == first && !entries.empty() && panel.legend.empty();
    }

    views.assign(frame.size(), {});
    for (std::size_t i = 0; i < frame.size(); ++i) {
        views[i].panel = &frame[i].parts();
        set_ranges(views[i], i);
        views[i].rect = {0, 0, width_ / columns_ - 6 * em,
                         (grid_top_ - grid_bottom_) / rows_ - 5 * em};
        views[i].rect.right = std::max(views[i].rect.right, 5 * em);
        views[i].rect.top = std::max(views[i].rect.top, 4 * em);
    }
    if (shared_legend_) {
        View& v = views[0];
        double widest = 0;
        const std::vector<Text> labels = labels_of(*v.panel);
        for (const Text& label : labels) widest = std::max(widest, text_width(say(label)));
        v.key_width = widest * em + 3.6 * em;
        const auto a_row =
            std::max<std::size_t>(1, static_cast<std::size_t>(0.94 * width_ / v.key_width));
        grid_top_ -= static_cast<double>((labels.size() + a_row - 1) / a_row) * 1.3 * em + 0.2 * em;
    }
    // Tics depend on the size of the axes and the margins on the tics; the second pass settles it.
    for (int pass = 0; pass < 2; ++pass) {
        for (std::size_t i = 0; i < views.size(); ++i) {
            View& v = views[i];
            v.x_tic_angle = 0;
            set_tics(v, v.rect.width(), v.rect.height());
            v.key_rows = 0;
            place_legend(v);
        }
        place_panels(views);
    }
    for (std::size_t i = 0; i < views.size(); ++i)
        set_tics(views[i], views[i].rect.width(), views[i].rect.height());
}

// ---- writing ----

std::string Page::look_of(const Look& look) const
{
    std::string out = fmt::format("linetype {}", look.colour);
    if (look.dash == Dash::solid || look.thin_raw ||
        (look.with_points && look.dash == Dash::automatic))
        out += " dashtype solid";
    if (look.dash == Dash::dashed) out += " dashtype (14,6)";
    if (look.dash == Dash::dotted) out += " dashtype (2,5)";
    if (look.thin_raw)
        return fmt::format("{} linewidth {:g} linecolor rgb pale({})", out, 2 * look.width,
                           look.colour);
    if (look.with_points) out += " pointsize 1.1";
    if (look.width != 1) out += fmt::format(" linewidth {:g}", 5 * look.width);
    return out;
}

std::string Page::data(const std::string& rows)
{
    auto [found, fresh] = blocks_.try_emplace(rows, fmt::format("$data{}", blocks_.size() + 1));
    if (fresh) fmt::format_to(std::back_inserter(data_), "{} << EOD\n{}EOD\n", found->second, rows);
    return found->second;
}

void Page::write_tics(const View& view)
{
    const PanelParts& panel = *view.panel;
    if (panel.bare) {
        put("unset border\nunset xtics\nunset ytics\nunset grid\n");
        return;
    }
    const auto list = [&](const char* axis, const std::vector<Tic>& tics, const std::string& more) {
        put("set {} nomirror out scale 0.8, 0.4 {} (", axis, more);
        const char* comma = "";
        for (const Tic& tic : tics) {
            std::string label; // gnuplot reads a tic's label as a printf format
            for (const char c : options_.latex ? latex_escaped(tic.label) : tic.label)
                label += c == '%' ? "%%" : std::string(1, c);
            put("{}{} {}{}", comma, quoted(label), number(tic.at), tic.label.empty() ? " 1" : "");
            comma = ", ";
        }
        put(")\n");
    };
    list("xtics", view.x_tics,
         fmt::format("{}{}", font(view.x_tic_points),
                     view.x_tic_angle > 0 ? fmt::format(" rotate by {:g} right", view.x_tic_angle)
                                          : " norotate offset 0, 0.35"));
    list("ytics", view.y_tics, font(points_) + " offset 0.4, 0");
    if (view.heat) list("cbtics", view.colour_tics, font(points_ * 0.9));
}

void Page::place_label(const View& view, const std::string& text, double x, double y,
                       const std::string& colour,
                       const std::vector<std::array<double, 2>>& candidates)
{
    // Each candidate moves the text's centre, in units of (half its width + gap, its height).
    if (text.empty()) return;
    const double points = points_ * 0.9, em = points * px_per_point;
    const double half = 0.5 * text_width(text) * em + 0.25 * em, height = 1.25 * em;
    Rect best;
    double fewest = -1;
    for (const auto& [dx, dy] : candidates) {
        const double cx = std::clamp(x + dx * (half + 0.45 * em), view.rect.left + half,
                                     std::max(view.rect.left + half, view.rect.right - half));
        const double cy = std::clamp(y + dy * height, view.rect.bottom + 0.5 * height,
                                     view.rect.top - 0.5 * height);
        const Rect box{cx - half, cy - 0.5 * height, cx + half, cy + 0.5 * height};
        double cost = static_cast<double>(std::count_if(
            ink_.begin(), ink_.end(), [&](const auto& p) { return box.holds(p[0], p[1]); }));
        for (const Rect& other : taken_) cost += box.overlaps(other) ? 1000 : 0;
        if (fewest < 0 || cost < fewest) fewest = cost, best = box;
    }
    taken_.push_back(best);
    put("set label {} at screen {:.5f}, screen {:.5f} center {} textcolor rgb {} front boxed\n",
        str(text), 0.5 * (best.left + best.right) / width_,
        0.5 * (best.bottom + best.top) / height_, font(points), colour);
}

/// Where (in pixels) the curve of a diverging mark climbs out of sight: at the mark, or earlier.
double leaving(const View& view, const Mark& mark, double roof)
{
    const auto climbs = [&](const Numbers& x, const Numbers& y) {
        for (std::size_t i = 0; i < x.size() && x[i] <= mark.x; ++i)
            if (view.py(y[i]) > roof) return view.px(x[i]);
        return view.px(mark.x);
    };
    if (view.py(mark.y) <= roof || mark.colour == 0) return view.px(mark.x);
    for (const Series& series : view.panel->series) {
        if (const auto* s = std::get_if<LineSeries>(&series);
            s && s->look.colour == mark.colour && !s->look.thin_raw)
            return climbs(s->x, s->y);
        if (const auto* s = std::get_if<BandSeries>(&series); s && s->look.colour == mark.colour)
            return climbs(s->x, s->middle);
    }
    return view.px(mark.x);
}

void Page::write_marks(const View& view)
{
    const PanelParts& panel = *view.panel;
    const double em = points_ * px_per_point;
    const auto in_x = [&](double v) { return v >= view.x.low && v <= view.x.high; };
    const auto in_y = [&](double v) { return v >= view.y.low && v <= view.y.high; };
    for (const Shade& s : panel.shades) {
        const double from = std::clamp(std::min(s.from, s.to), view.x.low, view.x.high),
                     to = std::clamp(std::max(s.from, s.to), view.x.low, view.x.high);
        put("set object rectangle from first {}, graph 0 to first {}, graph 1 behind fillcolor rgb "
            "muted "
            "fillstyle transparent solid 0.18 noborder\n",
            number(from), number(to));
        place_label(view, say(s.label), 0.5 * (view.px(from) + view.px(to)),
                    view.rect.top - 0.8 * em, "muted", {{0, 0}, {0, -1.1}, {0, -2.2}, {0, -3.3}});
    }
    for (const Guide& g : panel.guides) {
        if (g.vertical ? !in_x(g.at) : !in_y(g.at)) continue;
        if (g.vertical) {
            put("set arrow from first {0}, graph 0 to first {0}, graph 1 nohead linecolor rgb "
                "foreground linewidth 3 dashtype (6,5)\n",
                number(g.at));
            place_label(view, say(g.label), view.px(g.at), view.rect.top - 0.8 * em, "foreground",
                        {{1, 0},
                         {-1, 0},
                         {1, -1.1},
                         {-1, -1.1},
                         {1, -2.2},
                         {-1, -2.2},
                         {1, -4},
                         {-1, -4},
                         {1, -6},
                         {-1, -6}});
        } else {
            put("set arrow from graph 0, first {0} to graph 1, first {0} nohead linecolor rgb "
                "foreground linewidth 3 dashtype (6,5)\n",
                number(g.at));
            place_label(view, say(g.label), view.rect.right, view.py(g.at), "foreground",
                        {{-1, 0.6}, {-1, -0.6}, {-3, 0.6}, {-3, -0.6}, {-5, 0.6}, {-5, -0.6}});
        }
    }
    for (const Segment& a : panel.arrows)
        put("set arrow from first {}, first {} to first {}, first {} size screen 0.012, 20 filled "
            "linecolor rgb colour({}) linewidth 4 front\n",
            number(a.x1), number(a.y1), number(a.x2), number(a.y2), a.colour);
    for (const Mark& m : panel.marks) {
        const std::string colour = fmt::format("colour({})", m.colour);
        if (!m.diverged) {
            if (!in_x(m.x) || !in_y(m.y)) continue;
            put("set label '' at first {}, first {} point pointtype 7 pointsize 2.6 linecolor rgb "
                "{} front\n",
                number(m.x), number(m.y), colour);
            place_label(view, say(m.label), view.px(m.x), view.py(m.y), colour,
                        {{1, 0},
                         {-1, 0},
                         {0, 1.1},
                         {0, -1.1},
                         {1, 1},
                         {-1, 1},
                         {1, -1},
                         {-1, -1},
                         {1, 2},
                         {-1, 2},
                         {1, -2},
                         {-1, -2}});
            continue;
        }
        // The cross stands where the curve was last seen, but low enough to leave the arrow room.
        const double roof = view.rect.top - 2.2 * em;
        double x = std::clamp(leaving(view, m, roof), view.rect.left, view.rect.right),
               y = view.py(m.y);
        y = std::isfinite(y) ? std::clamp(y, view.rect.bottom, roof) : roof;
        const double sx = x / width_;
        put("set arrow from screen {:.5f}, screen {:.5f} to screen {:.5f}, screen {:.5f} size "
            "screen 0.012, 22 filled linecolor rgb {} linewidth 5 front\n",
            sx, (y + 0.5 * em) / height_, sx, std::min(y + 2.0 * em, view.rect.top) / height_,
            colour);
        put("set label '' at screen {:.5f}, screen {:.5f} point pointtype 2 pointsize 3.2 "
            "linewidth 6 linecolor rgb {} front\n",
            sx, y / height_, colour);
        taken_.push_back({x - 0.4 * em, y - 0.4 * em, x + 0.4 * em, y + 2 * em});
        const std::string label = m.label.empty() ? say({"diverges", "diverge"}) : say(m.label);
        place_label(view, label, x, y, colour,
                    {{1, 0.4},
                     {-1, 0.4},
                     {1, -0.8},
                     {-1, -0.8},
                     {1, 1.4},
                     {-1, 1.4},
                     {1, -2},
                     {-1, -2},
                     {1, -3.2},
                     {-1, -3.2}});
    }
}

void Page::write_series(const View& view)
{
    const PanelParts& panel = *view.panel;
    const double base = panel.y_scale == Scale::logarithmic ? view.y.low : 0;
    std::size_t bar_groups = 0, bar = 0;
    for (const Series& series : panel.series)
        bar_groups += std::holds_alternative<BarSeries>(series);

    // Fields first, then bands, then lines: what is drawn last is seen.
    for (const Series& series : panel.series) {
        const auto* heat = std::get_if<HeatSeries>(&series);
        if (!heat) continue;
        const Numbers x = view.x_cells ? counted(heat->x.size()) : heat->x,
                      y = view.y_cells ? counted(heat->y.size()) : heat->y;
        const Numbers ex = cell_edges(x, !view.x_cells && panel.x_scale == Scale::logarithmic),
                      ey = cell_edges(y, !view.y_cells && panel.y_scale == Scale::logarithmic);
        const bool image = heat->z.n_elem > 400 && panel.x_scale == Scale::linear &&
                           panel.y_scale == Scale::linear;
        const int digits = heat->x.size() > 6 ? 2 : 3;
        std::string cells, empty, dark, light;
        for (Index i = 0; i < heat->z.n_rows; ++i)
            for (Index j = 0; j < heat->z.n_cols; ++j) {
                const double z = static_cast<double>(heat->z(i, j));
                const bool known = std::isfinite(z) && (!heat->logarithmic_colour || z > 0);
                const std::string edges = fmt::format(
                    "{} {} {} {} {} {}", number(x[j]), number(y[i]),
                    number(std::min(ex[j], ex[j + 1])), number(std::max(ex[j], ex[j + 1])),
                    number(std::min(ey[i], ey[i + 1])), number(std::max(ey[i], ey[i + 1])));
                if (!known) empty += edges + "\n";
                if (image)
                    cells += fmt::format("{} {} {}\n", number(x[j]), number(y[i]),
                                         known ? number(z) : "NaN");
                else if (known)
                    cells += fmt::format("{} {}\n", edges, number(z));
                if (!heat->show_values || !known) continue;
                const double t = heat->logarithmic_colour
                                     ? std::log(z / view.colour.low) /
                                           std::log(view.colour.high / view.colour.low)
                                     : (z - view.colour.low) / (view.colour.high - view.colour.low);
                (t > 0.55 ? light : dark) += fmt::format("{} {} {}\n", number(x[j]), number(y[i]),
                                                         short_number(z, language_, digits));
            }
        if (image)
            add_plot(data(cells) + " using 1:2:3 with image notitle");
        else if (!cells.empty())
            add_plot(data(cells) + " using 1:2:3:4:5:6:7 with boxxyerror linecolor palette "
                                   "fillstyle solid 1 border notitle");
        if (!empty.empty())
            add_plot(data(empty) + " using 1:2:3:4:5:6 with boxxyerror linecolor rgb nothing "
                                   "fillstyle solid 1 noborder notitle");
        double widest = 1; // value, in units of the font
        for (const Real z : heat->z)
            widest = std::max(widest,
                              text_width(short_number(static_cast<double>(z), language_, digits)));
        const double cell =
            std::min(0.88 * view.rect.width() / static_cast<double>(x.size()) / widest,
                     0.7 * view.rect.height() / static_cast<double>(y.size()));
        const std::string value_font = font(std::min(points_, cell / px_per_point));
        if (!dark.empty())
            add_plot(data(dark) + " using 1:2:3 with labels " + value_font +
                     " textcolor rgb text_on_low notitle");
        if (!light.empty())
            add_plot(data(light) + " using 1:2:3 with labels " + value_font +
                     " textcolor rgb text_on_high notitle");
    }
    for (const Series& series : panel.series) {
        const auto* contour = std::get_if<ContourSeries>(&series);
        if (!contour) continue;
        std::string rows;
        Range range;
        for (Index i = 0; i < contour->z.n_rows; ++i) {
            for (Index j = 0; j < contour->z.n_cols; ++j) {
                const double z = static_cast<double>(contour->z(i, j));
                range.add(z, Scale::linear);
                rows += fmt::format("{} {} {}\n", number(contour->x[j]), number(contour->y[i]),
                                    number(z));
            }
            rows += "\n";
        }
        if (range.empty() || range.low == range.high) continue;
        Numbers levels = contour->levels;
        if (levels.empty())
            for (int k = 1; k <= 12; ++k)
                levels.push_back(range.low + (range.high - range.low) * k * k / 169.0);
        const std::string grid = data(rows), lines = grid + "_levels";
        std::string list;
        for (const double level : levels) list += (list.empty() ? "" : ",") + number(level);
        put("set contour base\nunset surface\nset cntrparam levels discrete {}\nset table "
            "{}\nsplot {} using 1:2:3 notitle\nunset table\nunset contour\nset surface\n",
            list, lines, grid);
        add_plot(lines + " using 1:2 with lines linetype 1 dashtype solid linewidth 2 linecolor "
                         "rgb level notitle");
    }
    for (const Series& series : panel.series) {
        if (const auto* s = std::get_if<BandSeries>(&series)) {
            std::string rows;
            for (std::size_t i = 0; i < s->x.size(); ++i) {
                const bool whole = std::isfinite(s->low[i]) && std::isfinite(s->high[i]);
                rows += fmt::format("{} {} {} {}\n", number(s->x[i]),
                                    number(whole ? s->low[i] : nan_value), number(s->middle[i]),
                                    number(whole ? s->high[i] : nan_value));
            }
            add_plot(fmt::format("{} using 1:2:4 with filledcurves linecolor rgb colour({}) "
                                 "fillstyle transparent solid 0.22 noborder notitle",
                                 data(rows), s->look.colour));
        }
    }
    const auto xy = [&](const Numbers& x, const Numbers& y) {
        std::string rows;
        for (std::size_t i = 0; i < x.size(); ++i) rows += number(x[i]) + " " + number(y[i]) + "\n";
        return rows.empty() ? std::string("NaN NaN\n") : rows;
    };
    for (const Series& series : panel.series) {
        if (const auto* s = std::get_if<LineSeries>(&series); s && view.heat)
            add_plot(data(xy(s->x, s->y)) +
                     " using 1:2 with lines linetype 7 dashtype solid linewidth 9 "
                     "linecolor rgb background notitle"); // a halo
        if (const auto* s = std::get_if<LineSeries>(&series)) {
            add_plot(fmt::format("{} using 1:2 with {} {} {}", data(xy(s->x, s->y)),
                                 s->look.with_points ? "linespoints" : "lines", look_of(s->look),
                                 label_of(s->label)));
        }
        if (const auto* s = std::get_if<BandSeries>(&series)) {
            std::string rows;
            for (std::size_t i = 0; i < s->x.size(); ++i) {
                const bool whole = std::isfinite(s->low[i]) && std::isfinite(s->high[i]);
                rows += fmt::format("{} {} {} {}\n", number(s->x[i]),
                                    number(whole ? s->low[i] : nan_value), number(s->middle[i]),
                                    number(whole ? s->high[i] : nan_value));
            }
            add_plot(fmt::format("{} using 1:3 with {} {} {}", data(rows),
                                 s->look.with_points ? "linespoints" : "lines", look_of(s->look),
                                 label_of(s->label)));
        }
        if (const auto* s = std::get_if<PointSeries>(&series)) {
            add_plot(fmt::format("{} using 1:2 with points {} pointsize {:g} linewidth 2 {}",
                                 data(xy(s->x, s->y)), look_of(s->look), 1.8 * s->size,
                                 label_of(s->label)));
        }
        if (const auto* s = std::get_if<ErrorSeries>(&series)) {
            std::string rows;
            for (std::size_t i = 0; i < s->x.size(); ++i)
                rows += fmt::format("{} {} {} {}\n", number(s->x[i]), number(s->middle[i]),
                                    number(s->low[i]), number(s->high[i]));
            const std::string block = data(rows);
            add_plot(fmt::format("{} using 1:2:3:4 with yerrorbars {} dashtype solid linewidth 3 "
                                 "pointsize 0 notitle",
                                 block, look_of(s->look)));
            add_plot(fmt::format("{} using 1:2 with linespoints {} {}", block, look_of(s->look),
                                 label_of(s->label)));
        }
        if (const auto* s = std::get_if<BarSeries>(&series)) {
            const double wide = 0.8 / static_cast<double>(bar_groups);
            std::string rows, errors;
            for (std::size_t i = 0; i < s->height.size(); ++i) {
                const double x =
                    static_cast<double>(i) - 0.4 + wide * (static_cast<double>(bar) + 0.5);
                if (!std::isfinite(s->height[i])) continue;
                const double low = std::min(base, s->height[i]),
                             high = std::max(base, s->height[i]);
                rows += fmt::format("{} {} {} {} {} {}\n", number(x), number(s->height[i]),
                                    number(x - 0.46 * wide), number(x + 0.46 * wide), number(low),
                                    number(high));
                if (!s->low.empty())
                    errors += fmt::format("{} {} {} {}\n", number(x), number(s->height[i]),
                                          number(s->low[i]), number(s->high[i]));
            }
            ++bar;
            if (rows.empty()) rows = "NaN NaN NaN NaN NaN NaN\n";
            add_plot(fmt::format("{} using 1:2:3:4:5:6 with boxxyerror linecolor rgb colour({}) "
                                 "fillstyle @bar_fill_{} {}",
                                 data(rows), s->look.colour, s->look.colour, label_of(s->label)));
            if (!errors.empty())
                add_plot(data(errors) + " using 1:2:3:4 with yerrorbars linetype 7 linecolor rgb "
                                        "foreground linewidth 4 pointsize 0 notitle");
        }
        if (const auto* s = std::get_if<HistogramSeries>(&series)) {
            std::string rows;
            for (std::size_t i = 0; i < s->counts.size(); ++i) {
                const double floor = base > 0 ? base : 0;
                if (s->counts[i] < floor) continue;
                rows += fmt::format("{} {} {} {} {} {}\n",
                                    number(0.5 * (s->edges[i] + s->edges[i + 1])),
                                    number(s->counts[i]), number(s->edges[i]),
                                    number(s->edges[i + 1]), number(floor), number(s->counts[i]));
            }
            if (rows.empty()) rows = "NaN NaN NaN NaN NaN NaN\n";
            add_plot(
                fmt::format("{} using 1:2:3:4:5:6 with boxxyerror linecolor rgb colour({}) "
                            "fillstyle transparent solid 0.5 border linecolor rgb colour({}) {}",
                            data(rows), s->look.colour, s->look.colour, label_of(s->label)));
        }
    }
}

std::string pixel_colour(double t) // −1 blue, 0 white, 1 vermilion
{
    const std::array<double, 3> ends =
        t < 0 ? std::array{0.0, 90.0, 160.0} : std::array{200.0, 70.0, 0.0};
    const double share = std::min(std::abs(t), 1.0);
    std::string out;
    for (const double end : ends)
        out += fmt::format("{}{:.0f}", out.empty() ? "" : " ", 255 + share * (end - 255));
    return out;
}

void Page::write_images(const View& view, const ImageSeries& images)
{
    const double em = points_ * px_per_point;
    const Index n = images.pixels.n_cols, columns = std::min(images.columns, std::max<Index>(n, 1)),
                rows = (n + columns - 1) / columns;
    if (n == 0) return;
    const Rect& r = view.rect;
    const double wide = r.width() / static_cast<double>(columns),
                 high = r.height() / static_cast<double>(rows);
    const auto h = static_cast<double>(images.shape.rows),
               w = static_cast<double>(images.shape.cols);
    // One caption size for all, small enough for the widest.
    Fitted caption{{}, points_ * 0.85};
    for (const Text& text : images.captions) {
        const Fitted fit = fitted(say(text), wide * 0.96, points_ * 0.85, 1);
        if (!fit.lines.empty()) caption.points = std::min(caption.points, fit.points);
    }
    const double below = images.captions.empty() ? 0 : caption.px() * 1.35;
    const double gap = 0.25 * em;
    const double scale = std::max(1.0, std::min((wide - gap) / w, (high - below - gap) / h));
    const double pitch_x = std::min(wide, std::max(scale * w + 2.5 * gap, 0.0));
    const double cell_x = images.captions.empty()
                              ? pitch_x
                              : std::min(wide, std::max(pitch_x, [&] {
                                             double widest = 0;
                                             for (const Text& text : images.captions)
                                                 widest = std::max(widest, text_width(say(text)));
                                             return widest * caption.px() + 0.6 * em;
                                         }()));
    const double cell_y = std::min(high, scale * h + below + 1.5 * gap);
    const double left = r.left + 0.5 * (r.width() - cell_x * static_cast<double>(columns));
    const double top = r.top - 0.5 * (r.height() - cell_y * static_cast<double>(rows));
    const bool colour = images.shape.channels == 3 && !images.signed_values;
    for (Index k = 0; k < n; ++k) {
        const double x0 =
            left + (static_cast<double>(k % columns) + 0.5) * cell_x - 0.5 * scale * w - r.left;
        const double y0 =
            top - static_cast<double>(k / columns) * cell_y - 0.5 * gap - r.bottom; // upper edge
        double low = 0, high_value = 0;
        bool any = false;
        for (Index e = 0; e < images.pixels.n_rows; ++e) {
            const double v = static_cast<double>(images.pixels(e, k));
            if (!std::isfinite(v)) continue;
            low = any ? std::min(low, v) : v, high_value = any ? std::max(high_value, v) : v;
            any = true;
        }
        const double span = high_value > low ? high_value - low : 1,
                     most = std::max({std::abs(low), std::abs(high_value), 1e-30});
        std::string pixels;
        for (Index row = 0; row < images.shape.rows; ++row)
            for (Index col = 0; col < images.shape.cols; ++col) {
                const auto at = [&](Index ch) {
                    return static_cast<double>(
                        images.pixels(row + images.shape.rows * (col + images.shape.cols * ch), k));
                };
                const auto grey = [&](double v) {
                    return fmt::format("{:.0f}", 255 * (v - low) / span);
                };
                if (!std::isfinite(at(0)))
                    pixels += "187 187 187\n";
                else if (colour)
                    pixels += grey(at(0)) + " " + grey(at(1)) + " " + grey(at(2)) + "\n";
                else if (images.signed_values)
                    pixels += pixel_colour(at(0) / most) + "\n";
                else
                    pixels += grey(at(0)) + " " + grey(at(0)) + " " + grey(at(0)) + "\n";
            }
        add_plot(fmt::format("{} using ({:.2f} + {:.4f} * (int($0) % {})):({:.2f} - {:.4f} * "
                             "(int($0) / {})):1:2:3 with rgbimage notitle",
                             data(pixels), x0 + 0.5 * scale, scale, images.shape.cols,
                             y0 - 0.5 * scale, scale, images.shape.cols));
        put("set object rectangle from first {:.2f}, first {:.2f} to first {:.2f}, first {:.2f} "
            "front fillstyle empty border linecolor rgb muted linewidth 1.5\n",
            x0, y0 - scale * h, x0 + scale * w, y0);
        if (!images.captions.empty())
            put("set label {} at first {:.2f}, first {:.2f} center {} textcolor rgb foreground\n",
                str(say(images.captions[k])), x0 + 0.5 * scale * w,
                y0 - scale * h - 0.6 * caption.px(), font(caption.points));
    }
}

void Page::write_graph(const View& view, const GraphSeries& graph)
{
    const Rect& r = view.rect;
    const double pitch_x = r.width() / graph.layers,
                 pitch_y = (r.height() - 1.6 * points_ * px_per_point) / graph.rows;
    // The text size that lets the widest box fit in 0.72 of its column and three lines in its row.
    double widest = 2;
    const auto above = [&](const GraphSeries::Box& box) {
        return (box.name.empty() || box.op == "leaf" ? "" : box.name + " = ") + say(box.value);
    };
    const auto inside = [&](const GraphSeries::Box& box) {
        return box.op == "leaf" ? (box.name.empty() ? say({"leaf", "feuille"}) : box.name) : box.op;
    };
    const auto below = [&](const GraphSeries::Box& box) {
        return box.grad.empty() ? std::string() : "∂ " + say(box.grad);
    };
    for (const GraphSeries::Box& box : graph.boxes)
        widest = std::max({widest, text_width(above(box)) - 0.8, text_width(inside(box)),
                           text_width(below(box)) - 0.8});
    const double em =
        std::min({points_ * px_per_point, 0.66 * pitch_x / (widest + 0.8), pitch_y / 4.6});
    const double points = em / px_per_point, half_w = 0.5 * (widest + 0.8) * em, half_h = 0.85 * em;
    const auto x_of = [&](const GraphSeries::Box& box) { return (box.x + 0.5) * pitch_x; };
    const auto y_of = [&](const GraphSeries::Box& box) {
        return r.height() - (box.y + 0.5) * pitch_y;
    };
    for (const auto& [from, to, via] : graph.arrows) {
        const GraphSeries::Box &a = graph.boxes[static_cast<std::size_t>(from)],
                               &b = graph.boxes[static_cast<std::size_t>(to)];
        double x = x_of(a) + half_w, y = y_of(a);
        const auto go = [&](double to_x, double to_y, bool last) {
            put("set arrow from first {:.2f}, first {:.2f} to first {:.2f}, first {:.2f} {} "
                "linecolor rgb muted linewidth 4\n",
                x, y, to_x, to_y,
                last ? fmt::format("size first {:.2f}, 18 filled", 0.6 * em) : "nohead");
            x = to_x, y = to_y;
        };
        for (const auto& [column, row] : via) {
            const double centre = (column + 0.5) * pitch_x,
                         level = r.height() - (row + 0.5) * pitch_y;
            go(centre - half_w, level, false);
            go(centre + half_w, level, false);
        }
        go(x_of(b) - half_w - 2, y_of(b), true);
    }
    for (const GraphSeries::Box& box : graph.boxes) {
        const double x = x_of(box), y = y_of(box);
        put("set object rectangle center first {:.2f}, first {:.2f} size first {:.2f}, first "
            "{:.2f} front fillcolor rgb {} fillstyle solid 1 border linecolor rgb foreground "
            "linewidth 3\n",
            x, y, 2 * half_w, 2 * half_h, box.op == "leaf" ? "leaf_fill" : "background");
        put("set label {} at first {:.2f}, first {:.2f} center {} textcolor rgb foreground front\n",
            str(inside(box)), x, y, font(points));
        put("set label {} at first {:.2f}, first {:.2f} center {} textcolor rgb colour(1) front\n",
            str(above(box)), x, y + half_h + 0.75 * em, font(points));
        if (!below(box).empty())
            put("set label {} at first {:.2f}, first {:.2f} center {} textcolor rgb colour(2) "
                "front\n",
                str(below(box)), x, y - half_h - 0.8 * em, font(points));
    }
    const double y = -1.0 * points_ * px_per_point + 1.3 * points_ * px_per_point;
    put("set label {} at first {:.2f}, first {:.2f} right {} textcolor rgb colour(1) front\n",
        str(say({"above: value", "au-dessus : valeur"})), 0.5 * r.width() - points_, y,
        font(points_ * 0.85));
    put("set label {} at first {:.2f}, first {:.2f} left {} textcolor rgb colour(2) front\n",
        str(say({"below: ∂ = gradient of the result", "en dessous : ∂ = gradient du résultat"})),
        0.5 * r.width() + points_, y, font(points_ * 0.85));
}

void Page::write_panel(const View& view)
{
    const PanelParts& panel = *view.panel;
    const double em = points_ * px_per_point;
    plots_.clear(), taken_.clear();
    ink_ = drawn_points(view);
    const Rect& r = view.rect;
    put("set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}\nset bmargin at screen "
        "{:.5f}\nset tmargin at screen {:.5f}\n",
        r.left / width_, r.right / width_, r.bottom / height_, r.top / height_);
    put("set xrange [{}:{}]\n", panel.bare ? "0" : number(view.x.low),
        panel.bare ? fmt::format("{:.2f}", r.width()) : number(view.x.high));
    if (panel.bare)
        put("set yrange [0:{:.2f}]\n", r.height());
    else
        put("set yrange [{}:{}]\n", number(panel.y_downwards ? view.y.high : view.y.low),
            number(panel.y_downwards ? view.y.low : view.y.high));
    if (panel.x_scale == Scale::logarithmic) put("set logscale x\n");
    if (panel.y_scale == Scale::logarithmic) put("set logscale y\n");
    write_tics(view);
    if (view.heat) {
        put("unset grid\nset cbrange [{}:{}]\n", number(view.colour.low), number(view.colour.high));
        if (view.heat->logarithmic_colour) put("set logscale cb\n");
        put("set colorbox user origin screen {:.5f}, screen {:.5f} size screen {:.5f}, screen "
            "{:.5f} border\n",
            (r.right + 0.5 * em) / width_, r.bottom / height_, 0.7 * em / width_,
            r.height() / height_);
        const Fitted label = fitted(say(view.heat->label), r.height(), points_, 1);
        if (!label.lines.empty())
            put("set label {} at screen {:.5f}, screen {:.5f} center rotate by 90 {} textcolor rgb "
                "foreground\n",
                str(label),
                (r.right + (1.2 + 0.9 + 0.6) * em + widest_label(view.colour_tics) * 0.9 * em) /
                    width_,
                0.5 * (r.bottom + r.top) / height_, font(label.points));
    } else
        put("unset colorbox\n");
    for (const Series& series : panel.series)
        if (std::holds_alternative<ContourSeries>(series)) put("unset grid\n");
    if (!view.title.lines.empty()) {
        double y = r.top + 0.35 * em + 0.5 * view.title.height() +
                   static_cast<double>(view.key_rows) * 1.3 * em;
        y += 0; // panels of one row have their titles at one height only when their keys agree
        put("set label {} at screen {:.5f}, screen {:.5f} center {} textcolor rgb foreground\n",
            str(view.title), 0.5 * (r.left + r.right) / width_,
            (y + 0.5 * (view.title.height() - view.title.px() * 1.25)) / height_,
            font(view.title.points));
    }
    // gnuplot would place axis labels by its own idea of the tics' size.
    if (!view.x_label.lines.empty())
        put("set label {} at screen {:.5f}, screen {:.5f} center {} textcolor rgb foreground\n",
            str(view.x_label), 0.5 * (r.left + r.right) / width_,
            (r.bottom - x_tic_depth(view, em) - 0.1 * em - 0.5 * view.x_label.px() * 1.25) /
                height_,
            font(view.x_label.points));
    if (!view.y_label.lines.empty())
        put("set label {} at screen {:.5f}, screen {:.5f} center rotate by 90 {} textcolor rgb "
            "foreground\n",
            str(view.y_label),
            (r.left - (0.95 + widest_label(view.y_tics)) * em - view.y_label.height() +
             0.62 * view.y_label.px()) /
                width_,
            0.5 * (r.bottom + r.top) / height_, font(view.y_label.points));
    if (view.legend == "off" || labels_of(panel).empty())
        put("unset key\n");
    else if (view.legend == "above")
        put("set key at screen {:.5f}, screen {:.5f} center bottom horizontal Left reverse maxrows "
            "{} {}\n",
            0.5 * (r.left + r.right) / width_, (r.top + 0.15 * em) / height_, view.key_rows,
            font(points_ * 0.95));
    else {
        put("set key inside {} vertical Left reverse opaque fillcolor rgb background {}\n",
            view.legend, font(points_ * 0.95));
        taken_.push_back(key_rect(view, view.legend, view.key_width,
                                  static_cast<double>(labels_of(panel).size()) * 1.3 * em, em));
    }
    for (const Series& series : panel.series) {
        if (const auto* s = std::get_if<ImageSeries>(&series)) write_images(view, *s);
        if (const auto* s = std::get_if<GraphSeries>(&series)) write_graph(view, *s);
    }
    write_series(view);
    write_marks(view);
    const bool promised =
        std::any_of(panel.series.begin(), panel.series.end(), [](const Series& any) {
            return !std::holds_alternative<ImageSeries>(any) &&
                   !std::holds_alternative<GraphSeries>(any);
        });
    if (promised && !view.has_data)
        put("set label {} at graph 0.5, graph 0.5 center {} textcolor rgb muted front\n",
            str(say({"no finite value to draw", "aucune valeur finie à tracer"})), font(points_));
    if (plots_.empty()) plots_.push_back("NaN notitle"); // an empty panel still shows its axes
    put("plot ");
    for (std::size_t i = 0; i < plots_.size(); ++i)
        put("{}{}", i == 0 ? "" : ", \\\n     ", plots_[i]);
    put("\nunset label\nunset arrow\nunset object\nunset logscale\n@axes_on\n");
}

/// One legend for all panels. gnuplot lets a key be no wider than its axes, so it gets a plot of
/// its own, as wide as the page, with all data out of sight.
void Page::write_shared_legend(const View& view)
{
    const std::size_t n = labels_of(*view.panel).size();
    const auto a_row =
        std::max<std::size_t>(1, static_cast<std::size_t>(0.94 * width_ / view.key_width));
    plots_.clear();
    write_series(view);
    put("\n# the legend of all panels\nset lmargin at screen 0.01\nset rmargin at screen 0.99\n"
        "set bmargin at screen 0\nset tmargin at screen 1\nset xrange [-2e9:-1e9]\n"
        "set yrange [-2e9:-1e9]\nunset border\nunset xtics\nunset ytics\nunset grid\nunset "
        "colorbox\n"
        "set key at screen 0.5, screen {:.5f} center top horizontal Left reverse maxrows {} "
        "{}\nplot ",
        (height_ - title_.height() - 0.35 * title_.px()) / height_, (n + a_row - 1) / a_row,
        font(points_));
    const char* comma = "";
    for (const std::string& plot : plots_) {
        if (plot.find(" title ") == std::string::npos) continue;
        put("{}{}", comma, plot);
        comma = ", \\\n     ";
    }
    put("\n@axes_on\n");
}

void Page::write_frame(std::vector<View>& views)
{
    put("set multiplot\n");
    if (shared_legend_) write_shared_legend(views[0]);
    for (std::size_t i = 0; i < views.size(); ++i) {
        put("\n# panel {}{}\n", i + 1,
            views[i].panel->title.empty() ? "" : ": " + quoted(say(views[i].panel->title)));
        if (i == 0) {
            if (!title_.lines.empty())
                put("set label {} at screen 0.5, screen {:.5f} center {} textcolor rgb "
                    "foreground\n",
                    str(title_), (height_ - 0.25 * title_.px() - 0.6 * title_.px()) / height_,
                    font(title_.points));
            if (!footnote_.lines.empty())
                put("set label {} at screen {:.5f}, screen {:.5f} right {} textcolor rgb muted\n",
                    str(footnote_), 1 - 12 / width_,
                    (footnote_.height() - 0.35 * footnote_.px()) / height_, font(footnote_.points));
        }
        write_panel(views[i]);
    }
    put("unset multiplot\n");
}

std::string Page::script()
{
    const auto& frames = figure_.frames();
    const bool moving = frames.size() > 1;
    std::vector<View> views;
    std::string plots;
    for (std::size_t f = 0; f < frames.size(); ++f) {
        lay_out(frames[f], views);
        body_.clear();
        write_frame(views);
        const bool last = f + 1 == frames.size();
        if (moving)
            plots += fmt::format("\n# ---- frame {} of {} ----\n{}{}{}", f + 1, frames.size(),
                                 last ? "" : "if (format eq 'gif') {\n", body_, last ? "" : "}\n");
        else
            plots += "\n" + body_;
    }
    std::string out;
    const auto line = [&](const std::string& text) { // comments must stay on one line
        out += "# ";
        for (const char c : text) out += static_cast<unsigned char>(c) < 32 ? ' ' : c;
        out += "\n";
    };
    line(options_.file + (figure_.title().empty() ? "" : " · " + say(figure_.title())));
    line("gnuplot " + options_.file + ".gp draws " + options_.file +
         ".png next to this script; others:");
    line("gnuplot -e \"format='pdf'; theme='dark'\" " + options_.file +
         ".gp   (format: png pdf svg gif txt; theme: light dark print)");
    fmt::format_to(std::back_inserter(out),
                   "\nif (!exists(\"theme\")) theme = {}\nname = {}\nwidth = {:g}\nheight = "
                   "{:g}\npoints = {:.4g}\nframes = {}\ndelay = {:.0f}\n\n# ---- style ----\n{}\n",
                   quoted(options_.theme), quoted(options_.file), width_, height_, points_,
                   frames.size(), std::max(2.0, figure_.frame_seconds() * 100), options_.style);
    fmt::format_to(std::back_inserter(out),
                   // No `set decimalsign ','` for French: gnuplot would write it into the tables of
                   // level lines and stumble over it. Every number that is read was formatted here.
                   "# ---- data ----\n{}\n# ---- drawing ----\n{}set output\n", data_, plots);
    return out;
}

// ---- the table ----

class Table {
  public:
    Table(Language language) : language_(language) {}

    std::string out;

    void comment(const std::string& text)
    {
        out += "# ";
        for (const char c : text) out += static_cast<unsigned char>(c) < 32 && c != '\t' ? ' ' : c;
        out += "\n";
    }
    void series(const std::string& kind, const Text& label)
    {
        comment(fmt::format("series {}: {}{}{}", ++series_, kind, label.empty() ? "" : ", ",
                            say(label)));
    }
    void columns(const std::vector<std::pair<std::string, const Numbers*>>& columns)
    {
        std::string names;
        std::size_t rows = 0;
        for (const auto& [name, values] : columns) {
            if (values->empty()) continue;
            names += (names.empty() ? "" : "\t") + name;
            rows = std::max(rows, values->size());
        }
        comment(names);
        for (std::size_t i = 0; i < rows; ++i) {
            const char* tab = "";
            for (const auto& [name, values] : columns) {
                if (values->empty()) continue;
                fmt::format_to(std::back_inserter(out), "{}{}", tab,
                               i < values->size() ? (*values)[i] : nan_value);
                tab = "\t";
            }
            out += "\n";
        }
        out += "\n\n";
    }
    std::string say(const Text& text) const { return text.in(language_); }
    void start_panel() { series_ = 0; }

  private:
    Language language_;
    int series_ = 0;
};

void add_grid(Table& table, const char* kind, const Matrix& z, const Numbers& x, const Numbers& y,
              const Text& label, const std::string& x_name, const std::string& y_name)
{
    table.series(kind, label);
    table.comment(x_name + "\t" + y_name + "\tz");
    for (Index i = 0; i < z.n_rows; ++i)
        for (Index j = 0; j < z.n_cols; ++j)
            table.out += fmt::format("{}\t{}\t{}\n", x[j], y[i], z(i, j));
    table.out += "\n\n";
}

} // namespace

std::string figure_script(const Figure& figure, const Text& footer, const ScriptOptions& options)
{
    return Page(figure, footer, options).script();
}

std::string figure_table(const Figure& figure, const Text& footer, const std::string& file,
                         Language language)
{
    Table table(language);
    table.comment(file + (figure.title().empty() ? "" : " · " + table.say(figure.title())));
    if (!footer.empty()) table.comment(table.say(footer));
    if (!figure.note().empty()) table.comment(table.say(figure.note()));
    for (std::size_t f = 0; f < figure.frames().size(); ++f) {
        if (figure.frames().size() > 1) table.comment(fmt::format("frame {}", f + 1));
        int p = 0;
        for (const Panel& panel_object : figure.frames()[f]) {
            const PanelParts& panel = panel_object.parts();
            const std::string x = panel.x_label.empty() ? "x" : table.say(panel.x_label),
                              y = panel.y_label.empty() ? "y" : table.say(panel.y_label);
            table.start_panel();
            table.comment(fmt::format("panel {}{}{}", ++p, panel.title.empty() ? "" : ": ",
                                      table.say(panel.title)));
            std::string names;
            for (const Text& name : panel.x_names)
                names += (names.empty() ? "" : ", ") + table.say(name);
            if (!names.empty()) table.comment("names of x = 0, 1, …: " + names);
            for (const Series& series : panel.series) {
                if (const auto* s = std::get_if<LineSeries>(&series)) {
                    table.series("line", s->label);
                    table.columns({{x, &s->x}, {y, &s->y}});
                }
                if (const auto* s = std::get_if<PointSeries>(&series)) {
                    table.series("points", s->label);
                    table.columns({{x, &s->x}, {y, &s->y}});
                }
                if (const auto* s = std::get_if<BandSeries>(&series)) {
                    table.series("median and band", s->label);
                    table.columns({{x, &s->x},
                                   {y + " (lowest)", &s->low},
                                   {y + " (median)", &s->middle},
                                   {y + " (highest)", &s->high}});
                }
                if (const auto* s = std::get_if<ErrorSeries>(&series)) {
                    table.series("median and range", s->label);
                    table.columns({{x, &s->x},
                                   {y + " (lowest)", &s->low},
                                   {y + " (median)", &s->middle},
                                   {y + " (highest)", &s->high}});
                }
                if (const auto* s = std::get_if<BarSeries>(&series)) {
                    table.series("bars", s->label);
                    const Numbers at = counted(s->height.size());
                    table.columns({{x, &at},
                                   {y, &s->height},
                                   {y + " (lowest)", &s->low},
                                   {y + " (highest)", &s->high}});
                }
                if (const auto* s = std::get_if<HistogramSeries>(&series)) {
                    table.series("histogram", s->label);
                    const Numbers from(s->edges.begin(), s->edges.end() - 1),
                        to(s->edges.begin() + 1, s->edges.end());
                    table.columns({{"from", &from}, {"to", &to}, {y, &s->counts}});
                }
                if (const auto* s = std::get_if<HeatSeries>(&series)) {
                    add_grid(table, "heat map", s->z, s->x, s->y, s->label, x, y);
                }
                if (const auto* s = std::get_if<ContourSeries>(&series)) {
                    add_grid(table, "contours", s->z, s->x, s->y, {}, x, y);
                }
                if (const auto* s = std::get_if<ImageSeries>(&series)) {
                    table.series(fmt::format("images of {} rows × {} columns × {} channels",
                                             s->shape.rows, s->shape.cols, s->shape.channels),
                                 {});
                    table.comment("one image a line: rows fastest, then columns, then channels");
                    for (Index k = 0; k < s->pixels.n_cols; ++k) {
                        if (!s->captions.empty())
                            table.comment(
                                fmt::format("image {}: {}", k + 1, table.say(s->captions[k])));
                        for (Index e = 0; e < s->pixels.n_rows; ++e)
                            table.out += fmt::format("{}{}", e == 0 ? "" : "\t", s->pixels(e, k));
                        table.out += "\n";
                    }
                    table.out += "\n\n";
                }
                if (const auto* s = std::get_if<GraphSeries>(&series)) {
                    table.series("computation graph", {});
                    table.comment("node\toperation\tname\tvalue\tgradient");
                    for (std::size_t i = 0; i < s->boxes.size(); ++i) {
                        const auto& box = s->boxes[i];
                        table.out += fmt::format(
                            "{}\t{}\t{}\t{}\t{}\n", i, box.op, box.name.empty() ? "-" : box.name,
                            table.say(box.value), box.grad.empty() ? "-" : table.say(box.grad));
                    }
                    table.comment("from\tto");
                    for (const auto& [from, to, via] : s->arrows)
                        table.out += fmt::format("# {}\t{}\n", from, to);
                    table.out += "\n\n";
                }
            }
            for (const Mark& m : panel.marks)
                table.comment(fmt::format("{}\t{}\t{}\t{}", m.diverged ? "diverged" : "mark", m.x,
                                          m.y, table.say(m.label)));
            for (const Guide& g : panel.guides)
                table.comment(fmt::format("{}\t{}\t{}", g.vertical ? "vertical" : "horizontal",
                                          g.at, table.say(g.label)));
        }
    }
    return std::move(table.out);
}

} // namespace descente
