// plots/compare: what runs of one lab have in common, as figures and a table. It reads what they
// left, labNN.json and beside it the numbers (.tsv) and, where they are there, the scripts (.gp).
// `make compare` and `make sweep` start the runs and then this.
#include "base/error.hpp"
#include "base/stats.hpp"
#include "base/table.hpp"
#include "io/whole_file.hpp"
#include "plot/files.hpp"
#include "shell/console.hpp"
#include "shell/options.hpp"
#include "shell/verdict.hpp"
#include "train/runs.hpp"

#include <algorithm>
#include <boost/algorithm/string.hpp>
#include <charconv>
#include <cmath>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace {

using namespace descente;
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using Strings = std::vector<std::string>;

Strings split(const std::string& line, const std::string& separator)
{
    Strings parts;
    boost::algorithm::iter_split(parts, line, boost::algorithm::first_finder(separator));
    return parts;
}

std::string after(const std::string& text, const std::string& mark)
{
    const std::size_t at = text.find(mark);
    return at == std::string::npos ? "" : text.substr(at + mark.size());
}

/// A word of a labNN.json, which is English there, in the language of whoever reads.
Text translated(const std::string& english) { return {Text::Kind::translated, english}; }

std::optional<double> number_in(const std::string& word)
{
    double number = 0;
    const char* const end = word.data() + word.size();
    const auto [stop, error] = std::from_chars(word.data(), end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    return number;
}

// ---- a figure, read from its numbers and its script ----

using Interval = std::optional<std::array<double, 2>>;

struct Drawn {
    std::string kind, label;
    Strings header; // of the columns
    std::vector<Numbers> columns;
    Look look; // colour 0 where there was no script
};

struct Axes {
    std::string title, left; // `left`: where its axes stand on the page
    Strings names;
    std::vector<Drawn> series;
    std::set<Strings> marks; // as they stand in the .tsv
    Scale x_scale = Scale::linear, y_scale = Scale::linear;
    Interval x_range, y_range;
    Numbers levels;
    bool legend = true;
};

struct Page {
    std::string title;
    std::vector<Axes> panels;
};

bool is_line(const Drawn& one) { return one.kind == "line" || one.kind == "points"; }
bool is_band(const Drawn& one)
{
    return one.kind == "median and band" || one.kind == "median and range";
}
bool is_bars(const Drawn& one) { return one.kind == "bars"; }
bool is_histogram(const Drawn& one) { return one.kind == "histogram"; }
bool is_contours(const Drawn& one) { return one.kind == "contours"; }
bool is_curve(const Drawn& one)
{
    return is_line(one) || is_band(one) || is_bars(one) || is_histogram(one);
}

constexpr std::uint64_t most_bytes = 200'000'000;
const Strings marks_of_a_table{"mark", "diverged", "vertical", "horizontal"};

/// The numbers of a figure. Of a film, the last frame.
Page read_numbers(const fs::path& file)
{
    Page page;
    Drawn* series = nullptr;
    const Strings lines = split(read_whole_file(file, tr("numbers of a figure"), most_bytes), "\n");
    page.title = after(lines.front(), " · ");
    const auto damaged = [&](std::size_t line) {
        return DataError(
            tr("{}:{}: no numbers of a figure; make the run again", file.string(), line));
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string& line = lines[i];
        if (line.empty()) {
            series = nullptr;
            continue;
        }
        if (line.starts_with("# frame ")) {
            page.panels.clear();
            continue;
        }
        if (line.starts_with("# panel ")) {
            page.panels.emplace_back().title = after(line, ": ");
            series = nullptr;
            continue;
        }
        if (page.panels.empty()) {
            if (!line.starts_with("# ")) throw damaged(i + 1);
            continue;
        }
        Axes& axes = page.panels.back();
        if (line.starts_with("# series ")) {
            const std::string what = after(line, ": ");
            series = &axes.series.emplace_back();
            series->kind = what.substr(0, what.find(", "));
            series->label = after(what, ", ");
        } else if (series != nullptr && line.starts_with("# ")) {
            series->header = split(line.substr(2), "\t"); // the last one before the numbers
        } else if (line.starts_with("# names of x")) {
            const std::string names = after(line, ": ");
            axes.names = split(names, names.find('\t') == std::string::npos ? ", " : "\t");
        } else if (line.starts_with("# ")) {
            const Strings cells = split(line.substr(2), "\t");
            if (std::ranges::count(marks_of_a_table, cells[0]) && cells.size() >= 3)
                axes.marks.insert(cells);
        } else if (series == nullptr) {
            throw damaged(i + 1);
        } else if (is_curve(*series) || is_contours(*series)) {
            const Strings cells = split(line, "\t");
            series->columns.resize(series->header.size());
            if (cells.size() != series->header.size() || cells.size() < 2) throw damaged(i + 1);
            for (std::size_t k = 0; k < cells.size(); ++k) {
                const std::optional<double> number = number_in(cells[k]);
                if (!number) throw damaged(i + 1);
                series->columns[k].push_back(*number);
            }
        }
    }
    return page;
}

Interval range_in(const std::string& line)
{
    const Strings ends =
        split(line.substr(line.find('[') + 1, line.find(']') - line.find('[') - 1), ":");
    const auto low = number_in(ends.front()), high = number_in(ends.back());
    return low && high && *low < *high ? Interval({*low, *high}) : std::nullopt;
}

/// The digit behind one of these marks; 0 when there is none.
int colour_in(const std::string& line)
{
    for (const char* mark : {"pale(", "colour(", "linetype "}) {
        const std::string rest = after(line, mark);
        if (!rest.empty() && rest[0] >= '1' && rest[0] <= '8') return rest[0] - '0';
    }
    return 0;
}

/// Scales, ranges, colours and the legend stand in the script.
void read_script(const fs::path& file, Page& page)
{
    Axes* axes = nullptr;
    std::size_t next = 0;
    const std::string text = read_whole_file(file, tr("script of a figure"), most_bytes);
    const bool shared_legend = text.find("# the legend of all panels") != std::string::npos;
    for (const std::string& line : split(text, "\n")) {
        const bool drawn = line.starts_with("plot $") || line.starts_with("     $");
        if (line.starts_with("# panel ")) {
            const auto number = static_cast<std::size_t>(std::atoi(line.c_str() + 8));
            axes = number >= 1 && number <= page.panels.size() ? &page.panels[number - 1] : nullptr;
            next = 0;
        } else if (axes == nullptr) {
            continue;
        } else if (line == "set logscale x") {
            axes->x_scale = Scale::logarithmic;
        } else if (line == "set logscale y") {
            axes->y_scale = Scale::logarithmic;
        } else if (line.starts_with("set xrange")) {
            axes->x_range = range_in(line);
        } else if (line.starts_with("set yrange")) {
            axes->y_range = range_in(line);
        } else if (line.starts_with("set lmargin")) {
            axes->left = line;
        } else if (line == "unset key") {
            axes->legend = shared_legend;
        } else if (line.starts_with("set cntrparam levels discrete ")) {
            for (const std::string& level : split(after(line, "discrete "), ","))
                axes->levels.push_back(number_in(level).value_or(not_a_number));
        } else if (drawn && line.find(" with ") != std::string::npos) {
            const std::string how = after(line, " with ");
            const bool curve =
                how.starts_with("lines") || how.starts_with("points") || how.starts_with("boxes ");
            if (!curve || how.find("rgb background") != std::string::npos ||
                how.find("rgb level") != std::string::npos)
                continue;
            while (next < axes->series.size() && !is_curve(axes->series[next])) ++next;
            if (next == axes->series.size()) continue;
            Look& look = axes->series[next++].look;
            look.colour = colour_in(how);
            look.thin_raw = how.find("pale(") != std::string::npos;
            look.with_points = how.starts_with("linespoints");
            if (how.find("dashtype (14*dash") != std::string::npos) look.dash = Dash::dashed;
            if (how.find("dashtype (2,5)") != std::string::npos) look.dash = Dash::dotted;
        }
    }
}

// ---- a run, read from its labNN.json ----

struct Number {
    std::string name;
    Spread spread;
};

struct Measured {
    std::string claim, outcome, measure;
    bool main = false;
    std::vector<Number> numbers;
};

struct Setting {
    std::string value, course;
};

struct RunRead {
    fs::path folder;
    std::string lab, title, data_set, version;
    std::uint64_t samples = 0, seed = 0;
    int seeds = 0;
    bool quick = false, interrupted = false;   // or stopped by an error
    std::map<std::string, Setting> knobs = {}; // that were turned
    Strings figures = {};
    std::vector<Measured> findings = {};
};

double finite_in(const Json& number) { return number.is_null() ? infinity : number.get<double>(); }

Measured finding_in(const Json& json)
{
    Measured finding{
        json.at("claim"), json.at("outcome"), json.value("measure", ""), json.at("main"), {}};
    for (const auto& [name, number] : json.at("numbers").items()) {
        std::vector<double> values;
        for (const Json& value : number.at("values")) values.push_back(finite_in(value));
        finding.numbers.push_back({name, spread(std::move(values))});
    }
    return finding;
}

RunRead read_run(const fs::path& file)
{
    const std::string text = read_whole_file(file, tr("report of a run"), most_bytes);
    try {
        const Json json = Json::parse(text);
        RunRead run{.folder = file.parent_path(),
                    .lab = json.at("lab"),
                    .title = json.at("title"),
                    .data_set = json.at("data_set"),
                    .version = json.at("version"),
                    .samples = json.at("samples"),
                    .seed = json.at("seed"),
                    .seeds = json.at("seeds"),
                    .quick = json.at("quick"),
                    .interrupted =
                        json.at("interrupted").get<bool>() || json.value("stopped", "") != ""};
        if (json.contains("knobs"))
            for (const auto& [name, knob] : json.at("knobs").items())
                run.knobs[name] = {knob.at("value"), knob.at("course")};
        for (const Json& figure : json.at("figures")) run.figures.push_back(figure.at("name"));
        for (const Json& finding : json.at("findings")) run.findings.push_back(finding_in(finding));
        return run;
    } catch (const Json::exception&) {
        throw DataError(
            tr("{} is no report of a run, or damaged: make the run again", file.string()));
    }
}

Page read_figure(const RunRead& run, const std::string& name)
{
    Page page = read_numbers(run.folder / (name + ".tsv"));
    const fs::path script = run.folder / (name + ".gp");
    if (fs::exists(script)) read_script(script, page);
    return page;
}

/// Where two runs are not alike, each in its words: "peak = 0.1" and "peak = 1".
std::pair<Text, Text> told_apart(const RunRead& a, const RunRead& b)
{
    std::vector<std::array<Text, 2>> unlike;
    const auto add = [&](const Text& what, const std::string& in_a, const std::string& in_b) {
        if (in_a != in_b)
            unlike.push_back({verbatim("{} = {}", what, translated(in_a)),
                              verbatim("{} = {}", what, translated(in_b))});
    };
    std::map<std::string, Setting> knobs = a.knobs;
    knobs.insert(b.knobs.begin(), b.knobs.end());
    for (const auto& [name, knob] : knobs) {
        const auto value = [&](const RunRead& run) {
            return run.knobs.contains(name) ? run.knobs.at(name).value : knob.course;
        };
        add(verbatim(name), value(a), value(b));
    }
    add(tr("data set"), a.data_set, b.data_set);
    add(verbatim("N"), std::to_string(a.samples), std::to_string(b.samples));
    add(tr("seed"), std::to_string(a.seed), std::to_string(b.seed));
    add(tr("seeds"), std::to_string(a.seeds), std::to_string(b.seeds));
    if (unlike.empty()) // told apart by nothing but where they are
        unlike.push_back({verbatim(a.folder.filename()), verbatim(b.folder.filename())});
    const auto told = [&](std::size_t k) {
        Text list;
        for (const auto& one : unlike)
            list = list.empty() ? one[k] : verbatim("{}, {}", list, one[k]);
        return list;
    };
    return {told(0), told(1)};
}

bool same_seeds(const RunRead& a, const RunRead& b)
{
    return a.seed == b.seed && a.seeds == b.seeds;
}

/// What all runs have in common.
Text footer_of(const std::vector<RunRead>& runs)
{
    const RunRead& first = runs.front();
    Text line = tr("Lab {:02}", std::atoi(first.lab.c_str() + 3));
    const auto add = [&](bool wanted, const Text& part) {
        if (wanted) line = verbatim("{} · {}", line, part);
    };
    const auto all = [&](const auto& same) {
        return std::ranges::all_of(runs, [&](const RunRead& run) { return same(first, run); });
    };
    const bool data = all([](const auto& a, const auto& b) {
        return a.data_set == b.data_set && a.samples == b.samples;
    });
    add(data && !first.data_set.empty(),
        verbatim("{}, N = {}", first.data_set, grouped(first.samples)));
    add(all(same_seeds) && first.seeds > 0, seeds_text(first.seed, first.seeds));
    add(std::ranges::any_of(runs, &RunRead::quick), tr("quick run"));
    add(std::ranges::any_of(runs, &RunRead::interrupted), tr("interrupted"));
    add(true, verbatim("Descente {}", first.version));
    return line;
}

// ---- two runs in one figure ----

constexpr Look pale{.width = 2, .thin_raw = true};

/// Draws one series as the lab did, in this look.
void draw(Panel& panel, const Drawn& one, Look look)
{
    const Text label = verbatim(one.label);
    look.colour = one.look.colour;
    look.dash = one.look.dash;
    look.with_points = one.look.with_points;
    const std::vector<Numbers>& c = one.columns;
    if (c.empty()) return;
    const auto spreads = [&](std::size_t low, std::size_t median, std::size_t high) {
        std::vector<Spread> all;
        for (std::size_t i = 0; i < c[0].size(); ++i)
            all.push_back({c[median][i], c[low][i], c[high][i], {}});
        return all;
    };
    if (one.kind == "line") panel.line(label, c[0], c[1], look);
    if (one.kind == "points") panel.points(label, c[0], c[1], look);
    if (is_histogram(one) && c.size() == 3) { // lines through the tops do not hide each other
        Numbers middles;
        for (std::size_t i = 0; i < c[0].size(); ++i) middles.push_back((c[0][i] + c[1][i]) / 2);
        panel.line(label, middles, c[2], look);
    }
    if (one.kind == "median and range" && c.size() == 4)
        panel.spreads(label, c[0], spreads(1, 2, 3), look);
    if (one.kind == "median and band" && c.size() == 4) // of three runs the band is the same again
        panel.runs(label, c[0], {c[1], c[2], c[3]}, look);
    if (is_bars(one))
        c.size() == 4 ? panel.bars(label, spreads(2, 1, 3), look) : panel.bars(label, c[1], look);
}

/// Raw data behind a smoothed curve are pale already, and are left out. Of a panel with a field of
/// colours, images or a graph nothing is left: they would hide each other.
std::vector<Drawn> curves_of(const Axes& axes)
{
    std::vector<Drawn> curves;
    for (const Drawn& one : axes.series) {
        if (!is_curve(one) && !is_contours(one)) return {};
        if (is_curve(one) && !one.look.thin_raw) curves.push_back(one);
    }
    return curves;
}

/// For each curve of A its twin in B, or none: of one name, else (all others) in their order.
std::vector<Drawn*> twins(const std::vector<Drawn>& a, std::vector<Drawn>& b)
{
    std::vector<Drawn*> found;
    std::set<const Drawn*> taken;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto free = [&](Drawn& one) {
            return one.kind == a[i].kind && !taken.contains(&one);
        };
        auto twin = std::ranges::find_if(
            b, [&](Drawn& one) { return free(one) && one.label == a[i].label; });
        if (twin == b.end() && a.size() == b.size() && free(b[i]))
            twin = b.begin() + std::ptrdiff_t(i);
        found.push_back(twin == b.end() ? nullptr : &*twin);
        if (twin != b.end()) taken.insert(&*twin);
    }
    return found;
}

