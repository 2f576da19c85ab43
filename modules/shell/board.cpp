#include "shell/board.hpp"

#include "train/runs.hpp"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <thread>

namespace descente {

using namespace std::chrono_literals;

namespace {

// As many colours; as many panels as are legible; and where letters draw.
constexpr std::size_t most_lines = 8, most_panels = 4, lines_of_letters = 4;
constexpr std::chrono::milliseconds redraw{200}, keys{20}, hold{2000};
constexpr std::size_t most_frames = 150; // of a record

Board* the_board = nullptr;

bool is_cost(const std::string& what) { return what.ends_with("cost"); }

} // namespace

// ---- curves ----

void GrowingCurve::add(double x, double y)
{
    if (in_last_ == 0 || in_last_ == a_point_) {
        if (x_.size() == most) { // neighbours become one
            for (std::size_t i = 0; i < most / 2; ++i) {
                x_[i] = (x_[2 * i] + x_[2 * i + 1]) / 2;
                y_[i] = (y_[2 * i] + y_[2 * i + 1]) / 2;
            }
            x_.resize(most / 2);
            y_.resize(most / 2);
            a_point_ *= 2;
        }
        x_.push_back(x);
        y_.push_back(y);
        in_last_ = 1;
        return;
    }
    ++in_last_;
    x_.back() += (x - x_.back()) / static_cast<double>(in_last_);
    y_.back() += (y - y_.back()) / static_cast<double>(in_last_);
}

// ---- who looks on ----

class Board::OnRun : public Onlooker {
  public:
    OnRun(Board& board, Text name, long run) : board_(board), name_(std::move(name)), run_(run) {}
    ~OnRun() override
    {
        const std::lock_guard lock(board_.mutex_);
        if (Line* line = board_.line_of(run_)) line->running = false;
    }
    OnRun(const OnRun&) = delete;
    OnRun& operator=(const OnRun&) = delete;

    void noted(const std::string& what, long k, double value) override
    {
        const std::lock_guard lock(board_.mutex_);
        Line* line = board_.line_of(run_);
        if (line == nullptr) line = &board_.new_line(name_, run_);
        if (std::ranges::find(board_.curves_, what) == board_.curves_.end())
            board_.curves_.push_back(what);
        GrowingCurve& curve = line->curves[what];
        if (!curve.x().empty() && static_cast<double>(k) < curve.x().back())
            line->curves.clear(); // its next loop begins
        line->curves[what].add(static_cast<double>(k), value);
        line->touched = ++board_.touches_;
    }
    void stepped(long, long planned) override
    {
        const std::lock_guard lock(board_.mutex_); // while it is paused, all wait here
        if (Line* line = board_.line_of(run_)) line->planned = planned;
        board_.obey_keys();
        if (Clock::now() >= board_.due_ && !board_.curves_.empty()) board_.draw_trainings();
        if (board_.slower_ > 0) board_.rest(std::pow(3, board_.slower_ - 1) * 1ms);
    }

