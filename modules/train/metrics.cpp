#include "train/metrics.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace descente {

namespace {

void check_labels(const char* what, Index columns, const Labels& labels)
{
    if (columns != labels.n_elem || columns == 0)
        throw ShapeError(fmt::format("{}: {} samples and {} labels", what, columns, labels.n_elem));
}

} // namespace

Evaluation evaluate(Module& net, const Dataset& data)
{
    check_labels("evaluate", data.size(), data.labels);
    const NoGrad evaluation;
    const Matrix outputs = predict(net, data.x, data.shape);
    return {.cost = softmax_cross_entropy(constant(outputs), data.labels).scalar(),
            .accuracy = accuracy(outputs, data.labels)};
}

Labels argmax(const Matrix& outputs)
{
    Labels result(outputs.n_cols, arma::fill::zeros);
    for (Index n = 0; n < outputs.n_cols; ++n)
        for (Index c = 1; c < outputs.n_rows; ++c)
            if (outputs.at(c, n) > outputs.at(result[n], n)) result[n] = c;
    return result;
}

double accuracy(const Matrix& outputs, const Labels& labels)
{
    check_labels("accuracy", outputs.n_cols, labels);
    const Labels predicted = argmax(outputs);
    Index count = 0;
    for (Index n = 0; n < labels.n_elem; ++n) count += predicted[n] == labels[n];
    return static_cast<double>(count) / static_cast<double>(labels.n_elem);
}

arma::umat confusion(const Labels& predicted, const Labels& labels, Index classes)
{
    check_labels("confusion", predicted.n_elem, labels);
    arma::umat table(classes, classes, arma::fill::zeros);
    for (Index n = 0; n < labels.n_elem; ++n) {
        if (std::max(labels[n], predicted[n]) >= classes)
            throw ShapeError(fmt::format("confusion: sample {} has true class {} and predicted "
                                         "class {}, but there are {} classes",
                                         n, labels[n], predicted[n], classes));
        ++table.at(labels[n], predicted[n]);
    }
    return table;
}

double squared_gradient_norm(const std::vector<Var>& parameters)
{
    double sum = 0;
    for (const Var& parameter : parameters)
        for (const Real g : parameter.grad())
            sum += static_cast<double>(g) * static_cast<double>(g);
    return sum;
}

double norm_in_double(const Matrix& v)
{
    return arma::norm(arma::conv_to<arma::mat>::from(v), "fro");
}

} // namespace descente
