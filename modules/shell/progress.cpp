#include "shell/progress.hpp"

#include "base/table.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <sys/ioctl.h>
#include <unistd.h>

namespace descente {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds redraw_interval{50};
constexpr const char* wipe = "\r\x1b[K";

std::atomic<int> bars_on_screen{0};

/// Of the terminal, less the last, where some go on to the next line.
std::size_t columns()
{
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col - 1U;
    const char* const told = std::getenv("COLUMNS");
    const int number = told != nullptr ? std::atoi(told) : 0;
    return number > 0 ? static_cast<std::size_t>(number) - 1 : 79;
}

} // namespace

struct ProgressBar::State {
    std::string title;
    long total;
    Language language;
    std::mutex mutex; // guards what follows
    long done = 0;
    Clock::time_point start = Clock::now(), drawn = {};
};

ProgressBar::ProgressBar(std::string title, long total, bool visible, Language language)
{
    if (!visible) return;
    state_ = std::make_unique<State>();
    state_->title = std::move(title);
    state_->total = std::max(total, 1L);
    state_->language = language;
    ++bars_on_screen;
}

ProgressBar::~ProgressBar()
{
    if (!state_) return;
    clear_progress_line();
    --bars_on_screen;
}

ProgressBar::ProgressBar(ProgressBar&&) noexcept = default;

void ProgressBar::advance(long steps)
{
    if (!state_) return;
    State& state = *state_;
    const std::lock_guard lock(state.mutex);
    state.done += steps;
    const Clock::time_point now = Clock::now();
    if (now - state.drawn < redraw_interval) return;
    state.drawn = now;
    const double seconds = std::chrono::duration<double>(now - state.start).count();
    const std::string line =
        progress_line(state.title, state.done, state.total, seconds, state.language, columns());
    std::fputs((wipe + line).c_str(), stderr);
    std::fflush(stderr);
}

std::string progress_line(const std::string& title, long done, long total, double seconds,
                          Language language, std::size_t columns)
{
    const double share =
        std::clamp(static_cast<double>(done) / static_cast<double>(std::max(total, 1L)), 0.0, 1.0);
    std::string end = fmt::format("] {:3.0f} %", 100 * share);
    if (share > 0) {
        const auto left = static_cast<long>(std::ceil(seconds * (1 - share) / share));
        end += tr("  {}:{:02} left", left / 60, left % 60).in(language);
    }
    const std::size_t others = display_width(title) + 2 + display_width(end);
    const std::size_t width = columns > others ? std::min<std::size_t>(columns - others, 24) : 0;
    const auto full = static_cast<std::size_t>(share * static_cast<double>(width));
    std::string start = title;
    while (!start.empty() && display_width(start) + 2 + display_width(end) > columns) {
        while (start.size() > 1 && (start.back() & 0xc0) == 0x80) start.pop_back();
        start.pop_back(); // a letter of several bytes goes as a whole
    }
    if (display_width(end) + 2 > columns) return end.substr(2, columns);
    return fmt::format("{} [{}{}{}", start, std::string(full, '#'), std::string(width - full, '.'),
                       end);
}

bool has_terminal()
{
    const char* const kind = std::getenv("TERM");
    return ::isatty(STDERR_FILENO) == 1 && kind != nullptr && std::string(kind) != "dumb";
}

void clear_progress_line()
{
    if (bars_on_screen == 0) return;
    std::fputs(wipe, stderr);
    std::fflush(stderr);
}

} // namespace descente
