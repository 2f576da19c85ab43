#include "autodiff/var.hpp"

#include "autodiff/profile.hpp"
#include "base/error.hpp"
#include "base/numbers.hpp"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <unordered_set>

namespace descente {

namespace {

std::atomic<std::uint64_t> next_order{1};
thread_local bool recording = true;

Var make(Matrix value, Shape shape, bool needs_grad)
{
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

// Drops what a node holds of the graph into `loose`, so that the caller decides when it dies.
void unlink(Node& node, std::vector<std::shared_ptr<Node>>& loose)
{
    for (auto& parent : node.parents) loose.push_back(std::move(parent));
    node.parents.clear();
    node.pull = nullptr; // the pull-back holds the parents too
}

void let_go(std::vector<std::shared_ptr<Node>>& loose)
{
    while (!loose.empty()) {
        const std::shared_ptr<Node> node = std::move(loose.back());
        loose.pop_back();
        if (node.use_count() == 1) unlink(*node, loose);
    }
}

// Every node below `root` that takes part in the gradient, newest first: a node comes after all
// that use it.
std::vector<std::shared_ptr<Node>> newest_first(const std::shared_ptr<Node>& root)
{
    std::vector<std::shared_ptr<Node>> found{root};
    std::unordered_set<const Node*> seen{root.get()};
    for (std::size_t next = 0; next < found.size(); ++next) {
        const std::shared_ptr<Node> node = found[next];
        for (const auto& parent : node->parents)
            if (parent->needs_grad && seen.insert(parent.get()).second) found.push_back(parent);
    }
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return a->order > b->order; });
    return found;
}

} // namespace

Node::~Node()
{
    std::vector<std::shared_ptr<Node>> loose;
    unlink(*this, loose);
    let_go(loose);
}

double Var::scalar() const
{
    if (value().n_elem != 1)
        throw ShapeError(fmt::format("'{}' gives {}×{} numbers where one is expected", node_->op,
                                     rows(), cols()));
    return static_cast<double>(value()[0]);
}

void Var::add_grad(const Matrix& dx) const
{
    if (needs_grad()) add_grad(Matrix(dx));
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

Var constant(Matrix value)
{
    const Shape shape{value.n_rows};
    return make(std::move(value), shape, false);
}

Var constant(Matrix value, Shape shape) { return make(std::move(value), shape, false); }

Var parameter(Matrix value)
{
    const Shape shape{value.n_rows};
    return make(std::move(value), shape, true);
}

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
    if (Profile* profile = Profile::active()) profile->forward_done(op);
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

    auto nodes = newest_first(loss.node());
    loss.add_grad(Matrix(1, 1, arma::fill::ones));
    Profile* const profile = Profile::active();
    if (profile) profile->restart();
    for (auto& node : nodes) {
        if (!node->pull) continue; // a leaf
        if (!node->grad.is_empty()) node->pull(node->grad);
        if (profile) profile->backward_done(node->op);
        node->released = true;
        if (afterwards == Graph::kept) continue;
        std::vector<std::shared_ptr<Node>> loose;
        unlink(*node, loose); // the parents live on in `nodes`
        node->grad.reset();
        node.reset();
    }
}

NoGrad::NoGrad() : before_(recording) { recording = false; }
NoGrad::~NoGrad() { recording = before_; }

} // namespace descente
