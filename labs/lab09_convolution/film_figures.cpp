#include "autodiff/ops.hpp"
#include "figures.hpp"
#include "nn/pool.hpp"
#include "plot/layout.hpp"

#include <algorithm>

namespace lab09 {

namespace {

Panel& cells(Figure& figure, const Text& title, const Matrix& z, const Text& across,
             const Text& down)
{
    return figure.panel(title)
        .heat_map(z, counted(z.n_cols), counted(z.n_rows), {}, false, true)
        .signed_colours()
        .equal_axes()
        .y_downwards()
        .legend("off")
        .x_axis(across)
        .y_axis(down);
}

// The outline of a square of cells.
void outline(Panel& panel, Index i, Index j, Index side)
{
    const double top = double(i) - 0.5, left = double(j) - 0.5, s = double(side);
    panel.frame(left, top, left + s, top + s, 3);
}

} // namespace

Image numbers_to_read(const Matrix& x, const Shape& image)
{
    const Matrix two =
        filter_weights({classic_kernel("identity"), classic_kernel("edges —")}, image.channels);
    const Var maps = average_pool(relu(filtered(x, image, two, 1, 1)), {.window = 4});
    const Matrix small = arma::round(9 * maps.value() / maps.value().max());
    const Image view = image_of(small, 0, maps.shape());
    return Image(view); // a copy: the view would outlive its numbers
}

Image filter_to_read()
{
    const Column W{-1, 0, 2, 0, 1, 0, 1, 0, -2, 1, 1, 0, 0, -1, 0, 0, 0, 1};
    const Image view = image_of(W, 0, {3, 3, 2});
    return Image(view);
}

Figure film_of_a_filter(const Image& X, const Image& W, double b, const Matrix& Y, Index frames)
{
    Matrix known(Y.n_rows, Y.n_cols, arma::fill::value(arma::Datum<Real>::nan));
    Figure film("window", tr("One filter: a sum over the window in all channels, and b once"), 4);
    film.frame_seconds(4); // so long that one sum can be checked
    const Index every = (Y.n_elem + frames - 1) / std::max<Index>(frames, 1);
    for (Index place = 0; place < Y.n_elem; ++place) {
        const Index i = place / Y.n_cols, j = place % Y.n_cols;
        known(i, j) = Y(i, j);
        if ((place + 1) % every != 0 && place + 1 != Y.n_elem) continue;
        film.next_frame();
        Column terms{0, 0, Real(b)};
        for (const Index k : {0, 1}) {
            const Matrix window = X.slice(k).submat(i, j, arma::size(W.slice(k)));
            const Matrix products = W.slice(k) % window;
            terms[k] = arma::accu(products);
            outline(cells(film, verbatim("X, k = {}", k), X.slice(k), verbatim("j + n"),
                          verbatim("i + m")),
                    i, j, W.n_rows);
            cells(film, verbatim("W, k = {}", k), W.slice(k), verbatim("n"), verbatim("m"));
            cells(film, tr("W · X, k = {}: Σ = {:Lg}", k, terms[k]), products, verbatim("n"),
                  verbatim("m"));
            if (k == 0)
                outline(cells(film, verbatim("Y"), known, verbatim("j"), verbatim("i")), i, j, 1);
        }
        cells(film,
              verbatim("Y[{}, {}] = {:Lg} + {:Lg} + {:Lg} = {:Lg}", i, j, terms[0], terms[1], b,
                       Y(i, j)),
              terms, {}, {})
            .x_names({verbatim(" ")})
            .y_names({verbatim("Σ, k = 0"), verbatim("Σ, k = 1"), verbatim("b")});
    }
    return film;
}

} // namespace lab09
