#include "shell/progress.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <mutex>

namespace descente {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds redraw_interval{50};
constexpr const char* wipe = "\r\x1b[K";

std::atomic<int> bars_on_screen{0};

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
        progress_line(state.title, state.done, state.total, seconds, state.language);
    std::fputs((wipe + line).c_str(), stderr);
    std::fflush(stderr);
}

std::string progress_line(const std::string& title, long done, long total, double seconds,
                          Language language)
{
    const double share =
        std::clamp(static_cast<double>(done) / static_cast<double>(std::max(total, 1L)), 0.0, 1.0);
    constexpr std::size_t width = 24;
    const auto full = static_cast<std::size_t>(share * width);
    std::string line = fmt::format("{} [{}{}] {:3.0f} %", title, std::string(full, '#'),
                                   std::string(width - full, '.'), 100 * share);
    if (share > 0) {
        const auto left = static_cast<long>(std::ceil(seconds * (1 - share) / share));
        line += tr("  {}:{:02} left", left / 60, left % 60).in(language);
    }
    return line;
}

void clear_progress_line()
{
    if (bars_on_screen == 0) return;
    std::fputs(wipe, stderr);
    std::fflush(stderr);
}

} // namespace descente