Text axis_label(const std::vector<Drawn>& curves, std::size_t column)
{
    for (const Drawn& one : curves) {
        if (one.header.size() <= column || is_histogram(one)) continue;
        std::string label = one.header[column];
        for (const char* role : {" (lowest)", " (median)"})
            if (is_band(one) && label.ends_with(role))
                label.erase(label.size() - std::strlen(role));
        if (label != "x" && label != "y") return verbatim(label); // names of axes without one
    }
    return {};
}

Interval around(const Interval& a, const Interval& b)
{
    if (!a || !b) return std::nullopt;
    return {{std::min((*a)[0], (*b)[0]), std::max((*a)[1], (*b)[1])}};
}

/// The range, or one that also shows the middle half of curves that would lie beyond it mostly.
std::array<double, 2> room_for(const Axes& axes, std::array<double, 2> range)
{
    for (const Drawn& one : curves_of(axes)) {
        if (is_histogram(one) || is_bars(one) || one.columns.empty()) continue;
        Numbers y = one.columns[is_band(one) ? 2 : 1];
        const bool logarithmic = axes.y_scale == Scale::logarithmic;
        std::erase_if(
            y, [&](double value) { return !std::isfinite(value) || (logarithmic && value <= 0); });
        const auto beyond = std::ranges::count_if(
            y, [&](double value) { return value < range[0] || value > range[1]; });
        if (2 * beyond <= std::ssize(y)) continue;
        std::ranges::sort(y);
        range[0] = std::min(range[0], y[y.size() / 4]);
        range[1] = std::max(range[1], y[y.size() - 1 - y.size() / 4]);
    }
    return range;
}

