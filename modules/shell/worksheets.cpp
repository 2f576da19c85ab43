#include "shell/worksheets.hpp"

#include "base/error.hpp"
#include "base/rng.hpp"
#include "io/whole_file.hpp"
#include "shell/console.hpp"

#include <algorithm>
#include <boost/algorithm/string/trim.hpp>
#include <charconv>
#include <map>
#include <set>
#include <sstream>

namespace descente {

namespace {

/// Six digits that follow from the name (FNV-1a).
std::uint64_t number_of(const std::string& name)
{
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return 100'000 + hash % 900'000;
}

/// "4711 Ann", "4711;Ann", "4711" or "Ann".
Student student_of(const std::string& line)
{
    std::uint64_t number = 0;
    const char* const end = line.data() + std::min<std::size_t>(line.size(), 9);
    const auto [rest, error] = std::from_chars(line.data(), end, number);
    const std::string after = line.substr(static_cast<std::size_t>(rest - line.data()));
    const bool numbered =
        error == std::errc() && (after.empty() || std::string(" \t,;").find(after[0]) < 4);
    if (!numbered) return {number_of(line), line};
    return {number, boost::trim_copy_if(after, boost::is_any_of(" \t,;"))};
}

} // namespace

std::vector<Student> students_of(const std::filesystem::path& file,
                                 std::vector<std::string>& repeated)
{
    std::istringstream lines(read_text_file(file, tr("file of names"), 1U << 20U));
    std::vector<Student> students;
    std::set<std::string> seen;
    std::map<std::uint64_t, std::string> names;
    for (std::string line; std::getline(lines, line);) {
        boost::trim_if(line, [](char c) { return c >= 0 && c <= ' '; });
        if (line.empty()) continue;
        if (!seen.insert(line).second) {
            repeated.push_back(line);
            continue;
        }
        const Student student = student_of(line);
        const auto [first, fresh] = names.emplace(student.number, student.name);
        if (!fresh)
            throw DataError(tr("{}: {} and {} have one number, {}; write another before a name",
                               file.string(), shown(first->second), shown(student.name),
                               student.number));
        students.push_back(student);
    }
    if (students.empty()) throw DataError(tr("{}: no name stands there", file.string()));
    if (students.size() > 1000) throw DataError(tr("{}: more than 1000 names", file.string()));
    return students;
}

SheetPage page_of(const LabInfo& info, const Student& student)
{
    Rng rng(student.number);
    const Text title = tr("Lab {:02} · {}", info.number, info.title);
    const Worksheet sheet = info.worksheet(rng);
    if (student.name.empty())
        return {title, sheet, tr("worksheet {}", student.number), tr("name: {}", "……………………………………")};
    return {title, sheet, tr("worksheet {} · {}", student.number, student.name)};
}

void make_worksheets(const LabInfo& info, const Options& options)
{
    std::vector<Student> students;
    std::vector<std::string> repeated;
    if (options.worksheet) students.push_back({*options.worksheet, ""});
    if (!options.class_file.empty()) students = students_of(options.class_file, repeated);
    const Language language = options.style.language;
    for (const std::string& line : repeated)
        complain(lab_name(info),
                 tr("{} stands there more than once and gets one sheet; if they are two, write a "
                    "number before each",
                    shown(line)),
                 language);
    std::vector<SheetPage> pages;
    for (const Student& student : students) pages.push_back(page_of(info, student));
    const std::string name =
        lab_name(info) +
        (options.worksheet ? fmt::format("_worksheet_{}", *options.worksheet) : "_worksheets");
    FigureStyle style = options.style;
    style.patience += std::chrono::seconds(pages.size());
    for (const bool answers : {false, true}) {
        if (answers && !options.answers) break;
        const auto file = write_worksheets(options.out_folder, name + (answers ? "_answers" : ""),
                                           pages, answers, style);
        if (!options.quiet) say_aloud(file.string() + "\n");
    }
}

} // namespace descente
