// Update rules: SGD, SGD with momentum in the slide's form, Adam.
//
// The base class owns the step count k, so that it advances once a step and not once a tensor.
#pragma once

#include "autodiff/var.hpp"
#include "nn/module.hpp"

#include <memory>
#include <vector>

namespace descente {

struct OptimizerOptions {
    double weight_decay = 0; ///< λ of an L2 penalty ½λ‖W‖², added to the gradient of weights only
};

class Optimizer {
  public:
    /// Throws ShapeError when there is nothing to learn. In a plain list, a parameter of more than
    /// one column counts as a weight.
    explicit Optimizer(Module& net, OptimizerOptions options = {});
    explicit Optimizer(std::vector<Var> parameters, OptimizerOptions options = {});
    virtual ~Optimizer() = default;
    Optimizer(const Optimizer&) = delete;
    Optimizer& operator=(const Optimizer&) = delete;

    /// Forgets the gradients, so that backward() starts from nothing.
    void zero_grad();
    /// One update of every parameter with the gradients now in them; a parameter that nothing
    /// flowed into stays as it is.
    void step(double learning_rate);

    long steps() const { return steps_; }
    const std::vector<Var>& parameters() const { return parameters_; }

    /// Running averages and the like, for checkpoints: name and matrix, in a fixed order.
    virtual std::vector<std::pair<std::string, Matrix*>> state() { return {}; }
    void restore_steps(long steps) { steps_ = steps; }

  protected:
    /// Changes θ given its gradient g; `i` is the parameter's place, for the state kept of it.
    virtual void update(Index i, Matrix& theta, const Matrix& g, Real learning_rate) = 0;

  private:
    std::vector<Var> parameters_;
    std::vector<bool> is_weight_;
    OptimizerOptions options_;
    long steps_ = 0; ///< 1 during the first update
};

/// θ ← θ − α g
class Sgd : public Optimizer {
  public:
    using Optimizer::Optimizer;

  protected:
    void update(Index i, Matrix& theta, const Matrix& g, Real learning_rate) override;
};

/// m ← βm + (1−β)g ; θ ← θ − αm   (slide "SGD avec moment").
/// PyTorch's m ← μm + g is the same with α_torch = α(1−β).
class Momentum : public Optimizer {
  public:
    explicit Momentum(Module& net, double beta = 0.9, OptimizerOptions options = {});
    explicit Momentum(std::vector<Var> parameters, double beta = 0.9,
                      OptimizerOptions options = {});
    std::vector<std::pair<std::string, Matrix*>> state() override;

  protected:
    void update(Index i, Matrix& theta, const Matrix& g, Real learning_rate) override;

  private:
    double beta_;
    std::vector<Matrix> m_;
};

struct AdamOptions {
    double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
    bool bias_correction = true;
    /// The formula exactly as the slide prints it: the corrected averages are what is stored, so
    /// the correction compounds; k is counted from 1, since k = 0 would divide by zero. For lab 06
    /// only; see the note on the slide there.
    bool as_on_the_slide = false;
};

/// m ← β1 m + (1−β1) g ; v ← β2 v + (1−β2) g² ; m̂ = m/(1−β1^k) ; v̂ = v/(1−β2^k) ;
/// θ ← θ − α m̂ / (√v̂ + ε)   (Kingma & Ba, ICLR 2015, Algorithm 1).
class Adam : public Optimizer {
  public:
    explicit Adam(Module& net, AdamOptions adam = {}, OptimizerOptions options = {});
    explicit Adam(std::vector<Var> parameters, AdamOptions adam = {},
                  OptimizerOptions options = {});
    std::vector<std::pair<std::string, Matrix*>> state() override;

  protected:
    void update(Index i, Matrix& theta, const Matrix& g, Real learning_rate) override;

  private:
    AdamOptions adam_;
    std::vector<Matrix> m_, v_;
};

} // namespace descente
