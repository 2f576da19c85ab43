// Exercise: Kaiming's initialisation.
#include "labs/exercises/check.hpp"

namespace lab07 {
using namespace descente;

const Exercise kaiming_exercise{
    .title = tr("Kaiming's initialisation"),
    .task = tr(
        "Fill W, n_in × n_out (column j belongs to unit j), and b, a column of n_out numbers, at "
        "random as the slide says: each number drawn anew. rng.uniform() is a number from 0 to 1; "
        "U[−1,1] of the slide goes from −1 to 1. W and b have their sizes already: "
        "for (Real& w : W) goes through all numbers of W; W.n_rows is the number of rows."),
    .formula = "W₀ = √(6/n_in)·U[−1,1]        b₀ = 1/√n_in·U[−1,1]",
    .looked_at =
        tr("bounds, mean, variance and repeats of the numbers drawn for W and b, in three layers; "
           "not whether they are independent"),
    .lab = "07 --figures relu"};

void check_kaiming(void (*init)(Matrix& W, Matrix& b, Rng& rng), Report& report)
{
    report.trials(3, [&](Rng& rng, int number) {
        if (!report.right()) return;
        const Index n_in = number == 0 ? 400 : 50,
                    n_out = number == 0 ? 50 : 800 / (1 + Index(number));
        Matrix W(n_in, n_out, arma::fill::value(99)), b(n_out, 1, arma::fill::value(99));
        init(W, b, rng);
        const auto judge = [&](const char* name, const Matrix& drawn, double bound,
                               const std::vector<std::pair<double, Text>>& usual) {
            const double largest = double(arma::abs(drawn).max()) / bound;
            const double low = double(drawn.min()) / bound;
            const bool many = drawn.n_elem > 10'000;
            const double near = many ? 0.01 : 0.05;
            const Text of = verbatim(name);
            if (drawn.n_rows != (name[0] == 'W' ? n_in : n_out) || !drawn.is_finite())
                return report.wrong(
                    tr("{}: another size than before, or numbers that are infinite.", of));
            if (largest == 0)
                return report.wrong(tr("{}: all 0, so that all units stay equal.", of));
            if (double(drawn.max()) == 99)
                return report.wrong(tr("{}: not filled, or not all of it.", of));
            if (arma::Mat<Real>(arma::unique(drawn)).n_elem < drawn.n_elem / 2)
                return report.wrong(
                    tr("{}: the same number stands in many places: draw each anew.", of));
            if (low > 0 || double(drawn.max()) < 0)
                return report.wrong(
                    tr("{}: all of one sign: rng.uniform() is from 0 to 1, and U[−1,1] is "
                       "2·rng.uniform() − 1.",
                       of));
            const double deviation =
                std::sqrt(double(arma::accu(arma::square(drawn))) / double(drawn.n_elem)) /
                double(arma::abs(drawn).max());
            if (std::abs(deviation - 1 / std::sqrt(3)) > 0.06)
                return report.wrong(
                    tr("{}: not uniform: as many numbers should lie near the bounds as near "
                       "0.",
                       of));
            for (const auto& [factor, sentence] : usual)
                if (std::abs(largest / factor - 1) < near && std::abs(factor - 1) > 2 * near)
                    return report.wrong(tr("{}: {}", of, sentence));
            if (std::abs(largest - 1) > near)
                report.wrong(
                    tr("{}: the largest number is {:.2Lf} times the slide's bound.", of, largest));
        };
        const double in = double(n_in), out = double(n_out);
        judge("W", W, std::sqrt(6 / in),
              {{std::sqrt(in / out), tr("n_out is taken for n_in: n_in is W.n_rows.")},
               {1 / std::sqrt(3),
                tr("√3 is missing: √2/√n_in is the deviation; a uniform draw needs the "
                   "bound √(6/n_in).")},
               {1 / std::sqrt(6), tr("1/√n_in is b's bound (and PyTorch's); W has √(6/n_in).")},
               {std::sqrt(in / (in + out)), tr("n_in + n_out is Xavier's; here it is n_in.")},
               {std::sqrt(in / 6) * 6 / in, tr("the root is missing: √(6/n_in), not 6/n_in.")},
               {0.5, tr("half of what it should be: U[−1,1] goes from −1 to 1.")},
               {2, tr("twice as large as it should be: a factor 2.")}});
        if (!report.right()) return;
        judge("b", b, 1 / std::sqrt(in),
              {{std::sqrt(6), tr("√6 belongs to W; b has 1/√n_in.")},
               {std::sqrt(in / out), tr("n_out is taken for n_in: n_in is W.n_rows.")},
               {std::sqrt(in), tr("1/√n_in is left out.")},
               {1 / std::sqrt(in), tr("the root is missing: 1/√n_in, not 1/n_in.")}});
    });
    report.tell({});
}

} // namespace lab07
