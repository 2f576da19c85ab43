#include "shell/screen.hpp"

#include "plot/files.hpp"
#include "shell/console.hpp"
#include "shell/progress.hpp"

#include <algorithm>
#include <armadillo>
#include <boost/process/child.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/io.hpp>
#include <boost/process/posix.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <gnuplot-iostream.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace descente {

namespace process = boost::process;
using namespace std::chrono_literals;

namespace {

bool is_set(const char* variable)
{
    const char* value = std::getenv(variable);
    return value != nullptr && *value != '\0';
}

/// In the child. Ctrl-C is meant for the lab alone; and a window that wakes at every panel would
/// show half a sheet, where a batch process on the core of the one that draws waits for the whole.
void keep_apart()
{
    ::setpgid(0, 0);
    const sched_param none{};
    static_cast<void>(::sched_setscheduler(0, SCHED_BATCH, &none));
    cpu_set_t cores, one;
    CPU_ZERO(&one);
    if (::sched_getaffinity(0, sizeof cores, &cores) != 0) return;
    int last = CPU_SETSIZE - 1;
    while (last > 0 && !CPU_ISSET(last, &cores)) --last;
    CPU_SET(last, &one);
    static_cast<void>(::sched_setaffinity(0, sizeof one, &one));
}

/// Whether the terminal draws pixels: it says so when it is asked who it is (DA1: …;4;…).
bool draws_pixels(Keyboard& keyboard)
{
    if (::isatty(STDIN_FILENO) != 1) return false;
    static_cast<void>(keyboard.key()); // from now on letters come one by one
    std::fputs("\x1b[c", stderr);
    std::fflush(stderr);
    std::string answer;
    pollfd input{STDIN_FILENO, POLLIN, 0};
    for (char c = 0; c != 'c' && ::poll(&input, 1, 300) > 0 && ::read(STDIN_FILENO, &c, 1) == 1;)
        answer += c;
    return answer.find(";4;") != std::string::npos || answer.find(";4c") != std::string::npos;
}

} // namespace

struct Screen::Drawer {
    process::child child;
    std::unique_ptr<Gnuplot> ask; // it closes its end of the pipe
    int said = -1;                // ours of what gnuplot says; never waits

    explicit Drawer(const std::filesystem::path& gnuplot)
    {
        std::array<int, 2> in{}, out{};
        if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) return;
        ::fcntl(out[0], F_SETFL, O_NONBLOCK);
        std::error_code error;
        child = process::child(
            process::exe = gnuplot.string(), process::posix::fd.bind(0, in[0]),
            process::posix::fd.bind(1, out[1]), process::posix::fd.bind(2, out[1]),
            process::extend::on_exec_setup = [](auto&) { keep_apart(); }, error);
        ::close(in[0]), ::close(out[1]);
        said = out[0];
        ask = std::make_unique<Gnuplot>(::fdopen(in[1], "w"));
    }
    ~Drawer()
    {
        if (!ask) return;
        *ask << "pause 0.4; exit" << std::endl; // a window told to go while it draws would stay
        ask.reset();
        std::error_code gone;
        for (int i = 0; i < 400 && child.running(gone); ++i) std::this_thread::sleep_for(5ms);
        if (child.running(gone)) child.terminate(gone);
        ::close(said);
    }
    Drawer(const Drawer&) = delete;
    Drawer& operator=(const Drawer&) = delete;
};

Screen::Screen(const std::filesystem::path& gnuplot)
{
    choose(gnuplot);
    if (!trouble_.empty()) return;
    // In memory where there is such a place: a disk may stall.
    const bool memory = ::access("/dev/shm", W_OK) == 0;
    script_ = (memory ? "/dev/shm" : std::filesystem::temp_directory_path()) /
              fmt::format("descente-live-{}.gp", ::getpid());
    drawer_ = std::make_unique<Drawer>(gnuplot);
    open_ = drawer_->ask != nullptr;
    tell("set print '-'; folder = ''");
    if (kind_ == Kind::window)
        for (const char* name : {" ", "s", "+", "-", "q", "Close"})
            tell(fmt::format("bind '{0}' 'print \"key {0}\"'", name));
}

Screen::~Screen()
{
    if (shown_ > 0) clear_progress_line();
    drawer_.reset();
    std::error_code ignored;
    if (!script_.empty()) std::filesystem::remove(script_, ignored);
}

void Screen::choose(const std::filesystem::path& gnuplot)
{
    if (gnuplot.empty()) {
        trouble_ = tr("--live: gnuplot is not installed, so nothing can be shown; `make "
                      "setup-live` installs one that opens windows");
        return;
    }
    const std::set<std::string> known = terminals_of(gnuplot);
    // x11 has small letters; wxt flickers.
    if (is_set("DISPLAY") || is_set("WAYLAND_DISPLAY"))
        for (const char* one : {"wxt", "x11", "qt"}) // the best last
            if (known.contains(one)) terminal_ = one;
    if (!terminal_.empty()) {
        terminal_ += " noraise ctrlq noenhanced size 1280, 720 title name persist linewidth 0.67 "
                     "font letters";
        return;
    }
    if (has_terminal() && known.contains("sixelgd") && draws_pixels(keyboard_)) {
        kind_ = Kind::pixels;
    } else if (has_terminal() && known.contains("dumb")) {
        kind_ = Kind::letters;
    } else {
        trouble_ = tr("--live: there is neither a display nor a terminal to show figures in, so "
                      "they are only saved (`make setup-live` installs a gnuplot with windows)");
    }
}

