// Connects the ranks of one experiment through Boost.MPI: build/ranks.so (`make mpi`), which a lab
// loads when mpirun started it. Labs themselves need no MPI.
#include "train/ranks.hpp"

#include <boost/mpi/collectives.hpp>
#include <boost/mpi/communicator.hpp>
#include <boost/mpi/environment.hpp>
#include <memory>

extern "C" void descente_join_ranks(descente::Ranks* ranks)
{
    // Kept until leave(): what ends without it has died, and mpirun ends the others.
    static auto environment =
        std::make_unique<boost::mpi::environment>(boost::mpi::threading::funneled, false);
    static boost::mpi::communicator world;
    ranks->rank = world.rank();
    ranks->count = world.size();
    ranks->all_gather = [](const std::string& mine) {
        std::vector<std::string> all;
        boost::mpi::all_gather(world, mine, all);
        return all;
    };
    ranks->leave = [] { environment.reset(); };
}
