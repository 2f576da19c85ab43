// The costs as lab 02 writes them: gradients by hand against backward(), and against the costs of
// nn/. The lab is a program of its own; here it is read as a header, with its main under another
// name.
#define main lab02_main
#include "labs/lab02_losses/lab02.cpp"
#undef main

#include "nn/losses.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab02_lesson, *boost::unit_test::label("lab02"))

using namespace lab02;

namespace {

const auto close = boost::test_tools::tolerance(1e-5);

// Five samples of three outputs, targets that are one-hot.
Matrix outputs() { return Rng(1).normal_matrix(3, 5, 0, 2); }
const Labels classes{0, 2, 1, 1, 0};

// The largest difference between backward() and the gradient by hand.
double apart(const Cost& cost, const Matrix& y)
{
    const Var o = parameter(outputs());
    backward(cost.l(constant(y), o));
    return double(arma::abs(o.grad() - cost.gradient(y, o.value())).max());
}

double sum_of(const Var& l) { return l.scalar(); }

} // namespace

BOOST_AUTO_TEST_CASE(gradients_by_hand_are_those_of_the_expressions)
{
    const Matrix y = Rng(2).normal_matrix(3, 5, 0, 2);
    for (const Cost& cost : costs(1)) BOOST_TEST(apart(cost, y) < 1e-6);
    const Cost entropy{{}, cross_entropy, d_cross_entropy};
    BOOST_TEST(apart(entropy, one_hot(classes, 3)) < 1e-6);
}

BOOST_AUTO_TEST_CASE(costs_are_those_of_nn)
{
    const Matrix target = Rng(2).normal_matrix(3, 5, 0, 2);
    const Var y = constant(target), one = constant(one_hot(classes, 3)), o = constant(outputs());
    const Reduction all = Reduction::sum;
    BOOST_TEST(sum_of(squared(y, o)) == sum_of(squared_error(o, target, all)), close);
    BOOST_TEST(sum_of(absolute(y, o)) == sum_of(absolute_error(o, target, all)), close);
    BOOST_TEST(sum_of(huber(0.5, y, o)) == sum_of(descente::huber(o, target, 0.5, all)), close);
    BOOST_TEST(sum_of(cross_entropy(one, o)) == sum_of(softmax_cross_entropy(o, classes, all)),
               close);
    BOOST_TEST(sum_of(hinge(one, o)) == sum_of(multiclass_hinge(o, classes, all)), close);
}

BOOST_AUTO_TEST_CASE(the_hinge_by_hand)
{
    // o[c] = 2: only the 1.5 is within 1 of it, and costs ½.
    const Var o = parameter(Matrix(Column{1.5, 2, 0}));
    const Var l = hinge(constant(Matrix(Column{0, 1, 0})), o);
    backward(l);
    BOOST_TEST(l.scalar() == 0.5);
    BOOST_TEST(arma::approx_equal(o.grad(), Matrix(Column{1, -1, 0}), "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(a_triplet_by_hand)
{
    // ‖a − p‖² = 4, ‖a − n‖² = 1: costs 4 − 1 + 2; at a the gradient is 2(n − p).
    const Var a = parameter(Matrix{0}), p = constant(Matrix{2}), n = constant(Matrix{1});
    const Var l = of_triplets(a, p, n, 2);
    backward(l);
    BOOST_TEST(l.scalar() == 5);
    BOOST_TEST(double(a.grad()[0]) == 2 * (1 - 2));
    BOOST_TEST(of_triplets(a, n, p, 2).scalar() == 0);
}

BOOST_AUTO_TEST_CASE(two_costs_add_their_gradients)
{
    const Var o = parameter(Matrix{3});
    backward(combined(sum(square(o)), 0.5, sum(o)));
    BOOST_TEST(double(o.grad()[0]) == 6.5);
}

BOOST_AUTO_TEST_CASE(the_line_that_is_farthest_off)
{
    const auto of = [](const Numbers& squared, const Numbers& absolute) {
        std::vector<Compared> costs;
        for (const Numbers& errors : {squared, absolute}) {
            std::vector<Run> runs(errors.size());
            for (std::size_t i = 0; i < errors.size(); ++i)
                runs[i]["error of the slope"] = errors[i];
            costs.push_back({verbatim("{}", costs.size()), 0, {}, {}, runs});
        }
        return farthest_off(Study(costs));
    };
    BOOST_TEST(of({3, 4, 5, 4, 4}, {1, 2, 3, 2, 1}) == 0u);
    BOOST_TEST(of({1, 2, 3, 2, 1}, {3, 4, 5, 4, 4}) == 1u);
    BOOST_TEST(of({1, 2, 5, 4, 3}, {3, 4, 3, 2, 4}) == 2u);
}

BOOST_AUTO_TEST_CASE(a_grid_follows_the_test_set)
{
    Dataset test;
    test.x = Matrix{{7, 8}, {9, 10}};
    const Matrix all = test_and_grid(test);
    BOOST_TEST(all.n_cols == 2U + 65 * 65);
    BOOST_TEST(double(all(1, 1)) == 10);
    const auto tolerance = boost::test_tools::tolerance(1e-5);
    BOOST_TEST(double(all(0, 2)) == -3.2, tolerance);
    BOOST_TEST(double(all(1, all.n_cols - 1)) == 3.2, tolerance);
}

// A compiler once made four ones of it (PIECES in the Makefile).
BOOST_AUTO_TEST_CASE(the_cost_of_a_wrong_answer_is_drawn_as_one_and_that_of_a_right_one_as_zero)
{
    const Figure figure =
        classification_figure([](double) { return 1.0; }, [](double) { return 0.1; });
    const Series& zero_one = figure.frames()[0][0].parts().series[0];
    BOOST_TEST(zero_one[Role::x] == (Numbers{-3, 0, 0, 3}));
    BOOST_REQUIRE(zero_one[Role::y].size() == 4u);
    for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(zero_one[Role::y][i] == (i < 2 ? 1.0 : 0.0));
}

BOOST_AUTO_TEST_SUITE_END()
