// One program holds every suite: `run --list_content`, `run --run_test=@lab02`.
#include "kernels/cpu.hpp"

#include <boost/test/unit_test.hpp>

static bool init_tests() { return true; }

int main(int argc, char** argv)
{
    descente::set_up_cpu(argv);
    return boost::unit_test::unit_test_main(&init_tests, argc, argv);
}
