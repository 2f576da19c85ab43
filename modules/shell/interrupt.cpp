#include "shell/interrupt.hpp"

#include "train/runs.hpp"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace descente {

namespace {

std::atomic<const char*> shown_notice{nullptr};
std::atomic<int> last_signal{0};

// Only what POSIX allows inside a handler: an atomic store and write().
void on_signal(int signal)
{
    const int saved = errno;
    last_signal = signal;
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
    last_signal = 0;
    struct sigaction action = {};
    action.sa_handler = on_signal;
    // After the first signal the default comes back, so the second one ends the program.
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    sigemptyset(&action.sa_mask);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, &old_[signal]);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, &old_[SIGPIPE]);
}

InterruptGuard::~InterruptGuard()
{
    for (const auto& [signal, old] : old_) sigaction(signal, &old, nullptr);
    shown_notice = nullptr;
}

int InterruptGuard::signal() { return last_signal; }

} // namespace descente
