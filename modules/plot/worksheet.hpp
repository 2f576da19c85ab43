// Worksheets: a page of paper to be worked out by hand, and the same page with its answers. What
// stands on it is placed from the top down, A4; a page that is too long is refused.
//
//     Worksheet sheet;
//     sheet.say(tr("Add them up."));
//     sheet.grids({{.rows = {{label(verbatim("a + b")), asked(a + b)}}}});
#pragma once

#include "plot/files.hpp"

namespace descente {

/// A whole number, up to three decimals, a fraction ("5/7"), or else four digits.
Text short_number(double number);
/// It is one of the first three, and short enough for a small cell.
bool is_short(double number);

/// A place of a table. What is asked stays empty on the sheet.
struct SheetCell {
    enum class Kind { label, given, asked };
    Kind kind;
    Text text;
    double number = not_a_number;
};
SheetCell label(Text text); ///< without a box
SheetCell given(double number);
SheetCell asked(double number);
SheetCell asked(Text text, double number);

struct SheetGrid {
    Text caption = {};
    std::vector<std::vector<SheetCell>> rows;
    double cell = 3.2; ///< its width, in heights of a letter
};
/// All numbers of a matrix.
SheetGrid grid_of(const Matrix& numbers, SheetCell::Kind kind, Text caption);

class Worksheet {
  public:
    Worksheet& say(Text paragraph);
    Worksheet& formula(Text formula);
    Worksheet& grids(std::vector<SheetGrid> side_by_side);
    /// A question that is answered in words, with so many lines to write on.
    Worksheet& question(Text question, Text answer, int lines = 2);
    /// A computation graph: what is not a leaf's value is asked. So many rows of text high.
    Worksheet& graph(Boxes graph, double high);

    struct Item {
        enum class Kind { paragraph, formula, grids, question, graph };
        Kind kind;
        Text text = {}, answer = {};
        std::vector<SheetGrid> side_by_side = {};
        Boxes boxes = {};
        double high = 0;
    };
    const std::vector<Item>& items() const { return items_; }
    /// The numbers of all tables, in order: what is given, or what is asked.
    Numbers numbers(SheetCell::Kind kind) const;

  private:
    std::vector<Item> items_;
};

/// A page: its sheet, what stands above it, and in its footer.
struct SheetPage {
    Text title;
    Worksheet sheet;
    Text footer;
    Text above = {}; ///< at the upper right
};

/// Draws folder/name.pdf (or .png, of one page) with a page for each, with answers or without; its
/// path. Throws PlotError as FigureWriter::write does, without gnuplot, too; ShapeError when a page
/// is too long.
std::filesystem::path write_worksheets(const std::filesystem::path& folder, const std::string& name,
                                       const std::vector<SheetPage>& pages, bool answers,
                                       const FigureStyle& style);
/// The texts as they stand on a page, for a check.
std::vector<PlacedText> placed_texts(const SheetPage& page, bool answers, Language language);

} // namespace descente