/// Level lines below both, when they are the same.
void draw_common_contours(Panel& panel, const Axes& a, const Axes& b)
{
    const auto of_a = std::ranges::find_if(a.series, is_contours);
    const auto of_b = std::ranges::find_if(b.series, is_contours);
    if (of_a == a.series.end() || of_b == b.series.end() || of_a->columns != of_b->columns ||
        of_b->columns.size() != 3)
        return;
    const std::vector<Numbers>& c = of_b->columns;
    const auto across = static_cast<std::size_t>(std::ranges::count(c[1], c[1].front()));
    const Numbers x(c[0].begin(), c[0].begin() + std::ptrdiff_t(across));
    const Numbers y = every(across, c[1]);
    if (x.size() < 2 || y.size() < 2 || x.size() * y.size() != c[2].size()) return;
    Matrix z(y.size(), x.size());
    for (std::size_t k = 0; k < c[2].size(); ++k) z(k / across, k % across) = Real(c[2][k]);
    panel.contour(z, x, y, b.levels);
}

/// A mark or a guide as it stands in the .tsv: what both have.
void draw_mark(Panel& panel, const Strings& cells, const Text& label)
{
    const double first = number_in(cells[1]).value_or(0), second = number_in(cells[2]).value_or(0);
    if (cells[0] == "mark") panel.mark(first, second, label);
    if (cells[0] == "diverged") panel.diverged(first, second, label);
    if (cells[0] == "vertical") panel.vertical(first, label);
    if (cells[0] == "horizontal") panel.horizontal(first, label);
}

