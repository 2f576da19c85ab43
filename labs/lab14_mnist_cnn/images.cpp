#include "images.hpp"

#include "data/augment.hpp"

#include <algorithm>

namespace lab14 {

Parts image_parts(const Split& all, Index samples, Index tests, Rng& rng)
{
    const Index n = std::min(samples, all.training.size());
    Parts parts{split(balanced_sample(all.training, n, rng), n / 12, rng)};
    parts.test = first(all.test, tests);
    const Standardiser standard = standardiser_of(parts.training.x);
    Matrix pixel(1, 1, arma::fill::zeros);
    for (Matrix* x : {&parts.training.x, &parts.validation.x, &parts.test.x, &pixel})
        standard.apply(*x);
    parts.black = pixel[0];
    return parts;
}

Parts a_sixth(Parts parts)
{
    parts.training = first(parts.training, std::max<Index>(1, parts.training.size() / 6));
    parts.validation = first(parts.validation, 2000);
    parts.test = first(parts.test, 1000);
    return parts;
}

void shift_at_random(Matrix& x, const Shape& shape, Index margin, Real background, Rng& rng)
{
    const auto drawn = [&] { return int(rng.below(2 * margin + 1)) - int(margin); };
    for (Index n = 0; n < x.n_cols; ++n) {
        const int down = drawn();
        const int right = drawn();
        x.col(n) = shifted(x.col(n), shape, down, right, background);
    }
}

double test_error(Module& net, const Parts& parts, int pixels)
{
    const int ways[4][2] = {{pixels, 0}, {-pixels, 0}, {0, pixels}, {0, -pixels}}; // down, right
    Dataset moved = parts.test;
    for (Index n = 0; n < moved.size(); ++n)
        moved.x.col(n) =
            shifted(moved.x.col(n), moved.shape, ways[n % 4][0], ways[n % 4][1], parts.black);
    return 100 * (1 - evaluate(net, moved).accuracy);
}

void test(Run& run, Module& net, const Parts& parts)
{
    std::vector<double> right;
    for (int pixels = 0; pixels <= most_shift; ++pixels) {
        run[error_at(pixels)] = test_error(net, parts, pixels);
        right.push_back(100 - run[error_at(pixels)]);
    }
    run["test accuracy"] = right[0];
    run.keep("test accuracy", right);
}

} // namespace lab14
