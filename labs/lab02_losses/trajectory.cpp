#include "trajectory.hpp"

#include "optim/optimizers.hpp"

namespace descente {

Matrix trajectory(const Column& theta, const std::function<Var(const Var& theta)>& cost,
                  const Schedule& learning_rate, long steps)
{
    const Var parameters = parameter(Matrix(theta));
    Sgd sgd(std::vector<Var>{parameters});
    Matrix path(theta.n_elem, static_cast<Index>(steps) + 1);
    path.col(0) = theta;
    for (long k = 0; k < steps; ++k) {
        sgd.zero_grad();
        backward(cost(parameters));
        sgd.step(learning_rate(k));
        path.col(static_cast<Index>(k) + 1) = parameters.value().col(0);
    }
    return path;
}

Column line_by_descent(const Matrix& x, const Matrix& y,
                       const std::function<Var(const Var& output, const Matrix& target)>& cost,
                       const Schedule& learning_rate, long steps)
{
    const Var inputs = constant(x);
    const auto of_line = [&](const Var& line) {
        return cost(affine(inputs, rows(line, 0, 0), rows(line, 1, 1)), y);
    };
    return trajectory(Column{0, 0}, of_line, learning_rate, steps).tail_cols(1);
}

} // namespace descente
