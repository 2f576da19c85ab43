// The rules as lab 06 writes them, against the fast ones of optim/, but for rounding. The lab is a
// program of its own; here it is read as a header, with its main under another name.
#define main lab06_main
#include "labs/lab06_momentum_and_adam/lab06.cpp"
#undef main

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab06_lesson, *boost::unit_test::label("lab06"))

using namespace lab06;

namespace {

// θ after five steps of each, with the same gradients; the largest difference.
double apart(const Rule& rule, Optimizer& fast, Var theta, double alpha)
{
    Rng rng(1);
    Column ours = theta.value(), m = 0 * ours, v = 0 * ours;
    for (long k = 1; k <= 5; ++k) {
        const Column g = rng.normal_matrix(ours.n_elem, 1);
        ours -= alpha * rule(m, v, g, k);
        theta.grad() = g;
        fast.step(alpha);
    }
    return double(arma::abs(ours - theta.value()).max());
}

} // namespace

BOOST_AUTO_TEST_CASE(momentum_is_that_of_optim)
{
    const Var theta = parameter(Matrix(30, 1, arma::fill::ones));
    Momentum fast(std::vector<Var>{theta}, 0.9);
    BOOST_TEST(apart(std::bind_front(momentum, 0.9), fast, theta, 0.1) < 1e-6);
}

BOOST_AUTO_TEST_CASE(without_beta_it_is_plain_sgd)
{
    const Var theta = parameter(Matrix(30, 1, arma::fill::ones));
    Sgd fast(std::vector<Var>{theta});
    BOOST_TEST(apart(std::bind_front(momentum, 0), fast, theta, 0.1) < 1e-6);
}

BOOST_AUTO_TEST_CASE(adam_is_that_of_optim)
{
    const Var theta = parameter(Matrix(30, 1, arma::fill::ones));
    Adam fast(std::vector<Var>{theta});
    BOOST_TEST(apart(std::bind_front(adam, 0.9, 0.999, 1e-8), fast, theta, 0.1) < 1e-6);
}

BOOST_AUTO_TEST_CASE(a_steady_gradient_moves_adam_by_alpha_each_step)
{
    Column m(1, arma::fill::zeros), v = m;
    const Column g{Real(0.003)};
    for (long k = 1; k <= 5; ++k)
        BOOST_TEST(std::abs(double(adam(0.9, 0.999, 1e-8, m, v, g, k)[0]) - 1) < 1e-4);
}

// ½ and 2 are exact in binary: the same to the last bit.
BOOST_AUTO_TEST_CASE(pytorchs_momentum_goes_the_same_way_with_alpha_times_one_minus_beta)
{
    Rng rng(1);
    Column ours(30, arma::fill::ones), theirs = ours, m = 0 * ours, v = m, M = m;
    for (long k = 1; k <= 20; ++k) {
        const Column g = rng.normal_matrix(30, 1);
        ours -= Real(2) * momentum(0.5, m, v, g, k);
        M = Real(0.5) * M + g;
        theirs -= Real(2 * (1 - 0.5)) * M;
    }
    BOOST_TEST(arma::all(ours == theirs));
}

BOOST_AUTO_TEST_CASE(momentum_starts_slowly)
{
    Column m(1, arma::fill::zeros), v = m;
    const Column g{Real(1)}; // after k steps m is 1 − β^k of it
    for (long k = 1; k <= 5; ++k)
        BOOST_TEST(std::abs(double(momentum(0.9, m, v, g, k)[0]) - (1 - std::pow(0.9, k))) < 1e-6);
}

// First step: m = 0.1 g and v = 0.001 g², nothing made up for: 0.1/√0.001 = √10.
BOOST_AUTO_TEST_CASE(uncorrected_adam_starts_with_a_leap)
{
    Column m(1, arma::fill::zeros), v = m;
    const Column g{Real(0.5)};
    BOOST_TEST(std::abs(double(uncorrected(0.9, 0.999, 1e-8, m, v, g, 1)[0]) - std::sqrt(10)) <
               1e-4);
    BOOST_TEST(std::abs(double(m[0]) - 0.05) < 1e-7); // what is kept is not touched
    BOOST_TEST(std::abs(double(v[0]) - 0.00025) < 1e-9);
}

// A steady gradient: Adam moves by α each step, but v divided again and again grows, and it stops.
BOOST_AUTO_TEST_CASE(as_printed_adam_stops)
{
    Column m(1, arma::fill::zeros), v = m;
    const Column g{Real(0.5)};
    BOOST_TEST(std::abs(double(as_printed(0.9, 0.999, 1e-8, m, v, g, 1)[0]) - 1) < 1e-4);
    Column last;
    for (long k = 2; k <= 50; ++k) last = as_printed(0.9, 0.999, 1e-8, m, v, g, k);
    BOOST_TEST(double(v[0]) > 1000 * 0.25);
    BOOST_TEST(double(last[0]) < 0.1);
}

BOOST_AUTO_TEST_SUITE_END()
