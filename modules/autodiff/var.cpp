#include "autodiff/var.hpp"

#include "base/error.hpp"
#include "base/numbers.hpp"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <map>

namespace descente {

thread_local void (*operation_done)(const char* op, Pass pass) = nullptr;

namespace {

std::atomic<std::uint64_t> next_order{1};
thread_local bool recording = true;

Var make(Matrix value, Shape shape, bool needs_grad)
{
    if (shape.rows == 0) shape = Shape{value.n_rows};
    if (shape.size() != value.n_rows)
        throw ShapeError(fmt::format("a column of {} numbers cannot fold as {}", value.n_rows,
                                     to_string(shape)));
    auto node = std::make_shared<Node>();
    node->value = std::move(value);
    node->shape = shape;
    node->needs_grad = needs_grad;
    node->order = next_order++;
    return Var(std::move(node));
}

} // namespace

Node::~Node()
{
    std::vector<std::shared_ptr<Node>> loose;
    const auto unlink = [&](Node& node) {
        for (auto& parent : node.parents) loose.push_back(std::move(parent));
        node.parents.clear();
        node.pull = nullptr; // the pull-back holds the parents too
    };
    unlink(*this);
    while (!loose.empty()) {
        const std::shared_ptr<Node> node = std::move(loose.back());
        loose.pop_back();
        if (node.use_count() == 1) unlink(*node);
    }
}

double Var::scalar() const
{
    if (value().n_elem != 1)
        throw ShapeError(fmt::format("'{}' gives {}×{} numbers where one is expected", node_->op,
                                     rows(), cols()));
    return static_cast<double>(value()[0]);
}

void Var::add_grad(Matrix&& dx) const
{
    if (!needs_grad()) return;
    if (dx.n_rows != rows() || dx.n_cols != cols())
        throw ShapeError(fmt::format("'{}': a gradient of {}×{} came to a value of {}×{}",
                                     node_->op, dx.n_rows, dx.n_cols, rows(), cols()));
    if (node_->grad.is_empty()) {
        node_->grad = std::move(dx);
        return;
    }
    Real* const sum = node_->grad.memptr();
    const Real* const more = dx.memptr();
    for_each_number(dx.n_elem, [=](Index i) { sum[i] += more[i]; });
}

Var& Var::named(std::string name)
{
    node_->name = std::move(name);
    return *this;
}

Var constant(Matrix value, Shape shape) { return make(std::move(value), shape, false); }

Var parameter(Matrix value, Shape shape) { return make(std::move(value), shape, true); }

Var constant(double value) { return constant(Matrix{static_cast<Real>(value)}); }
Var parameter(double value) { return parameter(Matrix{static_cast<Real>(value)}); }

Var record(const char* op, Matrix value, Shape shape, std::vector<Var> parents, Pull pull)
{
    const bool needs_grad =
        recording && std::any_of(parents.begin(), parents.end(),
                                 [](const Var& parent) { return parent.needs_grad(); });
    Var result = make(std::move(value), shape, needs_grad);
    Node& node = *result.node();
    node.op = op;
    if (needs_grad) {
        for (const Var& parent : parents) node.parents.push_back(parent.node());
        node.pull = std::move(pull);
    }
    if (operation_done) operation_done(op, Pass::forward);
    return result;
}

void backward(const Var& loss, Graph afterwards)
{
    if (loss.empty() || loss.value().n_elem != 1)
        throw ShapeError("backward() starts from one number: reduce the cost with mean or sum");
    if (loss.node()->released)
        throw ShapeError("backward() was called twice on one graph: compute the cost again");
    if (!loss.needs_grad())
        throw ShapeError("backward(): nothing below this cost needs a gradient");

    // Newest first: a node comes after all that use it.
    std::map<std::uint64_t, std::shared_ptr<Node>, std::greater<>> waiting;
    waiting.emplace(loss.node()->order, loss.node());
    loss.add_grad(Matrix(1, 1, arma::fill::ones));
    if (operation_done) operation_done("", Pass::backward_begins);
    while (!waiting.empty()) {
        const std::shared_ptr<Node> node = waiting.extract(waiting.begin()).mapped();
        if (!node->pull) continue; // a leaf
        if (!node->grad.is_empty())
            node->pull(afterwards == Graph::kept ? Matrix(node->grad) : std::move(node->grad));
        if (operation_done) operation_done(node->op, Pass::backward);
        for (const auto& parent : node->parents)
            if (parent->needs_grad) waiting.emplace(parent->order, parent);
        node->released = true;
        if (afterwards == Graph::kept) continue;
        node->parents.clear();
        node->pull = nullptr;
        node->grad.reset();
    }
}

NoGrad::NoGrad() : before_(recording) { recording = false; }
NoGrad::~NoGrad() { recording = before_; }

} // namespace descente
