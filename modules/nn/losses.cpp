// Costs. Each is one node with its gradient worked out by hand beside it.
#include "nn/losses.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

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

// A cost that is a sum over elements, given the cost and its derivative for all of them.
Var reduced(const char* loss, const Var& output, const Matrix& cost, Matrix derivative,
            Reduction reduction)
{
    const Real weight = batch_weight(reduction, output.cols());
    return record(loss, Matrix{weight * arma::accu(cost)}, Shape{1}, {output},
                  [output, weight, derivative = std::move(derivative)](const Matrix& dy) {
                      output.add_grad(Matrix(dy[0] * weight * derivative));
                  });
}

} // namespace

// ---- regression ----

// l = (o − y)²      dl/do = 2(o − y)
Var squared_error(const Var& output, const Matrix& target, Reduction reduction)
{
    check_target("squared error", output, target);
    const Matrix residual = output.value() - target;
    return reduced("squared error", output, arma::square(residual), 2 * residual, reduction);
}

// l = |o − y|       dl/do = sign(o − y)
Var absolute_error(const Var& output, const Matrix& target, Reduction reduction)
{
    check_target("absolute error", output, target);
    const Matrix residual = output.value() - target;
    return reduced("absolute error", output, arma::abs(residual), arma::sign(residual), reduction);
}

// l = ½r² if |r| ≤ δ, else δ(|r| − ½δ)      dl/do = r clamped to ±δ
Var huber(const Var& output, const Matrix& target, double delta, Reduction reduction)
{
    check_target("Huber", output, target);
    const Real d = static_cast<Real>(delta);
    const Matrix residual = output.value() - target;
    const Matrix clamped = arma::clamp(residual, -d, d);
    // ½c² + δ(|r| − |c|): the first term is the quadratic part, the second what lies beyond.
    const Matrix cost =
        Real(0.5) * arma::square(clamped) + d * (arma::abs(residual) - arma::abs(clamped));
    return reduced("Huber", output, cost, clamped, reduction);
}

// ---- classification ----

// l = log(1 + e^o) − y·o      dl/do = σ(o) − y
Var binary_cross_entropy(const Var& logits, const Matrix& target, Reduction reduction)
{
    check_target("binary cross-entropy", logits, target);
    Matrix cost = logits.value(), derivative = logits.value();
    for (Index i = 0; i < cost.n_elem; ++i) {
        const Real o = logits.value()[i], e = std::exp(-std::abs(o));
        cost[i] = std::max(o, Real(0)) + std::log1p(e) - target[i] * o;
        derivative[i] = (o >= 0 ? 1 : e) / (1 + e) - target[i];
    }
    return reduced("binary cross-entropy", logits, cost, std::move(derivative), reduction);
}

// l = log Σ e^o − o_class      dl/do = softmax(o) − onehot(class)
Var softmax_cross_entropy(const Var& logits, const Labels& labels, Reduction reduction)
{
    check_labels("softmax cross-entropy", logits, labels);
    const Index classes = logits.rows();
    Matrix derivative(classes, logits.cols(), arma::fill::none);
    Matrix cost(1, logits.cols(), arma::fill::none);
    for (Index n = 0; n < logits.cols(); ++n) {
        const Real* o = logits.value().colptr(n);
        Real* d = derivative.colptr(n);
        const Real largest = *std::max_element(o, o + classes);
        Real total = 0;
        for (Index j = 0; j < classes; ++j) total += d[j] = std::exp(o[j] - largest);
        for (Index j = 0; j < classes; ++j) d[j] /= total;
        d[labels[n]] -= 1;
        cost[n] = std::log(total) + largest - o[labels[n]];
    }
    return reduced("softmax cross-entropy", logits, cost, std::move(derivative), reduction);
}

// l = max(0, 1 − y·o)      dl/do = −y where 1 − y·o > 0
Var hinge(const Var& output, const Matrix& sign, Reduction reduction)
{
    check_target("hinge", output, sign);
    const Matrix slack = 1 - sign % output.value();
    const Matrix active = arma::conv_to<Matrix>::from(slack > 0);
    return reduced("hinge", output, slack % active, -sign % active, reduction);
}

