// Ctrl-C: the first one asks the loops to stop, so that figures are finished with what exists; the
// second ends the program at once.
#pragma once

#include <csignal>

namespace descente {

/// While it lives, SIGINT and SIGTERM call request_stop() and write `notice` to standard error
/// (nullptr: nothing), and SIGPIPE is ignored. Restores the former handlers. One at a time.
class InterruptGuard {
  public:
    explicit InterruptGuard(const char* notice);
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;

  private:
    struct sigaction old_int_, old_term_, old_pipe_;
};

} // namespace descente
