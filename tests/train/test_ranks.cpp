// A program that is alone is the only rank; who would connect it may be missing. What several ranks
// do is tested with whole programs (tests/programs.d/processes).
#include "train/ranks.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(ranks_of_a_run)

using namespace descente;

BOOST_AUTO_TEST_CASE(alone_it_is_the_only_rank)
{
    BOOST_TEST(!started_by_mpirun());
    BOOST_TEST(!join_ranks("/nowhere/ranks.so"));
    BOOST_TEST(!join_ranks("libm.so.6")); // a library, but not ours
    BOOST_TEST(ranks().rank == 0);
    BOOST_TEST(ranks().count == 1);
    BOOST_TEST(!ranks().leave);
}

BOOST_AUTO_TEST_SUITE_END()
