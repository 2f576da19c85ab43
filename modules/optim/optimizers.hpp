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

/// What is learned: all parameters of a network, or a plain list, of which those of more than one
/// column count as weights. Throws ShapeError when there is none, or a constant among them.
struct Learned {
    Learned(Module& net);               // NOLINT: Sgd(net) reads as it is
    Learned(std::vector<Var> the_list); // NOLINT
    std::vector<Var> parameters;
    std::vector<bool> is_weight;
};

class Optimizer {
  public:
    virtual ~Optimizer() = default;
    Optimizer(const Optimizer&) = delete;
    Optimizer& operator=(const Optimizer&) = delete;

    /// Forgets the gradients, so that backward() starts from nothing.
    void zero_grad();
    /// One update of every parameter with the gradients now in them; a parameter that nothing
    /// flowed into stays as it is.
    void step(double learning_rate);

    long steps() const { return steps_; } ///< 1 during the first update
    const std::vector<Var>& parameters() const { return learned_.parameters; }

    /// Running averages and the like, for checkpoints: name and matrix, in a fixed order.
    std::vector<std::pair<std::string, Matrix*>> state();
    void restore_steps(long steps) { steps_ = steps; }

  protected:
    /// `averages`: the names of what is kept of each parameter, 0 at first ("adam.m").
    Optimizer(Learned learned, OptimizerOptions options, std::vector<std::string> averages = {});
    /// Changes θ given its gradient g, and the averages kept of it.
    virtual void update(Matrix& theta, const Matrix& g, Real learning_rate,
                        std::vector<Matrix>& averages) = 0;

  private:
    Learned learned_;
    OptimizerOptions options_;
    std::vector<std::string> names_;
    std::vector<std::vector<Matrix>> averages_; // [parameter][name]
    long steps_ = 0;
};

/// θ ← θ − α g
class Sgd : public Optimizer {
  public:
    explicit Sgd(Learned learned, OptimizerOptions options = {})
        : Optimizer(std::move(learned), options)
    {
    }

  protected:
    void update(Matrix& theta, const Matrix& g, Real learning_rate,
                std::vector<Matrix>& averages) override;
};

/// m ← βm + (1−β)g ; θ ← θ − αm   (slide "SGD avec moment").
/// PyTorch's m ← μm + g is the same with α_torch = α(1−β).
class Momentum : public Optimizer {
  public:
    explicit Momentum(Learned learned, double beta = 0.9, OptimizerOptions options = {})
        : Optimizer(std::move(learned), options, {"momentum.m"}), beta_(beta)
    {
    }

  protected:
    void update(Matrix& theta, const Matrix& g, Real learning_rate,
                std::vector<Matrix>& averages) override;

  private:
    double beta_;
};

struct AdamOptions {
    double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
};

/// m ← β1 m + (1−β1) g ; v ← β2 v + (1−β2) g² ; m̂ = m/(1−β1^k) ; v̂ = v/(1−β2^k) ;
/// θ ← θ − α m̂ / (√v̂ + ε)   (Kingma & Ba, ICLR 2015, Algorithm 1).
class Adam : public Optimizer {
  public:
    explicit Adam(Learned learned, AdamOptions adam = {}, OptimizerOptions options = {})
        : Optimizer(std::move(learned), options, {"adam.m", "adam.v"}), adam_(adam)
    {
    }

  protected:
    void update(Matrix& theta, const Matrix& g, Real learning_rate,
                std::vector<Matrix>& averages) override;

  private:
    AdamOptions adam_;
};

} // namespace descente
