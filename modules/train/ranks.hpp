// Several processes that do one experiment together: each does its share of the runs, and all know
// all results. Whoever connects them (MPI, see modules/mpi) is loaded when the program was started
// by mpirun; a program that is alone knows nothing of it.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace descente {

struct Ranks {
    int rank = 0, count = 1;
    /// What every rank gives, by rank; waits for all of them. Throws when one has gone.
    std::function<std::vector<std::string>(const std::string& mine)> all_gather = {};
    std::function<void()> leave = {}; ///< call before the program ends
};

/// Of this program; one rank when it is alone.
const Ranks& ranks();
/// Joins the others, if mpirun started this program, through the library in `file`. False when that
/// is not there, or was built for another version.
bool join_ranks(const std::string& file);
/// mpirun started this program.
bool started_by_mpirun();

} // namespace descente