void draw_marks(Panel& panel, const Axes& a, const Axes& b)
{
    for (const Strings& cells : a.marks)
        if (b.marks.contains(cells))
            draw_mark(panel, cells, verbatim(cells.back()));
        else if (cells[0] == "diverged")
            draw_mark(panel, cells, verbatim("A {}", cells.back()));
    for (const Strings& cells : b.marks)
        if (!a.marks.contains(cells) && cells[0] == "diverged")
            draw_mark(panel, cells, verbatim("B {}", cells.back()));
}

bool is_named(const std::vector<Drawn>& curves)
{
    return std::ranges::any_of(curves, [](const Drawn& one) { return !one.label.empty(); });
}

/// A pale curve and a strong one of one name need one entry in the legend; others say whose they
/// are.
void tell_apart(std::vector<Drawn>& a, std::vector<Drawn>& b, const std::vector<Drawn*>& twin)
{
    if (!is_named(b)) {
        a[0].label = "A", b[0].label = "B";
        return;
    }
    std::set<const Drawn*> alike;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (twin[i] != nullptr && twin[i]->label == a[i].label) {
            a[i].label.clear();
            alike.insert(twin[i]);
        } else if (!a[i].label.empty()) {
            a[i].label = "A: " + a[i].label;
        }
    for (Drawn& one : b)
        if (!alike.contains(&one) && !one.label.empty()) one.label = "B: " + one.label;
}

