#include "train/timing.hpp"

#include "base/cpu.hpp"
#include "base/stats.hpp"

#include <chrono>
#include <ctime>

namespace descente {

double wall_seconds()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(now).count();
}

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double median_seconds(const std::function<void()>& call, const std::function<double()>& clock,
                      int measurements)
{
    const double enough = 0.002; // seconds: far more than the clocks' resolution
    std::vector<double> seconds;
    for (int i = 0; i < measurements; ++i) {
        const double start = clock();
        double passed = 0;
        int calls = 0;
        for (; passed < enough; passed = clock() - start, ++calls) call();
        seconds.push_back(passed / calls);
    }
    return spread(seconds).median;
}

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
    return {autodiff / once, differences / once};
}

} // namespace descente
