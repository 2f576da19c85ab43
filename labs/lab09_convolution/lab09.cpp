// Lab 09 · Convolution, padding and stride
//
// Question   What does a convolution compute, and what does it save?
// Idea       Each slide on convolution, drawn on real images and checked against its own formula.
// Claim      A convolution is an affine map with far fewer parameters and operations.
// Run        make lab09 && ./lab09            (--quick: seconds; --image N: draws other images)
// Figures    plots/lab09_{cost,matrix,correlation,window,filters,padding,stride,shift,…}.*
// Expect     Verdict: it depends (7.2 s)
#include "conv_check.hpp"
#include "conv_sizes.hpp"
#include "nn/conv.hpp"
#include "nn/layers.hpp"
#include "plot/conv_figures.hpp"
#include "shell/lab.hpp"
#include "shift.hpp"
#include "signal.hpp"

using namespace descente;

namespace {

const LabInfo info{
    .number = 9,
    .title = tr("Convolution, padding and stride"),
    .question = tr("What does a convolution compute, and what does it save?"),
    .claim = tr("A convolution is an affine map with far fewer parameters and operations."),
    .numbers = {{"image", tr("first image drawn"), 0, 0, 0, 1997},
                {"images", tr("images"), 10000, 2000, 2000, 20000},
                {"shifted", tr("images that are shifted"), 100, 30, 1, 2000},
                {"frames", tr("frames of the film"), 36, 6, 1, 100}}};

const double rounding = 1e-5; // sums in another order differ by less, relatively
const Index most_shift = 8;   // pixels
const int depth = 10;         // layers through which a signal is followed

struct Images {
    Shape shape;
    Matrix pixels, standard; // 0 … 1, and standardised
    Matrix drawn;            // pixels of those in the figures
    Standardiser standardiser;
};

Matrix sample(const Matrix& x, Index n, Rng& rng)
{
    return x.cols(rng.permutation(x.n_cols).head(n));
}

// Row 42: a general affine map and a convolution, both from n × m × 3 to n × m × 3.
void cost(Lab& lab)
{
    Rng rng = lab.rng();
    Conv2d layer({.in = 3, .out = 3, .kernel = 5, .padding = 2}, rng);
    const auto costs = [&](Index rows, Index cols) {
        const Index n = rows * cols * 3; // a weight from each number to each, and biases
        std::vector<LayerInfo> both{{"Linear", Shape{n}, n * n + n, n * n}};
        layer.describe({rows, cols, 3}, both);
        return both;
    };
    const Numbers sides{8, 16, 32, 64, 128, 256, 512, 1024};
    std::vector<std::vector<LayerInfo>> by_side;
    for (const double n : sides) by_side.push_back(costs(Index(n), Index(n)));
    const std::vector<LayerInfo> slide = costs(480, 640);
    lab.save(cost_figure(sides, by_side, slide));
    const double weights = double(slide[0].macs), macs = double(slide[1].macs); // a weight a MAC
    const double fewer = double(slide[0].parameters) / double(slide[1].parameters);
    const Text saved = tr("{} and {:.1Lf} · 10⁶: {:.1Lf} · 10⁹ and {:.0Lf} times fewer",
                          slide[1].parameters, macs / 1e6, fewer / 1e9, weights / macs);
    lab.finding(tr("A convolution has far fewer parameters and multiply-adds"),
                outcome_of((fewer > 1000) + (weights / macs > 1000), 2), saved);
    const double tera = 4 * weights / 1e12;
    const Text exact = tr("{:.0Lf} weights: {:.2Lf} TB = {:.2Lf} TiB; the slide rounds n to 10⁶",
                          weights, tera, 4 * weights / std::pow(2, 40));
    lab.finding(tr("The W of a general map takes 4 TB"),
                outcome_of((tera >= 1 && tera < 10) + (std::round(tera) == 4), 2), exact);
}

// Rows 43 to 46: the fast operation against its matrix, its formula and a true convolution.
void definitions(Lab& lab, const Images& images)
{
    std::vector<ConvDifferences> runs;
    for (int run = 0; run < lab.seeds(); ++run) {
        Rng rng = lab.rng(run);
        const Matrix x = sample(images.pixels, 10, rng), kernel = rng.normal_matrix(3, 3);
        runs.push_back(compare_with_conv2d(x, images.shape, kernel, rng.normal()));
    }
    const Spread matrix = spread_of(runs, &ConvDifferences::matrix);
    const Spread formula = spread_of(runs, &ConvDifferences::formula);
    const Spread turned = spread_of(runs, &ConvDifferences::turned);
    const Spread as_is = spread_of(runs, &ConvDifferences::as_is);
    lab.finding(tr("A convolution is a specific affine map"), outcome_of(matrix.high < rounding, 1),
                tr("its matrix and b give the same within {:.1Lg}", matrix.high),
                {{"matrix", matrix}});
    lab.save(correlation_figure(images.drawn.col(0), images.shape));
    const int same = (formula.high < rounding) + (turned.high < rounding);
    lab.finding(tr("The operation is a cross-correlation"),
                outcome_of(same + (as_is.low > 0.01), 3),
                tr("the slide's sum within {:.1Lg}; a true convolution is {:.0Lf} % off, with "
                   "its kernel turned {:.1Lg}",
                   formula.high, 100 * as_is.median, turned.high),
                {{"true convolution", as_is}, {"kernel turned", turned}});
    // Rows 45 and 46: one filter, K filters.
    lab.save(film_of_a_filter(images.drawn.col(0), images.shape, Index(lab.whole("frames"))));
    lab.save(filters_figure(classic_filters(), images.drawn, images.shape));
}

// Rows 47 and 48: the size of the output, and what the zeros of the padding are.
void sizes(Lab& lab, const Images& images)
{
    std::vector<std::vector<std::string>> table;
    const std::vector<std::array<Index, 3>> choices{{3, 0, 1}, {3, 1, 1}, {5, 2, 1}, {2, 0, 1},
                                                    {2, 1, 1}, {3, 0, 2}, {3, 1, 2}, {5, 0, 3}};
    for (const auto& [k, p, s] : choices) {
        const ConvSide side{images.shape.rows, k, p, s};
        table.emplace_back();
        for (const Index cell : {side.n, k, p, s, side.by_floor(), side.measured(), side.dropped()})
            table.back().push_back(std::to_string(cell));
    }
    const Text formula = verbatim("⌊(n+2p−k)/s⌋+1"), unread = tr("padded rows unread");
    lab.print_table({verbatim("n"), verbatim("k"), verbatim("p"), verbatim("s"), formula,
                     tr("measured"), unread},
                    table);
    const ConvSizeCount count = count_conv_sizes();
    lab.finding(tr("n pixels become ⌊(n+2p−k)/s⌋+1"), outcome_of(count.by_floor, count.cases),
                tr("{} of {} sizes, {} with ⌈ ⌉; even kernels keep n in {} of {}", count.by_floor,
                   count.cases, count.by_ceiling, count.even_kept, count.even));
    const double grey = double(images.standardiser.mean[0]);
    lab.print(tr("Standardised, black is {:.2Lf}; the zeros of the padding are a grey of {:.0Lf}.",
                 -grey / double(images.standardiser.deviation[0]), 255 * grey));
    lab.save(padding_figure(images.drawn.col(0), images.shape, images.standardiser));
    lab.save(stride_figure(images.drawn.col(0), images.shape, {1, 2, 3}));
}

// Does the output move with the image? Maps without b, of standardised images.
void shifts(Lab& lab, const Images& images)
{
    const Shape &shape = images.shape, inner{shape.rows - 2, shape.cols - 2};
    std::vector<std::vector<Numbers>> runs(4); // [map][seed][shift]
    for (int run = 0; run < lab.seeds(); ++run) {
        Rng rng = lab.rng(run);
        const Matrix x = sample(images.standard, Index(lab.whole("shifted")), rng);
        const Matrix W = Conv2d({.in = shape.channels, .out = 8}, rng).W.value();
        const Var G = Linear(shape, inner.size(), rng).W, none = constant(Matrix(inner.size(), 1));
        const auto general = [&](const Matrix& m) {
            return reshaped(affine(constant(m), G, none), inner);
        };
        const auto follow = [&](int map, Index stride, const auto& output_of) {
            runs[map].push_back(shift_mismatches(output_of, x, shape, x.min(), stride, most_shift));
        };
        follow(0, 1, [&](const Matrix& m) { return filtered(m, shape, W); });
        follow(1, 2, [&](const Matrix& m) { return filtered(m, shape, W, 2); });
        follow(2, 1, [&](const Matrix& m) { return filtered(m, shape, W, 1, 1); });
        follow(3, 1, general);
        if (run == 0) lab.save(shift_figure(images.drawn.col(0), shape, 5, G.value(), inner));
    }
    lab.save(equivariance_figure(runs));
    const auto over = [&](int map, Index first, Index step) { // shifts first, first + step, …
        Numbers all;
        for (const Numbers& curve : runs[map])
            for (Index d = first; d <= most_shift; d += step) all.push_back(curve[d]);
        return spread(all);
    };
    const Spread plain = over(0, 1, 1), even = over(1, 2, 2), odd = over(1, 1, 2);
    const Spread padded = over(2, 1, 1), general = over(3, 1, 1);
    lab.finding(tr("A convolution follows a shift, a general map does not"),
                outcome_of((plain.high < rounding) + (general.low > 0.1), 2),
                tr("differences up to {:.1Lg}; general map {:.2Lf}", plain.high, general.low),
                {{"stride 1", plain}, {"general map", general}});
    const int strided = (even.high < rounding) + (odd.high < rounding);
    lab.finding(tr("With a stride or padding it does, too"),
                outcome_of(strided + (padded.high < rounding), 3),
                tr("stride 2: {:.1Lg} after even shifts, {:.2Lf} after odd ones; padding: {:.2Lf}",
                   even.high, odd.median, padded.median),
                {{"stride 2, even", even}, {"stride 2, odd", odd}, {"zero padding", padded}});
}

// Row 49: the initialisation of the MLP, with fan-in C·kh·kw.
void initialisation(Lab& lab, const Images& images)
{
    Rng rng = lab.rng();
    std::vector<std::vector<std::string>> table;
    const std::vector<std::pair<std::string, Var>> layers{
        {"Linear 784→256", Linear(784, 256, rng).W},
        {"Conv2d 1→64, 3×3", Conv2d({.in = 1, .out = 64}, rng).W},
        {"Conv2d 64→64, 3×3", Conv2d({.in = 64, .out = 64}, rng).W},
        {"Conv2d 3→64, 7×7", Conv2d({.in = 3, .out = 64, .kernel = 7}, rng).W}};
    for (const auto& [name, W] : layers) {
        const auto say = [&](double v) { return lab.say(verbatim("{:.4Lf}", v)); };
        table.push_back({name, std::to_string(W.rows()), say(std::sqrt(2 / double(W.rows()))),
                         say(double(arma::stddev(arma::vectorise(W.value()))))});
    }
    lab.print_table({tr("layer"), verbatim("n_in"), verbatim("√(2/n_in)"), tr("measured")}, table);
    std::vector<std::vector<Numbers>> runs(3); // [MLP, CNN, CNN with n_in = C][seed][layer]
    for (int run = 0; run < lab.seeds(); ++run)
        for (int net = 0; net < 3; ++net) {
            Rng draws = lab.rng(run);
            const Var x = constant(sample(images.standard, 16, draws), images.shape);
            const Init init = scaled(kaiming_uniform, net == 2 ? 3 : 1); // √(6/C) = 3·√(6/9C)
            runs[net].push_back(rms_by_layer(x, depth, [&](const Var& h) {
                if (net == 0) return Linear(h.shape(), 256, draws).forward(h, Mode::eval);
                return Conv2d({h.shape().channels, 64}, draws, init).forward(h, Mode::eval);
            }));
        }
    lab.save(fan_in_figure(runs));
    const auto growth = [](const Numbers& rms) { return rms.back() / rms.front(); };
    const Spread mlp = spread_of(runs[0], growth), cnn = spread_of(runs[1], growth);
    const Spread wrong = spread_of(runs[2], growth);
    const auto steady =
        std::ranges::count_if(cnn.values, [](double g) { return g > 0.5 && g < 2; });
    lab.finding(tr("The MLP's initialisation serves a CNN"), outcome_of(int(steady), lab.seeds()),
                tr("{} layers: signal × {:.2Lf} (MLP {:.2Lf}), × {:.0Lf} with n_in = C", depth,
                   cnn.median, mlp.median, wrong.median),
                {{"CNN", cnn}, {"MLP", mlp}, {"n_in = C", wrong}});
}

void experiment(Lab& lab)
{
    cost(lab);
    lab.save(matrix_figure()); // row 43
    const Dataset data = first(lab.load_data().training, Index(lab.whole("images")));
    lab.uses_data(verbatim(data.name), data.size());
    const Index at = Index(lab.whole("image"));
    Images images{data.shape, data.x, data.x, data.x.cols(at, at + 2),
                  standardiser_overall(data.x)};
    images.standardiser.apply(images.standard);
    for (const auto part : {definitions, sizes, shifts, initialisation})
        if (!lab.interrupted()) part(lab, images);
}

} // namespace

int main(int argc, char** argv) { return run_lab(argc, argv, info, experiment); }
