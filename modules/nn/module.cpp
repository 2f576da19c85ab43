#include "nn/module.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace descente {

void Module::visit(const std::string& /*prefix*/, const Visitor& /*visitor*/)
{
    // Most layers store nothing.
}

// Each weight is used once for each output that it leads to: a W of fan-in × fan-out, fan-in times
// for each number of the output.
Shape Module::describe(const Shape& input, std::vector<LayerInfo>& rows)
{
    const NoGrad unrecorded;
    LayerInfo row{.layer = name(), .kind = kind(), .brief = brief()};
    row.output = forward(constant(Matrix(input.size(), 0), input), Mode::eval).shape();
    visit("", [&](const NamedTensor& tensor) {
        if (tensor.parameter) row.parameters += tensor.value.n_elem;
        if (tensor.is_weight) row.macs += std::uint64_t{tensor.value.n_rows} * row.output.size();
    });
    rows.push_back(row);
    return row.output;
}

std::vector<Var> parameters(Module& net)
{
    std::vector<Var> found;
    net.visit("", [&](const NamedTensor& tensor) {
        if (tensor.parameter) found.push_back(*tensor.parameter);
    });
    return found;
}

Index parameter_count(Module& net)
{
    Index count = 0;
    for (const Var& parameter : parameters(net)) count += parameter.value().n_elem;
    return count;
}

Index buffer_count(Module& net)
{
    Index count = 0;
    net.visit("", [&](const NamedTensor& tensor) {
        if (!tensor.parameter) count += tensor.value.n_elem;
    });
    return count;
}

std::vector<Matrix> snapshot(Module& net)
{
    std::vector<Matrix> values;
    net.visit("", [&](const NamedTensor& tensor) { values.push_back(tensor.value); });
    return values;
}

void restore(Module& net, const std::vector<Matrix>& values)
{
    std::size_t next = 0;
    bool fits = true;
    net.visit("", [&](const NamedTensor& tensor) {
        fits = fits && next < values.size() && arma::size(values[next]) == arma::size(tensor.value);
        ++next;
    });
    if (!fits || next != values.size())
        throw ShapeError(fmt::format("restore: the {} stored tensors are not those of this network",
                                     values.size()));
    next = 0;
    net.visit("", [&](const NamedTensor& tensor) { tensor.value = values[next++]; });
}

Matrix predict(Module& net, const Matrix& x, const Shape& shape, Index block)
{
    const NoGrad evaluation;
    Matrix outputs;
    for (Index first = 0; first < x.n_cols; first += block) {
        const Index last = std::min(first + block, x.n_cols) - 1;
        const Var y = net.forward(constant(x.cols(first, last), shape), Mode::eval);
        if (outputs.is_empty()) outputs.set_size(y.rows(), x.n_cols);
        outputs.cols(first, last) = y.value();
    }
    return outputs;
}

} // namespace descente