  private:
    Board& board_;
    const Text name_;
    const long run_;
};

Board::Board(std::unique_ptr<Screen> screen, const FigureWriter& writer, Text title, Text footer,
             bool record)
    : screen_(std::move(screen)),
      writer_(writer),
      title_(std::move(title)),
      footer_(std::move(footer)),
      record_(record),
      kept_every_(redraw)
{
    the_board = this;
}

Board::~Board() { the_board = nullptr; }

Board* Board::current() { return the_board; }

std::unique_ptr<Onlooker> Board::looks_on(const Text& name)
{
    const std::lock_guard lock(mutex_);
    return std::make_unique<OnRun>(*this, name, ++runs_);
}

Board::Line* Board::line_of(long run)
{
    const auto found = std::ranges::find(lines_, run, &Line::run);
    return found == lines_.end() ? nullptr : &*found;
}

/// In the place of the last one of that name; or of the one that has ended longest ago.
Board::Line& Board::new_line(const Text& name, long run)
{
    const auto same = [&](const Line& line) { return line.name.english() == name.english(); };
    const auto age = [](const Line& line) { return std::pair(line.running, line.touched); };
    auto place = std::ranges::find_if(lines_, same);
    const std::size_t most = screen_ && screen_->draws_letters() ? lines_of_letters : most_lines;
    if (place == lines_.end() && lines_.size() == most)
        place = std::ranges::min_element(lines_, {}, age);
    if (place == lines_.end()) place = lines_.insert(place, Line());
    return *place = {name, run};
}

void Board::clear()
{
    const std::lock_guard lock(mutex_);
    lines_.clear();
    curves_.clear();
    own_.clear();
}

// ---- keys ----

void Board::obey_keys()
{
    if (!screen_) return;
    const auto obey = [&](char key) {
        if (key == ' ') paused_ = !paused_;
        if (key == 's') paused_ = one_step_ = true;
        if (key == '+') --slower_;
        if (key == '-') ++slower_;
        if (key == 'q') std::raise(SIGINT);
        slower_ = std::clamp(slower_, -3, 8);
    };
    const auto listen = [&] {
        for (char key = screen_->key(); key != 0; key = screen_->key()) obey(key);
    };
    if (!paused_ && Clock::now() < keys_due_) return;
    keys_due_ = Clock::now() + keys;
    listen();
    bool shown = curves_.empty();
    while (paused_ && !one_step_ && !stop_requested()) {
        if (!shown && screen_->ready()) {
            draw_trainings();
            shown = true;
        }
        std::this_thread::sleep_for(keys);
        listen();
    }
    one_step_ = false;
}

/// A pause of the pace; keys are heard meanwhile.
void Board::rest(std::chrono::duration<double> time)
{
    const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(time);
    while (Clock::now() < end && !stop_requested()) {
        obey_keys();
        std::this_thread::sleep_for(std::min<Clock::duration>(end - Clock::now(), keys));
    }
}

// ---- pictures ----

Figure Board::composed() const
{
    double planned = 1;
    std::map<std::string, std::size_t> noted; // by how many
    for (const Line& line : lines_) {
        planned = std::max(planned, static_cast<double>(line.planned));
        for (const auto& [what, curve] : line.curves) ++noted[what];
    }
    std::vector<std::string> shown; // what most of them note, costs first where one panel is all
    for (const std::string& what : curves_)
        if (2 * noted[what] >= lines_.size()) shown.push_back(what);
    const bool coarse = screen_ && screen_->draws_letters();
    if (coarse) std::stable_partition(shown.begin(), shown.end(), is_cost);
    const std::size_t panels = coarse ? 1 : most_panels;
    shown.resize(std::min(shown.size(), panels - std::min(panels, own_.size())));
    Figure figure("board", paused_ ? tr("{} · paused", title_) : title_,
                  shown.size() + own_.size() >= most_panels ? 2 : 1);
    for (const std::string& what : shown) {
        Panel& panel = figure.panel();
        panel.x_axis(tr("updates")).x_range(0, planned);
        panel.y_axis(verbatim(writer_.style().language.translation(what)),
                     is_cost(what) ? Scale::logarithmic : Scale::linear);
        double top = 0; // what explodes would hide all others
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const auto found = lines_[i].curves.find(what);
            const bool none = found == lines_[i].curves.end(); // it has its name all the same
            const Numbers x = none ? Numbers{0} : found->second.x();
            const Numbers y = none ? Numbers{not_a_number} : found->second.y();
            if (std::isfinite(y.front())) top = std::max(top, 10 * y.front());
            panel.line(lines_[i].name, x, y,
                       {.colour = static_cast<int>(i) + 1, .dash = Dash::solid});
        }
        if (is_cost(what) && top > 0) panel.y_range(not_a_number, top);
    }
    for (const Panel& own : own_) figure.panel() = own;
    return figure;
}

void Board::picture(const std::function<void(Figure&)>& draw_own)
{
    const std::lock_guard lock(mutex_);
    if (Clock::now() < due_) return;
    Figure own("own", {});
    draw_own(own);
    own_.assign(own.frames().back().begin(), own.frames().back().end());
    draw_trainings();
}

/// On the screen, unless that still draws.
void Board::draw(const Figure& figure)
{
    due_ = Clock::now() + redraw;
    if (screen_ && screen_->ready())
        screen_->show(
            [&](const std::filesystem::path& script, const std::string& size, double zoom) {
                writer_.write_script(script, figure, footer_, zoom, false, size);
            });
}

/// The trainings as they stand, on the screen and into the record.
void Board::draw_trainings()
{
    const Figure figure = composed();
    draw(figure);
    if (!record_ || Clock::now() < kept_due_) return;
    kept_due_ = Clock::now() + kept_every_;
    kept_.push_back(figure);
    if (kept_.size() <= most_frames) return;
    for (std::size_t i = 0; 2 * i < kept_.size(); ++i) kept_[i] = kept_[2 * i];
    kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>((kept_.size() + 1) / 2), kept_.end());
    kept_every_ *= 2;
}

/// Frame by frame.
void Board::play(const Figure& film)
{
    for (const auto& panels : film.frames()) {
        if (stop_requested()) return;
        Figure frame(film.name(), film.title(), film.columns());
        for (const Panel& panel : panels) frame.panel() = panel;
        for (int i = 0; i < 100 && !screen_->ready(); ++i) std::this_thread::sleep_for(5ms);
        draw(frame);
        rest(film.frame_seconds() * std::pow(2, slower_) * 1s);
    }
}

void Board::show(const Figure& figure)
{
    const std::lock_guard lock(mutex_);
    if (!screen_) return; // a record is of trainings: figures are kept as files
    if (figure.frames().size() > 1)
        play(figure);
    else
        draw(figure);
    due_ = Clock::now() + hold;
}

void Board::ask_before(const Figure& blank)
{
    show(blank);
    if (screen_) screen_->give_back_keyboard();
}

std::optional<Figure> Board::recorded() const
{
    if (kept_.empty()) return {};
    const auto columns = [](const Figure& figure) { return figure.columns(); };
    Figure film("board", title_, std::ranges::max(of_each(kept_, columns)));
    film.frame_seconds(std::chrono::duration<double>(kept_every_).count());
    for (const Figure& picture : kept_) {
        if (&picture != &kept_.front()) film.next_frame();
        for (const Panel& panel : picture.frames().back()) film.panel() = panel;
    }
    return film;
}

void on_board(const std::function<void(Figure&)>& draw)
{
    if (the_board != nullptr && onlooker() != nullptr) the_board->picture(draw);
}

} // namespace descente
