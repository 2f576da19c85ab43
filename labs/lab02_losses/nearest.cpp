#include "nearest.hpp"

#include "base/cpu.hpp"
#include "base/error.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

namespace lab02 {

namespace {

void check_labels(const char* what, Index columns, const Labels& labels)
{
    if (labels.n_elem != columns || columns == 0)
        throw ShapeError(fmt::format("{}: {} samples and {} labels", what, columns, labels.n_elem));
}

// The class with most votes; among equals, the one that got its first vote first.
Index majority(const std::vector<Index>& votes, const Labels& labels)
{
    Index winner = labels[votes.front()];
    std::ptrdiff_t most = 0;
    for (const Index vote : votes) {
        const auto count = std::count_if(
            votes.begin(), votes.end(), [&](Index other) { return labels[other] == labels[vote]; });
        if (count > most) {
            most = count;
            winner = labels[vote];
        }
    }
    return winner;
}

} // namespace

std::vector<double> margins(const Matrix& outputs, const Labels& labels)
{
    check_labels("margins", outputs.n_cols, labels);
    if (labels.max() >= outputs.n_rows)
        throw ShapeError(
            fmt::format("margins: label {} with {} outputs", labels.max(), outputs.n_rows));
    std::vector<double> result;
    for (Index n = 0; n < outputs.n_cols; ++n) {
        Column others = outputs.col(n);
        others[labels[n]] = -std::numeric_limits<Real>::infinity();
        result.push_back(static_cast<double>(outputs(labels[n], n) - others.max()));
    }
    return result;
}

Matrix principal_plane(const Matrix& training, const Matrix& x)
{
    if (training.n_rows != x.n_rows || training.n_rows < 2 || training.empty())
        throw ShapeError(fmt::format("principal_plane: {} numbers in training, {} in x",
                                     training.n_rows, x.n_rows));
    const Column mean = arma::mean(training, 1);
    const Matrix centred = training.each_col() - mean;
    Column variances; // ascending
    Matrix directions;
    arma::eig_sym(variances, directions, Matrix(centred * centred.t()));
    return directions.tail_cols(2).t() * (x.each_col() - mean);
}

double knn_accuracy(const Matrix& embedding, const Labels& labels, Index k)
{
    const Index n = embedding.n_cols;
    check_labels("knn_accuracy", n, labels);
    if (k < 1 || k >= n)
        throw ShapeError(fmt::format("knn_accuracy: {} neighbours among {} samples", k, n));

    // One contiguous row of numbers a dimension: the inner loop runs over samples. Differences are
    // squared as they are (‖a‖² + ‖b‖² − 2a·b would lose near neighbours to rounding).
    const Matrix along = embedding.t();
    Index right = 0;
#pragma omp parallel num_threads(threads()) reduction(+ : right)
    {
        std::vector<Real> distance(n);
        std::vector<Index> nearest(n);
#pragma omp for schedule(static)
        for (Index j = 0; j < n; ++j) {
            std::fill(distance.begin(), distance.end(), Real{0});
            for (Index d = 0; d < along.n_cols; ++d) {
                const Real* const x = along.colptr(d);
                const Real here = x[j];
                for (Index i = 0; i < n; ++i) distance[i] += (x[i] - here) * (x[i] - here);
            }
            for (Real& value : distance)
                if (!(value >= 0)) value = std::numeric_limits<Real>::infinity(); // NaN is far

            nearest.clear();
            for (Index i = 0; i < n; ++i)
                if (i != j) nearest.push_back(i); // leave-one-out
            const auto last = nearest.begin() + static_cast<std::ptrdiff_t>(k);
            std::partial_sort(nearest.begin(), last, nearest.end(), [&](Index a, Index b) {
                return distance[a] != distance[b] ? distance[a] < distance[b] : a < b;
            });
            nearest.resize(k);
            right += majority(nearest, labels) == labels[j];
        }
    }
    return static_cast<double>(right) / static_cast<double>(n);
}

} // namespace lab02
