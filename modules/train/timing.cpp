#include "train/timing.hpp"

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

} // namespace descente
