// Files are written in a hidden folder beside their place and renamed when complete, so that a
// figure is there entirely or not at all.
//
// The script is rendered by its own gnuplot process: a gnuplot fed through a pipe carries on after
// an error and cannot name the line.
#include "plot/files.hpp"

#include "base/error.hpp"
#include "base/table.hpp"
#include "io/whole_file.hpp"
#include "plot/table.hpp"

#include <algorithm>
#include <atomic>
#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/split.hpp>
#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/group.hpp>
#include <boost/process/io.hpp>
#include <boost/process/search_path.hpp>
#include <boost/process/start_dir.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <semaphore>
#include <sstream>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace descente {

namespace fs = std::filesystem;
namespace process = boost::process;
using namespace std::chrono_literals;

namespace {

[[noreturn]] void cannot_write(const fs::path& path, const std::string& reason)
{
    throw PlotError(tr("Cannot write {}: {}. Free some space or choose another folder with --out.",
                       path.string(), reason));
}

void make_folder(const fs::path& folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error && !fs::is_directory(folder)) cannot_write(folder, error.message());
}

void move_file(const fs::path& from, const fs::path& to)
{
    std::error_code error;
    fs::rename(from, to, error);
    if (error) cannot_write(to, error.message());
}

/// A hidden folder that goes away with its contents; its name has the number of our process. Those
/// of runs that were killed go, too.
class Workshop {
  public:
    explicit Workshop(const fs::path& beside)
    {
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(beside, ignored)) {
            int process = 0;
            if (std::sscanf(entry.path().filename().c_str(), ".figure-%d-", &process) == 1 &&
                is_gone(process))
                fs::remove_all(entry.path(), ignored);
        }
        std::string name = (beside / fmt::format(".figure-{}-XXXXXX", ::getpid())).string();
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

/// gnuplot's complaint in one line. It prints the offending line, a caret, and then
/// `"file.gp" line 12: undefined variable: x`.
std::string complaint(const std::string& output)
{
    std::istringstream lines(output);
    std::string line, last;
    while (std::getline(lines, line)) {
        const std::size_t start = line.find_first_not_of(" \t^");
        if (start == std::string::npos) continue;
        last = line.substr(start);
        if (last.find(" line ") != std::string::npos && last.find(": ") != std::string::npos) break;
    }
    return last;
}

/// Does the picture end as its format does? A full disk leaves half a one, once with exit code 0.
bool is_whole(const fs::path& picture)
{
    static const std::map<std::string, std::string> ends{
        {".png", "IEND\xae\x42\x60\x82"}, {".pdf", "%%EOF"}, {".svg", "</svg>"}, {".gif", ";"}};
    if (!fs::exists(picture)) return false;
    const std::string bytes = read_whole_file(picture, tr("picture"));
    const auto end = ends.find(picture.extension().string());
    if (end == ends.end()) return !bytes.empty();
    return bytes.substr(0, bytes.find_last_not_of("\r\n") + 1).ends_with(end->second);
}

void require_whole(const fs::path& picture, const fs::path& told)
{
    if (!is_whole(picture))
        throw PlotError(
            tr("gnuplot left no whole picture for {}; is the disk full?", told.string()));
}

/// The last picture of a film stays for two seconds before it begins again. gnuplot leaves out one
/// that is like the one before, so its delay is written into the file (GIF89a, section 23).
void hold_last_picture(const fs::path& film)
{
    std::string bytes = read_whole_file(film, tr("picture"));
    const auto begins_picture = [&](std::size_t at) {
        return at + 8 < bytes.size() && bytes[at + 7] == 0 && bytes[at + 8] == ',';
    };
    std::size_t last = std::string::npos;
    do {
        last = last == 0 ? std::string::npos : bytes.rfind("\x21\xf9\x04", last - 1);
    } while (last != std::string::npos && !begins_picture(last));
    if (last == std::string::npos) return;
    bytes[last + 4] = static_cast<char>(200); // hundredths of a second, low byte first
    bytes[last + 5] = 0;
    std::ofstream(film, std::ios::binary) << bytes;
}

/// name.tex of what gnuplot called name-inc.tex, for the sake of name-inc.pdf: \input works in a
/// document with graphicx alone, then without colours in texts.
void stand_without_colour(const fs::path& folder, const std::string& name)
{
    const std::string drawn = read_whole_file(folder / (name + "-inc.tex"), tr("picture"));
    std::ofstream(folder / (name + ".tex"), std::ios::binary)
        << "% Needs graphicx; with color its texts have colours.\n"
           "\\providecommand\\color[2][]{}%\n"
           "\\providecommand\\definecolor[3]{}%\n"
           "\\providecommand\\colorbox[2]{#2}%\n"
        << drawn;
}

struct Hangs : PlotError {
    using PlotError::PlotError;
};

/// Runs a program in `folder`, its words into `log`; its exit code. Throws Hangs when it hangs.
int run_in(const fs::path& program, const std::vector<std::string>& arguments,
           const fs::path& folder, const fs::path& log, std::chrono::milliseconds patience)
{
    static std::mutex one_by_one; // a child that starts holds another's pipe open
    std::error_code error;
    process::group of_its_own; // Ctrl-C is meant for the lab
    process::child child = [&] {
        const std::lock_guard lock(one_by_one);
        return process::child(
            of_its_own, program.string(), process::args(arguments),
            process::start_dir = folder.string(),
            process::std_in<process::null, (process::std_out & process::std_err)> log.string(),
            error);
    }();
    if (error) throw PlotError(tr("Cannot start {}: {}.", program.string(), error.message()));
    const auto end = std::chrono::steady_clock::now() + patience;
    while (child.running(error)) {
        if (std::chrono::steady_clock::now() > end) {
            child.terminate(error);
            throw Hangs(tr("{} was given up: not done after {:Lg} s", program.filename().string(),
                           std::chrono::duration<double>(patience).count()));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return child.exit_code();
}

/// Renders the script lying in `folder`; throws PlotError when gnuplot fails. What it says besides
/// (fontconfig's cache is stale) is no failure.
void render(const fs::path& gnuplot, const fs::path& folder, const std::string& script,
            const std::string& settings, const fs::path& shown, std::chrono::milliseconds patience)
{
    const fs::path log = folder / "gnuplot.log";
    const int code = run_in(gnuplot, {"-d", "-e", settings, script}, folder, log, patience);
    if (code == 0) return;
    std::string reason = complaint(read_whole_file(log, tr("log")));
    if (reason.empty()) reason = fmt::format("exit code {}", code);
    throw PlotError(tr("gnuplot cannot draw {}: {}.", shown.string(), reason));
}

/// name.mp4 of name.gif, both in `folder`; false without ffmpeg, or when it fails: the gif is
/// there.
bool make_mp4(const fs::path& folder, const std::string& name)
{
    const fs::path ffmpeg = find_program("ffmpeg");
    return !ffmpeg.empty() &&
           run_in(ffmpeg,
                  {"-v", "error", "-y", "-i", name + ".gif", "-pix_fmt", "yuv420p", "-vf",
                   "crop=trunc(iw/2)*2:trunc(ih/2)*2,tpad=stop_mode=clone:stop_duration=2",
                   name + ".mp4"},
                  folder, folder / "ffmpeg.log", 60s) == 0;
}

/// What --blank and --steps draw besides: the axes alone, and numbered, a series more each time, or
/// one picture of a film after the other.
std::vector<Figure> slides_before(const Figure& figure, const FigureStyle& style)
{
    std::vector<Figure> slides;
    if (style.blank) slides.push_back(figure.up_to(0, "_blank"));
    const std::size_t frames = figure.frames().size();
    for (std::size_t k = 0; style.steps && frames > 1 && k < frames; ++k)
        slides.push_back(figure.at_frame(k, fmt::format("_frame{:02}", k + 1)));
    for (std::size_t k = 0; style.steps && frames == 1 && k <= figure.series(); ++k)
        slides.push_back(figure.up_to(k, fmt::format("_step{:02}", k)));
    return slides;
}

std::string text_of_style(const FigureStyle& style)
{
    std::error_code error;
    if (!fs::is_regular_file(style.style_file, error))
        throw PlotError(tr("The style file {} is missing; take it from the project's plots folder.",
                           style.style_file.string()));
    return read_whole_file(style.style_file, tr("style file"));
}

/// The terminal in which plots/style.gp draws a format.
const std::map<std::string, std::string> terminal_of_format{
    {"png", "pngcairo"}, {"pdf", "pdfcairo"},   {"svg", "svg"},
    {"gif", "gif"},      {"tex", "cairolatex"}, {"txt", "dumb"}};

} // namespace

fs::path find_gnuplot() { return find_program("gnuplot"); }

fs::path find_program(const std::string& name)
{
    // Boost would look at PATH in the environment's locale, and throw where that is not installed.
    const char* const given = std::getenv("PATH");
    const std::string path = given == nullptr ? "" : given;
    std::vector<std::string> folders;
    boost::algorithm::split(folders, path, boost::algorithm::is_any_of(":"));
    return process::search_path(name, {folders.begin(), folders.end()}).string();
}

std::set<std::string> terminals_of(const fs::path& gnuplot)
{
    const Workshop workshop(fs::temp_directory_path());
    const fs::path log = workshop.path() / "log";
    if (run_in(gnuplot, {"-e", "print GPVAL_TERMINALS"}, workshop.path(), log,
               FigureStyle().patience) != 0)
        return {};
    std::istringstream names(read_whole_file(log, tr("log")));
    return {std::istream_iterator<std::string>(names), {}};
}

void FigureWriter::check() const
{
    script_style();
    const fs::path gnuplot = find_gnuplot();
    const std::set<std::string> known =
        gnuplot.empty() ? std::set<std::string>() : terminals_of(gnuplot);
    for (const std::string& format : style_.formats)
        if (!known.empty() && !known.contains(terminal_of_format.at(format)))
            throw PlotError(tr("this gnuplot has no terminal {}, which --format {} needs: choose "
                               "another format, or install gnuplot-nox",
                               terminal_of_format.at(format), format));
    const Workshop workshop(folder_);
    std::ofstream probe(workshop.path() / "probe");
    probe << "probe\n";
    probe.close();
    if (!probe) cannot_write(folder_, std::strerror(errno));
}

std::string FigureWriter::script_style() const { return text_of_style(style_); }

fs::path draw_script(const fs::path& folder, const std::string& name, const FigureStyle& style,
                     const std::function<void(const fs::path&, const std::string&)>& write)
{
    std::signal(SIGPIPE, SIG_IGN);
    const std::string picture = name + "." + style.formats.front();
    const fs::path gnuplot = find_gnuplot();
    if (gnuplot.empty()) throw PlotError(tr("gnuplot is missing: make setup"));
    make_folder(folder);
    const Workshop workshop(folder);
    try {
        write(workshop.path() / "page.gp", text_of_style(style));
    } catch (const std::system_error& failure) {
        cannot_write(folder / picture, failure.code().message());
    }
    render(gnuplot, workshop.path(), "page.gp", "format='" + style.formats.front() + "'; folder=''",
           folder / picture, style.patience);
    require_whole(workshop.path() / picture, folder / picture);
    move_file(workshop.path() / picture, folder / picture);
    return folder / picture;
}

void FigureWriter::write_script(const fs::path& path, const Figure& figure, const Text& footer,
                                double zoom, bool latex, const std::string& size) const
{
    ScriptOptions options{prefix_ + "_" + figure.name(),
                          size.empty() ? style_.size : size,
                          style_.theme,
                          style_.language,
                          script_style(),
                          latex,
                          zoom};
    // LaTeX has a script of its own, whose texts are escaped.
    const auto own = std::find_if(style_.formats.begin(), style_.formats.end(),
                                  [](const std::string& format) { return format != "tex"; });
    if (own != style_.formats.end()) options.format = *own;
    try {
        descente::write_script(path, figure, footer, options);
    } catch (const std::system_error& failure) {
        cannot_write(folder_ / path.filename(), failure.code().message());
    }
}

// ---- figures on their way ----

/// The files of one figure: made in a workshop, then moved into their folder.
class Drawing::Delivery {
  public:
    explicit Delivery(const fs::path& folder) : folder_(folder) {}

    /// Where files are made; it goes away with `leave`.
    fs::path workshop() const { return workshop_->path(); }
    void enter() { workshop_ = std::make_unique<Workshop>(folder_); }
    void leave() { workshop_.reset(); }

    void file(const std::string& name)
    {
        move_file(workshop() / name, folder_ / name);
        const std::lock_guard lock(mutex_);
        files_.push_back(folder_ / name);
    }
    void text(const std::string& name, const std::string& content)
    {
        std::ofstream stream(workshop() / name, std::ios::binary);
        stream << content;
        stream.close();
        if (!stream) cannot_write(folder_ / name, std::strerror(errno));
        file(name);
    }
    std::vector<fs::path> files() const
    {
        const std::lock_guard lock(mutex_);
        return files_;
    }

  private:
    const fs::path folder_;
    std::unique_ptr<Workshop> workshop_;
    mutable std::mutex mutex_;
    std::vector<fs::path> files_;
};

std::vector<fs::path> Drawing::files() const { return delivery_->files(); }

void Drawing::wait() const
{
    if (pictures_.valid()) pictures_.wait();
}

bool Drawing::is_done() const
{
    return !pictures_.valid() || pictures_.wait_for(0s) != std::future_status::timeout;
}

void Drawing::finish()
{
    if (pictures_.valid()) pictures_.get();
}

struct FigureWriter::Shared {
    std::counting_semaphore<2> gnuplots{2}; // at a time
    std::atomic<bool> one_hung = false;     // another would, too
};

FigureWriter::FigureWriter(fs::path folder, std::string prefix, FigureStyle style)
    : folder_(std::move(folder)),
      prefix_(std::move(prefix)),
      style_(std::move(style)),
      shared_(std::make_shared<Shared>())
{
}

std::vector<fs::path> FigureWriter::write(const Figure& figure, const Text& footer) const
{
    Drawing drawing = start(figure, footer);
    drawing.finish();
    return drawing.files();
}

Drawing FigureWriter::start(const Figure& figure, const Text& footer,
                            const std::function<void()>& drawn) const
{
    std::signal(SIGPIPE, SIG_IGN); // a reader that goes away must not end the program
    const auto delivery = std::make_shared<Drawing::Delivery>(folder_);
    fs::path gnuplot;
    try { // The numbers first: they are there whatever happens to the pictures.
        make_folder(folder_);
        delivery->enter();
        const std::string name = prefix_ + "_" + figure.name();
        const std::string table = figure_table(figure, footer, name, style_.language);
        delivery->text(name + ".tsv", table);
        if (style_.csv) delivery->text(name + ".csv", csv_from_tsv(table));
        const fs::path script = delivery->workshop() / (name + ".gp");
        write_script(script, figure, footer);
        gnuplot = find_gnuplot();
        if (!gnuplot.empty()) fs::copy_file(script, delivery->workshop() / "drawn.gp");
        delivery->file(name + ".gp");
    } catch (...) {
        delivery->leave();
        return {delivery, std::async(std::launch::deferred, std::rethrow_exception,
                                     std::current_exception())};
    }
    auto draw_all = [self = *this, gnuplot, figure, footer, drawn, delivery] {
        std::exception_ptr trouble;
        try {
            if (!gnuplot.empty()) self.draw(gnuplot, figure, footer, *delivery);
        } catch (...) {
            trouble = std::current_exception();
        }
        delivery->leave();
        if (drawn) drawn();
        if (trouble) std::rethrow_exception(trouble);
    };
    return {delivery, std::async(std::move(draw_all))};
}

/// The pictures of a figure whose script lies in the workshop.
void FigureWriter::draw(const fs::path& gnuplot, const Figure& figure, const Text& footer,
                        Drawing::Delivery& delivery) const
{
    const auto give_back = [](Shared* shared) { shared->gnuplots.release(); };
    shared_->gnuplots.acquire();
    const std::unique_ptr<Shared, decltype(give_back)> one_of_two(shared_.get(), give_back);
    if (shared_->one_hung) return;
    const std::string name = prefix_ + "_" + figure.name();
    const fs::path workshop = delivery.workshop();
    // What moves is also written as a film beside its still pictures: nobody would think of asking.
    std::vector<std::string> formats = style_.formats;
    const auto wanted = [&](const char* format) {
        return std::find(formats.begin(), formats.end(), format) != formats.end();
    };
    if (figure.frames().size() > 1 && wanted("png") && !wanted("gif")) formats.emplace_back("gif");
    const auto draw_one = [&](const Figure& one, const std::string& picture,
                              const std::string& format) {
        if (format == "tex") write_script(workshop / "latex.gp", one, footer, 1, true);
        render(gnuplot, workshop, format == "tex" ? "latex.gp" : "drawn.gp",
               "format='" + format + "'; folder=''", folder_ / (name + ".gp"), style_.patience);
        std::vector<std::string> pictures{picture + "." + format};
        const bool moves = format == "gif" && one.frames().size() > 1;
        if (moves) hold_last_picture(workshop / pictures[0]);
        if (moves && style_.mp4 && make_mp4(workshop, picture))
            pictures.push_back(picture + ".mp4");
        if (format == "tex") {
            if (fs::exists(workshop / (picture + "-inc.tex")))
                stand_without_colour(workshop, picture);
            pictures.push_back(picture + "-inc.pdf");
        }
        for (const std::string& file : pictures)
            require_whole(workshop / file, folder_ / (name + ".gp"));
        for (const std::string& file : pictures) delivery.file(file);
    };
    try {
        for (const std::string& format : formats) draw_one(figure, name, format);
        for (const Figure& one : slides_before(figure, style_)) {
            write_script(workshop / "drawn.gp", one, footer);
            for (const std::string& format : style_.formats)
                if (format != "gif" || one.frames().size() == 1)
                    draw_one(one, prefix_ + "_" + one.name(), format);
        }
    } catch (const Hangs& hangs) {
        shared_->one_hung = true;
        throw PlotError(tr("{}: {}; this figure and those after it stay numbers and scripts (.tsv, "
                           ".gp)",
                           (folder_ / (name + ".gp")).string(), hangs.line()));
    }
}

} // namespace descente
