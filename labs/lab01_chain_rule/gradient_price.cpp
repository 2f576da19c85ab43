#include "gradient_price.hpp"

#include "autodiff/ops.hpp"
#include "base/cpu.hpp"

#include <algorithm>

namespace lab01 {

GradientPrice gradient_price(const std::function<Var(const Var&)>& f, const Matrix& x,
                             const std::function<double()>& clock)
{
    const Var leaf = parameter(x);
    const auto evaluate = [&] { f(constant(x)); };
    const auto evaluate_for_differences = [&] {
        for (Index i = 0; i <= x.n_elem; ++i) evaluate();
    };
    const int all_threads = threads();
    set_threads(1);
    const double once = median_seconds(evaluate, clock);
    const double autodiff = median_seconds([&] { backward(f(leaf)); }, clock);
    const double differences = median_seconds(evaluate_for_differences, clock);
    set_threads(all_threads);
    return {x.n_elem, autodiff / once, differences / once};
}

std::vector<GradientPrice> prices_of_layers(Rng rng)
{
    std::vector<GradientPrice> prices;
    for (Index n = 8; n <= 4096; n *= 2) {
        const Var W = constant(rng.normal_matrix(n, 64));
        const Var b = constant(Matrix(64, 1));
        const auto layer = [&](const Var& x) { return sum(tanh(affine(x, W, b))); };
        prices.push_back(gradient_price(layer, rng.normal_matrix(n, 1)));
    }
    return prices;
}

std::size_t growth_of(const std::vector<GradientPrice>& prices)
{
    if (std::ranges::max(prices, {}, &GradientPrice::autodiff).autodiff < 5) return 2;
    return prices.back().autodiff > prices.back().differences / 2 ? 0 : 1;
}

} // namespace lab01
