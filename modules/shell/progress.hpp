// The progress bar: title, share done and time left, on a terminal only.
#pragma once

#include "base/text.hpp"

#include <memory>
#include <string>

namespace descente {

/// Drawn on standard error when `visible`; otherwise silent. Disappears when destroyed.
class ProgressBar {
  public:
    ProgressBar(std::string title, long total, bool visible, Language language = Language());
    ~ProgressBar();
    ProgressBar(ProgressBar&&) noexcept;
    ProgressBar& operator=(ProgressBar&&) = delete;
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    void advance(long steps = 1); ///< safe from several threads

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The line a bar shows: `done` of `total` steps after `seconds`, without the control characters.
/// In at most `columns`: first the bar gets shorter, then the title. The time left is told once a
/// share of the work is done.
std::string progress_line(const std::string& title, long done, long total, double seconds,
                          Language language, std::size_t columns = 79);

/// Standard error is a terminal that can wipe a line.
bool has_terminal();

/// Wipes the bar's line, if one is on the screen, before something else is printed there.
void clear_progress_line();

} // namespace descente
