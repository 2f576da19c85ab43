#include "bowl.hpp"

#include "autodiff/ops.hpp"

namespace descente {

BowlPath descend_bowl(const Matrix& A, const Matrix& start, double rate, int steps)
{
    Var theta = parameter(start);
    BowlPath path;
    for (int k = 0; k <= steps; ++k) {
        path.x.push_back(theta.value()[0]);
        path.y.push_back(theta.value()[1]);
        path.distance.push_back(arma::norm(theta.value()) / arma::norm(start));
        theta.grad().reset();
        backward(0.5 * sum(theta % matmul(constant(A), theta)));
        theta.value() -= static_cast<Real>(rate) * theta.grad();
    }
    return path;
}

std::vector<double> distances_after(int steps, const Matrix& A, const Matrix& start,
                                    const std::vector<double>& shares)
{
    const double steepest = arma::eig_sym(A).max();
    std::vector<double> distances;
    for (const double share : shares)
        distances.push_back(descend_bowl(A, start, share / steepest, steps).distance.back());
    return distances;
}

Matrix bowl_heights(const Matrix& A, const std::vector<double>& x, const std::vector<double>& y)
{
    Matrix L(y.size(), x.size());
    for (Index i = 0; i < L.n_rows; ++i)
        for (Index j = 0; j < L.n_cols; ++j) {
            const Column theta{static_cast<Real>(x[j]), static_cast<Real>(y[i])};
            L(i, j) = arma::dot(theta, A * theta) / 2;
        }
    return L;
}

} // namespace descente
