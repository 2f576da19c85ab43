#include "figures.hpp"

#include "base/magnitude.hpp"
#include "data/augment.hpp"
#include "evidence.hpp"
#include "plot/layout.hpp"

#include <cmath>

namespace lab09 {

namespace {

Panel& draw(Figure& figure, const Text& title, const Matrix& x, const Shape& shape,
            bool signed_values = false)
{
    return figure.panel(title).image_grid(x, shape, 1, {}, signed_values);
}

// The numbers of z in its cells; where it is 0, grey.
Panel& draw_numbers(Figure& figure, const Text& title, Matrix z, double first)
{
    z.replace(Real(0), arma::Datum<Real>::nan);
    return figure.panel(title)
        .heat_map(z, counted(z.n_cols, first), counted(z.n_rows, first), {}, false, true)
        .y_downwards();
}

// What each run kept under that name, a curve a method; x counts from `first`.
void draw_kept(Panel& panel, const Study& study, const std::string& what, double first)
{
    for (const Compared& method : study.methods()) {
        const auto curves = of_each(method.runs, [&](const Run& run) { return run.kept(what); });
        panel.runs(method.name, counted(curves[0].size(), first), curves, {.with_points = true});
    }
}

} // namespace

Figure cost_figure(const std::function<Costs(double rows, double cols)>& costs)
{
    const Numbers sides{8, 16, 32, 64, 128, 256, 512, 1024};
    const Costs slide = costs(480, 640);
    Figure figure("cost", tr("From an image n × n × 3 to another of the same size"), 2);
    const auto bytes = [](const Cost& cost) { return 4 * cost.parameters; };
    const auto macs = [](const Cost& cost) { return cost.macs; };
    const Text names[] = {tr("general affine map"), tr("5 × 5 convolution")};
    const double side = std::sqrt(640.0 * 480.0); // as many pixels
    const auto draw_lines = [&](const Text& title, const Text& unit, const auto& number,
                                const std::array<Text, 2>& marks) {
        Panel& panel = figure.panel(title).y_axis(unit, Scale::logarithmic);
        panel.x_axis(tr("image side n"), Scale::logarithmic);
        for (const std::size_t map : {0, 1}) {
            const int colour = int(map) + 1;
            const auto cost = [&](double rows) { return number(costs(rows, rows)[map]); };
            const Numbers y = of_each(sides, cost);
            panel.line(names[map], sides, y, {.colour = colour});
            panel.mark(side, number(slide[map]), marks[map], colour);
        }
        panel.vertical(side, verbatim("640 × 480"));
    };
    const double tera = bytes(slide[0]) / 1e12, tebi = bytes(slide[0]) / std::pow(2, 40);
    draw_lines(tr("parameters (float)"), tr("bytes"), bytes,
               {tr("{:.2Lf} TB", tera), tr("{:.0Lf} bytes", bytes(slide[1]))});
    draw_lines(tr("multiply-adds (MAC)"), {}, macs,
               {verbatim("{:.0Lf} · 10⁹", macs(slide[0]) / 1e9),
                verbatim("{:.1Lf} · 10⁶", macs(slide[1]) / 1e6)});
    figure.note(tr("640 × 480 × 3: {:.2Lf} TB = {:.2Lf} TiB", tera, tebi));
    return figure.says(tr("640 × 480 × 3: general map {:.2Lf} TB, convolution {:.0Lf} bytes", tera,
                          bytes(slide[1])),
                       sign(far_fewer(slide).outcome));
}

Figure matrix_figure(const Matrix& A, double b)
{
    const Matrix both = arma::join_rows(A, Column(A.n_rows, arma::fill::value(Real(b))));
    const Matrix drawn = arma::nonzeros(both);
    const Index distinct = arma::unique(drawn).eval().n_elem;
    Figure figure("matrix", tr("A convolution as a matrix: {} distinct numbers in {} places",
                               distinct, drawn.n_elem));
    draw_numbers(figure, {}, both, 1)
        .x_axis(tr("pixels of x, column by column; {}: b (grey: 0)", both.n_cols))
        .y_axis(tr("pixels of y"));
    return figure;
}

Figure correlation_figure(const Matrix& x, const Shape& image, const Matrix& kernel)
{
    const Var y = filtered(x, image, filter_weights({kernel}, image.channels));
    const Matrix convolution = true_convolution(x, image, kernel);
    const Shape small{kernel.n_rows, kernel.n_cols}, output = y.shape();
    Figure figure("correlation",
                  tr("The slide's sum keeps the kernel; a true convolution turns it"), 3);
    figure.says(
        tr("A true convolution differs by up to {:.0Lf} %",
           100 * largest_magnitude(y.value() - convolution) / largest_magnitude(y.value())));
    draw(figure, tr("image"), x, image);
    draw(figure, tr("kernel"), arma::vectorise(kernel), small, true);
    draw(figure, tr("the kernel turned"), arma::vectorise(half_turned(kernel)), small, true);
    draw(figure, tr("difference of the two →"), y.value() - convolution, output, true);
    draw(figure, tr("cross-correlation (conv2d)"), y.value(), output);
    draw(figure, tr("true convolution (arma::conv2)"), convolution, output);
    return figure;
}

Figure padding_figure(const Matrix& x, const Shape& image, const Standardiser& standardiser,
                      Index p)
{
    const Index k = 5;
    const Matrix mean(k, k, arma::fill::value(Real(1) / Real(k * k)));
    const Matrix blur = filter_weights({mean}, image.channels);
    const Matrix pixel = filter_weights({Matrix(1, 1, arma::fill::ones)}, image.channels);
    Figure figure("padding",
                  tr("Zero padding keeps the size; its zeros are grey in a standardised image"), 3);
    Matrix pair = arma::join_rows(x, Matrix(image.size(), 1)); // the image, and a black one
    for (const bool standardised : {false, true}) {
        if (standardised) standardiser.apply(pair);
        const auto draw_one = [&](const Text& title, const Matrix& W, Index padding) -> Panel& {
            const Var y = filtered(pair.col(0), image, W, 1, padding);
            const Text size = verbatim("{} × {}", y.shape().rows, y.shape().cols);
            return draw(figure, tr("{}: {}", title, size), y.value(), y.shape());
        };
        const double level = pair.col(1).min();
        draw_one(tr("padded, black = {:.2Lg}", level), pixel, p).inner_frame(p);
        draw_one(tr("blur, p = {}", 0), blur, 0);
        draw_one(tr("blur, p = {}", p), blur, p).inner_frame(p);
    }
    return figure.note(tr("outside the frames: zeros, and what they reach"));
}

Figure stride_figure(const Matrix& x, const Shape& image, Index stride)
{
    const Matrix kernel = classic_kernel("edges |");
    const Matrix W = filter_weights({kernel}, image.channels);
    const std::vector<Index> strides{1, stride, stride + 1};
    Figure figure("stride",
                  tr("A stride s keeps one output in s, each way; some pixels may never be read"),
                  int(strides.size()));
    std::vector<Index> kept, unread;
    std::vector<Panel*> above, below;
    for (const Index s : strides) {
        const Var y = filtered(x, image, W, s);
        const Shape& out = y.shape();
        kept.push_back(out.size());
        above.push_back(
            &draw(figure, tr("s = {}: {} × {}", s, out.rows, out.cols), y.value(), out, true)
                 .slide("stride"));
    }
    for (const Index s : strides) {
        Column read(8); // by how many windows, a row (or a column) of 8
        for (Index first = 0; first + kernel.n_rows <= read.n_elem; first += s)
            read.subvec(first, first + kernel.n_rows - 1) += 1;
        const Matrix reads = read * read.t();
        unread.push_back(arma::accu(reads == 0));
        below.push_back(&draw_numbers(figure, tr("s = {}: reads of each pixel", s), reads, 0)
                             .equal_axes()
                             .slide("reads"));
    }
    above[0]->says(tr("Of {} outputs, stride {} keeps {} and stride {} keeps {}", kept[0],
                      strides[1], kept[1], strides[2], kept[2]));
    below[0]->says(tr("Of 64 pixels, stride {} never reads {} and stride {} never reads {}",
                      strides[1], unread[1], strides[2], unread[2]));
    return figure.note(tr("grey: never read"));
}

Figure shift_figure(const Matrix& x, const Shape& image, const Numbers& general)
{
    const Matrix edges = filter_weights({classic_kernel("edges |")}, image.channels);
    Figure figure("shift", tr("The image is shifted: what becomes of the output?"), 3);
    const Matrix pair = arma::join_rows(x, shifted(x, image, 0, 5));
    const Matrix W = arma::reshape(arma::conv_to<Column>::from(general), image.size(),
                                   general.size() / image.size());
    const Matrix mapped = W.t() * pair;
    for (const Index n : {0, 1}) {
        const Var y = filtered(pair.col(n), image, edges);
        draw(figure, n == 0 ? tr("image") : tr("shifted image"), pair.col(n), image);
        draw(figure, tr("convolution"), y.value(), y.shape(), true);
        draw(figure, tr("general affine map"), mapped.col(n), y.shape(), true);
    }
    return figure;
}

Figure equivariance_figure(const Study& study)
{
    Figure figure("equivariance", tr("Does the output move with the image?"));
    Panel& panel = figure.panel().x_axis(tr("shift down and to the right (pixels)"));
    draw_kept(panel.y_axis(tr("relative difference")), study, "difference", 0);
    return figure;
}

Figure fan_in_figure(const Study& study)
{
    Figure figure("fan_in", tr("The signal from layer to layer, initialised with n_in"));
    Panel& panel = figure.panel().x_axis(tr("layer"));
    draw_kept(panel.y_axis(tr("RMS before the ReLU"), Scale::logarithmic), study, "RMS", 1);
    return figure;
}

} // namespace lab09
