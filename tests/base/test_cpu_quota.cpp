#include "base/cpu_quota.hpp"
#include "temporary.hpp"

#include <boost/test/unit_test.hpp>
#include <climits>
#include <cmath>

BOOST_AUTO_TEST_SUITE(cpu_quota_of_containers)

using namespace descente;

// A machine's root folder with these files.
struct Root : testing::TemporaryFolder {
    Root(std::initializer_list<std::pair<std::string, std::string>> files)
    {
        for (const auto& [name, content] : files) testing::write_file(*this / name, content + "\n");
    }
};

BOOST_AUTO_TEST_CASE(without_control_groups_there_is_no_quota)
{
    BOOST_TEST(std::isinf(cpu_quota(Root({}).path())));
    BOOST_TEST(threads_of_quota(Root({}).path()) == INT_MAX);
}

BOOST_AUTO_TEST_CASE(version_2_has_both_numbers_in_one_file)
{
    const auto of = [](const char* content) {
        const Root root{{"proc/self/cgroup", "0::/"}, {"sys/fs/cgroup/cpu.max", content}};
        return std::pair(cpu_quota(root.path()), threads_of_quota(root.path()));
    };
    BOOST_TEST((of("150000 100000") == std::pair(1.5, 2)));
    BOOST_TEST((of("200000 100000") == std::pair(2.0, 2)));
    BOOST_TEST((of("10000 100000") == std::pair(0.1, 1)));
    BOOST_TEST((of("max 100000") == std::pair<double, int>(INFINITY, INT_MAX)));
    BOOST_TEST((of("what?") == std::pair<double, int>(INFINITY, INT_MAX)));
    BOOST_TEST((of("0 0") == std::pair<double, int>(INFINITY, INT_MAX)));
}

BOOST_AUTO_TEST_CASE(version_1_has_a_file_for_each)
{
    const auto of = [](const char* quota, const char* folder) {
        const std::string place = std::string("sys/fs/cgroup/") + folder;
        const Root root{{"proc/self/cgroup", "5:memory:/\n4:cpu,cpuacct:/docker/0f\n0::/"},
                        {place + "/cpu.cfs_quota_us", quota},
                        {place + "/cpu.cfs_period_us", "50000"}};
        return cpu_quota(root.path());
    };
    BOOST_TEST(of("75000", "cpu,cpuacct") == 1.5);
    BOOST_TEST(of("75000", "cpu,cpuacct/docker/0f") == 1.5);
    BOOST_TEST(of("75000", "cpu") == 1.5);
    BOOST_TEST(std::isinf(of("-1", "cpu")));
    BOOST_TEST(std::isinf(of("75000", "memory")));
}

BOOST_AUTO_TEST_CASE(the_least_of_a_group_and_those_around_it_counts)
{
    const Root root{{"proc/self/cgroup", "0::/room/seat"},
                    {"sys/fs/cgroup/room/cpu.max", "300000 100000"},
                    {"sys/fs/cgroup/room/seat/cpu.max", "max 100000"},
                    {"sys/fs/cgroup/other/cpu.max", "100000 100000"}};
    BOOST_TEST(cpu_quota(root.path()) == 3);
}

BOOST_AUTO_TEST_SUITE_END()
