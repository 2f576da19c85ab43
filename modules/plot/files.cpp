// Files are written in a hidden folder beside their place and renamed when complete, so that a
// figure is there entirely or not at all.
//
// The script is rendered by its own gnuplot process: a gnuplot fed through a pipe carries on after
// an error and cannot name the line. For the same reason gnuplot-iostream is not used here but for
// windows only (live_view.hpp): its 2014 release checks neither writes nor the exit code.
#include "plot/files.hpp"

#include "base/error.hpp"
#include "plot/script.hpp"
#include "plot/table.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <memory>
#include <spawn.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace descente {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void cannot_write(const fs::path& path, const std::string& reason)
{
    throw PlotError(tr("Cannot write {}: {}. Free some space or choose another folder with --out.",
                       path.string(), reason));
}

void write_file(const fs::path& path, const fs::path& shown, const std::string& text)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) cannot_write(shown, std::strerror(errno));
    std::size_t done = 0;
    int error = 0;
    while (done < text.size() && error == 0) {
        const ssize_t n = ::write(file, text.data() + done, text.size() - done);
        if (n >= 0)
            done += static_cast<std::size_t>(n);
        else if (errno != EINTR)
            error = errno;
    }
    if (::close(file) != 0 && error == 0) error = errno;
    if (error != 0) cannot_write(shown, std::strerror(error));
}

std::string read_file(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// A hidden folder that goes away with its contents.
class Workshop {
  public:
    explicit Workshop(const fs::path& beside)
    {
        std::string name = (beside / ".figure-XXXXXX").string();
        if (!::mkdtemp(name.data())) cannot_write(beside, std::strerror(errno));
        path_ = name;
    }
    ~Workshop()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Workshop(const Workshop&) = delete;
    Workshop& operator=(const Workshop&) = delete;
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

void move_out(const fs::path& from, const fs::path& to)
{
    std::error_code error;
    fs::rename(from, to, error);
    if (error) cannot_write(to, error.message());
}

/// gnuplot's complaint in one line. It prints the offending line, a caret, and then
/// `"file.gp" line 12: undefined variable: x`.
std::string complaint(const std::string& output)
{
    std::istringstream lines(output);
    std::string line, last, best;
    while (std::getline(lines, line)) {
        const std::size_t start = line.find_first_not_of(" \t^");
        if (start == std::string::npos) continue;
        last = line.substr(start);
        if (best.empty() && last.find(" line ") != std::string::npos &&
            last.find(": ") != std::string::npos)
            best = last;
    }
    return best.empty() ? last : best;
}

/// Renders the script lying in `folder`; throws PlotError when gnuplot fails or complains.
void render(const fs::path& gnuplot, const fs::path& folder, const std::string& script,
            const std::string& settings, const fs::path& shown)
{
    const fs::path log = folder / "gnuplot.log";
    std::vector<std::string> words = {gnuplot.string(), "-d", "-e", settings, script};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "gnuplot.log", O_WRONLY | O_CREAT | O_TRUNC,
                                     0666);
    pid_t child = 0;
    const int failed =
        posix_spawn(&child, gnuplot.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0)
        throw PlotError(tr("Cannot start {}: {}.", gnuplot.string(), std::strerror(failed)));
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    const std::string output = read_file(log);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && output.find("error") == std::string::npos)
        return;
    Text reason = verbatim(complaint(output));
    if (reason.empty())
        reason = WIFSIGNALED(status) ? tr("ended by signal {}", WTERMSIG(status))
                                     : tr("exit code {}", WEXITSTATUS(status));
    throw PlotError(tr("gnuplot cannot draw {}: {}.", shown.string(), reason));
}

const std::string& checked_in(const std::vector<std::string>& values, const std::string& value,
                              const Text& what)
{
    if (std::find(values.begin(), values.end(), value) != values.end()) return value;
    std::string all;
    for (const std::string& v : values) all += (all.empty() ? "" : ", ") + v;
    throw UsageError(tr("{} '{}' is unknown; choose from {}.", what, value, all));
}

} // namespace

const std::vector<std::string>& picture_formats()
{
    static const std::vector<std::string> formats = {"png", "pdf", "svg", "gif", "tex", "txt"};
    return formats;
}

const std::vector<std::string>& picture_sizes()
{
    static const std::vector<std::string> sizes = {"16:9", "4:3", "half"};
    return sizes;
}

