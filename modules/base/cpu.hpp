// Setting up the machine once, at the start of main: BLAS kernels, threads, memory.
#pragma once

#include "base/real.hpp"

#include <string>
#include <vector>

namespace descente {

/// Call first in main. When OpenBLAS did not recognise this CPU and fell back to slow kernels, sets
/// OPENBLAS_CORETYPE and starts the program once again (the variable is read while libraries load,
/// so setting it now would be too late); a value set by the user is respected. Also keeps freed
/// memory in the process, so that training steps do not pay for fresh pages.
void set_up_cpu(char** argv);

/// Where the address space is limited (ulimit -v): takes now what OpenBLAS wants for each thread,
/// since it asks for ever when there is no room later. std::bad_alloc when there is none.
void take_blas_buffers(int threads);

/// Threads used by our kernels and by for_each_run. 0 means one a core.
void set_threads(int threads);
int threads();
/// What a container's quota leaves of them where there is one.
int cores();
/// How many of them so much work deserves: below 200,000 multiply-adds each, waking another costs
/// more than it gives.
int threads_for(double multiply_adds);
/// The same where each number is only read and written: that takes as long as some multiply-adds.
int threads_for_pass(Index numbers);

/// The kernel set OpenBLAS uses now ("SkylakeX"), and the one this CPU deserves.
std::string blas_kernels();
std::string best_blas_kernels();

} // namespace descente
