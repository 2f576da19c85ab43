#include "train/layer_outputs.hpp"

namespace descente {

std::vector<Matrix> layer_outputs(Sequential& net, const Matrix& x, const Shape& shape, Mode mode)
{
    const NoGrad looking;
    const AsBefore as_before(net);
    std::vector<Matrix> outputs;
    Var y = constant(x, shape);
    for (Index i = 0; i < net.size(); ++i) {
        y = net.layer(i).forward(y, mode);
        outputs.push_back(y.value());
    }
    return outputs;
}

void note_quantiles(Run& run, const Step& now, const std::string& what, const Matrix& values,
                    double share)
{
    Quantiles found;
    found.add(0, values, share);
    if (found.at.empty()) return;
    run.note(now, what + " low", found.low[0]);
    run.note(now, what + " median", found.middle[0]);
    run.note(now, what + " high", found.high[0]);
}

Quantiles quantiles_of(const Run& run, const std::string& what)
{
    const Run::Curve& median = run.curve(what + " median");
    return {.at = median.updates,
            .low = run.curve(what + " low").values,
            .middle = median.values,
            .high = run.curve(what + " high").values};
}

} // namespace descente
