#include "autodiff/gradcheck.hpp"
#include "base/error.hpp"
#include "nn/residual.hpp"
#include "nn/summary.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(residual, *boost::unit_test::label("lab11"))

using namespace descente;

namespace {

const std::vector<ResidualOptions> kinds{
    {.in = 3, .out = 3, .shortcut = Shortcut::identity},
    {.in = 2, .out = 3, .stride = 2, .shortcut = Shortcut::projection},
    {.in = 2, .out = 3, .stride = 2, .shortcut = Shortcut::zero_pad},
    {.in = 2, .out = 5, .stride = 2, .shortcut = Shortcut::zero_pad_around},
    {.in = 2, .out = 3, .stride = 2, .shortcut = Shortcut::none},
    {.in = 3, .out = 3, .shortcut = Shortcut::identity, .batch_norm = false},
    {.in = 4, .out = 4, .shortcut = Shortcut::identity, .bottleneck = 2},
    {.in = 2, .out = 4, .stride = 2, .shortcut = Shortcut::projection, .bottleneck = 3}};

} // namespace

BOOST_AUTO_TEST_CASE(gradients_of_every_kind_of_block)
{
    if (sizeof(Real) != sizeof(double)) return;
    for (const ResidualOptions& options : kinds) {
        Rng rng(4);
        const auto block = residual_block(options, rng);
        const Shape image{5, 4, options.in};
        std::vector<Var> inputs = parameters(*block);
        inputs.push_back(parameter(rng.normal_matrix(image.size(), 3), image));
        const GradientCheck check =
            check_gradient([&] { return block->forward(inputs.back(), Mode::train); }, inputs);
        BOOST_TEST(check.worst < 1e-6, check.where);
    }
}

BOOST_AUTO_TEST_CASE(the_block_is_the_relu_of_the_sum_of_its_branches)
{
    for (const ResidualOptions& options : kinds) {
        if (options.shortcut == Shortcut::none) continue;
        Rng rng(4);
        const auto block = residual_block(options, rng);
        const Shape image{6, 4, options.in};
        const Var x = constant(rng.normal_matrix(image.size(), 2), image);
        auto& parts = dynamic_cast<Residual&>(*block);
        const Var y = parts.F.forward(x, Mode::eval);
        const Var shortcut = parts.shortcut.forward(x, Mode::eval);
        const Matrix expected = arma::clamp(y.value() + shortcut.value(), 0, 1e9);
        BOOST_TEST(arma::approx_equal(block->forward(x, Mode::eval).value(), expected, "absdiff",
                                      Real(1e-6)));
    }
}

BOOST_AUTO_TEST_CASE(what_has_no_branch_has_no_shortcut_parameters)
{
    const auto count = [](Shortcut shortcut) {
        Rng rng(1);
        const auto block =
            residual_block({.in = 16, .out = 32, .stride = 2, .shortcut = shortcut}, rng);
        std::vector<LayerInfo> rows;
        block->describe(Shape{8, 8, 16}, rows);
        Index listed = 0;
        for (const LayerInfo& row : rows) listed += row.parameters;
        BOOST_TEST(listed == parameter_count(*block));
        return listed;
    };
    const Index plain = 9 * 16 * 32 + 9 * 32 * 32 + 4 * 32;
    BOOST_TEST(count(Shortcut::none) == plain);
    BOOST_TEST(count(Shortcut::zero_pad) == plain);
    BOOST_TEST(count(Shortcut::projection) == plain + 16 * 32 + 2 * 32);
}

BOOST_AUTO_TEST_CASE(a_bottleneck_has_its_stride_in_the_3x3, *boost::unit_test::label("lab16"))
{
    std::vector<LayerInfo> rows;
    Rng rng(1);
    const auto block = residual_block(
        {.in = 64, .out = 256, .stride = 2, .shortcut = Shortcut::projection, .bottleneck = 32},
        rng);
    const Shape output = block->describe({7, 9, 64}, rows);
    BOOST_TEST((output == Shape{4, 5, 256}));
    BOOST_TEST(rows[0].layer == "Conv2d 64→32, 1×1");
    BOOST_TEST(rows[0].macs == 7u * 9 * 64 * 32); // before the stride
    BOOST_TEST(rows[3].layer == "Conv2d 32→32, 3×3, stride 2, padding 1");
    BOOST_TEST(rows[6].layer == "Conv2d 32→256, 1×1");
    BOOST_TEST(rows[8].layer == "Conv2d 64→256, 1×1, stride 2");
    BOOST_TEST(rows[8].on_shortcut);
    BOOST_TEST(rows[8].macs == 4u * 5 * 64 * 256);
}

