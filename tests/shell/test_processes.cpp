// --runs-on where it cannot be: one line says what to install.
#include "base/error.hpp"
#include "shell/processes.hpp"
#include "temporary.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(processes)

using namespace descente;
using namespace descente::testing;

BOOST_AUTO_TEST_CASE(what_is_missing_is_named)
{
    const TemporaryFolder top, tools;
    const auto line = [&] {
        try {
            run_on_processes({"./lab05"}, 2, top.path());
            return std::string();
        } catch (const UsageError& error) {
            return std::string(error.what());
        }
    };
    const Environment path("PATH", tools.path().string());
    BOOST_TEST(line().starts_with("--runs-on: mpirun is not installed"));
    write_file(tools / "mpirun", "#!/bin/sh\nexit 1\n");
    std::filesystem::permissions(tools / "mpirun", std::filesystem::perms::owner_all);
    BOOST_TEST(line() == "--runs-on: " + (top / "build" / "ranks.so").string() +
                             " is not there; `make setup-mpi mpi` makes it");
    std::filesystem::create_directory(top / "build");
    write_file(top / "build" / "ranks.so", "");
    BOOST_TEST(run_on_processes({"./lab05"}, 2, top.path()) == 1); // what mpirun gives
    BOOST_CHECK_THROW(join_processes(top.path()), UsageError);     // no library of ours
}

BOOST_AUTO_TEST_SUITE_END()
