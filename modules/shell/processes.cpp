#include "shell/processes.hpp"

#include "base/error.hpp"
#include "plot/files.hpp"
#include "train/ranks.hpp"

#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/io.hpp>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace descente {

namespace process = boost::process;

namespace {

std::filesystem::path connecting_library(const std::filesystem::path& top)
{
    const std::filesystem::path file = top / "build" / "ranks.so";
    if (!std::filesystem::exists(file))
        throw UsageError(
            tr("--runs-on: {} is not there; `make setup-mpi mpi` makes it", file.string()));
    return file;
}

} // namespace

int run_on_processes(const std::vector<std::string>& words, int processes,
                     const std::filesystem::path& top)
{
    const std::filesystem::path mpirun = find_program("mpirun");
    if (mpirun.empty())
        throw UsageError(
            tr("--runs-on: mpirun is not installed; `make setup-mpi mpi` installs it"));
    connecting_library(top);
    // Its own words about a process that died are a page; ours are a line.
    std::vector<std::string> arguments{"--quiet", "--oversubscribe", "--allow-run-as-root", "-n",
                                       std::to_string(processes)};
    arguments.insert(arguments.end(), words.begin(), words.end());
    std::signal(SIGINT, SIG_IGN); // mpirun has it too, and passes it on
    process::child child(process::exe = mpirun.string(), process::args(arguments));
    child.wait();
    const int code = child.exit_code();
    if (code > 128 && code < 128 + 65 && code != 130)
        throw Error(Exit::internal,
                    tr("one of the {} processes ended (signal {}), and the run with it", processes,
                       code - 128));
    return code;
}

void join_processes(const std::filesystem::path& top)
{
    if (!join_ranks(connecting_library(top).string()))
        throw UsageError(
            tr("--runs-on: {} does not fit; make mpi", connecting_library(top).string()));
    if (ranks().rank == 0) return;
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
}

} // namespace descente
