// One program holds every suite: `run --list_content`, `run --run_test=@lab02`.
#include "base/cpu.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <malloc.h>

// Numbers that nobody has set are NaN here, so that whoever reads one is found out. (The build with
// sanitizers has an allocator of its own.)
#ifndef __SANITIZE_ADDRESS__
extern "C" void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept
{
    void* const memory = memalign(alignment, size);
    if (memory != nullptr) std::memset(memory, 0xff, size);
    return memory;
}
extern "C" int posix_memalign(void** memory, std::size_t alignment, std::size_t size) noexcept
{
    *memory = aligned_alloc(alignment, size);
    return *memory != nullptr || size == 0 ? 0 : ENOMEM;
}
#endif

static bool init_tests() { return true; }

int main(int argc, char** argv)
{
    descente::set_up_cpu(argv);
    return boost::unit_test::unit_test_main(&init_tests, argc, argv);
}
