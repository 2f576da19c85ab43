// Exercise: max pooling, forward and back.
#include "labs/exercises/check.hpp"
#include "nn/pool.hpp"

namespace descente {

const Exercise max_pool_exercise{
    .title = tr("Max pooling"),
    .task = tr(
        "Each output is the largest number of a window of one channel; the gradient goes to the "
        "place "
        "it came from. options.window is the window's side, options.stride how far it moves (0: as "
        "far as the window is wide); there is no padding here. A column of x is an image: row r, "
        "column c of channel k is at r + rows·(c + cols·k), with rows, cols and channels of "
        "x.shape(); outputs fold the same way, in Shape{{rows, cols, channels}}. "
        "record(name, value, shape, {{inputs}}, pull) enters the result into the graph."),
    .formula = "y[i, j] = max over m, n < k of x[s·i + m, s·j + n]        ⌊(n − k)/s⌋ + 1 places",
    .looked_at =
        tr("the value and the gradient at ten sizes, with windows that touch and windows that "
           "overlap, numbers below 0, and no padding"),
    .lab = "14 --figures curves"};

void check_max_pool(Var (*pool)(const Var& x, PoolOptions options), Report& report)
{
    PoolOptions options;
    Operation operation([&](const auto& in) { return pool(in[0], options); },
                        [&](const auto& in) { return descente::max_pool(in[0], options); }, {"x"});
    report.trials(10, [&](Rng& rng, int number) {
        const bool square = number < 2;
        options = {.window = square ? 2 : 2 + rng.below(2),
                   .stride = number % 2 == 0 ? 0 : 1 + rng.below(3)};
        const Index k = options.window, s = options.stride == 0 ? k : options.stride;
        const Shape image{square ? 4 : k + rng.below(4), square ? 4 : k + rng.below(4),
                          1 + rng.below(3)};
        const Index N = 2 + rng.below(2);
        const Matrix x = rng.normal_matrix(image.size(), N, -0.5);
        const auto pooled = [&](Index stride, bool up, const auto& of_window) {
            const auto places = [&](Index n) {
                return (n - k + (up ? stride - 1 : 0)) / stride + 1;
            };
            const Index rows = places(image.rows), cols = places(image.cols);
            Matrix y(rows * cols * image.channels, N);
            for (Index n = 0; n < N; ++n)
                for (Index c = 0; c < image.channels; ++c)
                    for (Index j = 0; j < cols; ++j)
                        for (Index i = 0; i < rows; ++i) {
                            std::vector<Real> window;
                            for (Index b = stride * j; b < std::min(stride * j + k, image.cols);
                                 ++b)
                                for (Index a = stride * i; a < std::min(stride * i + k, image.rows);
                                     ++a)
                                    window.push_back(x(a + image.rows * (b + image.cols * c), n));
                            y(i + rows * (j + cols * c), n) =
                                of_window(arma::conv_to<Column>::from(window));
                        }
            return y;
        };
        const auto largest = [](const Column& window) { return window.max(); };
        const Matrix right = pooled(s, false, largest);
        const PoolOptions now = options;
        operation.trial(
            rng, {constant(x, image)},
            {{tr("the search begins at 0, so that windows of negative numbers give 0: begin at the "
                 "window's "
                 "first number, or at −infinity."),
              arma::clamp(right, 0, arma::datum::inf)},
             {tr("the smallest number is taken."),
              pooled(s, false, [](const Column& w) { return w.min(); })},
             {tr("this is the mean of the window."),
              pooled(s, false, [](const Column& w) { return arma::mean(w); })},
             {tr("this is the sum of the window."),
              pooled(s, false, [](const Column& w) { return arma::accu(w); })},
             {tr("the largest magnitude is taken: −3 is smaller than 2."),
              pooled(s, false, [](const Column& w) { return w[arma::index_max(arma::abs(w))]; })},
             {tr("the stride is left out: the window moves on by one."), pooled(1, false, largest)},
             {tr("options.stride is left out: the window moves on by its own width."),
              pooled(k, false, largest)},
             {tr("the number of places is rounded up; a window that does not fit has no place."),
              pooled(s, true, largest)},
             {tr("only the first number of each window is taken."),
              pooled(s, false, [](const Column& w) { return w[0]; })}},
            [&, now](const Matrix& dy) -> std::vector<std::vector<Mistake>> {
                const auto share = [&](const auto& give) {
                    const Shape to{(image.rows - k) / s + 1, (image.cols - k) / s + 1,
                                   image.channels};
                    Matrix dx(image.size(), N);
                    for (Index n = 0; n < N; ++n)
                        for (Index c = 0; c < to.channels; ++c)
                            for (Index j = 0; j < to.cols; ++j)
                                for (Index i = 0; i < to.rows; ++i) {
                                    const Index from = i + to.rows * (j + to.cols * c);
                                    for (Index b = s * j; b < s * j + k; ++b)
                                        for (Index a = s * i; a < s * i + k; ++a) {
                                            const Index at = a + image.rows * (b + image.cols * c);
                                            give(dx(at, n), dy(from, n),
                                                 x(at, n) == right(from, n));
                                        }
                                }
                    return dx;
                };
                return {{{tr("every number of the window gets it; only the largest does."),
                          share([](Real& dx, Real up, bool) { dx += up; })},
                         {tr("it is shared out over the window; the largest gets all of it."),
                          share([&](Real& dx, Real up, bool) { dx += up / Real(k * k); })},
                         {tr("where windows overlap, the last one overwrites the share of those "
                             "before: add "
                             "(+=)."),
                          share([](Real& dx, Real up, bool wins) { dx = wins ? up : dx; })},
                         {tr("the winner gets 1; it gets dy."),
                          share([](Real& dx, Real, bool wins) { dx += wins ? 1 : 0; })}}};
            });
    });
    operation.tell(report);
}

} // namespace descente
