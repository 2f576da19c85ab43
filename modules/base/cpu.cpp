#include "base/cpu.hpp"

#include "base/cpu_quota.hpp"
#include "base/error.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <malloc.h>
#include <new>
#include <omp.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

// OpenBLAS's own calls; Debian's header for them is not on the default include path.
extern "C" char* openblas_get_corename();
extern "C" void* blas_memory_alloc(int place);
extern "C" void blas_memory_free(void* buffer);

namespace descente {

namespace {

// OpenBLAS's names of kernel sets, by the widest vectors they use.
bool uses_avx512(const std::string& kernels)
{
    return kernels == "SkylakeX" || kernels == "Cooperlake" || kernels == "SapphireRapids";
}

bool uses_avx2(const std::string& kernels)
{
    return uses_avx512(kernels) || kernels == "Haswell" || kernels == "Zen";
}

// ---- before libraries are set up, when no language is known yet ----

#ifdef __x86_64__
// For any CPU, whatever the rest is built for. (g++ needs the first word, clang++ the others.)
#define DESCENTE_ANY_CPU                                                                           \
    gnu::target("arch=x86-64,no-sse3,no-bmi,no-bmi2,no-lzcnt,no-movbe,no-popcnt")
// A macro of the compiler is 1 where it may use these instructions.
#define DESCENTE_WORD(macro) #macro
#define DESCENTE_LACKS(name, macro)                                                                \
    if (DESCENTE_WORD(macro)[0] == '1' && !__builtin_cpu_supports(name)) return name

/// Instructions that this program may use and this CPU has not; nullptr where it has all. Only
/// those are asked for that a compiler takes by itself.
[[DESCENTE_ANY_CPU]] __attribute__((no_sanitize("address", "undefined"))) const char*
instructions_lacking()
{
    __builtin_cpu_init();
    DESCENTE_LACKS("sse3", __SSE3__);
    DESCENTE_LACKS("ssse3", __SSSE3__);
    DESCENTE_LACKS("sse4.1", __SSE4_1__);
    DESCENTE_LACKS("sse4.2", __SSE4_2__);
    DESCENTE_LACKS("popcnt", __POPCNT__);
    DESCENTE_LACKS("avx", __AVX__);
    DESCENTE_LACKS("xop", __XOP__);
    DESCENTE_LACKS("fma4", __FMA4__);
    DESCENTE_LACKS("fma", __FMA__);
    DESCENTE_LACKS("bmi", __BMI__);
    DESCENTE_LACKS("bmi2", __BMI2__);
    DESCENTE_LACKS("avx2", __AVX2__);
    DESCENTE_LACKS("avx512f", __AVX512F__);
    DESCENTE_LACKS("avx512cd", __AVX512CD__);
    DESCENTE_LACKS("avx512bw", __AVX512BW__);
    DESCENTE_LACKS("avx512dq", __AVX512DQ__);
    DESCENTE_LACKS("avx512vl", __AVX512VL__);
    DESCENTE_LACKS("avx512ifma", __AVX512IFMA__);
    DESCENTE_LACKS("avx512vbmi", __AVX512VBMI__);
    DESCENTE_LACKS("avx512vbmi2", __AVX512VBMI2__);
    DESCENTE_LACKS("avx512vnni", __AVX512VNNI__);
    DESCENTE_LACKS("avx512bitalg", __AVX512BITALG__);
    DESCENTE_LACKS("avx512vpopcntdq", __AVX512VPOPCNTDQ__);
    return nullptr;
}

[[DESCENTE_ANY_CPU]] __attribute__((no_sanitize("address", "undefined"))) void
refuse_older_cpu(int, char** argv, char**)
{
    const char* const lacking = instructions_lacking();
    if (lacking == nullptr) return;
    const char* name = argv[0];
    for (const char* letter = name; *letter != '\0'; ++letter)
        if (*letter == '/') name = letter + 1;
    const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                    __builtin_cpu_supports("bmi2");
    dprintf(STDERR_FILENO,
            "%s: built for a newer CPU (this one has no %s): build it here (make %s), or there for "
            "older ones, too (make ARCH=x86-64%s %s)\n",
            name, lacking, name,
            v3                                 ? "-v3"
            : __builtin_cpu_supports("sse4.2") ? "-v2"
                                               : "",
            name);
    _exit(static_cast<int>(Exit::usage));
}
[[gnu::section(".preinit_array"),
  gnu::used]] void (*const before_all_else)(int, char**, char**) = refuse_older_cpu;
#endif

// Room for so many of OpenBLAS's buffers, each with a thread's stack and heap beside it?
__attribute__((no_sanitize("address", "undefined"))) bool room_for_buffers(int count)
{
    constexpr std::size_t each = 288U << 20U;
    const std::size_t bytes = each * static_cast<std::size_t>(count);
    void* const room =
        mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return room != MAP_FAILED && munmap(room, bytes) == 0;
}

// OpenBLAS takes two of them while it is loaded, before main.
__attribute__((no_sanitize("address", "undefined"))) void look_for_room_first()
{
    constexpr std::string_view line = "not enough memory to start: raise the limit (ulimit -v)\n";
    if (room_for_buffers(2)) return;
    static_cast<void>(!write(STDERR_FILENO, line.data(), line.size()));
    _exit(static_cast<int>(Exit::memory));
}
[[gnu::section(".preinit_array"),
  gnu::used]] void (*const before_libraries)() = look_for_room_first;

} // namespace

void take_blas_buffers(int threads)
{
    rlimit limit{};
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return;
    if (!room_for_buffers(threads)) throw std::bad_alloc();
    std::vector<void*> buffers(static_cast<std::size_t>(threads));
    for (void*& buffer : buffers) buffer = blas_memory_alloc(0);
    for (void* const buffer : buffers) blas_memory_free(buffer);
}

std::string blas_kernels() { return openblas_get_corename(); }

std::string best_blas_kernels()
{
    std::string now = blas_kernels();
#ifdef __x86_64__
    const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
    if (avx512 && !uses_avx512(now)) return "SkylakeX";
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (avx2 && !uses_avx2(now)) return "Haswell";
#endif
    return now;
}

void set_up_cpu(char** argv)
{
    // Freed blocks stay with the process: a training step that allocates its activations would
    // otherwise pay a page fault for every 4 KiB of them, each time.
    constexpr int never = 1 << 30;
    mallopt(M_MMAP_THRESHOLD, never);
    mallopt(M_TRIM_THRESHOLD, never);
    mallopt(M_TOP_PAD, 64 << 20);
    if (std::getenv("OMP_NUM_THREADS") == nullptr) set_threads(0);

    const std::string best = best_blas_kernels();
    if (std::getenv("OPENBLAS_CORETYPE") == nullptr && best != blas_kernels()) {
        setenv("OPENBLAS_CORETYPE", best.c_str(), 1);
        execv("/proc/self/exe", argv);
        // Still here: the program could not be started again. It is slow but right; carry on.
        unsetenv("OPENBLAS_CORETYPE");
    }
}

int cores() { return std::min(omp_get_num_procs(), threads_of_quota()); }

void set_threads(int threads) { omp_set_num_threads(threads > 0 ? threads : cores()); }

int threads() { return omp_in_parallel() ? 1 : omp_get_max_threads(); }

int threads_for(double multiply_adds)
{
    return static_cast<int>(std::min<double>(threads(), 1 + multiply_adds / 2e5));
}

int threads_for_pass(Index numbers) { return threads_for(6 * static_cast<double>(numbers)); }

} // namespace descente
