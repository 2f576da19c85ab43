#include "shell/knobs.hpp"

#include <limits>
#include <stdexcept>

namespace descente {

namespace {

// A function's static, so that it is there before the first knob of any file.
std::vector<const Knob*>& list()
{
    static std::vector<const Knob*> knobs;
    return knobs;
}

constexpr double not_set = std::numeric_limits<double>::quiet_NaN();

} // namespace

const std::vector<const Knob*>& all_knobs() { return list(); }

Knob::Knob(std::string called, std::string what, double course, double quickly, Allowed between,
           bool of_whole_numbers)
    : name(std::move(called)),
      help(std::move(what)),
      full(course),
      quick(quickly),
      allowed(between),
      whole(of_whole_numbers),
      value_(course)
{
    list().push_back(this);
}

Knob::~Knob() { std::erase(list(), this); }

double Knob::value() const
{
    if (!set_) throw std::logic_error("knob --" + name + " was read before the command line");
    return value_;
}

void Knob::turn(double value, bool by_hand) const
{
    value_ = value;
    turned_ = by_hand;
    set_ = true;
}

Number::Number(std::string called, double course, Allowed between, std::string what)
    : Knob(std::move(called), std::move(what), course, course, between, false)
{
}

Count::Count(std::string called, long course, Allowed between, std::string what)
    : Count(std::move(called), course, course, between, std::move(what))
{
}

Count::Count(std::string called, long course, long quickly, Allowed between, std::string what)
    : Knob(std::move(called), std::move(what), static_cast<double>(course),
           static_cast<double>(quickly), between, true)
{
}

Tuned::Tuned(std::string called, std::vector<double> grid, Allowed between, std::string what)
    : Knob(std::move(called), std::move(what), not_set, not_set, between, false),
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

} // namespace descente
