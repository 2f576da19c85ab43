#include "plot/table.hpp"

#include "plot/text.hpp"

#include <fmt/format.h>
#include <map>

namespace descente {

namespace {

/// {x} and {y} stand for the labels of the axes.
const char* name_of(Role role)
{
    static const std::map<Role, const char*> names = {
        {Role::x, "{x}"}, {Role::from, "from"},        {Role::to, "to"},
        {Role::y, "{y}"}, {Role::low, "{y} (lowest)"}, {Role::high, "{y} (highest)"},
        {Role::z, "z"},   {Role::size, "area"}};
    return names.at(role);
}

class Table {
  public:
    explicit Table(Language language) : language_(language) {}

    std::string out;

    std::string say(const Text& text) const { return one_line(text.in(language_)); }
    void comment(const std::string& text) { out += "# " + text + "\n"; }

    void panel(const PanelParts& panel, int number)
    {
        series_ = 0;
        comment(
            fmt::format("panel {}{}{}", number, panel.title.empty() ? "" : ": ", say(panel.title)));
        if (!panel.x.names.empty()) comment("names of x = 0, 1, …: " + listed(panel.x.names));
        for (const Series& s : panel.series) add(s, panel);
        for (const ImageGrid& images : panel.images) add(images);
        for (const Boxes& boxes : panel.boxes) add(boxes);
        for (const Mark& m : panel.marks)
            if (m.radius == 0) // what a circle shows stands in a series
                comment(fmt::format("{}\t{}\t{}\t{}", m.diverged ? "diverged" : "mark", m.x, m.y,
                                    say(m.label)));
        for (const Guide& g : panel.guides)
            comment(fmt::format("{}\t{}\t{}", g.vertical ? "vertical" : "horizontal", g.at,
                                say(g.label)));
    }

  private:
    std::string listed(const std::vector<Text>& texts) const
    {
        std::string list;
        for (const Text& text : texts) list += (list.empty() ? "" : "\t") + say(text);
        return list;
    }

    void start(const std::string& kind, const Text& label)
    {
        comment(fmt::format("series {}: {}{}{}", ++series_, kind, label.empty() ? "" : ", ",
                            say(label)));
    }

    void add(const Series& s, const PanelParts& panel)
    {
        start(s.kind, s.label);
        if (!s.names.empty()) comment(listed(s.names));
        std::vector<const Field*> fields; // empty ones are left out
        std::string names;
        for (const Field& field : s.fields) {
            if (field.values.empty()) continue;
            fields.push_back(&field);
            names += names.empty() ? "" : "\t";
            names += fmt::format(fmt::runtime(*field.name ? field.name : name_of(field.role)),
                                 fmt::arg("x", panel.x.label.empty() ? "x" : say(panel.x.label)),
                                 fmt::arg("y", panel.y.label.empty() ? "y" : say(panel.y.label)));
        }
        comment(names);
        for (std::size_t i = 0; i < s.rows(); ++i)
            for (const Field* field : fields) {
                const double v = field->values[i];
                out += field->real ? fmt::format("{}", static_cast<Real>(v)) : fmt::format("{}", v);
                out += field == fields.back() ? "\n" : "\t";
            }
        out += "\n\n";
    }

    void add(const ImageGrid& images)
    {
        start(fmt::format("images of {} rows × {} columns × {} channels", images.shape.rows,
                          images.shape.cols, images.shape.channels),
              {});
        comment("one image a line: rows fastest, then columns, then channels");
        for (Index k = 0; k < images.pixels.n_cols; ++k) {
            if (!images.captions.empty())
                comment(fmt::format("image {}: {}", k + 1, say(images.captions[k])));
            for (Index e = 0; e < images.pixels.n_rows; ++e)
                out += fmt::format("{}{}", e == 0 ? "" : "\t", images.pixels(e, k));
            out += "\n";
        }
        out += "\n\n";
    }

    void add(const Boxes& graph)
    {
        start("computation graph", {});
        comment("node\toperation\tname\tvalue\tgradient");
        for (std::size_t i = 0; i < graph.boxes.size(); ++i) {
            const Boxes::Box& box = graph.boxes[i];
            out += fmt::format("{}\t{}\t{}\t{}\t{}\n", i, box.op, box.name.empty() ? "-" : box.name,
                               say(box.value), box.grad.empty() ? "-" : say(box.grad));
        }
        comment("from\tto");
        for (const Boxes::Arrow& arrow : graph.arrows)
            comment(fmt::format("{}\t{}", arrow.from, arrow.to));
        out += "\n\n";
    }

    Language language_;
    int series_ = 0; // of the panel
};

} // namespace

std::string figure_table(const Figure& figure, const Text& footer, const std::string& file,
                         Language language)
{
    Table table(language);
    table.comment(file + (figure.title().empty() ? "" : " · " + table.say(figure.title())));
    if (!figure.subtitle().empty()) table.comment(table.say(figure.subtitle()));
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
