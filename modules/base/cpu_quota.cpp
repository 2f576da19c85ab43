#include "base/cpu_quota.hpp"

#include <algorithm>
#include <climits>
#include <cmath>
#include <fstream>
#include <limits>
#include <string>

namespace descente {

namespace fs = std::filesystem;

namespace {

constexpr double none = std::numeric_limits<double>::infinity();

/// Version 2 has both numbers in one file ("150000 100000"; "max" for no quota), version 1 each in
/// its own (-1 for none).
double quota_in(const fs::path& group)
{
    double quota = 0, period = 0;
    const auto found = [&] { return quota > 0 && period > 0 ? quota / period : none; };
    if (std::ifstream(group / "cpu.max") >> quota >> period) return found();
    std::ifstream(group / "cpu.cfs_quota_us") >> quota;
    std::ifstream(group / "cpu.cfs_period_us") >> period;
    return found();
}

/// The least of a group and of those that it is part of. In a container the name may be the
/// host's: then the top is what is here.
double least_quota(const fs::path& top, fs::path group)
{
    double least = quota_in(top);
    for (; group.has_relative_path(); group = group.parent_path())
        least = std::min(least, quota_in(top / group.relative_path()));
    return least;
}

bool names_cpu(const std::string& controllers)
{
    return ("," + controllers + ",").find(",cpu,") != std::string::npos;
}

} // namespace

double cpu_quota(const fs::path& root)
{
    double least = none;
    std::ifstream groups(root / "proc/self/cgroup"); // "4:cpu,cpuacct:/name", or "0::/name"
    for (std::string line; std::getline(groups, line);) {
        const std::size_t first = line.find(':'), second = line.find(':', first + 1);
        if (second == std::string::npos) continue;
        const std::string controllers = line.substr(first + 1, second - first - 1);
        const fs::path top = root / "sys/fs/cgroup", group = line.substr(second + 1);
        if (controllers.empty())
            least = std::min(least, least_quota(top, group));
        else if (names_cpu(controllers))
            for (const std::string& mounted : {controllers, std::string("cpu")})
                least = std::min(least, least_quota(top / mounted, group));
    }
    return least;
}

int threads_of_quota(const fs::path& root)
{
    return static_cast<int>(std::clamp<double>(std::ceil(cpu_quota(root)), 1, INT_MAX));
}

} // namespace descente
