// Costs: values by hand, gradients against central differences, reductions, extremes.
#include "autodiff/gradcheck.hpp"
#include "base/error.hpp"
#include "base/rng.hpp"
#include "nn/losses.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(losses, *boost::unit_test::label("lab02"))

using namespace descente;

namespace {

constexpr bool in_double = sizeof(Real) == sizeof(double);
constexpr double eps = in_double ? 1e-12 : 1e-5;

void check(const std::function<Var()>& f, const std::vector<Var>& inputs)
{
    if (!in_double) return;
    const GradientCheck result = check_gradient(f, inputs);
    BOOST_TEST(result.worst < 1e-7, result.where);
}

Matrix sample(Index rows, Index cols, std::uint64_t seed)
{
    Rng rng(seed);
    return rng.uniform_matrix(rows, cols, -1.5, 1.5);
}

bool close(double a, double b) { return std::abs(a - b) <= eps * std::max(1.0, std::abs(b)); }

} // namespace

BOOST_AUTO_TEST_CASE(regression_costs_by_hand)
{
    const Var o = parameter(Matrix{{1, 4}, {2, 0}});
    const Matrix y{{0, 1}, {4, 0}}; // residuals 1, −2 | 3, 0
    BOOST_TEST(squared_error(o, y, Reduction::sum).scalar() == 14);
    BOOST_TEST(squared_error(o, y).scalar() == 7);
    BOOST_TEST(absolute_error(o, y, Reduction::sum).scalar() == 6);
    BOOST_TEST(absolute_error(o, y).scalar() == 3);
    // Huber, δ = 1: ½ + (2 − ½) + (3 − ½) + 0
    BOOST_TEST(huber(o, y, 1, Reduction::sum).scalar() == 4.5);
    BOOST_CHECK_THROW(huber(o, y, -1), UsageError);
    backward(squared_error(o, y, Reduction::sum));
    BOOST_TEST(arma::approx_equal(o.grad(), Matrix{{2, 6}, {-4, 0}}, "absdiff", 0)); // 2(o − y)
}

