// The graph itself: accumulation, order, release, errors.
#include "autodiff/ops.hpp"
#include "base/error.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>

BOOST_AUTO_TEST_SUITE(var)

using namespace descente;

BOOST_AUTO_TEST_CASE(a_diamond_accumulates, *boost::unit_test::label("lab01"))
{
    // s = a·b + a with a = 3, b = 2: ds/da = b + 1, ds/db = a
    const Var a = parameter(3.0), b = parameter(2.0);
    backward(a % b + a);
    BOOST_TEST(a.grad()[0] == 3);
    BOOST_TEST(b.grad()[0] == 3);
}

BOOST_AUTO_TEST_CASE(a_node_waits_for_all_its_users, *boost::unit_test::label("lab01"))
{
    // u = a², v = u·u, s = v + u: ds/da = (2u + 1)·2a. Passing u back before v has added its share
    // would lose it.
    const Var a = parameter(2.0);
    const Var u = square(a);
    const Var v = u % u;
    backward(v + u);
    BOOST_TEST(a.grad()[0] == (2 * 4 + 1) * 4);
}

BOOST_AUTO_TEST_CASE(doubling_sixty_times_takes_sixty_steps)
{
    Var x = parameter(1.0);
    const Var leaf = x;
    for (int i = 0; i < 60; ++i) x = 0.5 * (x + x); // 2^60 paths, 120 nodes
    backward(x);
    BOOST_TEST(leaf.grad()[0] == 1);
}

BOOST_AUTO_TEST_CASE(gradients_add_up_until_reset)
{
    const Var a = parameter(2.0);
    backward(3.0 * a);
    backward(3.0 * a);
    BOOST_TEST(a.grad()[0] == 6);
}

BOOST_AUTO_TEST_CASE(a_long_chain_neither_overflows_nor_leaks)
{
    const Var leaf = parameter(1.0);
    const std::weak_ptr<Node> watched = [&] {
        Var x = leaf;
        std::weak_ptr<Node> middle;
        for (int i = 0; i < 200'000; ++i) {
            x = x + 1.0;
            if (i == 100'000) middle = x.node();
        }
        backward(x);
        return middle;
    }();
    BOOST_TEST(leaf.grad()[0] == 1);
    BOOST_TEST(watched.expired());

    Var dropped = leaf; // never passed back: the destructor must not recurse either
    for (int i = 0; i < 200'000; ++i) dropped = dropped + 1.0;
    const std::weak_ptr<Node> last = dropped.node();
    dropped = Var();
    BOOST_TEST(last.expired());
}

BOOST_AUTO_TEST_CASE(backward_lets_the_graph_go)
{
    const Var a = parameter(2.0);
    Var loss;
    std::weak_ptr<Node> inner;
    {
        const Var u = square(a);
        inner = u.node();
        loss = u + 1.0;
    }
    BOOST_TEST(!inner.expired());
    backward(loss);
    BOOST_TEST(inner.expired());
}

BOOST_AUTO_TEST_CASE(a_kept_graph_shows_its_gradients, *boost::unit_test::label("lab01"))
{
    const Var a = parameter(2.0);
    const Var u = square(a);
    const Var loss = 3.0 * u;
    backward(loss, Graph::kept);
    BOOST_TEST(u.grad()[0] == 3);
    BOOST_TEST(a.grad()[0] == 12);
    BOOST_TEST(loss.node()->parents.size() == 1);
}

BOOST_AUTO_TEST_CASE(backward_twice_is_an_error)
{
    const Var a = parameter(2.0);
    for (const Graph afterwards : {Graph::released, Graph::kept}) {
        const Var loss = square(a);
        backward(loss, afterwards);
        BOOST_CHECK_EXCEPTION(backward(loss), ShapeError, [](const ShapeError& error) {
            return std::string(error.what()).find("twice") != std::string::npos;
        });
    }
}

BOOST_AUTO_TEST_CASE(backward_wants_one_number_that_needs_it)
{
    BOOST_CHECK_THROW(backward(parameter(Matrix(2, 1))), ShapeError);
    BOOST_CHECK_THROW(backward(constant(1.0)), ShapeError);
    BOOST_CHECK_THROW(backward(Var()), ShapeError);
    BOOST_CHECK_THROW(parameter(Matrix(2, 1)).scalar(), ShapeError);
}

BOOST_AUTO_TEST_CASE(evaluation_records_nothing)
{
    const Var a = parameter(2.0);
    {
        const NoGrad evaluation;
        const Var y = square(a);
        BOOST_TEST(y.node()->parents.empty());
        BOOST_TEST(!y.needs_grad());
        const NoGrad nested;
    }
    BOOST_TEST(square(a).needs_grad());
}

BOOST_AUTO_TEST_CASE(constants_take_no_gradient)
{
    const Var x = constant(Matrix(Column{1, 2})), w = parameter(Matrix(Column{3, 4}));
    backward(sum(x % w));
    BOOST_TEST(x.grad().is_empty());
    BOOST_TEST(w.grad()(1, 0) == 2);
}

BOOST_AUTO_TEST_CASE(a_gradient_of_the_wrong_size_is_refused)
{
    BOOST_CHECK_THROW(parameter(Matrix(2, 1)).add_grad(Matrix(1, 2)), ShapeError);
    BOOST_CHECK_THROW(constant(Matrix(4, 1), Shape{2, 3, 1}), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
