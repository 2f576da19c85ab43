// A small network with a buffer, for the tests of training: one dense layer whose input has a
// running mean, as batch normalisation would keep.
#pragma once

#include "data/dataset.hpp"
#include "nn/layers.hpp"

namespace descente {

class TinyNet : public Module {
  public:
    TinyNet(Index inputs, Index classes, Rng& rng)
        : layer(inputs, classes, rng), running_mean(inputs, 1, arma::fill::zeros)
    {
    }
    Var forward(const Var& x, Mode mode) override
    {
        if (mode == Mode::train)
            running_mean = Real(0.5) * running_mean + Real(0.5) * arma::mean(x.value(), 1);
        return layer.forward(x, mode);
    }
    void visit(const std::string& prefix, const Visitor& visitor) override
    {
        layer.visit(prefix + "layer.", visitor);
        visitor({.name = prefix + "running_mean", .value = running_mean});
    }
    Shape describe(const Shape& input, std::vector<LayerInfo>& rows) override
    {
        return layer.describe(input, rows);
    }

    Linear layer;
    Matrix running_mean;
};

/// Two classes, told apart by the sign of the first feature.
inline Dataset two_classes(Index samples, Rng& rng)
{
    Dataset data{.name = verbatim("two classes"),
                 .shape = Shape{3},
                 .x = rng.normal_matrix(3, samples),
                 .labels = Labels(samples),
                 .classes = {tr("negative"), tr("positive")}};
    for (Index n = 0; n < samples; ++n) data.labels[n] = data.x(0, n) > 0;
    return data;
}

inline bool identical(const Matrix& a, const Matrix& b)
{
    return arma::size(a) == arma::size(b) && std::equal(a.begin(), a.end(), b.begin());
}

inline bool identical(const std::vector<Matrix>& a, const std::vector<Matrix>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Matrix& x, const Matrix& y) { return identical(x, y); });
}

} // namespace descente
