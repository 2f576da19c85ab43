#include "shell/interrupt.hpp"

#include "train/runs.hpp"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace descente {

namespace {

std::atomic<const char*> shown_notice{nullptr};

// Only what POSIX allows inside a handler: an atomic store and write().
void on_signal(int)
{
    const int saved = errno;
    request_stop();
    if (const char* notice = shown_notice) {
        const ssize_t written = ::write(STDERR_FILENO, notice, std::strlen(notice));
        static_cast<void>(written); // nowhere left to complain
    }
    errno = saved;
}

} // namespace

InterruptGuard::InterruptGuard(const char* notice)
{
    shown_notice = notice;
    struct sigaction action = {};
    action.sa_handler = on_signal;
    // After the first signal the default comes back, so the second one ends the program.
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, &old_int_);
    sigaction(SIGTERM, &action, &old_term_);
    struct sigaction ignore = {};
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &ignore, &old_pipe_);
}

InterruptGuard::~InterruptGuard()
{
    sigaction(SIGINT, &old_int_, nullptr);
    sigaction(SIGTERM, &old_term_, nullptr);
    sigaction(SIGPIPE, &old_pipe_, nullptr);
    shown_notice = nullptr;
}

} // namespace descente