BOOST_AUTO_TEST_CASE(an_identity_that_changes_the_size_is_refused)
{
    Rng rng(1);
    BOOST_CHECK_THROW(residual_block({.in = 2, .out = 3}, rng), ShapeError);
    BOOST_CHECK_THROW(residual_block({.in = 2, .out = 2, .stride = 2}, rng), ShapeError);
    for (const bool normed : {false, true}) {
        Sequential F;
        F.add(Conv2d({.in = 1, .out = 2, .padding = 1}, rng));
        if (normed) F.add(BatchNorm(2));
        Residual block(std::move(F));
        const Var x = constant(Matrix(9, 2), Shape{3, 3, 1});
        BOOST_CHECK_THROW(block.forward(x, Mode::train), ShapeError);
    }
    BOOST_CHECK_THROW(subsampled(constant(Matrix(4, 1), Shape{2, 2, 1}), 0, 1), ShapeError);
}

BOOST_AUTO_TEST_CASE(subsampling_takes_every_second_place_and_adds_empty_channels)
{
    const Var x = constant(Matrix(Column{1, 2, 3, 4, 5, 6, 7, 8, 9}), Shape{3, 3, 1});
    const Var y = subsampled(x, 2, 2);
    BOOST_TEST((y.shape() == Shape{2, 2, 2}));
    BOOST_TEST(arma::approx_equal(y.value(), Matrix(Column{1, 3, 7, 9, 0, 0, 0, 0}), "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(empty_channels_may_come_before_and_after)
{
    // Two channels of 3×3, two samples; of four channels in the result the middle ones are x's.
    Matrix numbers(18, 2);
    for (Index i = 0; i < 36; ++i) numbers[i] = Real(i);
    const Var x = parameter(numbers, Shape{3, 3, 2});
    const Var y = subsampled(x, 2, 4, 1);
    BOOST_TEST((y.shape() == Shape{2, 2, 4}));
    const Matrix expected{{0, 0},  {0, 0},   {0, 0},   {0, 0},   {0, 18}, {2, 20}, {6, 24}, {8, 26},
                          {9, 27}, {11, 29}, {15, 33}, {17, 35}, {0, 0},  {0, 0},  {0, 0},  {0, 0}};
    BOOST_TEST(arma::approx_equal(y.value(), expected, "absdiff", 0));
    Matrix upstream(16, 2);
    for (Index i = 0; i < 32; ++i) upstream[i] = Real(100 + i);
    backward(sum(constant(upstream) % y));
    Matrix dx(18, 2); // where a place was kept, what came from above
    const std::vector<Index> kept{0, 2, 6, 8, 9, 11, 15, 17};
    for (Index n = 0; n < 2; ++n)
        for (Index i = 0; i < 8; ++i) dx(kept[i], n) = upstream(4 + i, n);
    BOOST_TEST(arma::approx_equal(x.grad(), dx, "absdiff", 0));
    BOOST_CHECK_THROW(subsampled(x, 2, 4, 3), ShapeError);
}

BOOST_AUTO_TEST_CASE(a_block_has_its_zeros_behind_or_around)
{
    // F gives 0 where its last batch norm has γ = 0: what is left is the shortcut.
    const auto first_of_each_channel = [](Shortcut shortcut) {
        Rng rng(1);
        const auto block =
            residual_block({.in = 2, .out = 5, .stride = 2, .shortcut = shortcut}, rng);
        auto& F = dynamic_cast<Residual&>(*block).F;
        dynamic_cast<BatchNorm&>(F.layer(F.size() - 1)).gamma.value().zeros();
        const Var x = constant(Matrix(Column{3, 1, 2, 1, 7, 1, 1, 1}), Shape{2, 2, 2});
        return block->forward(x, Mode::eval).value();
    };
    BOOST_TEST(arma::approx_equal(first_of_each_channel(Shortcut::zero_pad),
                                  Matrix(Column{3, 7, 0, 0, 0}), "absdiff", 0));
    BOOST_TEST(arma::approx_equal(first_of_each_channel(Shortcut::zero_pad_around),
                                  Matrix(Column{0, 3, 7, 0, 0}), "absdiff", 0));
}

BOOST_AUTO_TEST_SUITE_END()
