#include "plot/sliding_window.hpp"

#include "base/error.hpp"
#include "plot/layout.hpp"

#include <algorithm>

namespace descente {

namespace {

Panel& cells(Figure& figure, const Text& title, const Matrix& z)
{
    return figure.panel(title)
        .heat_map(z, counted(z.n_cols), counted(z.n_rows), {}, false, true)
        .signed_colours()
        .equal_axes()
        .y_downwards()
        .legend("off");
}

// The outline of a square of cells.
void outline(Panel& panel, Index row, Index col, Index side)
{
    const double top = static_cast<double>(row) - 0.5, left = static_cast<double>(col) - 0.5,
                 s = static_cast<double>(side);
    panel.frame(left, top, left + s, top + s, 3);
}

} // namespace

SlidingSum sliding_sum(const Matrix& x, const Shape& image, const Matrix& filter, double b,
                       Index kernel, Index i, Index j)
{
    const Shape window{kernel, kernel, image.channels};
    const auto X = image_of(x, 0, image), W = image_of(filter, 0, window);
    SlidingSum sum;
    sum.value = b;
    for (Index k = 0; k < image.channels; ++k) {
        Matrix products(kernel, kernel);
        for (Index m = 0; m < kernel; ++m)
            for (Index n = 0; n < kernel; ++n) products(m, n) = W(m, n, k) * X(i + m, j + n, k);
        sum.sums.push_back(static_cast<double>(arma::accu(products)));
        sum.value += sum.sums.back();
        sum.products.push_back(products);
    }
    return sum;
}

Figure sliding_window_figure(const Matrix& x, const Shape& image, const Matrix& filter, double b,
                             Index kernel, Index frames)
{
    if (image.channels != 2)
        throw ShapeError("sliding_window_figure: the image " + to_string(image) +
                         " has not two channels");
    const auto X = image_of(x, 0, image), W = image_of(filter, 0, {kernel, kernel, 2});
    Matrix Y(image.rows - kernel + 1, image.cols - kernel + 1);
    Y.fill(static_cast<Real>(NAN)); // not yet known
    Figure film("window", tr("One filter: a sum over the window in all channels, and b once"), 4);
    film.frame_seconds(0.8);
    const Index every = (Y.n_elem + frames - 1) / std::max<Index>(frames, 1);
    for (Index place = 0; place < Y.n_elem; ++place) {
        const Index i = place / Y.n_cols, j = place % Y.n_cols;
        const SlidingSum sum = sliding_sum(x, image, filter, b, kernel, i, j);
        Y(i, j) = static_cast<Real>(sum.value);
        if ((place + 1) % every != 0 && place + 1 != Y.n_elem) continue;
        film.next_frame();
        for (Index k = 0; k < 2; ++k) {
            Panel& input = cells(film, verbatim("X, k = {}", k), X.slice(k));
            outline(input.x_axis(verbatim("j + n")).y_axis(verbatim("i + m")), i, j, kernel);
            cells(film, verbatim("W, k = {}", k), W.slice(k))
                .x_axis(verbatim("n"))
                .y_axis(verbatim("m"));
            cells(film, tr("W · X, k = {}: Σ = {:g}", k, sum.sums[k]), sum.products[k])
                .x_axis(verbatim("n"))
                .y_axis(verbatim("m"));
            if (k == 0) {
                outline(cells(film, verbatim("Y"), Y).x_axis(verbatim("j")).y_axis(verbatim("i")),
                        i, j, 1);
                continue;
            }
            const Matrix terms(Column{static_cast<Real>(sum.sums[0]),
                                      static_cast<Real>(sum.sums[1]), static_cast<Real>(b)});
            cells(film,
                  verbatim("Y[{}, {}] = {:g} + {:g} + {:g} = {:g}", i, j, sum.sums[0], sum.sums[1],
                           b, sum.value),
                  terms)
                .x_names({verbatim(" ")})
                .y_names({verbatim("Σ, k = 0"), verbatim("Σ, k = 1"), verbatim("b")});
        }
    }
    return film;
}

} // namespace descente
