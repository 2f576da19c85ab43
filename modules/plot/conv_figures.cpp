#include "plot/conv_figures.hpp"

#include "autodiff/ops.hpp"
#include "data/augment.hpp"
#include "nn/conv_matrix.hpp"
#include "nn/pool.hpp"
#include "plot/layout.hpp"
#include "plot/sliding_window.hpp"

#include <cmath>

namespace descente {

namespace {

Shape plane_of(const Shape& image) { return {image.rows, image.cols}; }

} // namespace

Figure cost_figure(const Numbers& sides, const std::vector<std::vector<LayerInfo>>& rows,
                   const std::vector<LayerInfo>& slide)
{
    Figure figure("cost", tr("From an image n × n × 3 to another of the same size"), 2);
    const auto bytes = [](const LayerInfo& info) {
        return 4 * static_cast<double>(info.parameters);
    };
    const auto macs = [](const LayerInfo& info) { return static_cast<double>(info.macs); };
    const auto draw = [&](Panel& panel, const auto& number, const std::array<Text, 2>& marks) {
        const double side = std::sqrt(640.0 * 480.0); // as many pixels
        panel.x_axis(tr("image side n"), Scale::logarithmic);
        const Text names[] = {tr("general affine map"), tr("5 × 5 convolution")};
        for (std::size_t map = 0; map < 2; ++map) {
            Numbers y;
            for (const auto& row : rows) y.push_back(number(row.at(map)));
            const int colour = static_cast<int>(map) + 1;
            panel.line(names[map], sides, y, {.colour = colour});
            panel.mark(side, number(slide.at(map)), marks[map], colour);
        }
        panel.vertical(side, verbatim("640 × 480"));
    };
    const double tera = bytes(slide.at(0)) / 1e12, tebi = bytes(slide.at(0)) / std::pow(2, 40);
    Panel& memory = figure.panel(tr("parameters (float)"));
    draw(memory.y_axis(tr("bytes"), Scale::logarithmic), bytes,
         {tr("{:.2Lf} TB", tera), tr("{:.0Lf} bytes", bytes(slide.at(1)))});
    Panel& work = figure.panel(tr("multiply-adds (MAC)"));
    draw(work.y_axis({}, Scale::logarithmic), macs,
         {verbatim("{:.0Lf} · 10⁹", macs(slide.at(0)) / 1e9),
          verbatim("{:.1Lf} · 10⁶", macs(slide.at(1)) / 1e6)});
    figure.note(tr("640 × 480 × 3: {:.2Lf} TB = {:.2Lf} TiB", tera, tebi));
    return figure;
}

Figure matrix_figure()
{
    const ConvSize size{.rows = 6, .cols = 6, .in_channels = 1, .out_channels = 1, .kernel = 3};
    const Matrix kernel{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
    const AffineMap map = conv_as_affine(size, arma::vectorise(kernel), Matrix(1, 1).fill(10));
    Matrix drawn = arma::join_rows(Matrix(map.W.t()), map.b);
    const Index distinct = arma::unique(Matrix(arma::nonzeros(drawn))).eval().n_elem;
    drawn.replace(Real(0), static_cast<Real>(NAN));
    Figure figure("matrix", tr("A convolution as a matrix: {} distinct numbers in {} places",
                               distinct, drawn.n_elem));
    figure.panel()
        .heat_map(drawn, counted(drawn.n_cols, 1), counted(drawn.n_rows, 1), {}, false, true)
        .y_downwards()
        .x_axis(tr("pixels of x, column by column; {}: b (grey: 0)", drawn.n_cols))
        .y_axis(tr("pixels of y"));
    return figure;
}

Figure correlation_figure(const Matrix& x, const Shape& image)
{
    const Matrix& kernel = classic_filters().back().kernel; // without any symmetry
    const Var y = filtered(x, image, filter_weights({{{}, kernel}}, image.channels));
    const Shape output = y.shape();
    const Matrix &correlation = y.value(), convolution = true_convolution(x, image, kernel);
    Figure figure("correlation",
                  tr("The slide's sum keeps the kernel; a true convolution turns it"), 3);
    const Shape small{kernel.n_rows, kernel.n_cols};
    const Matrix turned = half_turned(kernel);
    figure.panel(tr("image")).image_grid(x, image, 1);
    figure.panel(tr("kernel")).image_grid(arma::vectorise(kernel), small, 1, {}, true);
    figure.panel(tr("the kernel turned")).image_grid(arma::vectorise(turned), small, 1, {}, true);
    figure.panel(tr("difference of the two →"))
        .image_grid(correlation - convolution, output, 1, {}, true);
    figure.panel(tr("cross-correlation (conv2d)")).image_grid(correlation, output, 1);
    figure.panel(tr("true convolution (arma::conv2)")).image_grid(convolution, output, 1);
    return figure;
}

Figure film_of_a_filter(const Matrix& x, const Shape& image, Index frames)
{
    const std::vector<Filter>& all = classic_filters();
    const Matrix two = filter_weights({all.at(0), all.at(2)}, image.channels);
    const Var maps = average_pool(relu(filtered(x, image, two, 1, 1)), {.window = 4});
    const Matrix small = arma::round(9 * maps.value() / maps.value().max());
    const Column W{-1, 0, 2, 0, 1, 0, 1, 0, -2, 1, 1, 0, 0, -1, 0, 0, 0, 1};
    return sliding_window_figure(small, maps.shape(), W, 5, 3, frames);
}

Figure padding_figure(const Matrix& x, const Shape& image, const Standardiser& standardiser)
{
    const Index k = 5, p = 2;
    const Matrix all(k, k, arma::fill::value(Real(1) / Real(k * k)));
    const Matrix blur = filter_weights({{{}, all}}, image.channels);
    const Matrix pixel = filter_weights({{{}, Matrix(1, 1, arma::fill::ones)}}, image.channels);
    Figure figure("padding",
                  tr("Zero padding keeps the size; its zeros are grey in a standardised image"), 3);
    Matrix standard = x, black(image.size(), 1);
    standardiser.apply(standard), standardiser.apply(black);
    for (const bool standardised : {false, true}) {
        const auto draw = [&](const Text& title, const Matrix& W, Index padding) -> Panel& {
            const Var y = filtered(standardised ? standard : x, image, W, 1, padding);
            const Text size = verbatim("{} × {}", y.shape().rows, y.shape().cols);
            return figure.panel(tr("{}: {}", title, size)).image_grid(y.value(), y.shape(), 1);
        };
        const double level = standardised ? static_cast<double>(black.min()) : 0;
        draw(tr("padded, black = {:.2Lg}", level), pixel, p).inner_frame(p);
        draw(tr("blur, p = 0"), blur, 0);
        draw(tr("blur, p = 2"), blur, p).inner_frame(p);
    }
    figure.note(tr("outside the frames: zeros, and what they reach"));
    return figure;
}

Figure stride_figure(const Matrix& x, const Shape& image, const std::vector<Index>& strides)
{
    const Index small = 8;
    const Matrix W = filter_weights({classic_filters().at(1)}, image.channels);
    const Index kernel = classic_filters().at(1).kernel.n_rows;
    Figure figure("stride",
                  tr("A stride s keeps one output in s, each way; some pixels may never be read"),
                  static_cast<int>(strides.size()));
    for (const Index s : strides) {
        const Var y = filtered(x, image, W, s);
        figure.panel(tr("s = {}: {} × {}", s, y.shape().rows, y.shape().cols))
            .image_grid(y.value(), y.shape(), 1, {}, true);
    }
    for (const Index s : strides) {
        Matrix read = times_read({.rows = small,
                                  .cols = small,
                                  .in_channels = 1,
                                  .out_channels = 1,
                                  .kernel = kernel,
                                  .stride = s});
        read.replace(Real(0), static_cast<Real>(NAN));
        figure.panel(tr("reads of each pixel"))
            .heat_map(read, counted(small), counted(small), {}, false, true)
            .equal_axes()
            .y_downwards();
    }
    figure.note(tr("grey: never read"));
    return figure;
}

Figure shift_figure(const Matrix& x, const Shape& image, Index right, const Matrix& general,
                    const Shape& output)
{
    const Matrix pair = arma::join_rows(x, shifted(x, image, 0, static_cast<int>(right)));
    const Matrix edges = filter_weights({classic_filters().at(1)}, image.channels);
    const Var convolved = filtered(pair, image, edges);
    const Matrix mapped = general.t() * pair;
    Figure figure("shift", tr("The image is shifted: what becomes of the output?"), 3);
    for (const Index n : {0, 1}) {
        const bool moved = n == 1;
        figure.panel(moved ? tr("shifted image") : tr("image")).image_grid(pair.col(n), image, 1);
        figure.panel(tr("convolution"))
            .image_grid(convolved.value().col(n), convolved.shape(), 1, {}, true);
        figure.panel(tr("general affine map")).image_grid(mapped.col(n), output, 1, {}, true);
    }
    return figure;
}

// One curve with its points for each name; x counts from `first`.
static void draw_runs(Panel& panel, const std::vector<Text>& names,
                      const std::vector<std::vector<Numbers>>& runs, double first)
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::size_t length = runs.at(i).empty() ? 0 : runs[i][0].size();
        if (length > 0)
            panel.runs(names[i], counted(length, first), runs[i],
                       {.colour = static_cast<int>(i) + 1, .with_points = true});
    }
}

Figure equivariance_figure(const std::vector<std::vector<Numbers>>& runs)
{
    Figure figure("equivariance", tr("Does the output move with the image?"));
    Panel& panel = figure.panel();
    panel.x_axis(tr("shift down and to the right (pixels)"));
    panel.y_axis(tr("relative difference"));
    draw_runs(
        panel,
        {tr("stride 1, no padding"), tr("stride 2"), tr("zero padding"), tr("general affine map")},
        runs, 0);
    return figure;
}

Figure fan_in_figure(const std::vector<std::vector<Numbers>>& runs)
{
    Figure figure("fan_in", tr("The signal from layer to layer, initialised with n_in"));
    Panel& panel = figure.panel().x_axis(tr("layer"));
    panel.y_axis(tr("RMS before the ReLU"), Scale::logarithmic);
    draw_runs(panel,
              {verbatim("MLP"), verbatim("CNN, n_in = C · kh · kw"), verbatim("CNN, n_in = C")},
              runs, 1);
    return figure;
}

} // namespace descente
