#include "evidence.hpp"

#include "figures.hpp"

#include <algorithm>

namespace lab15 {

namespace {

// The K that half of all draws do not exceed.
double median_complexity(const Functions& functions)
{
    Numbers of_draws;
    for (const DrawnFunction& f : functions)
        of_draws.insert(of_draws.end(), std::size_t(f.count), f.complexity);
    const auto middle = of_draws.begin() + std::ssize(of_draws) / 2;
    std::ranges::nth_element(of_draws, middle);
    return *middle;
}

double share_of_first_100(const Functions& functions)
{
    const auto last = functions.begin() + std::min<long>(100, std::ssize(functions));
    return 100 * (double(draw_count({functions.begin(), last})) / double(draw_count(functions)));
}

// Over the functions drawn twice or more: of the others, one draw does not tell.
double correlation(const Functions& functions)
{
    Numbers complexity, count;
    for (const DrawnFunction& f : functions) {
        if (f.count == 1) continue;
        complexity.push_back(f.complexity);
        count.push_back(double(f.count));
    }
    return rank_correlation(complexity, count);
}

const std::string large = "α = 0.05";

// With the first λ: as much as that α, where it is the course's.
std::string regularised(const Study& sgd)
{
    const auto found = std::ranges::find_if(sgd.methods(), [](const Compared& method) {
        return method.name.english().starts_with("α + λ");
    });
    return found->name.english();
}

std::vector<Versus> both(const Study& sgd, const Effect& effect)
{
    const Spread same = effect.of(sgd, smallest);
    return {{tr("large α"), effect.of(sgd, large), same},
            {tr("regulariser"), effect.of(sgd, regularised(sgd)), same}};
}

} // namespace

Evidence simpler(const std::vector<Functions>& networks, const std::vector<Functions>& chance)
{
    return lower(tr("median K"), {networks_name, spread_of(networks, median_complexity)},
                 {chance_name, spread_of(chance, median_complexity)});
}

Evidence more_often(const std::vector<Functions>& networks, const std::vector<Functions>& chance)
{
    return lower(tr("% of draws in the first 100"),
                 {chance_name, spread_of(chance, share_of_first_100)},
                 {networks_name, spread_of(networks, share_of_first_100)});
}

Evidence more_often_when_simple(const std::vector<Functions>& networks)
{
    const Spread none = spread(Numbers(networks.size(), 0));
    return lower(tr("rank correlation of P and K"),
                 {networks_name, spread_of(networks, correlation)}, {tr("no tie"), none});
}

std::size_t favoured(const Evidence& when_simple)
{
    const Spread& tie = when_simple.numbers.at(0).second;
    const Spread none = spread(Numbers(tie.values.size(), 0));
    if (when_simple.outcome == Outcome::supported) return 0;
    if (smaller(none, tie) == Outcome::supported) return 1;
    return when_simple.outcome == Outcome::not_supported ? 2 : 3;
}

Evidence shuffle_is_nothing(const Study& readers)
{
    return same_within(1, tr("test error (%)"),
                       {{verbatim("MLP"), readers.of("MLP, shuffled", "test error (%)"),
                         readers.of("MLP, in place", "test error (%)")}});
}

std::size_t hurt(Outcome nothing_to_mlp, Outcome hurts_cnn)
{
    if (nothing_to_mlp == Outcome::inconclusive || hurts_cnn == Outcome::inconclusive) return 3;
    if (hurts_cnn == Outcome::supported) return nothing_to_mlp == Outcome::supported ? 2 : 1;
    return nothing_to_mlp == Outcome::supported ? 0 : 3;
}

Evidence both_flatter(const Study& sgd) { return lower(steepness.axis, both(sgd, steepness)); }
Evidence both_gain(const Study& sgd) { return higher(gain.axis, both(sgd, gain)); }

Evidence as_much(const Study& sgd)
{
    return same_within(
        0.5, gain.axis,
        {{tr("regulariser − large α"), gain.of(sgd, regularised(sgd)), gain.of(sgd, large)}});
}

} // namespace lab15