void Screen::tell(const std::string& line)
{
    if (!open_) return;
    *drawer_->ask << line << std::endl; // one line: a window's event can break a longer command
    open_ = static_cast<bool>(*drawer_->ask);
}

void Screen::listen()
{
    if (!open_) return;
    std::array<char, 65536> some{};
    ssize_t n = 0;
    while ((n = ::read(drawer_->said, some.data(), some.size())) > 0)
        heard_.append(some.data(), static_cast<std::size_t>(n));
    if (n == 0) open_ = false; // gnuplot has gone
    static const std::string done = "drawn\n";
    if (kind_ != Kind::window) {
        const std::size_t end = heard_.find(done);
        if (end == std::string::npos) return;
        // Remarks (an encoding that the locale lacks) stand before the form feed of a picture in
        // letters, or the beginning of one in pixels.
        const std::size_t start =
            kind_ == Kind::letters ? heard_.rfind('\f', end) + 1 : heard_.rfind("\x1bP", end);
        if (start < end) put_on_terminal(heard_.substr(start, end - start));
        heard_.erase(0, end + done.size());
        drawn_ = true;
        return;
    }
    for (std::size_t end = 0; (end = heard_.find('\n')) != std::string::npos;) {
        const std::string line = heard_.substr(0, end);
        heard_.erase(0, end + 1);
        if (line == "drawn") drawn_ = true;
        if (line == "key Close") open_ = false; // the next picture would open it again
        if (line.size() == 5 && line.starts_with("key ")) keys_ += line[4];
    }
}

bool Screen::ready()
{
    listen();
    return open_ && drawn_;
}

void Screen::show(const std::function<void(const std::filesystem::path&, const std::string& size,
                                           double zoom)>& write)
{
    std::string size = "16:9", format = "window";
    double zoom = 2.0 / 3; // a window of 1280 × 720
    if (kind_ != Kind::window) {
        winsize now{};
        ::ioctl(STDERR_FILENO, TIOCGWINSZ, &now);
        const int columns = now.ws_col > 0 ? now.ws_col - 1 : 79;
        rows_ = std::clamp(now.ws_row - 2, 8, 40);
        format = kind_ == Kind::letters ? "txt" : "window";
        if (kind_ == Kind::letters) {
            // A letter of the page is as large as its labels' are: 28 points, or 22.5 where it is
            // narrow (layout.cpp), 16 × 24 pixels at 21 points.
            const double letter = (columns < 72 ? 22.5 : 28) / 21;
            size = fmt::format("{:.0f}x{:.0f}", columns * 16 * letter, rows_ * 24 * letter);
            terminal_ = fmt::format("dumb nofeed noenhanced ansi256 size {}, {}", columns, rows_);
        } else {
            const int high = now.ws_ypixel > 0 ? now.ws_ypixel / now.ws_row * rows_ : 16 * rows_;
            // xterm shows nothing that is wider than 1000, unless its owner changed that.
            const int wide =
                std::min({now.ws_xpixel > 0 ? now.ws_xpixel : 640, high * 16 / 9, 1000});
            zoom = std::min(wide / 1920.0, high / 1080.0);
            terminal_ = fmt::format("sixelgd noenhanced size {:.0f}, {:.0f} linewidth {:.2f} font "
                                    "letters",
                                    1920 * zoom, 1080 * zoom, zoom);
        }
    }
    write(script_, size, zoom);
    tell(fmt::format("format = '{}'; shown_in = \"{}\"", format, terminal_));
    // Without its mouse a window shows no half of a picture.
    const bool mouse = kind_ == Kind::window;
    tell(fmt::format("{}reset; load '{}'", mouse ? "unset mouse; " : "", script_.string()));
    tell(fmt::format("{}print 'drawn'", mouse ? "set mouse; " : "")); // whatever came of it
    drawn_ = false;
}

/// Over the last one, unless something else was said below it since.
void Screen::put_on_terminal(const std::string& picture)
{
    std::string frame;
    if (shown_ != rows_ || said_ != lines_said()) frame += std::string(std::size_t(rows_), '\n');
    frame += fmt::format("\x1b[{}A\r", rows_);
    if (kind_ == Kind::pixels) {
        frame += "\x1b"
                 "7" +
                 picture +
                 "\x1b"
                 "8" +
                 fmt::format("\x1b[{}B", rows_);
    } else {
        int lines = 0;
        for (const char c : picture)
            if (c != '\n')
                frame += c;
            else if (++lines <= rows_)
                frame += "\x1b[K\n";
        for (; lines < rows_; ++lines) frame += "\x1b[K\n";
    }
    shown_ = rows_;
    said_ = lines_said();
    if (::tcgetpgrp(STDERR_FILENO) != ::getpgrp()) return; // in the background
    std::fputs(frame.c_str(), stderr);
    std::fflush(stderr);
}

char Screen::key()
{
    listen();
    char pressed = keyboard_.key();
    if (pressed == 0 && !keys_.empty()) {
        pressed = keys_.front();
        keys_.erase(0, 1);
    }
    return pressed;
}

} // namespace descente
