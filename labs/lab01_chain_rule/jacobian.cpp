#include "jacobian.hpp"

#include "autodiff/ops.hpp"
#include "base/error.hpp"

#include <fmt/format.h>

namespace descente {

Matrix jacobian(const std::function<Var(const Var&)>& f, const Matrix& x)
{
    Var input = parameter(x);
    const Var y = f(input);
    if (x.n_cols != 1 || y.cols() != 1)
        throw ShapeError(fmt::format("jacobian: x is {}×{} and f(x) is {}×{}; give one sample, a "
                                     "single column each",
                                     x.n_rows, x.n_cols, y.rows(), y.cols()));
    Matrix J(y.rows(), x.n_rows);
    for (Index j = 0; j < y.rows(); ++j) {
        input.grad().reset();
        backward(rows(f(input), j, j)); // y_j alone; the pass releases its graph, so f runs again
        if (!input.grad().is_empty()) J.row(j) = input.grad().t();
    }
    return J;
}

} // namespace descente
