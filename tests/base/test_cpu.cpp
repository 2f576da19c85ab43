#include "base/cpu.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>

extern "C" int openblas_get_parallel(); // 0: one thread; 1: pthreads; 2: OpenMP

BOOST_AUTO_TEST_SUITE(cpu)

using namespace descente;

BOOST_AUTO_TEST_CASE(blas_runs_the_kernels_this_cpu_deserves)
{
    // tests/main.cpp has called set_up_cpu: unless the user chose, nothing better is left.
    if (std::getenv("OPENBLAS_CORETYPE") == nullptr)
        BOOST_TEST(blas_kernels() == best_blas_kernels());
    BOOST_TEST(!blas_kernels().empty());
}

BOOST_AUTO_TEST_CASE(blas_is_the_openmp_build) { BOOST_TEST(openblas_get_parallel() == 2); }

BOOST_AUTO_TEST_CASE(threads_are_as_asked)
{
    set_threads(3);
    BOOST_TEST(threads() == 3);
    set_threads(0);
    BOOST_TEST(threads() == cores());
}

BOOST_AUTO_TEST_CASE(little_work_gets_one_thread_and_much_gets_all)
{
    set_threads(3);
    BOOST_TEST(threads_for(1000) == 1);
    BOOST_TEST(threads_for(3e5) == 2);
    BOOST_TEST(threads_for(1e12) == 3);
    BOOST_TEST(threads_for_pass(100) == 1);
    BOOST_TEST(threads_for_pass(Index{1} << 40) == 3);
    set_threads(0);
}

BOOST_AUTO_TEST_SUITE_END()
