// How much of the machine's CPUs Linux gives to this process: in a container often less than there
// are, and threads beyond that only wait for each other.
#pragma once

#include <filesystem>

namespace descente {

/// CPUs' worth of time that control groups allow (docker run --cpus 1.5 is 1.5); infinite without
/// a quota. Looks into proc/self/cgroup and sys/fs/cgroup below `root`.
double cpu_quota(const std::filesystem::path& root = "/");
/// As many threads as can use that: rounded up, 1 and more.
int threads_of_quota(const std::filesystem::path& root = "/");

} // namespace descente
