#include "mistakes.hpp"

#include "base/error.hpp"
#include "train/metrics.hpp"

#include <algorithm>
#include <cmath>

namespace lab14 {

std::vector<Mistake> worst_mistakes(const Matrix& outputs, const Labels& labels, Index count)
{
    if (labels.n_elem != outputs.n_cols || (!labels.is_empty() && labels.max() >= outputs.n_rows))
        throw ShapeError(fmt::format("worst_mistakes: {} labels that do not fit outputs of {}×{}",
                                     labels.n_elem, outputs.n_rows, outputs.n_cols));
    const Labels predicted = argmax(outputs);
    std::vector<Mistake> wrong;
    for (Index n = 0; n < labels.n_elem; ++n) {
        if (predicted[n] == labels[n]) continue;
        // log Σ exp(o), from the largest output on, so that nothing overflows.
        const double largest = static_cast<double>(outputs(predicted[n], n));
        double sum = 0;
        for (const Real o : outputs.col(n)) sum += std::exp(static_cast<double>(o) - largest);
        const double truth = static_cast<double>(outputs(labels[n], n));
        wrong.push_back({n, labels[n], predicted[n], 1 / sum, std::log(sum) + largest - truth});
    }
    std::ranges::stable_sort(wrong, std::ranges::greater(), &Mistake::cost);
    if (wrong.size() > count) wrong.resize(count);
    return wrong;
}

} // namespace lab14
