// Products in register tiles against Armadillo's.
#include "base/rng.hpp"
#include "kernels/tiled_product.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(tiled_products)

using namespace descente;

BOOST_AUTO_TEST_CASE(of_rows_or_columns_and_any_number_of_them)
{
    Rng rng(1);
    for (const Index rows : {1, 5, 12, 13, 16, 17, 40})
        for (const Index depth : {1, 2, 7, 32})
            for (const Index registers : {1, 2, 3}) {
                const Matrix x = rng.normal_matrix(rows, depth); // of Armadillo: by columns
                const Matrix w = rng.normal_matrix(registers * lanes, depth), turned = x.t();
                const Matrix expected = w * x.t(); // its columns are our rows
                for (const bool by_rows : {false, true}) {
                    const Factor factor{by_rows ? turned.memptr() : x.memptr(),
                                        by_rows ? depth : rows, by_rows};
                    Matrix y = rng.normal_matrix(registers * lanes, rows);
                    const Registers all{registers * lanes, 0, registers};
                    tiled_product(factor, rows, depth, w.memptr(), y.memptr(), all, false);
                    BOOST_TEST(arma::approx_equal(y, expected, "absdiff", Real(1e-4)));
                    tiled_product(factor, rows, depth, w.memptr(), y.memptr(), all, true);
                    BOOST_TEST(arma::approx_equal(y, 2 * expected, "absdiff", Real(1e-4)));
                }
            }
}

BOOST_AUTO_TEST_CASE(only_the_registers_asked_for)
{
    Rng rng(2);
    const Matrix x = rng.normal_matrix(3, 4), w = rng.normal_matrix(3 * lanes, 4);
    Matrix y(3 * lanes, 3, arma::fill::value(7));
    tiled_product({x.memptr(), 3, false}, 3, 4, w.memptr(), y.memptr(), {3 * lanes, 1, 2}, false);
    const Matrix expected = w.rows(lanes, 2 * lanes - 1) * x.t();
    BOOST_TEST(arma::approx_equal(y.rows(lanes, 2 * lanes - 1), expected, "absdiff", Real(1e-4)));
    BOOST_TEST(arma::all(arma::vectorise(y.rows(0, lanes - 1)) == 7));
    BOOST_TEST(arma::all(arma::vectorise(y.rows(2 * lanes, 3 * lanes - 1)) == 7));
}

BOOST_AUTO_TEST_SUITE_END()
