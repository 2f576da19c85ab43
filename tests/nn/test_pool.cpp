#include "autodiff/gradcheck.hpp"
#include "base/error.hpp"
#include "nn/layers.hpp"
#include "nn/pool.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(pool, *boost::unit_test::label("lab09"))

using namespace descente;

BOOST_AUTO_TEST_CASE(gradients)
{
    if (sizeof(Real) != sizeof(double)) return;
    Rng rng(1);
    const Var x = parameter(rng.normal_matrix(5 * 6 * 2, 3), Shape{5, 6, 2});
    for (const PoolOptions& options :
         {PoolOptions{.window = 2}, PoolOptions{.window = 3, .stride = 2, .padding = 1}}) {
        GradientCheck check = check_gradient([&] { return max_pool(x, options); }, {x});
        BOOST_TEST(check.worst < 1e-7, check.where);
        check = check_gradient([&] { return average_pool(x, options); }, {x});
        BOOST_TEST(check.worst < 1e-7, check.where);
    }
    const GradientCheck check = check_gradient([&] { return global_average_pool(x); }, {x});
    BOOST_TEST(check.worst < 1e-7, check.where);
}

BOOST_AUTO_TEST_CASE(shapes_in_the_table_are_those_of_the_forward_pass)
{
    Rng rng(1);
    const Shape image{7, 10, 2};
    const Var x = constant(rng.normal_matrix(image.size(), 2), image);
    const auto agrees = [&](Module& layer, const Shape& expected) {
        std::vector<LayerInfo> rows;
        BOOST_TEST((layer.describe(image, rows) == expected));
        BOOST_TEST((layer.forward(x, Mode::train).shape() == expected));
        BOOST_TEST(rows.size() == 1);
    };
    MaxPool two, three({.window = 3, .stride = 2, .padding = 1});
    AveragePool mean({.window = 2, .stride = 3});
    GlobalAveragePool global;
    Flatten flat;
    agrees(two, {3, 5, 2});
    agrees(three, {4, 5, 2});
    agrees(mean, {2, 3, 2});
    agrees(global, {2});
    agrees(flat, {140});
}

BOOST_AUTO_TEST_CASE(a_global_average_is_the_mean_of_each_plane)
{
    const Var x = constant(Matrix(Column{1, 2, 3, 6, 10, 20, 30, 40}), Shape{2, 2, 2});
    BOOST_TEST(arma::approx_equal(global_average_pool(x).value(), Matrix(Column{3, 25}), "absdiff",
                                  Real(1e-6)));
}

BOOST_AUTO_TEST_CASE(windows_that_do_not_fit_are_refused)
{
    BOOST_CHECK_THROW(MaxPool({.window = 0}), ShapeError);
    BOOST_CHECK_THROW(AveragePool({.window = 2, .padding = 2}), ShapeError);
    Sequential net(Shape{3, 8, 1});
    BOOST_CHECK_EXCEPTION(net.add(MaxPool({.window = 4})), ShapeError, [](const ShapeError& error) {
        const std::string line = error.what();
        return line.find("layer 1: MaxPool 4×4") != std::string::npos &&
               line.find("1×3×8") != std::string::npos;
    });
}

BOOST_AUTO_TEST_SUITE_END()
