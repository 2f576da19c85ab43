#include "shell/knobs.hpp"

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

const std::filesystem::path& Knob::path() const
{
    check_set();
    return file_;
}

void Knob::reset(bool quickly) const
{
    value_ = quickly ? quick : full;
    file_.clear();
    turned_ = false;
    set_ = true;
}

void Knob::turn(double value) const
{
    turned_ = kind != Kind::on_off && value != value_;
    value_ = value;
    set_ = true;
}

void Knob::turn(const std::filesystem::path& file) const
{
    file_ = file;
    set_ = true;
}

Tuned::Tuned(std::string called, std::vector<double> grid, Allowed between, const Text& what)
    : Knob(Kind::number, std::move(called), what, not_a_number, not_a_number, between),
      grid_(std::move(grid))
{
}

std::vector<double> Tuned::values(double usual) const
{
    if (turned()) return {value()};
    std::vector<double> all = grid_;
    for (double& one : all) one *= usual;
    return all;
}

Tuned Tuned::by_median_of(long runs) const
{
    Tuned changed = *this;
    changed.runs_ = static_cast<int>(runs);
    return changed;
}

} // namespace descente
