// Exercise: batch normalisation.
#include "labs/exercises/check.hpp"

namespace lab10 {
using namespace descente;

struct Normalised {
    Column mu, sigma2;
    Matrix x_hat, y;
};

const Exercise batch_norm_exercise{
    .title = tr("Batch normalisation"),
    .task = tr(
        "Normalise a minibatch: a column of x is a sample, a row a unit, and each unit is treated "
        "by "
        "itself. Return μ, σ², x̂ and y in this order: return {{mu, sigma2, x_hat, y}}. m is the "
        "number of samples; ε is 1e-5. Of Armadillo: arma::mean(x, 1) is a column with the mean of "
        "each row, x.each_col() - mu takes a column from all columns; square, sqrt, % and / work "
        "number by number."),
    .formula = "μ = 1/m Σ x_i    σ² = 1/m Σ (x_i − μ)²    x̂ = (x − μ)/√(σ² + ε)    y = γ x̂ + β",
    .looked_at =
        tr("μ, σ², x̂ and y for eight minibatches, of 2 samples and with a unit that never varies "
           "among them; not the gradient, and not evaluation with stored statistics"),
    .lab = "10 --figures layers"};

void check_batch_norm(Normalised (*norm)(const Matrix& x, const Column& gamma, const Column& beta),
                      Report& report)
{
    Result mu(tr("μ")), sigma2(tr("σ²")), x_hat(tr("x̂")), y(tr("y"));
    report.trials(8, [&](Rng& rng, int number) {
        const Index units = number == 0 ? 4 : 1 + rng.below(5),
                    m = number == 0 ? 4 : 2 + rng.below(5);
        Matrix x = rng.normal_matrix(units, m, 1, 2);
        if (number == 3) x.row(0).fill(0.5);
        const Column gamma = rng.uniform_matrix(units, 1, 0.5, 2),
                     beta = rng.normal_matrix(units, 1);
        const Normalised got = norm(x, gamma, beta);
        const Column mean = arma::mean(x, 1),
                     variance = arma::mean(arma::square(x.each_col() - mean), 1);
        const Column second = arma::mean(arma::square(x), 1);
        const double rest = double(m) / double(m - 1);
        const Matrix centred = x.each_col() - mean, none;
        const auto over = [&](const Column& root) { return Matrix(centred.each_col() / root); };
        const Matrix hat = over(arma::sqrt(variance + 1e-5));
        const bool square = units == m;
        const Matrix of_x = (x.each_col() % gamma).each_col() + beta;
        mu.trial(got.mu, mean,
                 {{tr("the mean is taken over the units of a sample; it is over the samples, unit "
                      "by unit."),
                   square ? Matrix(arma::mean(x, 0).t()) : none},
                  {tr("the sum is given for the mean: divide by m."), Matrix(mean * double(m))},
                  {tr("one mean of all numbers is taken; each unit has its own."),
                   Matrix(units, 1, arma::fill::value(arma::mean(arma::vectorise(x))))},
                  {tr("it is all 0, as statistics before training: use those of this minibatch."),
                   Matrix(units, 1)}});
        sigma2.trial(
            got.sigma2, variance,
            {{tr("it is divided by m − 1 (as arma::var does); the slide divides by m."),
              Matrix(variance * rest)},
             {tr("this is the standard deviation σ; its square is meant."),
              Matrix(arma::sqrt(variance))},
             {tr("the sum is given for the mean: divide by m."), Matrix(variance * double(m))},
             {tr("μ is not taken off before squaring."), Matrix(second)},
             {tr("ε is added here already; it belongs under the root only."),
              Matrix(variance + 1e-5)},
             {tr("it is all 1, as statistics before training: use those of this minibatch."),
              Matrix(units, 1, arma::fill::ones)}});
        x_hat.trial(
            got.x_hat, hat,
            {{tr("ε stands outside of the root: √(σ² + ε)."), over(arma::sqrt(variance) + 1e-5)},
             {tr("ε is left out: a unit that never varies is divided by 0."),
              over(arma::sqrt(variance))},
             {tr("it is divided by σ² + ε: the root is missing."), over(variance + 1e-5)},
             {tr("μ is not taken off."), Matrix(x.each_col() / arma::sqrt(variance + 1e-5))},
             {tr("it is not divided by √(σ² + ε)."), centred},
             {tr("σ² with 1/(m − 1) is used here; the slide divides by m."),
              over(arma::sqrt(variance * rest + 1e-5))},
             {tr("γ and β are in it already; they belong to y."),
              Matrix((hat.each_col() % gamma).each_col() + beta)}});
        y.trial(got.y, (hat.each_col() % gamma).each_col() + beta,
                {{tr("γ is left out."), Matrix(hat.each_col() + beta)},
                 {tr("β is left out."), Matrix(hat.each_col() % gamma)},
                 {tr("γ and β are left out."), hat},
                 {tr("γ and β are swapped."), Matrix((hat.each_col() % beta).each_col() + gamma)},
                 {tr("γ multiplies β too: y = γ x̂ + β."),
                  Matrix((hat.each_col() + beta).each_col() % gamma)},
                 {tr("γ multiplies x, not x̂."), of_x}});
    });
    report.tell({&mu, &sigma2, &x_hat, &y});
}

} // namespace lab10
