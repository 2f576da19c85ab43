#include "shell/interrupt.hpp"

#include "train/runs.hpp"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace descente {

namespace {

std::atomic<const char*> shown_notice{nullptr}, clearing_up{nullptr};
std::atomic<int> last_signal{0};

// Only what POSIX allows inside a handler: atomics, write(), execv(), signal() and raise(). With
// execv() our threads end before the shell begins, so none writes what it clears away.
void on_signal(int signal)
{
    const int saved = errno;
    const bool second = last_signal.exchange(signal) != 0;
    if (const char* clearing = clearing_up; second && clearing != nullptr) {
        const char* const name = signal == SIGINT ? "INT" : signal == SIGTERM ? "TERM" : "HUP";
        const char* const words[] = {"sh", "-c", clearing, name, nullptr};
        ::execv("/bin/sh", const_cast<char* const*>(words));
    }
    if (second) {
        ::signal(signal, SIG_DFL);
        ::raise(signal);
    }
    request_stop();
    if (const char* notice = shown_notice) {
        const ssize_t written = ::write(STDERR_FILENO, notice, std::strlen(notice));
        static_cast<void>(written); // nowhere left to complain
    }
    errno = saved;
}

} // namespace

InterruptGuard::InterruptGuard(const char* notice, const char* clearing)
{
    shown_notice = notice;
    clearing_up = clearing;
    last_signal = 0;
    struct sigaction action = {};
    action.sa_handler = on_signal;
    action.sa_flags = SA_NODEFER | SA_RESTART; // the shell, too, must be able to die of it
    sigemptyset(&action.sa_mask);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, &old_[signal]);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, &old_[SIGPIPE]);
}

InterruptGuard::~InterruptGuard()
{
    for (const auto& [signal, old] : old_) sigaction(signal, &old, nullptr);
    shown_notice = clearing_up = nullptr;
}

int InterruptGuard::signal() { return last_signal; }

} // namespace descente
