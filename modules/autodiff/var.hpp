// Reverse-mode automatic differentiation over matrices.
//
// A computation builds a graph of nodes as it runs; backward() walks it from the loss to the
// leaves and leaves dLoss/dvalue in each leaf that asked for it. A node knows how to hand its
// upstream gradient to its parents: that is the chain rule, f̃(x, g̃(y, 1)) of the slides.
// Broadcasting is never implicit. The operations are in ops.hpp.
#pragma once

#include "autodiff/shape.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace descente {

using Pull = std::function<void(Matrix&& upstream)>; // the upstream gradient is its own to keep

struct Node {           // one box of the computation graph
    Matrix value, grad; // grad: dLoss/dvalue; empty until something flows in
    Shape shape;        // how one column folds
    bool needs_grad = false;
    const char* op = "leaf"; // for drawing the graph
    std::string name;        // for drawing the graph: the caller's name of this value, if any
    std::uint64_t order = 0; // creation number: a parent's is always smaller
    bool released = false;   // backward() has passed here and let go of the graph
    std::vector<std::shared_ptr<Node>> parents;
    Pull pull; // adds this node's share to each parent's grad

    ~Node(); // lets go of long chains one node at a time: no deep recursion
};

/// A cheap handle to a node: copying it copies no numbers.
class Var {
  public:
    Var() = default;
    explicit Var(std::shared_ptr<Node> node) : node_(std::move(node)) {}

    const Matrix& value() const { return node_->value; }
    Matrix& value() { return node_->value; }
    const Matrix& grad() const { return node_->grad; } ///< empty before backward()
    Matrix& grad() { return node_->grad; }
    Index rows() const { return node_->value.n_rows; }
    Index cols() const { return node_->value.n_cols; }
    const Shape& shape() const { return node_->shape; }
    bool needs_grad() const { return node_ && node_->needs_grad; }
    bool empty() const { return node_ == nullptr; }
    double scalar() const; ///< the value of a 1 × 1 result; ShapeError otherwise

    /// Adds dx to the gradient (kept as it is when the gradient was empty). Nothing happens for a
    /// value that needs no gradient.
    void add_grad(Matrix&& dx) const;
    void add_grad(const Matrix& dx) const
    {
        if (needs_grad()) add_grad(Matrix(dx));
    }

    /// Gives this value a name for drawings; returns itself, so that `x.named("x")` reads inline.
    Var& named(std::string name);

    const std::shared_ptr<Node>& node() const { return node_; }

  private:
    std::shared_ptr<Node> node_;
};

/// A value that takes no gradient: inputs and targets. Of a shape that is not given (0 rows) each
/// column is plain.
Var constant(Matrix value, Shape shape = Shape{0});
Var constant(double value);

/// A value that is learned, or whose gradient is wanted.
Var parameter(Matrix value, Shape shape = Shape{0});
Var parameter(double value);

/// Enters the result of an operation into the graph. `pull` gets dLoss/dresult and must call
/// add_grad on the parents; it may capture the parents but never the result. Nothing is recorded
/// when no parent needs a gradient or inside a NoGrad scope.
Var record(const char* op, Matrix value, Shape shape, std::vector<Var> parents, Pull pull);

enum class Graph { released, kept };

/// dLoss/dleaf for every leaf below a 1 × 1 loss, added to what the leaves hold already.
/// The graph is released on the way (Graph::kept leaves it, with its gradients, for drawing).
/// Throws ShapeError when the loss is not 1 × 1, needs no gradient, or was passed back already.
void backward(const Var& loss, Graph afterwards = Graph::released);

enum class Pass { forward, backward_begins, backward };
/// What is told of each operation of this thread as it ends, for a profile of where the time goes.
extern thread_local void (*operation_done)(const char* op, Pass pass);

/// While one lives, operations of this thread record nothing: evaluation costs no memory.
class NoGrad {
  public:
    NoGrad();
    ~NoGrad();
    NoGrad(const NoGrad&) = delete;
    NoGrad& operator=(const NoGrad&) = delete;

  private:
    bool before_;
};

} // namespace descente
