// --runs-on: a lab's runs shared among processes. The lab starts itself again under mpirun.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace descente {

/// Runs `words`, a lab with its arguments, on so many processes and waits; its exit code.
/// UsageError without mpirun, or without the library that connects them (`make mpi`). When one of
/// them died it throws an Error that says so in one line.
int run_on_processes(const std::vector<std::string>& words, int processes,
                     const std::filesystem::path& top);

/// In a process that mpirun started: joins the others. All but the first fall silent.
void join_processes(const std::filesystem::path& top);

} // namespace descente