BOOST_AUTO_TEST_CASE(absolute_error_has_no_slope_at_zero)
{
    const Var o = parameter(Matrix(Column{1, -3}));
    backward(absolute_error(o, Matrix(Column{1, 0}), Reduction::sum));
    BOOST_TEST(arma::approx_equal(o.grad(), Matrix(Column{0, -1}), "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(gradients)
{
    const Var o = parameter(sample(3, 4, 1));
    const Matrix y = sample(3, 4, 2), sign = arma::sign(sample(3, 4, 3)),
                 binary = arma::conv_to<Matrix>::from(sample(3, 4, 4) > 0);
    const Labels labels{0, 2, 1, 2};
    for (const Reduction reduction : {Reduction::mean, Reduction::sum}) {
        check([&] { return squared_error(o, y, reduction); }, {o});
        check([&] { return absolute_error(o, y, reduction); }, {o});
        check([&] { return huber(o, y, 0.5, reduction); }, {o});
        check([&] { return binary_cross_entropy(o, binary, reduction); }, {o});
        check([&] { return softmax_cross_entropy(o, labels, reduction); }, {o});
        check([&] { return hinge(o, sign, reduction); }, {o});
        check([&] { return multiclass_hinge(o, labels, reduction); }, {o});
    }
    const Var a = parameter(sample(2, 4, 5)), b = parameter(sample(2, 4, 6)),
              c = parameter(sample(2, 4, 7));
    check([&] { return contrastive(a, b, Labels{1, 0, 0, 1}, 2); }, {a, b});
    check([&] { return triplet(a, b, c, 0.5); }, {a, b, c});
}

BOOST_AUTO_TEST_CASE(a_repeated_batch_has_the_same_mean_and_twice_the_sum)
{
    const Matrix o = sample(3, 4, 1), y = sample(3, 4, 2);
    const Labels labels{0, 2, 1, 2};
    const Matrix o2 = arma::join_rows(o, o), y2 = arma::join_rows(y, y);
    const Labels labels2 = arma::join_cols(labels, labels);
    const std::vector<std::function<Var(const Var&, const Matrix&, const Labels&, Reduction)>>
        costs{[](auto& v, auto& t, auto&, auto r) { return squared_error(v, t, r); },
              [](auto& v, auto& t, auto&, auto r) { return absolute_error(v, t, r); },
              [](auto& v, auto& t, auto&, auto r) { return huber(v, t, 1, r); },
              [](auto& v, auto& t, auto&, auto r) { return binary_cross_entropy(v, t, r); },
              [](auto& v, auto&, auto& l, auto r) { return softmax_cross_entropy(v, l, r); },
              [](auto& v, auto& t, auto&, auto r) { return hinge(v, t, r); },
              [](auto& v, auto&, auto& l, auto r) { return multiclass_hinge(v, l, r); }};
    for (const auto& cost : costs) {
        BOOST_TEST(close(cost(constant(o2), y2, labels2, Reduction::mean).scalar(),
                         cost(constant(o), y, labels, Reduction::mean).scalar()));
        BOOST_TEST(close(cost(constant(o2), y2, labels2, Reduction::sum).scalar(),
                         2 * cost(constant(o), y, labels, Reduction::sum).scalar()));
        BOOST_TEST(close(cost(constant(o), y, labels, Reduction::sum).scalar(),
                         4 * cost(constant(o), y, labels, Reduction::mean).scalar()));
    }
}

BOOST_AUTO_TEST_CASE(cross_entropy_by_hand)
{
    // Equal logits over 4 classes: ln 4, gradient ¼ everywhere but ¼ − 1 at the class.
    const Var o = parameter(Matrix(4, 1, arma::fill::zeros));
    const Var cost = softmax_cross_entropy(o, Labels{2});
    BOOST_TEST(close(cost.scalar(), std::log(4.0)));
    backward(cost);
    BOOST_TEST(o.grad()[0] == Real(0.25));
    BOOST_TEST(o.grad()[2] == Real(-0.75));
}

BOOST_AUTO_TEST_CASE(cross_entropy_is_right_at_extreme_logits)
{
    const Var o = parameter(Matrix{{1000, -1000}, {-1000, 1000}});
    const Var cost = softmax_cross_entropy(o, Labels{0, 0}, Reduction::sum);
    BOOST_TEST(cost.scalar() == 2000); // right answer costs 0, the wrong one 2000
    backward(cost);
    BOOST_TEST(arma::approx_equal(o.grad(), Matrix{{0, -1}, {0, 1}}, "absdiff", 0));

    const Var p = parameter(Matrix{{1000, -1000}});
    const Var binary = binary_cross_entropy(p, Matrix{{0, 0}}, Reduction::sum);
    BOOST_TEST(binary.scalar() == 1000);
    backward(binary);
    BOOST_TEST(arma::approx_equal(p.grad(), Matrix{{1, 0}}, "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(a_sure_right_answer_costs_a_little_and_not_nothing)
{
    // log(1 + e^−14 + e^−28) = 8.3152838e-7, which is lost in float where the 1 of the largest is
    // added.
    const Var o = constant(Matrix(Column{100, 86, 72}));
    BOOST_TEST(std::abs(softmax_cross_entropy(o, Labels{0}).scalar() / 8.315283e-7 - 1) < 1e-5);
    // log(1 + e^−20) = 2.0611536e-9, on either side.
    for (const Real side : {Real(1), Real(-1)}) {
        const Var p = constant(Matrix{20 * side});
        const Matrix target{side > 0 ? Real(1) : Real(0)};
        BOOST_TEST(std::abs(binary_cross_entropy(p, target).scalar() / 2.0611536e-9 - 1) < 1e-5);
    }
    // At 0 the slope is ½ − y, whatever the halves of the formula do there.
    const Var middle = parameter(Matrix{0});
    backward(binary_cross_entropy(middle, Matrix{1}));
    BOOST_TEST(middle.grad()[0] == Real(-0.5));
}

BOOST_AUTO_TEST_CASE(hinge_by_hand)
{
    const Var o = parameter(Matrix{{2, Real(0.5), 1, -1}});
    const Var cost = hinge(o, Matrix{{1, 1, 1, 1}}, Reduction::sum); // 0, ½, 0 (the kink), 2
    BOOST_TEST(cost.scalar() == 2.5);
    backward(cost);
    BOOST_TEST(arma::approx_equal(o.grad(), Matrix{{0, -1, 0, -1}}, "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(multiclass_hinge_leaves_the_right_class_out)
{
    // Class 0 ahead of all others by more than 1: cost 0, not 1.
    BOOST_TEST(multiclass_hinge(constant(Matrix(Column{3, 1, 0})), Labels{0}).scalar() == 0);
    // Weston & Watkins: both others count: (1 + 1 − 1) + (1 + 3 − 1)
    BOOST_TEST(multiclass_hinge(constant(Matrix(Column{1, 1, 3})), Labels{0}).scalar() == 4);
}

BOOST_AUTO_TEST_CASE(contrastive_at_distance_zero)
{
    const Var a = parameter(Matrix(Column{1, 2})), b = parameter(Matrix(Column{1, 2}));
    const Var cost = contrastive(a, b, Labels{0}, 1);
    BOOST_TEST(cost.scalar() == 0.5);
    backward(cost);
    BOOST_TEST(a.grad().is_zero());
    BOOST_TEST(b.grad().is_zero());
}

BOOST_AUTO_TEST_CASE(a_satisfied_triplet_costs_nothing)
{
    const Var a = parameter(Matrix(Column{0})), p = parameter(Matrix(Column{0})),
              n = parameter(Matrix(Column{2}));
    const Var cost = triplet(a, p, n, 1);
    BOOST_TEST(cost.scalar() == 0);
    backward(cost);
    BOOST_TEST(n.grad().is_zero());
    BOOST_TEST(triplet(a, n, p, 1).scalar() == 5); // 4 − 0 + 1
}

BOOST_AUTO_TEST_CASE(a_sure_and_wrong_answer_stops_squared_error_only)
{
    const auto slope = [](bool entropy) {
        const Var o = parameter(Matrix(Column{10, 0, 0}));
        backward(entropy ? softmax_cross_entropy(o, Labels{1})
                         : squared_error(softmax(o), Matrix(Column{0, 1, 0})));
        return static_cast<double>(arma::norm(o.grad()));
    };
    BOOST_TEST(slope(true) > 1.4); // p − y = (1, −1, 0): √2
    BOOST_TEST(slope(false) < 5e-4);
    BOOST_TEST(slope(false) > 0);
}

BOOST_AUTO_TEST_CASE(lambda_means_something_else_with_a_sum_or_another_unit)
{
    const Matrix angles{{0.5, -1, 0.25, 0}};
    const auto slope = [&](Reduction reduction, double unit) {
        const Var o = parameter(Matrix{{0, 0.5, 1, -0.5}});
        backward(squared_error(unit * o, Matrix(static_cast<Real>(unit) * angles), reduction));
        return static_cast<double>(arma::norm(o.grad()));
    };
    const double usual = slope(Reduction::mean, 1), degree = 57.29577951308232;
    BOOST_TEST(close(slope(Reduction::sum, 1), 4 * usual)); // a batch of 4
    BOOST_TEST(close(slope(Reduction::mean, degree) / usual, degree * degree));
}

BOOST_AUTO_TEST_CASE(targets_that_do_not_fit)
{
    const Var o = constant(Matrix(3, 2));
    BOOST_CHECK_THROW(squared_error(o, Matrix(2, 3)), ShapeError);
    BOOST_CHECK_THROW(softmax_cross_entropy(o, Labels{0, 3}), ShapeError);
    BOOST_CHECK_THROW(softmax_cross_entropy(o, Labels{0}), ShapeError);
    BOOST_CHECK_THROW(contrastive(o, o, Labels{1}), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
