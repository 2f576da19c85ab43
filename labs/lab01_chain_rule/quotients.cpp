#include "quotients.hpp"

#include "autodiff/gradcheck.hpp"

namespace lab01 {

double ds_dx1(double x1, double x2) { return x2 * std::sin(x1) + x1 * x2 * std::cos(x1); }

arma::rowvec difference_quotients(const Column& x)
{
    const auto of_both = [](const arma::mat& at) { return s(at[0], at[1]); };
    return numeric_gradient(of_both, arma::conv_to<arma::mat>::from(x)).t();
}

double relative_error(const RowVector& gradient, const arma::rowvec& quotients)
{
    const arma::rowvec ratio = arma::conv_to<arma::rowvec>::from(gradient) / quotients;
    return arma::abs(ratio - 1).max();
}

} // namespace lab01
