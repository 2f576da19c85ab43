// Exercise: the rate that a sweep suggests.
#include "labs/exercises/check.hpp"

#include <algorithm>
#include <cmath>

namespace lab04 {
using namespace descente;
using Numbers = std::vector<double>;

const Exercise lr_finder_exercise{
    .title = tr("The learning rate of the steepest fall"),
    .task = tr(
        "A sweep raised the rate at each minibatch: rate[i], and c[i], the smoothed cost there. "
        "Return "
        "the rate where c has the most negative slope. The slope at i is the change of c a decade "
        "of "
        "the rate, from minibatch i − 10 to i + 10. Look at i = first + 10, first + 11, … below "
        "c.size() − "
        "15, and only before the lowest c (of those from first to 6 before the end): later falls "
        "come after a "
        "jump. Of equal slopes the first counts."),
    .formula = "slope(i) = (c[i+10] − c[i−10]) / log₁₀(rate[i+10]/rate[i−10])",
    .looked_at = tr("six sweeps that fall once or twice, are noisy, or explode at their end"),
    .lab = "04 --figures sweep"};

void check_lr_finder(double (*steepest)(const Numbers& c, const Numbers& rate, long first),
                     Report& report)
{
    Result result(tr("the rate"));
    report.trials(6, [&](Rng& rng, int number) {
        const std::size_t n = 150 + 20 * std::size_t(number);
        Numbers rate, c;
        for (std::size_t i = 0; i < n; ++i) {
            const double x = double(i) / double(n);
            rate.push_back(std::pow(10, -6 + 7 * x));
            const auto fall = [&](double where, double width) {
                return 1 / (1 + std::exp((x - where) / width));
            };
            double cost = 0.3 + 0.5 * fall(0.35, 0.015) + 1.5 * fall(0.55, 0.06);
            if (x > 0.75) cost += 30 * (x - 0.75);
            if (x > 0.85) cost -= 80 * (x - 0.85);
            if (x > 0.89) cost += 50 * (x - 0.89); // level, above the lowest
            c.push_back(cost + (number > 2 ? 0.04 * rng.uniform() : 0));
        }
        const auto lowest = std::size_t(std::min_element(c.begin() + 10, c.end() - 5) - c.begin());
        const auto best = [&](const auto& slope, std::size_t end) {
            std::size_t found = 20;
            for (std::size_t i = 20; i < std::min(end, n - 15); ++i)
                if (slope(i) < slope(found)) found = i;
            return found;
        };
        const auto by = [&](double sign, std::size_t reach, const auto& of_rate) {
            return [&, sign, reach, of_rate](std::size_t i) {
                return sign * (c[i + reach] - c[i - reach]) /
                       (of_rate(rate[i + reach]) - of_rate(rate[i - reach]));
            };
        };
        const auto log = [](double r) { return std::log10(r); };
        const auto plain = [](double r) { return r; };
        const std::size_t right = best(by(1, 10, log), lowest);
        const auto at = [&](std::size_t i) { return Matrix{Real(std::log10(rate[i]))}; };
        result.trial(
            Matrix{Real(std::log10(steepest(c, rate, 10)))}, at(right),
            {{tr("it is that of the lowest cost, where it is too late: the steepest fall comes "
                 "before."),
              at(lowest)},
             {tr("it is a tenth of that of the lowest cost: another rule of thumb."),
              Matrix{Real(std::log10(rate[lowest] / 10))}},
             {tr("it is that of the largest slope, where the cost rises; the most negative is "
                 "meant."),
              at(best(by(-1, 10, log), lowest))},
             {tr("the slope is taken in α; in log₁₀ α is meant, else small rates always win."),
              at(best(by(1, 10, plain), lowest))},
             {tr("it is taken at the right end of the slope, 10 minibatches late."),
              at(right + 10)},
             {tr("it is taken at the left end of the slope, 10 minibatches early."),
              at(right - 10)},
             {tr("the slope goes from one minibatch to its neighbour, which is noise: from i − 10 "
                 "to i + 10."),
              at(best(by(1, 1, log), lowest))},
             {tr("the fall after the lowest cost is counted too; it comes after a jump, when the "
                 "training "
                 "explodes."),
              at(best(by(1, 10, log), n))},
             {tr("it is the number of the minibatch; its rate is meant."),
              Matrix{Real(std::log10(double(right)))}}});
    });
    report.tell({&result});
}

} // namespace lab04
