// Ctrl-C: the first one asks the loops to stop, so that figures are finished with what exists; the
// second ends the program at once, and what was half-written goes.
#pragma once

#include <csignal>
#include <map>

namespace descente {

/// While it lives, SIGINT, SIGTERM and SIGHUP call request_stop() and write `notice` to standard
/// error (nullptr: nothing), and SIGPIPE is ignored. The second of them ends the program: a shell
/// takes its place, does `clearing` (nullptr: nothing) and dies of the signal. Restores the former
/// handlers. One at a time.
class InterruptGuard {
  public:
    explicit InterruptGuard(const char* notice, const char* clearing = nullptr);
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;

    static int signal(); ///< that came last; 0: none

  private:
    std::map<int, struct sigaction> old_;
};

} // namespace descente
