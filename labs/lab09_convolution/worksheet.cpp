// The image has the numbers 0 … 4, the kernel −1 … 2, of which five at least are not 0: so all
// answers are whole, of two digits mostly.
#include "worksheet.hpp"

#include "nn/conv.hpp"

#include <array>

namespace lab09 {

namespace {

Matrix whole_numbers(Rng& rng, Index side, double least, Index many)
{
    Matrix numbers(side, side);
    numbers.for_each([&](Real& one) { one = Real(least + double(rng.below(many))); });
    return numbers;
}

Matrix as_square(const Matrix& column)
{
    const auto side = Index(std::lround(std::sqrt(double(column.n_elem))));
    return arma::reshape(column, side, side);
}

} // namespace

Worksheet worksheet(Rng& rng)
{
    const Matrix X = whole_numbers(rng, 5, 0, 5);
    Matrix W;
    do W = whole_numbers(rng, 3, -1, 4);
    while (arma::accu(W != 0) < 5);
    const double bias = double(rng.below(7)) - 3;
    const Var x = constant(arma::vectorise(X), {5, 5}), weights = parameter(arma::vectorise(W)),
              b = parameter(bias);
    const Var Y = conv2d(x, weights, b);
    backward(sum(Y));
    const Matrix wide = conv2d(x, weights, b, 2, 1).value();

    std::vector<std::vector<SheetCell>> sizes{{label(verbatim("n")), label(verbatim("k")),
                                               label(verbatim("p")), label(verbatim("s")),
                                               label(tr("places"))}};
    for (const Index k : {Index(3), Index(5), Index(7)}) {
        const Index n = 28 + 2 * rng.below(20), p = rng.below(k / 2 + 1), s = 1 + rng.below(3);
        const Var image = constant(Matrix(n * n, 1), {n, n}), filter = constant(Matrix(k * k, 1));
        sizes.push_back({given(double(n)), given(double(k)), given(double(p)), given(double(s)),
                         asked(double(conv2d(image, filter, {}, s, p).shape().rows))});
    }
    constexpr auto is_given = SheetCell::Kind::given, is_asked = SheetCell::Kind::asked;
    Worksheet sheet;
    return sheet
        .say(tr(
            "An image X, a kernel W and a bias b = {:Lg}. The kernel slides over the image as it "
            "is, not turned round.",
            bias))
        .formula(verbatim("Y[i, j] = Σ_m Σ_n W[m, n] X[i + m, j + n] + b"))
        .grids({grid_of(X, is_given, verbatim("X")), grid_of(W, is_given, verbatim("W"))})
        .say(tr("1. Y with stride 1 and without padding; Y with stride 2 and one row and column of "
                "zeros around the image."))
        .grids({grid_of(as_square(Y.value()), is_asked, tr("s = 1, p = 0")),
                grid_of(as_square(wide), is_asked, tr("s = 2, p = 1"))})
        .say(tr("2. How many places does a kernel of k numbers have on n pixels, with p zeros on "
                "both sides, when it moves on by s?"))
        .formula(verbatim("⌊(n + 2p − k)/s⌋ + 1"))
        .grids({{.rows = sizes, .cell = 4}})
        .say(tr(
            "3. L is the sum of all nine numbers of the first Y. By how much does it grow when b, "
            "or W[0, 0], the number at the upper left of W, grows by 1?"))
        .grids({{.rows = {{label(verbatim("∂L/∂b")), asked(double(b.grad()[0])), label({}),
                           label(verbatim("∂L/∂W[0, 0]")), asked(double(weights.grad()[0]))}},
                 .cell = 5}})
        .question(tr("4. A dense layer from X to the first Y: how many numbers does it learn, and "
                     "how many does this convolution?"),
                  verbatim("25 · 9 + 9 = 234;   3 · 3 + 1 = 10"));
}

} // namespace lab09
