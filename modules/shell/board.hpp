// The live board: what the running trainings note, as curves that grow, and what a lab draws of its
// own; at most five pictures a second. Space pauses, s makes one update, + and - change the pace, q
// ends like Ctrl-C. With --record all its pictures are kept, for an animation.
#pragma once

#include "plot/figure.hpp"
#include "plot/files.hpp"
#include "shell/screen.hpp"
#include "train/steps.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace descente {

/// A curve that is drawn while it grows: neighbours are averaged so that it has never more points
/// than the eye can use.
class GrowingCurve {
  public:
    void add(double x, double y);
    const Numbers& x() const { return x_; }
    const Numbers& y() const { return y_; }

    static constexpr std::size_t most = 400;

  private:
    Numbers x_, y_; // the last point is the mean of `in_last_`
    long a_point_ = 1, in_last_ = 0;
};

class Board {
  public:
    /// `screen`: null when pictures are only recorded.
    Board(std::unique_ptr<Screen> screen, const FigureWriter& writer, Text title, Text footer,
          bool record);
    ~Board();
    Board(const Board&) = delete;
    Board& operator=(const Board&) = delete;

    /// Looks on while one run of this name trains; the board shows up to eight, the latest.
    std::unique_ptr<Onlooker> looks_on(const Text& name);
    /// Figures are shown as they are saved; one with frames as a film.
    void show(const Figure& figure);
    /// Shows what is known before a question, and leaves the terminal to it.
    void ask_before(const Figure& blank);
    /// `draw` adds panels to the board, at most as often as it is drawn; for others nothing
    /// happens.
    void picture(const std::function<void(Figure&)>& draw);
    /// The training is over: what it drew goes with the next one.
    void clear();

    bool on_terminal() const { return screen_ && screen_->is_terminal(); }
    /// The trainings that were recorded, as one animation; nothing when there was none.
    std::optional<Figure> recorded() const;

    /// The board of this program; null without one.
    static Board* current();

  private:
    using Clock = std::chrono::steady_clock;
    struct Line {
        Text name;
        long run; ///< whose it is
        long touched = 0, planned = 0;
        bool running = true;
        std::map<std::string, GrowingCurve> curves = {};
    };
    class OnRun;

    Line* line_of(long run);
    Line& new_line(const Text& name, long run);
    void obey_keys(); ///< waits while it is paused
    Figure composed() const;
    void draw(const Figure& figure);
    void draw_trainings();
    void rest(std::chrono::duration<double> time);
    void play(const Figure& film);

    mutable std::mutex mutex_;
    std::unique_ptr<Screen> screen_;
    const FigureWriter& writer_;
    const Text title_, footer_;
    std::vector<Line> lines_;
    std::vector<std::string> curves_; // in the order in which they were first noted
    std::vector<Panel> own_;          // a lab's own panels
    std::vector<Figure> kept_;        // with --record
    bool record_;
    Clock::time_point due_{}, keys_due_{};
    std::chrono::milliseconds kept_every_;
    Clock::time_point kept_due_{};
    long runs_ = 0, touches_ = 0; // so far
    bool paused_ = false, one_step_ = false;
    int slower_ = 0; // the pace: 0 is as fast as it goes
};

/// While it is on a board (--live), and as often as that is drawn, `draw` adds panels to it: a
/// picture of what the training of this thread is doing. Costs nothing otherwise.
void on_board(const std::function<void(Figure&)>& draw);

} // namespace descente