/// Both panels in one; false when nothing in them can lie on top of each other.
bool overlay(Figure& figure, const Axes& a, const Axes& b, const Interval& y)
{
    std::vector<Drawn> in_a = curves_of(a), in_b = curves_of(b);
    if (in_a.empty() || in_b.empty()) return false;
    const bool slots = std::ranges::any_of(in_b, is_bars);
    if (slots && (a.names != b.names || in_a[0].columns.size() != in_b[0].columns.size()))
        return false;
    const std::vector<Drawn*> twin = twins(in_a, in_b);
    int next = 0;
    for (Drawn& one : in_b)
        if (one.look.colour == 0) one.look.colour = next++ % 8 + 1;
    for (std::size_t i = 0; i < in_a.size(); ++i)
        if (twin[i] != nullptr)
            in_a[i].look = twin[i]->look;
        else if (in_a[i].look.colour == 0)
            in_a[i].look.colour = next++ % 8 + 1;
    const bool named = is_named(in_b);
    tell_apart(in_a, in_b, twin);

    Panel& panel = figure.panel(a.title == b.title ? verbatim(b.title)
                                                   : verbatim("A: {} · B: {}", a.title, b.title));
    panel.x_axis(slots ? Text() : axis_label(in_b, 0), b.x_scale);
    panel.y_axis(axis_label(in_b, 1), b.y_scale);
    const Interval x = around(a.x_range, b.x_range);
    if (x && !slots && a.x_scale == b.x_scale) panel.x_range((*x)[0], (*x)[1]);
    if (y && a.y_scale == b.y_scale) panel.y_range((*y)[0], (*y)[1]);
    if (a.names == b.names && (!slots || b.names.size() == in_b[0].columns[0].size()))
        panel.x_names(of_each(b.names, [](const std::string& name) { return verbatim(name); }));
    if (named && !b.legend) panel.legend("off");
    draw_common_contours(panel, a, b);
    // The pale ones lie below; bars stand side by side.
    std::set<const Drawn*> drawn;
    for (std::size_t i = 0; i < in_a.size(); ++i) {
        draw(panel, in_a[i], pale);
        if (slots && twin[i] != nullptr && drawn.insert(twin[i]).second) draw(panel, *twin[i], {});
    }
    for (const Drawn& one : in_b)
        if (!drawn.contains(&one)) draw(panel, one, {});
    draw_marks(panel, a, b);
    return true;
}

