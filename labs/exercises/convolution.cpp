// Exercise: the sum of one filter.
#include "labs/exercises/check.hpp"

namespace lab09 {
using namespace descente;
using Image = arma::Cube<Real>;

const Exercise convolution_exercise{
    .title = tr("The convolution of one filter"),
    .task = tr(
        "X(i, j, k) is row i, column j of channel k of an image, W(m, n, k) a filter with as many "
        "channels, b a number. Write the slide's sum at all places where the filter lies within "
        "the "
        "image, without padding. X.n_rows, X.n_cols, X.n_slices are the numbers of rows, columns "
        "and channels; Matrix Y(rows, columns) is a matrix of zeros; indices count from 0."),
    .formula = "Y[i, j] = Σ_k Σ_m Σ_n W[k, m, n] X[k, i + m, j + n] + b",
    .looked_at = tr("images and filters of eight sizes, square or not, with one to three channels"),
    .lab = "09 --figures window"};

void check_convolution(Matrix (*convolution)(const Image& X, const Image& W, double b),
                       Report& report)
{
    Result value(tr("Y"));
    report.trials(8, [&](Rng& rng, int number) {
        const auto image = [&](Index rows, Index cols, Index channels) {
            Image made(rows, cols, channels);
            for (Real& x : made) x = Real(rng.normal());
            return made;
        };
        const bool square = number == 0;
        const Index channels = number == 0 ? 2 : 1 + rng.below(3);
        const Index rows = square ? 3 : 1 + rng.below(3), cols = square ? 3 : 1 + rng.below(3);
        const Image X =
            square ? image(5, 5, 2) : image(rows + rng.below(4), cols + rng.below(4), channels);
        const Image W = image(rows, cols, channels);
        const double b = rng.normal();
        // The sum with the filter's element for row m and column n, and channels up to so many.
        const auto with = [&](const auto& w, Index last, double of_b, const Image& of_X) {
            Matrix Y(X.n_rows - rows + 1, X.n_cols - cols + 1);
            for (Index i = 0; i < Y.n_rows; ++i)
                for (Index j = 0; j < Y.n_cols; ++j) {
                    double sum = of_b;
                    for (Index k = 0; k < last; ++k)
                        for (Index m = 0; m < rows; ++m)
                            for (Index n = 0; n < cols; ++n)
                                sum += w(m, n, k) * of_X(i + m, j + n, k);
                    Y(i, j) = Real(sum);
                }
            return Y;
        };
        const auto as_it_is = [&](Index m, Index n, Index k) { return double(W(m, n, k)); };
        const auto flipped = [&](Index m, Index n, Index k) {
            return double(W(rows - 1 - m, cols - 1 - n, k));
        };
        const auto turned = [&](Index m, Index n, Index k) {
            return square ? double(W(n, m, k)) : 0;
        };
        const Matrix right = with(as_it_is, channels, b, X), none;
        const Matrix larger =
            arma::join_cols(arma::join_rows(right, 0 * right.col(0)), Matrix(1, right.n_cols + 1));
        Matrix padded(X.n_rows, X.n_cols);
        padded.submat(0, 0, arma::size(right)) = right;
        value.trial(
            convolution(X, W, b), right,
            {{tr("the filter is flipped, as in signal processing (and in arma::conv2); the slide's "
                 "sum does "
                 "not flip it."),
              with(flipped, channels, b, X)},
             {tr("b is left out."), with(as_it_is, channels, 0, X)},
             {tr("b is added once for each channel; it belongs to the whole sum."),
              with(as_it_is, channels, double(channels) * b, X)},
             {tr("b is added once for each number of the filter; it belongs to the whole sum."),
              with(as_it_is, channels, double(W.n_elem) * b, X)},
             {tr("only the first channel is summed."), with(as_it_is, 1, b, X)},
             {tr("rows and columns of the filter are swapped: m goes with i, n with j."),
              square ? with(turned, channels, b, X) : none},
             {tr("rows and columns of the result are swapped."), square ? Matrix(right.t()) : none},
             {tr("the last row and column are missing: there are n − k + 1 places."),
              right.n_rows > 1 && right.n_cols > 1
                  ? Matrix(right.submat(0, 0, right.n_rows - 2, right.n_cols - 2))
                  : none},
             {tr("the window stands still: the image is read at (m, n), not at (i + m, j + n)."),
              Matrix(right.n_rows, right.n_cols, arma::fill::value(right[0]))},
             {tr("it is as large as the image; without padding there are n − k + 1 places."),
              padded},
             {tr("it is one row and one column too large."), larger}});
    });
    report.tell({&value});
}

} // namespace lab09
