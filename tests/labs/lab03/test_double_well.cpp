#include "labs/lab03_sgd_and_gd/double_well.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab03_double_well, *boost::unit_test::label("lab03"))

using namespace lab03;

namespace {

// Where a walker spends its time after a very long time with small steps: the weight of the deep
// well in the density exp(−U/T) (Gibbs), T = α·noise²/2.
double deep_share(const DoubleWell& well, double temperature)
{
    double deep = 0, all = 0;
    for (double theta = -5; theta <= 5; theta += 1e-3) {
        const double weight = std::exp(-well.cost(theta) / temperature);
        all += weight;
        if (theta < well.hump()) deep += weight;
    }
    return deep / all;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_slope_is_the_derivative_of_the_cost)
{
    const DoubleWell well;
    const double h = 1e-5;
    for (const double theta : {-1.7, -1.0, -0.2, 0.4, 1.0, 1.6}) {
        const double difference = (well.cost(theta + h) - well.cost(theta - h)) / (2 * h);
        BOOST_TEST(std::abs(difference - well.slope(theta)) < 1e-8);
    }
}

BOOST_AUTO_TEST_CASE(minima_and_hump_are_where_they_should_be)
{
    const DoubleWell well;
    for (const double theta : {well.poor_minimum(), well.hump(), well.deep_minimum()})
        BOOST_TEST(std::abs(well.slope(theta)) < 1e-12);
    BOOST_TEST(well.deep_minimum() < well.hump());
    BOOST_TEST(well.hump() < well.poor_minimum());
    BOOST_TEST(well.cost(well.deep_minimum()) < well.cost(well.poor_minimum()));
    BOOST_TEST(well.cost(well.poor_minimum()) < well.cost(well.hump()));
}

BOOST_AUTO_TEST_CASE(without_noise_descent_stays_in_the_well_it_started_in)
{
    const DoubleWell well;
    Rng rng(1);
    const std::vector<double> poor = well.descent(0.2, 0.02, 0, 1000, rng);
    BOOST_TEST(poor.size() == 1001U);
    BOOST_TEST(poor.front() == 0.2);
    BOOST_TEST(std::abs(poor.back() - well.poor_minimum()) < 1e-9);
    const std::vector<double> deep = well.descent(-0.2, 0.02, 0, 1000, rng);
    BOOST_TEST(std::abs(deep.back() - well.deep_minimum()) < 1e-9);
}

// One long walk with small steps spends its time as Gibbs' density says.
BOOST_AUTO_TEST_CASE(a_long_walk_visits_the_wells_as_the_density_says)
{
    const DoubleWell well;
    const double alpha = 0.01, temperature = 0.5, noise = std::sqrt(2 * temperature / alpha);
    Rng rng(2);
    const std::vector<double> path = well.descent(1, alpha, noise, 1000000, rng);
    double deep = 0;
    for (const double theta : path) deep += theta < well.hump() ? 1 : 0;
    deep /= static_cast<double>(path.size());
    BOOST_TEST(deep_share(well, temperature) > 0.6); // far from one half: the test can fail
    BOOST_TEST(std::abs(deep - deep_share(well, temperature)) < 0.03);
}

BOOST_AUTO_TEST_CASE(noise_decides_how_many_leave_the_poor_minimum)
{
    const EscapeStudy study = study_escape(DoubleWell(), {0, 6}, 5, 1000, 100, Rng(4));
    BOOST_TEST(study.from_poor[0] == 0.);
    BOOST_TEST(std::abs(study.from_anywhere[0] - 50) < 5); // the hump is a little right of 0
    BOOST_TEST(study.from_poor[1] > 50);
    BOOST_TEST(study.walks.size() == 60U);
    BOOST_TEST(study.walks[0].size() == 1001U);
    BOOST_TEST(study.walks[0].back() != study.walks[1].back());
    BOOST_TEST((leaves_the_poor_minimum(study).outcome == Outcome::supported));
    const EscapeStudy quiet = study_escape(DoubleWell(), {0, 0.1}, 5, 500, 20, Rng(4));
    BOOST_TEST((leaves_the_poor_minimum(quiet).outcome == Outcome::not_supported));
    // Steps so long that every walker flies off: it ends in neither well.
    const EscapeStudy wild = study_escape(DoubleWell(), {1e4}, 5, 500, 20, Rng(4));
    BOOST_TEST(wild.from_poor[0] == 0.);
}

BOOST_AUTO_TEST_SUITE_END()