/// Do they hold the same numbers? Then nobody needs to look for a pale curve.
bool alike(const Page& a, const Page& b)
{
    return std::ranges::equal(a.panels, b.panels, [](const Axes& in_a, const Axes& in_b) {
        return std::ranges::equal(in_a.series, in_b.series, {}, &Drawn::columns, &Drawn::columns);
    });
}

/// Nothing when no panel of the two figures can be laid on the other.
std::optional<Figure> overlay(const std::string& name, const Page& a, const Page& b)
{
    std::set<std::string> lefts;
    for (const Axes& axes : b.panels) lefts.insert(axes.left);
    Figure figure(name, verbatim(b.title), static_cast<int>(lefts.size()));
    const std::size_t panels = std::min(a.panels.size(), b.panels.size());
    std::map<std::array<double, 2>, std::array<double, 2>>
        wide; // panels of one range keep one range
    for (std::size_t i = 0; i < panels; ++i)
        if (const Interval y = around(a.panels[i].y_range, b.panels[i].y_range))
            for (const Axes* axes : {&a.panels[i], &b.panels[i]})
                wide[*y] = room_for(*axes, wide.try_emplace(*y, *y).first->second);
    int drawn = 0;
    for (std::size_t i = 0; i < panels; ++i) {
        const Interval y = around(a.panels[i].y_range, b.panels[i].y_range);
        drawn += overlay(figure, a.panels[i], b.panels[i], y ? wide.at(*y) : y);
    }
    return drawn > 0 ? std::optional(figure) : std::nullopt;
}

// ---- numbers beside each other ----

Text shown(double number)
{
    if (!std::isfinite(number)) return verbatim("∞");
    return verbatim("{:.3Lg}", number);
}

/// One row a number that both runs have measured, finding by finding; also as .tsv.
void tell_numbers(const RunRead& a, const RunRead& b, const fs::path& file,
                  const Language& language)
{
    const auto in_language = [&](const Text& text) { return text.in(language); };
    const Strings header =
        of_each(std::vector<Text>{tr("number"), verbatim("A"), verbatim("B"), verbatim("B − A"),
                                  tr("lowest"), tr("highest"), verbatim("d")},
                in_language);
    std::string tsv = "# " + boost::algorithm::join(header, "\t") + "\n";
    for (const Measured& finding : b.findings) {
        const auto other = std::ranges::find(a.findings, finding.claim, &Measured::claim);
        if (other == a.findings.end()) continue;
        const Text line = tr("• {}: A {}, B {}", finding.claim, translated(other->outcome),
                             translated(finding.outcome));
        say_aloud(in_language(line) + "\n");
        tsv += "\n# " + in_language(line) + "\n";
        std::vector<Strings> rows;
        for (const Number& number : finding.numbers) {
            const auto twin = std::ranges::find(other->numbers, number.name, &Number::name);
            if (twin == other->numbers.end()) continue;
            std::vector<Text> row{translated(number.name), shown(twin->spread.median),
                                  shown(number.spread.median)};
            if (same_seeds(a, b) && twin->spread.values.size() == number.spread.values.size()) {
                const Spread difference = paired_difference(number.spread, twin->spread);
                const double size = paired_effect_size(number.spread, twin->spread);
                for (const double one : {difference.median, difference.low, difference.high})
                    row.push_back(shown(one));
                row.push_back(std::isnan(size) ? verbatim("–") : shown(size));
            }
            while (row.size() < header.size()) row.push_back(verbatim("–"));
            rows.push_back(of_each(row, in_language));
            tsv += boost::algorithm::join(rows.back(), "\t") + "\n";
        }
        if (!rows.empty()) say_aloud(aligned_table(header, rows) + "\n");
    }
    if (!same_seeds(a, b))
        say_aloud(in_language(tr("A and B have other seeds: nothing can be paired.")) + "\n");
    else
        say_aloud(
            in_language(tr("B − A: median, lowest and highest by pairs of the same seed; d: its "
                           "mean over its standard deviation.")) +
            "\n");
    NewFile table(file, tr("table"));
    table.write(tsv);
    table.finish();
}

