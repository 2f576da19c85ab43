#include "ravine.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace descente {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

// `share` is the part of g that enters m: 1 − β on the slide, 1 in PyTorch.
Matrix path_of(const Ravine& ravine, const Ball& ball, double share, Rng& rng)
{
    const Index dimensions = ravine.start.n_elem;
    Matrix path(dimensions, ravine.updates, arma::fill::none);
    Column theta = ravine.start, m(dimensions, arma::fill::zeros);
    for (Index k = 0; k < ravine.updates; ++k) {
        path.col(k) = theta;
        Column g = ravine.eigenvalues % theta;
        if (ball.noise > 0) g += rng.normal_matrix(dimensions, 1, 0, ball.noise);
        m = static_cast<Real>(ball.beta) * m + static_cast<Real>(share) * g;
        theta -= static_cast<Real>(ball.alpha) * m;
    }
    return path;
}

// In double: the square of a small float would be 0.
std::vector<double> distances(const Matrix& path)
{
    std::vector<double> result;
    for (Index k = 0; k < path.n_cols; ++k) {
        double sum = 0;
        for (Index i = 0; i < path.n_rows; ++i)
            sum += static_cast<double>(path(i, k)) * static_cast<double>(path(i, k));
        result.push_back(std::sqrt(sum));
    }
    return result;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

Matrix Ravine::roll(const Ball& ball, Rng rng) const
{
    return path_of(*this, ball, 1 - ball.beta, rng);
}

Matrix Ravine::roll_as_pytorch(const Ball& ball, Rng rng) const
{
    return path_of(*this, ball, 1, rng);
}

std::vector<double> Ravine::ends(const Ball& ball, const Rng& rng, int runs) const
{
    std::vector<double> result;
    for (int run = 0; run < runs; ++run) {
        const std::vector<double> path =
            distances(roll(ball, rng.fork(static_cast<std::uint64_t>(run))));
        const std::size_t from = path.size() * 3 / 4;
        double sum = 0;
        for (std::size_t k = from; k < path.size(); ++k) sum += path[k];
        result.push_back(std::isfinite(sum) ? sum / static_cast<double>(path.size() - from)
                                            : infinity);
    }
    return result;
}

Ball Ravine::tuned(Ball ball, const Rng& rng, int runs) const
{
    double nearest = infinity, best = 0;
    for (int i = 0; i < 80; ++i) {
        // α/(limit − α) runs from 1/200 to 200 by equal factors: close steps at both ends
        const double odds = std::pow(200.0, i / 39.5 - 1);
        ball.alpha = limit(ball.beta) * odds / (1 + odds);
        const double end = median(ends(ball, rng, runs));
        if (end < nearest) {
            nearest = end;
            best = ball.alpha;
        }
    }
    ball.alpha = best;
    return ball;
}

double Ravine::measured_contraction(const Ball& ball) const
{
    const std::vector<double> path = distances(roll(ball, Rng(0)));
    const auto quarter = static_cast<std::ptrdiff_t>(path.size() / 4);
    const auto farthest = [&](std::ptrdiff_t first) {
        const auto from = path.begin() + first * quarter;
        return *std::max_element(from, from + quarter);
    };
    if (!std::isfinite(path.back())) return infinity;
    return std::pow(farthest(3) / farthest(1), 1 / static_cast<double>(2 * quarter));
}

double Ravine::contraction(const Ball& ball) const
{
    double slowest = 0;
    for (const Real eigenvalue : eigenvalues) {
        // z² − 2bz + β = 0: two real roots, or a complex pair of modulus √β
        const double stiffness = ball.alpha * (1 - ball.beta) * static_cast<double>(eigenvalue);
        const double b = (1 + ball.beta - stiffness) / 2, inside = b * b - ball.beta;
        slowest =
            std::max(slowest, inside > 0 ? std::abs(b) + std::sqrt(inside) : std::sqrt(ball.beta));
    }
    return slowest;
}

double Ravine::limit(double beta) const
{
    return 2 * (1 + beta) / ((1 - beta) * static_cast<double>(eigenvalues.max()));
}

Matrix Ravine::height(const std::vector<double>& x, const std::vector<double>& y) const
{
    Matrix result(y.size(), x.size());
    const auto a = static_cast<double>(eigenvalues[0]), b = static_cast<double>(eigenvalues[1]);
    for (Index i = 0; i < y.size(); ++i)
        for (Index j = 0; j < x.size(); ++j)
            result(i, j) = static_cast<Real>((a * x[j] * x[j] + b * y[i] * y[i]) / 2);
    return result;
}

Matrix Ravine::speed_map(const std::vector<double>& alphas, const std::vector<double>& betas) const
{
    Matrix result(betas.size(), alphas.size());
    for (Index i = 0; i < betas.size(); ++i)
        for (Index j = 0; j < alphas.size(); ++j) {
            const double factor = measured_contraction({alphas[j], betas[i]});
            result(i, j) = static_cast<Real>(factor < 1 ? -std::log10(factor) : nothing);
        }
    return result;
}

Matrix Ravine::end_map(const std::vector<double>& alphas, const std::vector<double>& betas,
                       double noise, const Rng& rng, int runs) const
{
    Matrix result(betas.size(), alphas.size());
    const auto farthest = static_cast<double>(arma::norm(start));
    for (Index i = 0; i < betas.size(); ++i)
        for (Index j = 0; j < alphas.size(); ++j) {
            const double end = median(ends({alphas[j], betas[i], noise}, rng, runs));
            result(i, j) = static_cast<Real>(end <= farthest ? std::log10(end) : nothing);
        }
    return result;
}

} // namespace descente
