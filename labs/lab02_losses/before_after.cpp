#include "before_after.hpp"

#include "nn/layers.hpp"

namespace descente {

BeforeAfter trained_mlp(const std::vector<Index>& sizes, const Dataset& training, const Matrix& x,
                        const std::function<Var(const Var& output, const Batch& batch)>& cost,
                        double learning_rate, long epochs, Rng& rng)
{
    Sequential net = mlp(sizes, rng);
    BeforeAfter outputs;
    outputs.before = predict(net, x, training.shape);
    Adam adam(net);
    FitOptions options;
    options.epochs = static_cast<int>(epochs);
    options.learning_rate = constant_rate(learning_rate);
    options.loss = cost;
    fit(net, adam, training, options, rng);
    outputs.after = predict(net, x, training.shape);
    return outputs;
}

} // namespace descente
