#include "shell/knobs.hpp"

#include <algorithm>
#include <boost/algorithm/string/join.hpp>
#include <cmath>
#include <stdexcept>

namespace descente {

namespace {

// A function's static, so that it is there before the first knob of any file.
std::vector<const Knob*>& list()
{
    static std::vector<const Knob*> knobs;
    return knobs;
}

} // namespace

const std::vector<const Knob*>& all_knobs() { return list(); }

Knob::Knob(Kind what_kind, std::string called, const Text& what, double course, double quickly,
           Allowed between)
    : kind(what_kind),
      name(std::move(called)),
      help(what),
      full(course),
      quick(quickly),
      allowed(between),
      value_(course)
{
    list().push_back(this);
}

Knob::~Knob() { std::erase(list(), this); }

void Knob::check_set() const
{
    if (!set_) throw std::logic_error("knob --" + name + " was read before the command line");
}

double Knob::value() const
{
    check_set();
    return value_;
}

void Knob::reset(bool quickly) const
{
    value_ = quickly ? quick : full;
    file_.clear();
    numbers_ = course_numbers_;
    words_ = course_words_;
    turned_ = false;
    set_ = true;
}

void Knob::turn(double value) const
{
    if (kind == Kind::numbers) return turn(std::vector<double>{value});
    turned_ = kind != Kind::on_off && value != value_;
    value_ = value;
    set_ = true;
}

void Knob::turn(const std::filesystem::path& file) const
{
    file_ = file;
    set_ = true;
}

void Knob::turn(std::vector<double> numbers) const
{
    turned_ = numbers != course_numbers_;
    numbers_ = std::move(numbers);
    if (!numbers_.empty()) value_ = numbers_.front();
    set_ = true;
}

void Knob::turn(std::vector<std::string> words) const
{
    turned_ = words != course_words_;
    words_ = std::move(words);
    set_ = true;
}

namespace {

Text joined(const std::vector<double>& numbers)
{
    Text line = verbatim("{:.4Lg}", numbers.at(0));
    for (std::size_t i = 1; i < numbers.size(); ++i)
        line = verbatim("{}, {:.4Lg}", line, numbers[i]);
    return line;
}

} // namespace

Text Knob::shown_value() const
{
    if (kind == Kind::words) return verbatim(boost::algorithm::join(words_, ", "));
    return numbers_.empty() ? verbatim("{:Lg}", value_) : joined(numbers_);
}

Text Knob::shown_course() const
{
    if (kind == Kind::words) return verbatim(boost::algorithm::join(course_words_, ", "));
    if (!course_numbers_.empty()) return joined(course_numbers_);
    return std::isnan(full) ? tr("tuned") : verbatim("{:Lg}", full);
}

List::List(std::string called, std::vector<double> course, Allowed between, const Text& what,
           std::size_t least, std::size_t most, std::map<std::string, std::vector<double>> known)
    : Knob(Kind::numbers, std::move(called), what, 0, 0, between),
      least_many(least),
      most_many(most),
      named(std::move(known))
{
    course_numbers_ = std::move(course);
}

Words::Words(std::string called, std::vector<std::string> course,
             std::vector<std::string> there_are, const Text& what, std::size_t most)
    : Knob(Kind::words, std::move(called), what), all(std::move(there_are)), most_many(most)
{
    course_words_ = std::move(course);
}

bool Words::has(const std::string& word) const
{
    check_set();
    return std::ranges::find(words_, word) != words_.end();
}

Tuned::Tuned(std::string called, std::vector<double> grid, Allowed between, const Text& what)
    : Knob(Kind::numbers, std::move(called), what, not_a_number, not_a_number, between),
      grid_(std::move(grid))
{
}

std::vector<double> Tuned::values(double usual) const
{
    if (!numbers_.empty()) return numbers_;
    std::vector<double> all = grid_;
    for (double& one : all) one *= usual;
    return all;
}

} // namespace descente
