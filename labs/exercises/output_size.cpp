// Exercise: how many outputs a convolution has.
#include "labs/exercises/check.hpp"

namespace lab09 {
using namespace descente;

const Exercise output_size_exercise{
    .title = tr("The size of a convolution's output"),
    .task = tr(
        "n pixels in a row, p zeros added on both sides, a window of k pixels that moves on by s: "
        "how "
        "many places does it have? Whole numbers: / of two Index rounds down, which is the ⌊ ⌋ of "
        "the slide. The window always fits."),
    .formula = "⌊(n + 2p − k)/s⌋ + 1",
    .looked_at = tr("all n up to 12 with all k, p and s up to 4 that fit"),
    .lab = "09 --figures stride"};

void check_output_size(Index (*outputs)(Index n, Index k, Index p, Index s), Report& report)
{
    Result count(tr("the number of places"));
    report.trials(1, [&](Rng&, int) {
        const auto all = [](const auto& formula) {
            std::vector<Real> found;
            for (Index n = 1; n <= 12; ++n)
                for (Index k = 1; k <= 4; ++k)
                    for (Index p = 0; p <= 4; ++p)
                        for (Index s = 1; s <= 4; ++s)
                            if (k <= n) found.push_back(Real(formula(n, k, p, s)));
            return Matrix(arma::conv_to<Column>::from(found));
        };
        using I = Index;
        count.trial(all(outputs), all([](I n, I k, I p, I s) { return (n + 2 * p - k) / s + 1; }),
                    {{tr("1 is missing: the window has a place before it moves."),
                      all([](I n, I k, I p, I s) { return (n + 2 * p - k) / s; })},
                     {tr("the padding is counted on one side; it is on both."),
                      all([](I n, I k, I p, I s) { return (n + p - k) / s + 1; })},
                     {tr("the padding is left out."),
                      all([](I n, I k, I, I s) { return (n - k) / s + 1; })},
                     {tr("the stride is left out."),
                      all([](I n, I k, I p, I) { return n + 2 * p - k + 1; })},
                     {tr("it is rounded up; the slide rounds down: a window that does not fit has "
                         "no place."),
                      all([](I n, I k, I p, I s) { return (n + 2 * p - k + s - 1) / s + 1; })},
                     {tr("1 is added before dividing; it comes after."),
                      all([](I n, I k, I p, I s) { return (n + 2 * p - k + 1) / s; })},
                     {tr("the window's own k pixels are not taken off."),
                      all([](I n, I, I p, I s) { return (n + 2 * p) / s + 1; })},
                     {tr("it is one too many."),
                      all([](I n, I k, I p, I s) { return (n + 2 * p - k) / s + 2; })}});
    });
    report.tell({&count});
}

} // namespace lab09
