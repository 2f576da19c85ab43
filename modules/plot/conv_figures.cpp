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

// A kernel drawn as large as an image: each pixel takes the number at its place.
Matrix enlarged(const Matrix& kernel, const Shape& plane)
{
    Matrix large(plane.rows, plane.cols);
    for (Index c = 0; c < plane.cols; ++c)
        for (Index r = 0; r < plane.rows; ++r)
            large(r, c) = kernel(r * kernel.n_rows / plane.rows, c * kernel.n_cols / plane.cols);
    return arma::vectorise(large);
}

Shape plane_of(const Shape& image) { return {image.rows, image.cols}; }

} // namespace

Figure cost_figure(const Numbers& sides, const std::vector<std::vector<LayerInfo>>& rows,
                   const std::vector<LayerInfo>& slide)
{
    Figure figure("cost",
                  {"From an image n × n × 3 to another of the same size",
                   "D'une image n × n × 3 à une autre de même taille"},
                  2);
    const auto bytes = [](const LayerInfo& info) {
        return 4 * static_cast<double>(info.parameters);
    };
    const auto macs = [](const LayerInfo& info) { return static_cast<double>(info.macs); };
    const auto draw = [&](Panel& panel, const auto& number, const std::array<Text, 2>& marks) {
        const double side = std::sqrt(640.0 * 480.0); // as many pixels
        panel.x_axis({"image side n", "côté n de l'image"}, Scale::logarithmic);
        const Text names[] = {{"general affine map", "transformation affine générale"},
                              {"5 × 5 convolution", "convolution 5 × 5"}};
        for (std::size_t map = 0; map < 2; ++map) {
            Numbers y;
            for (const auto& row : rows) y.push_back(number(row.at(map)));
            const int colour = static_cast<int>(map) + 1;
            panel.line(names[map], sides, y, {.colour = colour});
            panel.mark(side, number(slide.at(map)), marks[map], colour);
        }
        panel.vertical(side, "640 × 480");
    };
    const double tera = bytes(slide.at(0)) / 1e12, tebi = bytes(slide.at(0)) / std::pow(2, 40);
    Panel& memory = figure.panel({"parameters (float)", "paramètres (float)"});
    draw(memory.y_axis({"bytes", "octets"}, Scale::logarithmic), bytes,
         {text("{:.2Lf} TB", "{:.2Lf} To", tera),
          text("{:.0Lf} bytes", "{:.0Lf} octets", bytes(slide.at(1)))});
    Panel& work = figure.panel({"multiply-adds (MAC)", "mult.-additions (MAC)"});
    draw(work.y_axis({}, Scale::logarithmic), macs,
         {text("{:.0Lf} · 10⁹", "{:.0Lf} · 10⁹", macs(slide.at(0)) / 1e9),
          text("{:.1Lf} · 10⁶", "{:.1Lf} · 10⁶", macs(slide.at(1)) / 1e6)});
    figure.note(text("640 × 480 × 3: {:.2Lf} TB = {:.2Lf} TiB",
                     "640 × 480 × 3 : {:.2Lf} To = {:.2Lf} Tio", tera, tebi));
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
    Figure figure("matrix", text("A convolution as a matrix: {} distinct numbers in {} places",
                                 "Une convolution en matrice : {} nombres distincts, {} places",
                                 distinct, drawn.n_elem));
    figure.panel()
        .heat_map(drawn, counted(drawn.n_cols, 1), counted(drawn.n_rows, 1), {}, false, true)
        .y_downwards()
        .x_axis(text("pixels of x, column by column; {}: b (grey: 0)",
                     "pixels de x, colonne par colonne ; {} : b (gris : 0)", drawn.n_cols))
        .y_axis({"pixels of y", "pixels de y"});
    return figure;
}

