#include "curve.hpp"

namespace descente {

Curve curve(const std::function<Var(const Var& x)>& f, const std::vector<double>& at)
{
    Curve result;
    for (const double place : at) {
        const Var x = parameter(place), y = f(x);
        backward(y);
        result.value.push_back(y.scalar());
        // Nothing flows back where f does not depend on x.
        result.derivative.push_back(x.grad().is_empty() ? 0 : static_cast<double>(x.grad()[0]));
    }
    return result;
}

} // namespace descente