// ---- what is measured against a knob ----

/// Its numbers as curves; false when there is nothing to see.
bool against_knob(Figure& figure, const std::vector<RunRead>& runs, const Strings& values,
                  const std::string& knob, const Measured& finding)
{
    constexpr std::size_t most_curves = 8;
    if (finding.numbers.empty()) return false;
    Numbers x;
    for (const std::string& value : values)
        if (const auto number = number_in(value)) x.push_back(*number);
    const bool words = x.size() < values.size();
    const bool spans =
        !words && std::ranges::min(x) > 0 && std::ranges::max(x) >= 100 * std::ranges::min(x);
    if (words)
        x = linear_space(0, static_cast<double>(values.size()) - 1,
                         static_cast<int>(values.size()));
    Panel& panel = figure.panel(verbatim(finding.claim));
    panel.x_axis(verbatim(knob), spans ? Scale::logarithmic : Scale::linear);
    const bool one = finding.numbers.size() == 1;
    panel.y_axis(one ? translated(finding.numbers[0].name) : verbatim(finding.measure));
    if (words)
        panel.x_names(of_each(values, [](const std::string& value) { return verbatim(value); }));
    for (std::size_t k = 0; k < std::min(finding.numbers.size(), most_curves); ++k) {
        const std::string& name = finding.numbers[k].name;
        Numbers places;
        std::vector<Spread> spreads;
        for (std::size_t i = 0; i < runs.size(); ++i) {
            const auto same = std::ranges::find(runs[i].findings, finding.claim, &Measured::claim);
            if (same == runs[i].findings.end()) continue;
            const auto number = std::ranges::find(same->numbers, name, &Number::name);
            if (number == same->numbers.end()) continue;
            places.push_back(x[i]);
            spreads.push_back(number->spread);
        }
        panel.spreads(one ? Text() : translated(name), places, spreads, {.with_points = true});
    }
    return true;
}

// ---- the program ----

Text usage()
{
    return tr("usage: plots/compare compare A/labNN.json B/labNN.json [--out DIR …]\n"
              "       plots/compare sweep KNOB VALUE DIR/labNN.json VALUE DIR/labNN.json … [--out "
              "DIR …]\n"
              "\n"
              "What runs of one lab have in common, as figures and tables; of the labs' options it "
              "takes\n--out, --format, --theme, --size, --lang, --csv. make compare and make sweep "
              "make the runs, too.\n"
              "\n"
              "exit codes: 2 wrong command, 3 runs that cannot be read or compared, 4 figures\n");
}

class Pictures {
  public:
    Pictures(const std::string& lab, const Options& options)
        : folder_(options.out_folder),
          writer_(folder_, lab, options.style),
          language_(options.style.language)
    {
        std::error_code error;
        fs::create_directories(folder_, error); // whether it can be written is asked next
        writer_.check();
        if (find_gnuplot().empty()) {
            complain("compare",
                     tr("gnuplot is not installed: figures stay numbers and scripts (.tsv, .gp); "
                        "`make setup` installs it"),
                     language_);
            missing_ = true;
        }
    }
    void save(const Figure& figure, const Text& footer)
    {
        try {
            writer_.write(figure, footer);
        } catch (const PlotError& error) {
            complain("compare", error.line(), language_);
            missing_ = true;
        }
    }
    Exit done() const
    {
        say_aloud(tr("Figures and table in {}\n", folder_.string()).in(language_));
        return missing_ ? Exit::plotting : Exit::success;
    }

  private:
    fs::path folder_;
    FigureWriter writer_;
    Language language_;
    bool missing_ = false;
};

void check_one_lab(const RunRead& a, const RunRead& b)
{
    if (a.lab != b.lab)
        throw DataError(tr("{} is a run of {} and {} one of {}: two runs of one lab are compared",
                           a.folder.string(), a.lab, b.folder.string(), b.lab));
}