Figure correlation_figure(const Matrix& x, const Shape& image)
{
    const Matrix& kernel = classic_filters().back().kernel; // without any symmetry
    const Var y = filtered(x, image, filter_weights({{{}, kernel}}, image.channels));
    const Shape output = y.shape();
    const Matrix &correlation = y.value(), convolution = true_convolution(x, image, kernel);
    Figure figure("correlation",
                  {"The slide's sum keeps the kernel; a true convolution turns it",
                   "La somme du cours garde le noyau ; une vraie convolution le retourne"},
                  3);
    const Shape small{kernel.n_rows, kernel.n_cols};
    const Matrix turned = half_turned(kernel);
    figure.panel("image").image_grid(x, image, 1);
    figure.panel({"kernel", "noyau"}).image_grid(arma::vectorise(kernel), small, 1, {}, true);
    figure.panel({"the kernel turned", "noyau retourné"})
        .image_grid(arma::vectorise(turned), small, 1, {}, true);
    figure.panel({"difference of the two →", "différence des deux →"})
        .image_grid(correlation - convolution, output, 1, {}, true);
    figure.panel({"cross-correlation (conv2d)", "intercorrélation (conv2d)"})
        .image_grid(correlation, output, 1);
    figure.panel({"true convolution (arma::conv2)", "vraie convolution (arma::conv2)"})
        .image_grid(convolution, output, 1);
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

Figure filters_figure(const std::vector<Filter>& filters, const Matrix& x, const Shape& image)
{
    const Index K = filters.size();
    const Var y = filtered(x, image, filter_weights(filters, image.channels));
    const Shape plane = plane_of(y.shape());
    Matrix drawn(plane.size(), 0);
    std::vector<Text> names(K * (x.n_cols + 1));
    for (Index k = 0; k < K; ++k) {
        drawn.insert_cols(k, enlarged(filters[k].kernel, plane));
        names[k] = filters[k].name;
    }
    drawn.insert_cols(K, Matrix(arma::reshape(y.value(), plane.size(), K * x.n_cols)));
    const Index side = filters[0].kernel.n_rows, C = image.channels;
    Figure figure("filters",
                  text("K = {0} filters {1} × {1}, C = {2}: K(C·{1}·{1}+1) = {3} parameters",
                       "K = {0} filtres {1} × {1}, C = {2} : K(C·{1}·{1}+1) = {3} paramètres", K,
                       side, C, K * (C * side * side + 1)));
    figure.panel().image_grid(drawn, plane, K, names, true);
    figure.note(
        {"vermilion above 0, white at 0, blue below", "vermillon > 0, blanc = 0, bleu < 0"});
    return figure;
}

Figure padding_figure(const Matrix& x, const Shape& image, const Standardiser& standardiser)
{
    const Index k = 5, p = 2;
    const Matrix all(k, k, arma::fill::value(Real(1) / Real(k * k)));
    const Matrix blur = filter_weights({{{}, all}}, image.channels);
    const Matrix pixel = filter_weights({{{}, Matrix(1, 1, arma::fill::ones)}}, image.channels);
    Figure figure(
        "padding",
        {"Zero padding keeps the size; its zeros are grey in a standardised image",
         "Le zero padding garde la taille ; ses zéros sont gris si l'image est normalisée"},
        3);
    Matrix standard = x, black(image.size(), 1);
    standardiser.apply(standard), standardiser.apply(black);
    for (const bool standardised : {false, true}) {
        const auto draw = [&](const Text& title, const Matrix& W, Index padding) -> Panel& {
            const Var y = filtered(standardised ? standard : x, image, W, 1, padding);
            const Text size = text("{} × {}", "{} × {}", y.shape().rows, y.shape().cols);
            return figure.panel(text("{}: {}", "{} : {}", title, size))
                .image_grid(y.value(), y.shape(), 1);
        };
        const double level = standardised ? static_cast<double>(black.min()) : 0;
        draw(text("padded, black = {:.2Lg}", "complétée, noir = {:.2Lg}", level), pixel, p)
            .inner_frame(p);
        draw({"blur, p = 0", "flou, p = 0"}, blur, 0);
        draw({"blur, p = 2", "flou, p = 2"}, blur, p).inner_frame(p);
    }
    figure.note({"outside the frames: zeros, and what they reach",
                 "hors des cadres : les zéros, et ce qu'ils touchent"});
    return figure;
}

Figure stride_figure(const Matrix& x, const Shape& image, const std::vector<Index>& strides)
{
    const Index small = 8;
    const Matrix W = filter_weights({classic_filters().at(1)}, image.channels);
    const Index kernel = classic_filters().at(1).kernel.n_rows;
    Figure figure("stride",
                  {"A stride s keeps one output in s, each way; some pixels may never be read",
                   "Un stride s garde une sortie sur s ; des pixels peuvent n'être jamais lus"},
                  static_cast<int>(strides.size()));
    for (const Index s : strides) {
        const Var y = filtered(x, image, W, s);
        figure.panel(text("s = {}: {} × {}", "s = {} : {} × {}", s, y.shape().rows, y.shape().cols))
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
        figure.panel({"reads of each pixel", "lectures de chaque pixel"})
            .heat_map(read, counted(small), counted(small), {}, false, true)
            .equal_axes()
            .y_downwards();
    }
    figure.note({"grey: never read", "gris : jamais lu"});
    return figure;
}

Figure shift_figure(const Matrix& x, const Shape& image, Index right, const Matrix& general,
                    const Shape& output)
{
    const Matrix pair = arma::join_rows(x, shifted(x, image, 0, static_cast<int>(right)));
    const Matrix edges = filter_weights({classic_filters().at(1)}, image.channels);
    const Var convolved = filtered(pair, image, edges);
    const Matrix mapped = general.t() * pair;
    Figure figure("shift",
                  {"The image is shifted: what becomes of the output?",
                   "L'image est décalée : que devient la sortie ?"},
                  3);
    for (const Index n : {0, 1}) {
        const bool moved = n == 1;
        figure.panel(moved ? Text{"shifted image", "image décalée"} : Text{"image"})
            .image_grid(pair.col(n), image, 1);
        figure.panel({"convolution", "convolution"})
            .image_grid(convolved.value().col(n), convolved.shape(), 1, {}, true);
        figure.panel({"general affine map", "transformation affine générale"})
            .image_grid(mapped.col(n), output, 1, {}, true);
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
    Figure figure("equivariance", {"Does the output move with the image?",
                                   "La sortie se déplace-t-elle avec l'image ?"});
    Panel& panel = figure.panel();
    panel.x_axis(
        {"shift down and to the right (pixels)", "décalage vers le bas et la droite (pixels)"});
    panel.y_axis({"relative difference", "écart relatif"});
    draw_runs(panel,
              {{"stride 1, no padding", "stride 1, sans padding"},
               {"stride 2", "stride 2"},
               {"zero padding", "zero padding"},
               {"general affine map", "transf. affine générale"}},
              runs, 0);
    return figure;
}

Figure fan_in_figure(const std::vector<std::vector<Numbers>>& runs)
{
    Figure figure("fan_in", {"The signal from layer to layer, initialised with n_in",
                             "Le signal de couche en couche, initialisation selon n_in"});
    Panel& panel = figure.panel().x_axis({"layer", "couche"});
    panel.y_axis({"RMS before the ReLU", "valeur efficace avant la ReLU"}, Scale::logarithmic);
    draw_runs(panel, {"MLP", "CNN, n_in = C · kh · kw", "CNN, n_in = C"}, runs, 1);
    return figure;
}

} // namespace descente