// l = Σ_{j≠class} max(0, 1 + o_j − o_class)      dl/do_j = 1 where active; dl/do_class = −(active)
Var multiclass_hinge(const Var& output, const Labels& labels, Reduction reduction)
{
    check_labels("multiclass hinge", output, labels);
    Matrix cost(1, output.cols()), derivative(output.rows(), output.cols());
    for (Index n = 0; n < output.cols(); ++n) {
        const Index right = labels[n];
        for (Index j = 0; j < output.rows(); ++j) {
            const Real slack = 1 + output.value()(j, n) - output.value()(right, n);
            if (j == right || slack <= 0) continue;
            cost[n] += slack;
            derivative(j, n) += 1;
            derivative(right, n) -= 1;
        }
    }
    return reduced("multiclass hinge", output, cost, std::move(derivative), reduction);
}

// ---- metric learning ----

// d = ‖a − b‖; same: l = ½d², dl/da = a − b; different: l = ½max(0, m − d)²,
// dl/da = −max(0, m − d)(a − b)/d, taken as 0 at d = 0, where the direction is undefined
Var contrastive(const Var& a, const Var& b, const Labels& same, double margin, Reduction reduction)
{
    check_target("contrastive", a, b.value());
    if (same.n_elem != a.cols())
        throw ShapeError(fmt::format("contrastive: {} flags for {} pairs", same.n_elem, a.cols()));
    Matrix derivative = a.value() - b.value();
    Real total = 0;
    for (Index n = 0; n < a.cols(); ++n) {
        const Real distance = arma::norm(derivative.col(n));
        if (same[n] != 0) {
            total += distance * distance / 2;
        } else {
            const Real gap = std::max(Real(0), static_cast<Real>(margin) - distance);
            total += gap * gap / 2;
            derivative.col(n) *= distance > 0 ? -gap / distance : Real(0);
        }
    }
    const Real weight = batch_weight(reduction, a.cols());
    return record("contrastive", Matrix{weight * total}, Shape{1}, {a, b},
                  [a, b, weight, derivative](const Matrix& dy) {
                      a.add_grad(Matrix(dy[0] * weight * derivative));
                      b.add_grad(Matrix(-dy[0] * weight * derivative));
                  });
}

// l = max(0, ‖a−p‖² − ‖a−n‖² + m); where active: da = 2(n − p), dp = 2(p − a), dn = 2(a − n)
Var triplet(const Var& anchor, const Var& positive, const Var& negative, double margin,
            Reduction reduction)
{
    check_target("triplet", anchor, positive.value());
    check_target("triplet", anchor, negative.value());
    const Matrix& a = anchor.value();
    const Matrix& p = positive.value();
    const Matrix& n = negative.value();
    Matrix slack = arma::sum(arma::square(a - p), 0) - arma::sum(arma::square(a - n), 0) +
                   static_cast<Real>(margin);
    const Matrix active = arma::conv_to<Matrix>::from(slack > 0);
    const Real weight = batch_weight(reduction, anchor.cols());
    return record("triplet", Matrix{weight * arma::accu(slack % active)}, Shape{1},
                  {anchor, positive, negative},
                  [anchor, positive, negative, active, weight](const Matrix& dy) {
                      if (active.is_empty()) return; // a batch without any triplet
                      const auto share = [&](const Var& from, const Var& to) {
                          Matrix d = 2 * dy[0] * weight * (to.value() - from.value());
                          d.each_row() %= active.row(0);
                          return d;
                      };
                      anchor.add_grad(share(positive, negative));
                      positive.add_grad(share(anchor, positive));
                      negative.add_grad(share(negative, anchor));
                  });
}

// ---- combination ----

Var weighted_sum(const std::vector<std::pair<double, Var>>& terms)
{
    if (terms.empty()) throw ShapeError("weighted_sum: give at least one cost");
    Var total;
    for (const auto& [weight, term] : terms) {
        if (term.value().n_elem != 1)
            throw ShapeError(fmt::format("weighted_sum: a cost is one number, not {}×{}",
                                         term.rows(), term.cols()));
        const Var part = weight * term;
        total = total.empty() ? part : total + part;
    }
    return total;
}

} // namespace descente