Exit compare(const Strings& words, const Options& options)
{
    if (words.size() != 2) throw UsageError(tr("two runs are compared; see plots/compare --help"));
    const Language& language = options.style.language;
    const RunRead a = read_run(words[0]), b = read_run(words[1]);
    check_one_lab(a, b);
    const auto [in_a, in_b] = told_apart(a, b);
    const Text both = tr("A (pale): {} · B (strong): {}", in_a, in_b);
    std::vector<std::pair<std::string, std::optional<Figure>>> figures;
    for (const std::string& name : b.figures) {
        if (!std::ranges::count(a.figures, name) || !name.starts_with(b.lab + "_")) continue;
        const Page of_a = read_figure(a, name), of_b = read_figure(b, name);
        figures.emplace_back(name, overlay(after(name, b.lab + "_"), of_a, of_b));
        if (figures.back().second)
            figures.back().second->subtitle(alike(of_a, of_b) ? tr("{} · alike in both", both)
                                                              : both);
    }
    Pictures pictures(b.lab, options); // all has been read
    say_aloud(tr("Lab {:02} · {}", std::atoi(b.lab.c_str() + 3), b.title).in(language) + "\n" +
              both.in(language) + "\n");
    std::string left_out;
    for (auto& [name, figure] : figures)
        if (figure)
            pictures.save(*figure, footer_of({a, b}));
        else
            left_out += (left_out.empty() ? "" : ", ") + name;
    if (!left_out.empty())
        say_aloud(tr("Left out, since their panels cannot lie on top of each other: {}\n", left_out)
                      .in(language));
    tell_numbers(a, b, options.out_folder / (b.lab + "_table.tsv"), language);
    return pictures.done();
}

Exit sweep(const Strings& words, const Options& options)
{
    if (words.size() < 5 || words.size() % 2 == 0)
        throw UsageError(tr("a sweep takes a knob, and two values or more with their runs; see "
                            "plots/compare --help"));
    const Language& language = options.style.language;
    Strings values;
    std::vector<RunRead> runs;
    for (std::size_t i = 1; i < words.size(); i += 2) {
        values.push_back(words[i]);
        runs.push_back(read_run(words[i + 1]));
        check_one_lab(runs.front(), runs.back());
    }
    constexpr int most_panels = 4;
    const RunRead& first = runs.front();
    std::vector<Measured> findings = first.findings;
    std::ranges::stable_partition(findings, &Measured::main); // the claim comes first
    const auto with_numbers = std::min<std::ptrdiff_t>(
        most_panels, std::ranges::count_if(findings, [](const Measured& finding) {
            return !finding.numbers.empty();
        }));
    Figure figure("sweep", tr("{}: what --{} changes", first.title, words[0]),
                  with_numbers > 1 ? 2 : 1);
    int panels = 0;
    for (const Measured& finding : findings)
        if (panels < most_panels) panels += against_knob(figure, runs, values, words[0], finding);
    if (panels == 0)
        throw DataError(tr("{} measures no numbers: there is nothing to draw against --{}",
                           first.lab, words[0]));
    Pictures pictures(first.lab, options);
    pictures.save(figure, footer_of(runs));
    Strings header{words[0]};
    std::vector<Strings> rows;
    for (const Measured& finding : findings) {
        Strings row{finding.claim};
        for (const RunRead& run : runs) {
            const auto same = std::ranges::find(run.findings, finding.claim, &Measured::claim);
            row.push_back(same == run.findings.end() ? "–"
                                                     : translated(same->outcome).in(language));
        }
        rows.push_back(row);
    }
    header.insert(header.end(), values.begin(), values.end());
    say_aloud(aligned_table(header, rows));
    return pictures.done();
}

Exit run(const Strings& words, const Language& language)
{
    if (words.empty() || std::ranges::count(words, "--help")) {
        say_aloud(usage().in(language));
        return words.empty() ? Exit::usage : Exit::success;
    }
    const auto first_option =
        std::ranges::find_if(words, [](const std::string& word) { return word.starts_with("--"); });
    LabInfo info; // of none: the options that all labs have
    info.dataset = "";
    info.knobs.emplace();
    const Options options = parse_options({first_option, words.end()}, info, top_folder());
    const Strings named(words.begin() + 1, std::max(first_option, words.begin() + 1));
    if (words[0] == "compare") return compare(named, options);
    if (words[0] == "sweep") return sweep(named, options);
    throw UsageError(tr("\"{}\" is not understood; see plots/compare --help", words[0]));
}

} // namespace

int main(int argc, char** argv)
{
    set_up_console();
    const Strings words(argv + 1, argv + argc);
    const Language language = language_asked_for(words);
    try {
        const Exit code = run(words, language);
        if (code == Exit::success && console_failed()) return static_cast<int>(Exit::console);
        return static_cast<int>(code);
    } catch (const Error& error) {
        complain("compare", error.line(), language);
        return static_cast<int>(error.code());
    } catch (const std::exception& error) { // no memory, a folder that vanished
        complain("compare", verbatim(error.what()), language);
        return static_cast<int>(Exit::internal);
    }
}
