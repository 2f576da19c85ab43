#include "plot/table.hpp"

#include "plot/layout.hpp"

namespace descente {

namespace {

class Table {
  public:
    explicit Table(Language language) : language_(language) {}

    std::string out;

    std::string say(const Text& text) const { return text.in(language_); }
    void comment(std::string text)
    {
        for (char& c : text)
            if (static_cast<unsigned char>(c) < 32 && c != '\t') c = ' ';
        out += "# " + text + "\n";
    }
    void panel(const PanelParts& panel, int number);

    // One block for each kind of series.
    void add(const LineSeries& s)
    {
        start(s.point_size > 0 ? "points" : "line", s.label);
        columns({{x_, &s.x}, {y_, &s.y}});
    }
    void add(const BandSeries& s)
    {
        start(s.error_bars ? "median and range" : "median and band", s.label);
        columns({{x_, &s.x},
                 {y_ + " (lowest)", &s.low},
                 {y_ + " (median)", &s.middle},
                 {y_ + " (highest)", &s.high}});
    }
    void add(const BarSeries& s)
    {
        start("bars", s.label);
        const Numbers places = counted(s.height.size());
        columns({{x_, &places},
                 {y_, &s.height},
                 {y_ + " (lowest)", &s.low},
                 {y_ + " (highest)", &s.high}});
    }
    void add(const BubbleSeries& s)
    {
        start("bubbles", s.label);
        std::string names;
        for (const Text& name : s.names) names += (names.empty() ? "" : ", ") + say(name);
        comment(names);
        columns({{x_, &s.x},
                 {y_ + " (lowest)", &s.low},
                 {y_ + " (median)", &s.middle},
                 {y_ + " (highest)", &s.high},
                 {"area", &s.area}});
    }
    void add(const HistogramSeries& s)
    {
        start("histogram", s.label);
        const Numbers from(s.edges.begin(), s.edges.end() - 1),
            to(s.edges.begin() + 1, s.edges.end());
        columns({{"from", &from}, {"to", &to}, {y_, &s.counts}});
    }
    void add(const HeatSeries& s)
    {
        start("heat map", s.label);
        grid(s.z, s.x, s.y);
    }
    void add(const ContourSeries& s)
    {
        start("contours", {});
        grid(s.z, s.x, s.y);
    }
    void add(const ImageSeries& s)
    {
        start(fmt::format("images of {} rows × {} columns × {} channels", s.shape.rows,
                          s.shape.cols, s.shape.channels),
              {});
        comment("one image a line: rows fastest, then columns, then channels");
        for (Index k = 0; k < s.pixels.n_cols; ++k) {
            if (!s.captions.empty())
                comment(fmt::format("image {}: {}", k + 1, say(s.captions[k])));
            for (Index e = 0; e < s.pixels.n_rows; ++e)
                out += fmt::format("{}{}", e == 0 ? "" : "\t", s.pixels(e, k));
            out += "\n";
        }
        out += "\n\n";
    }
    void add(const GraphSeries& s)
    {
        start("computation graph", {});
        comment("node\toperation\tname\tvalue\tgradient");
        for (std::size_t i = 0; i < s.boxes.size(); ++i) {
            const auto& box = s.boxes[i];
            out += fmt::format("{}\t{}\t{}\t{}\t{}\n", i, box.op, box.name.empty() ? "-" : box.name,
                               say(box.value), box.grad.empty() ? "-" : say(box.grad));
        }
        comment("from\tto");
        for (const auto& arrow : s.arrows) comment(fmt::format("{}\t{}", arrow.from, arrow.to));
        out += "\n\n";
    }

  private:
    struct NamedColumn {
        std::string name;
        const Numbers* values;
    };

    void start(const std::string& kind, const Text& label)
    {
        comment(fmt::format("series {}: {}{}{}", ++series_, kind, label.empty() ? "" : ", ",
                            say(label)));
    }
    void columns(std::vector<NamedColumn> columns) // an empty one is left out
    {
        std::erase_if(columns, [](const NamedColumn& c) { return c.values->empty(); });
        std::string names;
        for (const NamedColumn& c : columns) names += (names.empty() ? "" : "\t") + c.name;
        comment(names);
        const std::size_t rows = columns.empty() ? 0 : columns[0].values->size();
        for (std::size_t i = 0; i < rows; ++i) {
            const char* tab = "";
            for (const NamedColumn& c : columns)
                out += fmt::format("{}{}", std::exchange(tab, "\t"), (*c.values)[i]);
            out += "\n";
        }
        out += "\n\n";
    }
    void grid(const Matrix& z, const Numbers& x, const Numbers& y)
    {
        comment(x_ + "\t" + y_ + "\tz");
        for (Index i = 0; i < z.n_rows; ++i)
            for (Index j = 0; j < z.n_cols; ++j)
                out += fmt::format("{}\t{}\t{}\n", x[j], y[i], z(i, j));
        out += "\n\n";
    }

    Language language_;
    std::string x_, y_; // names of the panel's columns
    int series_ = 0;    // of the panel
};

void Table::panel(const PanelParts& panel, int number)
{
    x_ = panel.x_label.empty() ? "x" : say(panel.x_label);
    y_ = panel.y_label.empty() ? "y" : say(panel.y_label);
    series_ = 0;
    comment(fmt::format("panel {}{}{}", number, panel.title.empty() ? "" : ": ", say(panel.title)));
    std::string names;
    for (const Text& name : panel.x_names) names += (names.empty() ? "" : ", ") + say(name);
    if (!names.empty()) comment("names of x = 0, 1, …: " + names);
    for (const Series& series : panel.series) std::visit([&](const auto& s) { add(s); }, series);
    for (const Mark& m : panel.marks)
        comment(fmt::format("{}\t{}\t{}\t{}", m.diverged ? "diverged" : "mark", m.x, m.y,
                            say(m.label)));
    for (const Guide& g : panel.guides)
        comment(
            fmt::format("{}\t{}\t{}", g.vertical ? "vertical" : "horizontal", g.at, say(g.label)));
}

} // namespace

std::string figure_table(const Figure& figure, const Text& footer, const std::string& file,
                         Language language)
{
    Table table(language);
    table.comment(file + (figure.title().empty() ? "" : " · " + table.say(figure.title())));
    if (!footer.empty()) table.comment(table.say(footer));
    if (!figure.note().empty()) table.comment(table.say(figure.note()));
    for (std::size_t f = 0; f < figure.frames().size(); ++f) {
        if (figure.frames().size() > 1) table.comment(fmt::format("frame {}", f + 1));
        int number = 0;
        for (const Panel& panel : figure.frames()[f]) table.panel(panel.parts(), ++number);
    }
    return std::move(table.out);
}

} // namespace descente
