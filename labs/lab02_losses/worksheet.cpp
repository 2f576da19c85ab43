// The logits are logarithms of whole numbers n, so that exp z = n, and all n together are one of
// `sums`, so that shares have few digits. The right class's n divides them: its cost is ln of a
// whole number. It is not the least, so that another class would cost more.
#include "worksheet.hpp"

#include "nn/losses.hpp"

#include <algorithm>

namespace lab02 {

Worksheet worksheet(Rng& rng)
{
    const std::vector<Index> sums{8, 10, 20, 25, 40, 50, 100};
    std::vector<Index> n(3);
    Index all = 0, right = 0;
    bool fits = false;
    while (!fits) {
        for (Index& one : n) one = 1 + rng.below(60);
        all = n[0] + n[1] + n[2];
        right = rng.below(3);
        fits = std::ranges::count(sums, all) == 1 && n[0] != n[1] && n[1] != n[2] && n[0] != n[2] &&
               all % n[right] == 0 && n[right] != std::ranges::min(n);
    }
    const Var z =
        parameter(Column{Real(std::log(n[0])), Real(std::log(n[1])), Real(std::log(n[2]))});
    const Matrix p = softmax(z).value();
    const Var cost = softmax_cross_entropy(z, Labels{right});
    backward(cost);

    std::vector<std::vector<SheetCell>> rows(5);
    rows[0] = {label({})};
    rows[1] = {label(verbatim("z"))};
    rows[2] = {label(verbatim("exp z"))};
    rows[3] = {label(verbatim("p"))};
    rows[4] = {label(verbatim("∂l/∂z"))};
    for (Index i = 0; i < 3; ++i) {
        rows[0].push_back(label(tr("class {}", i + 1)));
        rows[1].push_back({SheetCell::Kind::given, verbatim("ln {}", n[i]), double(z.value()[i])});
        rows[2].push_back(asked(double(std::exp(z.value()[i]))));
        rows[3].push_back(asked(double(p[i])));
        rows[4].push_back(asked(double(z.grad()[i])));
    }
    const Index least = Index(std::ranges::min_element(n) - n.begin());
    const auto ln = [&](Index i) {
        return all % n[i] == 0 ? verbatim("ln {}", all / n[i]) : verbatim("ln {}/{}", all, n[i]);
    };
    Worksheet sheet;
    return sheet
        .say(tr("A network gives three logits z for an image of class {}. Softmax makes "
                "probabilities p of them, and the cross-entropy is the cost l.",
                right + 1))
        .formula(tr("p_i = exp z_i / Σ_j exp z_j        l = −ln p of the right class"))
        .say(tr("1. Fill in exp z, then p."))
        .say(tr("2. Fill in the gradient: p_i, less 1 in the right class. Its sum is 0: a check."))
        .grids({{.rows = rows, .cell = 5}})
        .say(tr("3. The cost, as ln of a whole number:"))
        .grids({{.rows = {{label(verbatim("l =")), asked(ln(right), cost.scalar())}}, .cell = 5}})
        .question(tr("4. Which class, were it the right one, would cost most, and how much?"),
                  tr("class {}: {} = {:.2Lf}", least + 1, ln(least),
                     std::log(double(all) / double(n[least]))))
        .question(
            tr("5. 2 is added to all three logits. What becomes of p, of l, of the gradient?"),
            tr("They stay: exp 2 is a factor above and below, and is divided out."))
        .question(
            tr("6. p should come nearer to the right class. Which logits does a step of "
               "gradient descent raise, which does it lower?"),
            tr("It raises that of class {}, whose gradient is below 0, and lowers the others.",
               right + 1));
}

} // namespace lab02
