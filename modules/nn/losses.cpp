// Costs, each the formula of its comment; those that take most of the time of a step, or whose
// gradient is simpler than the sum of its parts', are nodes of their own.
#include "nn/losses.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace descente {

namespace {

// 1/N for the mean over the batch, 1 for the sum.
Real batch_weight(Reduction reduction, Index batch)
{
    return reduction == Reduction::mean && batch > 0 ? Real(1) / static_cast<Real>(batch) : Real(1);
}

void check_target(const char* loss, const Var& output, const Matrix& target)
{
    if (arma::size(output.value()) != arma::size(target))
        throw ShapeError(fmt::format("{}: outputs are {}×{}, targets {}×{}", loss, output.rows(),
                                     output.cols(), target.n_rows, target.n_cols));
}

void check_labels(const char* loss, const Var& output, const Labels& labels)
{
    if (labels.n_elem != output.cols())
        throw ShapeError(
            fmt::format("{}: {} labels for a batch of {}", loss, labels.n_elem, output.cols()));
    if (!labels.is_empty() && labels.max() >= output.rows())
        throw ShapeError(
            fmt::format("{}: label {} with {} outputs", loss, labels.max(), output.rows()));
}

// The sum of all elements, or its mean over the batch.
Var reduced(const Var& cost, Reduction reduction)
{
    return static_cast<double>(batch_weight(reduction, cost.cols())) * sum(cost);
}

} // namespace

// ---- regression ----

// l = (o − y)²
Var squared_error(const Var& output, const Matrix& target, Reduction reduction)
{
    check_target("squared error", output, target);
    return reduced(square(output - constant(target)), reduction);
}

// l = |o − y|
Var absolute_error(const Var& output, const Matrix& target, Reduction reduction)
{
    check_target("absolute error", output, target);
    return reduced(abs(output - constant(target)), reduction);
}

// l = ½c² + δ(|r| − c), c = min(|r|, δ): the quadratic part, and what lies beyond
Var huber(const Var& output, const Matrix& target, double delta, Reduction reduction)
{
    check_target("Huber", output, target);
    if (!(delta >= 0)) throw UsageError(tr("Huber's delta is {}; it must be 0 or more", delta));
    const Var r = abs(output - constant(target)), beyond = relu(r - delta);
    return reduced(0.5 * square(r - beyond) + delta * beyond, reduction);
}

// ---- classification ----

// l = log(1 + e^o) − y·o      dl/do = 1/(1 + e^−o) − y
// Written so that nothing large is taken from something as large: right and sure, l is e^−|o|.
Var binary_cross_entropy(const Var& logits, const Matrix& target, Reduction reduction)
{
    check_target("binary cross-entropy", logits, target);
    const Matrix& o = logits.value();
    Matrix cost = arma::clamp(o, 0, infinity) - target % o + arma::log1p(arma::exp(-arma::abs(o)));
    Matrix derivative = 1 / (1 + arma::exp(-o)) - target;
    const Var l = record("binary cross-entropy", std::move(cost), logits.shape(), {logits},
                         [logits, derivative = std::move(derivative)](const Matrix& dy) {
                             logits.add_grad(dy % derivative);
                         });
    return reduced(l, reduction);
}

// l = log Σ e^o − o_class      dl/do = softmax(o) − onehot(class)
// make exercise-softmax-cross-entropy
Var softmax_cross_entropy(const Var& logits, const Labels& labels, Reduction reduction)
{
    check_labels("softmax cross-entropy", logits, labels);
    const Index classes = logits.rows();
    Matrix derivative(classes, logits.cols(), arma::fill::none);
    Matrix cost(1, logits.cols(), arma::fill::none);
    for (Index n = 0; n < logits.cols(); ++n) {
        const Real* o = logits.value().colptr(n);
        Real* d = derivative.colptr(n);
        const Real* const largest = std::max_element(o, o + classes);
        Real total = 0, others = 0; // others: without the largest, whose 1 would swallow them
        for (Index j = 0; j < classes; ++j) {
            total += d[j] = std::exp(o[j] - *largest);
            if (o + j != largest) others += d[j];
        }
        for (Index j = 0; j < classes; ++j) d[j] /= total;
        d[labels[n]] -= 1;
        cost[n] = std::log1p(others) + (*largest - o[labels[n]]);
    }
    const Real weight = batch_weight(reduction, logits.cols());
    return record("softmax cross-entropy", Matrix{weight * arma::accu(cost)}, Shape{1}, {logits},
                  [logits, weight, derivative = std::move(derivative)](const Matrix& dy) {
                      logits.add_grad(dy[0] * weight * derivative);
                  });
}

// l = max(0, 1 − y·o)
Var hinge(const Var& output, const Matrix& sign, Reduction reduction)
{
    check_target("hinge", output, sign);
    return reduced(relu(1 - constant(sign) % output), reduction);
}

// l = Σ max(0, 1 + o_j − o_class) over all j, less the 1 of j = class
Var multiclass_hinge(const Var& output, const Labels& labels, Reduction reduction)
{
    check_labels("multiclass hinge", output, labels);
    Matrix one_hot(output.rows(), output.cols());
    for (Index n = 0; n < output.cols(); ++n) one_hot(labels[n], n) = 1;
    const Matrix ones(output.rows(), output.rows(), arma::fill::ones);
    const Var right = matmul(constant(ones), constant(one_hot) % output); // o_class in each row
    return reduced(constant(1 - one_hot) % relu(1 + output - right), reduction);
}

// ---- metric learning ----

// same: l = ½d², d = ‖a − b‖; different: l = ½max(0, m − d)². At d = 0, where the direction is
// undefined, what is added under the root makes the gradient 0 instead of 0/0.
Var contrastive(const Var& a, const Var& b, const Labels& same, double margin, Reduction reduction)
{
    check_target("contrastive", a, b.value());
    if (same.n_elem != a.cols())
        throw ShapeError(fmt::format("contrastive: {} flags for {} pairs", same.n_elem, a.cols()));
    const double tiny{std::numeric_limits<Real>::min()};
    const Matrix near = arma::conv_to<Matrix>::from(same != 0).t();
    const Var squared = column_sums(square(a - b)), gap = relu(margin - sqrt(squared + tiny));
    return reduced(0.5 * (constant(near) % squared + constant(1 - near) % square(gap)), reduction);
}

// l = max(0, ‖a−p‖² − ‖a−n‖² + m)
Var triplet(const Var& anchor, const Var& positive, const Var& negative, double margin,
            Reduction reduction)
{
    check_target("triplet", anchor, positive.value());
    check_target("triplet", anchor, negative.value());
    const Var near = column_sums(square(anchor - positive));
    const Var far = column_sums(square(anchor - negative));
    return reduced(relu(near - far + margin), reduction);
}

} // namespace descente
