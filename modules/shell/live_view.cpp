// The only file that includes gnuplot-iostream; <armadillo> comes first, or it would not know
// matrices. Whole scripts are sent, as text: they hold their data in blocks, which several plots
// share, and the window shows the very lines that drew the picture.
#include "shell/live_view.hpp"

#include "plot/files.hpp"
#include "shell/options.hpp"

#include <armadillo>
#include <cstdlib>
#include <fmt/format.h>
#include <gnuplot-iostream.h>
#include <unistd.h>

namespace descente {

namespace {

bool is_set(const char* variable)
{
    const char* value = std::getenv(variable);
    return value != nullptr && *value != '\0';
}

} // namespace

struct LiveView::Window {
    explicit Window(const std::string& command) : gnuplot(command) {}

    Gnuplot gnuplot;
};

LiveView::LiveView(std::filesystem::path gnuplot) : gnuplot_(std::move(gnuplot))
{
    if (gnuplot_.empty()) {
        trouble_ =
            tr("--live: gnuplot is not installed, so figures are not shown; install gnuplot-qt");
        return;
    }
    const std::set<std::string> known = terminals_of(gnuplot_);
    for (const char* one : {"x11", "wxt", "qt"}) // the best last
        if (known.contains(one)) terminal_ = one;
    if (terminal_.empty())
        trouble_ = tr(
            "--live: this gnuplot has no windows, so figures are only saved; install gnuplot-qt");
    else if (!is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY"))
        trouble_ = tr("--live: there is no display to open a window on, so figures are only saved");
}

LiveView::~LiveView()
{
    windows_.clear(); // waits until the scripts are read
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

void LiveView::show(const std::string& name,
                    const std::function<void(const std::filesystem::path&)>& write)
{
    if (!trouble_.empty()) return;
    if (folder_.empty()) {
        std::string made =
            (std::filesystem::temp_directory_path() / fmt::format(".figure-{}-XXXXXX", ::getpid()))
                .string();
        if (::mkdtemp(made.data()) == nullptr) return; // nowhere to write: the picture is there
        folder_ = made;
    }
    std::unique_ptr<Window>& window = windows_[name];
    // A session of its own: Ctrl-C is meant for the lab. The script has drawn a picture already, so
    // what gnuplot would still say is about fonts and window systems.
    if (!window)
        window = std::make_unique<Window>("setsid " + shell_word(gnuplot_.string()) +
                                          " -persist 2>/dev/null || true");
    // Never one that gnuplot may be reading.
    const std::filesystem::path script = folder_ / fmt::format("{}.gp", ++shown_);
    write(script);
    window->gnuplot << "reset session; format = 'window'; folder = ''; window = '" << terminal_
                    << "'; load '" << script.string() << "'\n"
                    << std::flush;
    window->gnuplot.clear(); // a window closed early is no error
}

} // namespace descente
