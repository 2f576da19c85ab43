// The answers of lab 01's worksheet against plain sums, written out here.
#include "labs/lab01_chain_rule/worksheet.hpp"
#include "plot/sheet_checks.hpp"

BOOST_AUTO_TEST_SUITE(lab01_worksheet, *boost::unit_test::label("lab01"))

using namespace lab01;

BOOST_AUTO_TEST_CASE(sheets_are_as_they_should_be) { check_sheets(worksheet); }

namespace {

// The graph's values by its boxes alone; the leaves are the first three.
double value_of(const Boxes& graph, const std::array<double, 3>& leaves)
{
    Numbers values(leaves.begin(), leaves.end());
    for (std::size_t i = 3; i < graph.boxes.size(); ++i) {
        Numbers in;
        for (const Boxes::Arrow& arrow : graph.arrows)
            if (arrow.to == int(i)) in.push_back(values[std::size_t(arrow.from)]);
        const std::string op = graph.boxes[i].op;
        values.push_back(op == "×"        ? in[0] * in[1]
                         : op == "+"      ? in[0] + in[1]
                         : op == "relu"   ? std::max(0.0, in[0])
                         : op == "square" ? in[0] * in[0]
                                          : in[0] - in[1]);
    }
    return values.back();
}

} // namespace

BOOST_AUTO_TEST_CASE(gradients_are_those_of_differences)
{
    for (std::uint64_t number = 1; number <= 20; ++number) {
        Rng rng(number);
        const Worksheet sheet = worksheet(rng);
        const Boxes& graph = sheet.items()[2].boxes;
        std::array<double, 3> leaves{};
        for (std::size_t i = 0; i < 3; ++i) leaves[i] = std::stod(graph.boxes[i].value.english());
        BOOST_TEST(std::stod(graph.boxes.back().value.english()) == value_of(graph, leaves));
        Numbers after;
        for (std::size_t i = 0; i < 3; ++i) {
            auto more = leaves, less = leaves;
            more[i] += 1e-4, less[i] -= 1e-4;
            const double slope = (value_of(graph, more) - value_of(graph, less)) / 2e-4;
            const double written = std::stod(graph.boxes[i].grad.english());
            // (Where ReLU has its kink, differences see half of it.)
            if (std::abs(slope - written) > 1e-3)
                BOOST_TEST_MESSAGE("kink");
            else
                after.push_back(leaves[i] - 0.1 * slope);
            if (after.size() != i + 1) break;
        }
        if (after.size() == 3) check_close(sheet.numbers(SheetCell::Kind::asked), after);
    }
}

BOOST_AUTO_TEST_SUITE_END()