const std::vector<std::string>& picture_themes()
{
    static const std::vector<std::string> themes = {"light", "dark", "print"};
    return themes;
}

fs::path find_gnuplot()
{
    const char* list = std::getenv("PATH");
    std::istringstream folders(list ? list : "");
    std::string folder;
    while (std::getline(folders, folder, ':')) {
        const fs::path program = fs::path(folder.empty() ? "." : folder) / "gnuplot";
        std::error_code ignored;
        if (fs::is_regular_file(program, ignored) && ::access(program.c_str(), X_OK) == 0)
            return fs::absolute(program, ignored);
    }
    return {};
}

FigureWriter::FigureWriter(fs::path folder, std::string prefix, FigureStyle style)
    : folder_(std::move(folder)), prefix_(std::move(prefix)), style_(std::move(style))
{
    for (const std::string& format : style_.formats)
        checked_in(picture_formats(), format, tr("The picture format"));
    checked_in(picture_sizes(), style_.size, tr("The picture size"));
    checked_in(picture_themes(), style_.theme, tr("The theme"));
}

static ScriptOptions options_of(const FigureStyle& style, const std::string& file, bool latex)
{
    std::error_code error;
    if (!fs::is_regular_file(style.style_file, error))
        throw PlotError(tr("The style file {} is missing; take it from the project's plots folder.",
                           style.style_file.string()));
    return {file, style.size, style.theme, style.language, read_file(style.style_file), latex, 1};
}

std::string FigureWriter::script(const Figure& figure, const Text& footer) const
{
    return figure_script(figure, footer, options_of(style_, prefix_ + "_" + figure.name(), false));
}

std::string FigureWriter::window_script(const Figure& figure, const Text& footer) const
{
    ScriptOptions options = options_of(style_, prefix_ + "_" + figure.name(), false);
    options.zoom = 2.0 / 3;
    return figure_script(figure, footer, options);
}

std::string FigureWriter::table(const Figure& figure, const Text& footer) const
{
    return figure_table(figure, footer, prefix_ + "_" + figure.name(), style_.language);
}

std::vector<fs::path> FigureWriter::write(const Figure& figure, const Text& footer) const
{
    std::signal(SIGPIPE, SIG_IGN); // a reader that goes away must not end the program
    const std::string name = prefix_ + "_" + figure.name();
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error && !fs::is_directory(folder_)) cannot_write(folder_, error.message());

    const Workshop workshop(folder_);
    std::vector<fs::path> written;
    const auto deliver = [&](const std::string& file) {
        move_out(workshop.path() / file, folder_ / file);
        written.push_back(folder_ / file);
    };
    const auto save = [&](const std::string& file, const std::string& text) {
        write_file(workshop.path() / file, folder_ / file, text);
    };
    // The numbers first: they are there whatever happens to the pictures.
    save(name + ".tsv", table(figure, footer));
    deliver(name + ".tsv");
    const std::string text = script(figure, footer);
    save(name + ".gp", text);
    deliver(name + ".gp");

    const fs::path gnuplot = find_gnuplot();
    if (gnuplot.empty() || style_.formats.empty()) return written;
    save(name + ".gp", text);
    // What moves is also written as a film beside its still pictures: nobody would think of asking.
    std::vector<std::string> formats = style_.formats;
    const bool moves = figure.frames().size() > 1;
    if (moves && std::find(formats.begin(), formats.end(), "gif") == formats.end() &&
        std::find(formats.begin(), formats.end(), "png") != formats.end())
        formats.emplace_back("gif");
    for (const std::string& format : formats) {
        if (format == "tex")
            save("latex.gp", figure_script(figure, footer, options_of(style_, name, true)));
        render(gnuplot, workshop.path(), format == "tex" ? "latex.gp" : name + ".gp",
               "format='" + format + "'; folder=''", folder_ / (name + ".gp"));
        std::error_code missing;
        const std::string picture = name + "." + format;
        if (fs::file_size(workshop.path() / picture, missing) == 0 || missing)
            throw PlotError(tr("gnuplot left no picture for {}; is the disk full?",
                               (folder_ / (name + ".gp")).string()));
        if (format == "tex") deliver(name + "-inc.pdf");
        deliver(picture);
    }
    return written;
}

} // namespace descente
