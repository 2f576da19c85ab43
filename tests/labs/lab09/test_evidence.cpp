#include "labs/lab09_convolution/evidence.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lab09_evidence, *boost::unit_test::label("lab09"))

using namespace descente;
using namespace lab09;

namespace {

Compared one_run(const Text& name, const Run& run)
{
    Compared method{name, 0, {}, {}, {}};
    method.runs = {run};
    return method;
}

Study compared_with(double sum, double turned, double as_is)
{
    Run run;
    run["matrix"] = sum;
    run["formula"] = sum;
    run["kernel turned"] = turned;
    run["true convolution"] = as_is;
    return Study({one_run(verbatim("convolution"), run)});
}

Study followed(const std::vector<double>& strided)
{
    std::vector<Compared> methods;
    const auto add = [&](const char* name, const std::vector<double>& differences) {
        Run run;
        run.keep("difference", differences);
        methods.push_back(one_run(verbatim(name), run));
    };
    add("stride 1, no padding", {0, 0, 0});
    add("stride 2", strided);
    add("zero padding", {0, 0, 0});
    add("general affine map", {0, 1.4, 1.3});
    return Study(methods);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_matrix_that_is_not_the_same_refutes)
{
    BOOST_CHECK(same_as_its_matrix(compared_with(1e-7, 0, 0)).outcome == Outcome::supported);
    BOOST_CHECK(same_as_its_matrix(compared_with(0.1, 0, 0)).outcome == Outcome::not_supported);
}

BOOST_AUTO_TEST_CASE(a_true_convolution_differs_but_for_its_kernel_turned)
{
    BOOST_CHECK(cross_correlation(compared_with(1e-7, 1e-7, 0.8)).outcome == Outcome::supported);
    BOOST_CHECK(cross_correlation(compared_with(1e-7, 0.8, 1e-7)).outcome ==
                Outcome::not_supported);
}

BOOST_AUTO_TEST_CASE(the_slides_example)
{
    const Costs slide{Cost{849'347'481'600, 849'346'560'000}, Cost{228, 69'120'000}};
    const Evidence fewer = far_fewer(slide), tera = four_terabytes(slide[0]);
    BOOST_CHECK(fewer.outcome == Outcome::supported);
    BOOST_TEST(fewer.because.english().ends_with("3.7 · 10⁹ and 12288 times fewer"));
    BOOST_CHECK(tera.outcome == Outcome::not_supported); // terabytes, but not four
    BOOST_TEST(tera.because.english().find("3.40 TB = 3.09 TiB") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(even_and_odd_shifts_are_told_apart)
{
    BOOST_CHECK(follows(followed({0, 0.8, 0})).outcome == Outcome::supported);
    BOOST_CHECK(follows_by_strides(followed({0, 0.8, 0}), 2).outcome == Outcome::not_supported);
    BOOST_CHECK(follows_by_strides(followed({0, 0, 0}), 2).outcome == Outcome::supported);
    BOOST_TEST(followers(followed({0, 0.8, 0})) == 2U);
    BOOST_TEST(followers(followed({0, 0, 0})) == 3U);
}

BOOST_AUTO_TEST_CASE(bytes_have_the_prefix_below)
{
    BOOST_TEST(prefix_of(9e8) == 0U);
    BOOST_TEST(prefix_of(4e9) == 1U);
    BOOST_TEST(prefix_of(3.4e12) == 2U);
    BOOST_TEST(prefix_of(1e15) == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
