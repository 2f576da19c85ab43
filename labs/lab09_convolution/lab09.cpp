// Lab 09 · Convolution, padding and stride
//
// Idea       Each slide on convolution, drawn on real images and checked against its own formula.
#include "base/magnitude.hpp"
#include "evidence.hpp"
#include "figures.hpp"
#include "filters.hpp"
#include "nn/conv.hpp"
#include "plot/filters.hpp"
#include "shell/lab.hpp"
#include "studies.hpp"
#include "worksheet.hpp"

namespace lab09 {

const LabInfo info{
    .number = 9,
    .title = tr("Convolution, padding and stride"),
    .question = tr("What does a convolution compute, and what does it save?"),
    .claim = tr("A convolution is a specific affine map with far fewer parameters and operations."),
    .figures = "cost matrix correlation window filters padding stride reads shift equivariance "
               "fan_in handout",
    .needs = {.side = 21, .most_side = 64, .training = 10},
    .worksheet = worksheet};

namespace knob {
const Count image("image", 0, {0, 1997}, tr("first image drawn"));
const Count images("images", 10000, 2000, {2000, 20000}, tr("images"));
const Count moved("shifted", 100, 30, {1, 2000}, tr("images that are shifted"));
const Count frames("frames", 36, 13, {1, 100}, tr("frames of the film"));
const List kernel("kernel", classic("relief"), {-100, 100},
                  tr("the nine numbers of correlation's kernel, row by row"), 9, 9,
                  {{"identity", classic("identity")},
                   {"upright-edges", classic("edges |")},
                   {"level-edges", classic("edges —")},
                   {"outline", classic("outline")},
                   {"blur", classic("blur")},
                   {"sharpen", classic("sharpen")},
                   {"relief", classic("relief")}});
const Count stride("stride", 2, {2, 8},
                   tr("stride s beside 1 and s + 1, and of the shifted images"));
const Count padding("padding", 2, {1, 8}, tr("rows and columns of zeros that are added"));
const Count channels("filters", 64, {1, 128}, tr("filters of each layer of a deep CNN"));
} // namespace knob

const Question memory_of_a_general_map{
    tr("Any affine map of a 640 × 480 × 3 image to another: how large is W?"),
    {tr("some megabytes"), tr("some gigabytes"), tr("some terabytes"), tr("some petabytes")}};
const Question who_follows{tr("The image moves: whose output is the same, moved?"),
                           {tr("all three convolutions"), tr("two of the three convolutions"),
                            tr("only that without stride and padding"), tr("none of them")}};

// ---- the slides: a convolution is a specific affine map ----

// One filter W and one number b; here the channel k comes last, X(i, j, k):
//     Y[i, j] = Σ_k Σ_m Σ_n W[k, m, n] X[k, i + m, j + n] + b
// make exercise-convolution
Matrix convolution(const Image& X, const Image& W, double b)
{
    Matrix Y(X.n_rows - W.n_rows + 1, X.n_cols - W.n_cols + 1);
    for (Index i = 0; i < Y.n_rows; ++i)
        for (Index j = 0; j < Y.n_cols; ++j) {
            double sum = b;
            for (Index k = 0; k < W.n_slices; ++k)
                for (Index m = 0; m < W.n_rows; ++m)
                    for (Index n = 0; n < W.n_cols; ++n) sum += W(m, n, k) * X(i + m, j + n, k);
            Y(i, j) = sum;
        }
    return Y;
}

// The same as A·x + b, where x is the image in one column: each row of A holds the numbers of W,
// each time at other places, and zeros.
Matrix matrix_of(const Image& W, const Shape& image)
{
    const Index rows = image.rows - W.n_rows + 1, cols = image.cols - W.n_cols + 1;
    const auto x = [&](Index i, Index j, Index k) { return i + image.rows * (j + image.cols * k); };
    Matrix A(rows * cols, image.size());
    for (Index i = 0; i < rows; ++i)
        for (Index j = 0; j < cols; ++j)
            for (Index k = 0; k < W.n_slices; ++k)
                for (Index m = 0; m < W.n_rows; ++m)
                    for (Index n = 0; n < W.n_cols; ++n)
                        A(i + rows * j, x(i + m, j + n, k)) = W(m, n, k);
    return A;
}

// To store, and multiply-adds: a number of W for each pair of an input and an output, or K filters
// of k × k × C numbers for all places. (As double: 10¹¹ is beyond 32 bits.)
Cost general_map(double n) { return {n * n + n, n * n}; }
Cost filters(double K, double C, double k, double places)
{
    return {K * (C * k * k + 1), K * C * k * k * places};
}

// With p zeros on both sides of n pixels and a window every s pixels: ⌊(n + 2p − k)/s⌋ + 1.
// make exercise-output-size
Index outputs(Index n, Index k, Index p, Index s) { return (n + 2 * p - k) / s + 1; }

// ---- the experiment ----

// How far are the slide's sum, its matrix and a true convolution from the layer's fast operation?
Run compare(const Map&, const Images& images, Rng rng)
{
    const Shape& image = images.shape;
    const Matrix x = sample(images.pixels, 10, rng), kernel = rng.normal_matrix(3, 3);
    const Matrix b{Real(rng.normal())}, weights = filter_weights({kernel}, image.channels);
    const Matrix fast = conv2d(constant(x, image), constant(weights), constant(b)).value();
    const Image W = image_of(weights, 0, {3, 3, image.channels});
    Matrix sums = fast;
    for (Index n = 0; n < x.n_cols; ++n)
        sums.col(n) = arma::vectorise(convolution(image_of(x, n, image), W, b[0]));
    Run run;
    const auto difference = [&](const std::string& of, const Matrix& y) {
        run[of] = largest_magnitude(y - fast) / largest_magnitude(fast);
    };
    difference("formula", sums);
    difference("matrix", matrix_of(W, image) * x + b[0]);
    difference("kernel turned", true_convolution(x, image, half_turned(kernel)) + b[0]);
    difference("true convolution", true_convolution(x, image, kernel) + b[0]);
    return run;
}

Costs from_image_to_image(double rows, double cols)
{
    return {general_map(3 * rows * cols), filters(3, 3, 5, rows * cols)};
}

// What becomes of n pixels: the formula against what is measured.
void sizes(Lab& lab, Index n)
{
    const std::vector<std::array<Index, 3>> choices{{3, 0, 1}, {3, 1, 1}, {5, 2, 1}, {2, 0, 1},
                                                    {2, 1, 1}, {3, 0, 2}, {3, 1, 2}, {5, 0, 3}};
    std::vector<std::vector<Text>> rows;
    int right = 0;
    for (const auto& [k, p, s] : choices) {
        const Var y = filtered(Matrix(n * n, 1), {n, n}, Matrix(k * k, 1), s, p);
        const Index measured = y.shape().rows, unread = (n + 2 * p - k) % s;
        right += measured == outputs(n, k, p, s);
        rows.push_back(of_each(std::vector{n, k, p, s, outputs(n, k, p, s), measured, unread},
                               [](Index cell) { return verbatim("{}", cell); }));
    }
    lab.print_table({verbatim("n"), verbatim("k"), verbatim("p"), verbatim("s"),
                     verbatim("⌊(n+2p−k)/s⌋+1"), tr("measured"), tr("padded rows unread")},
                    rows);
    lab.finding(tr("n pixels become ⌊(n+2p−k)/s⌋+1"),
                counted_as(right, int(rows.size()), tr("sizes")));
}

void shifted_images(Lab& lab, const Images& images)
{
    const Index stride = Index(knob::stride);
    const Study shifts = lab.over_seeds(maps(stride), follow, images, knob::moved);
    const Evidence plain = follows(shifts), strided = follows_by_strides(shifts, stride);
    lab.save(shift_figure(images.drawn.col(0), images.shape,
                          shifts["general affine map"].runs[0].kept("map"))
                 .says(tr("After a shift, {}", plain.because), sign(plain.outcome))
                 .of_seeds(1));
    lab.save(equivariance_figure(shifts).says(strided.because, sign(strided.outcome)), who_follows,
             3 - followers(shifts));
    lab.finding(tr("A convolution follows a shift, a general map does not"), plain);
    lab.finding(tr("With a stride or padding it does, too"), strided);
}

// A CNN is initialised as an MLP, with n_in = C·kh·kw: √(6/C) is 3·√(6/9C).
void deep_networks(Lab& lab, const Images& images)
{
    lab.print_table({tr("layer"), verbatim("n_in"), verbatim("√(2/n_in)"), tr("measured")},
                    deviations(lab.rng()));
    const Study signals = lab.over_seeds(networks(Index(knob::channels)), signal, images);
    const Evidence kept = keeps_its_size(signals);
    lab.save(fan_in_figure(signals).says(kept.because, sign(kept.outcome)));
    lab.finding(tr("The MLP's initialisation serves a CNN"), kept);
}

void experiment(Lab& lab)
{
    const double weights = general_map(640 * 480 * 3).macs;
    lab.save(cost_figure(from_image_to_image), memory_of_a_general_map, prefix_of(4 * weights));
    const Matrix nine{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
    lab.save(matrix_figure(matrix_of(Image(nine.memptr(), 3, 3, 1), {6, 6}), 10));

    const Dataset data = first(lab.load_data().training, knob::images);
    lab.uses_data(data.name, data.size());
    const Images images = images_of(data, knob::image);
    const Matrix x = images.drawn.col(0);
    const Shape& shape = images.shape;
    const Numbers& nine_numbers = knob::kernel;
    const Matrix kernel = arma::reshape(arma::conv_to<Column>::from(nine_numbers), 3, 3).t();
    lab.save(correlation_figure(x, shape, kernel));
    const Image X = numbers_to_read(x, shape), W = filter_to_read();
    lab.save(film_of_a_filter(X, W, 5, convolution(X, W, 5), knob::frames));
    const Matrix classic = filter_weights(classic_kernels(), shape.channels);
    lab.save(filters_figure("filters", classic_names(), classic, images.drawn, shape));

    sizes(lab, shape.rows);
    const Real grey = images.standardiser.mean;
    lab.print(tr("Standardised, black is {:.2Lf}; the zeros of the padding are a grey of {:.0Lf}.",
                 -grey / images.standardiser.deviation, 255 * grey));
    lab.save(padding_figure(x, shape, images.standardiser, Index(knob::padding)).of_seeds(0));
    lab.save(stride_figure(x, shape, Index(knob::stride)).of_seeds(0));

    const Study compared = lab.over_seeds(std::vector<Map>{{tr("convolution")}}, compare, images);
    lab.claim(together(same_as_its_matrix(compared), far_fewer(from_image_to_image(480, 640))));
    lab.finding(tr("The W of a general map takes 4 TB"),
                four_terabytes(general_map(640 * 480 * 3)));
    lab.finding(tr("The operation is a cross-correlation"), cross_correlation(compared));
    if (lab.wants("shift equivariance")) shifted_images(lab, images);
    if (lab.wants("fan_in")) deep_networks(lab, images);
}

} // namespace lab09

int main(int argc, char** argv) { return run_lab(argc, argv, lab09::info, lab09::experiment); }
