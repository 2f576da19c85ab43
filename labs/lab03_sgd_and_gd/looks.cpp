#include "looks.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>

namespace lab03 {

namespace {

// Of this thread alone, on which its run computes: runs side by side do not count for each other.
double computing_seconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

} // namespace

Looks::Looks(Module& net, const Dataset& training, double ratio)
    : net_(net), training_(training), ratio_(ratio), since_(computing_seconds())
{
}

void Looks::after(const Step& now)
{
    seconds_ += computing_seconds() - since_;
    samples_ += double(now.indices.n_elem);
    const long done = now.k + 1;
    const bool last = done == now.steps;
    if (last || (done == next_ && done < now.steps * 9 / 10)) {
        next_ = std::max(done + 1, long(ratio_ * double(done)));
        cost_ = evaluate(net_, training_).cost;
        const auto keep = [&](const char* axis, double place) {
            Numbers places = run_.kept(axis);
            places.push_back(place);
            run_.keep(axis, places);
        };
        run_.note(now, "training cost", cost_);
        keep("updates", double(done));
        keep("samples", samples_);
        keep("epochs", samples_ * (1 / double(training_.size())));
        keep("seconds", seconds_);
        if (last) run_["training cost"] = cost_;
    }
    since_ = computing_seconds();
}

Spread seconds_of_an_update(const Compared& method)
{
    return spread_of(method.runs, [](const Run& run) {
        const Numbers& seconds = run.kept("seconds");
        return seconds.empty() ? INFINITY : seconds.back() / run.kept("updates").back();
    });
}

Evidence sooner(const Study& study, const std::string& a, const std::string& b,
                const std::string& cost_of, const Text& axis)
{
    const Spread costs = study.of(cost_of, "training cost");
    const auto reached = [&](const std::string& method) {
        Numbers places;
        for (const Run& run : study[method].runs)
            places.push_back(first_reached(run.kept(axis.english()),
                                           run.curve("training cost").values,
                                           costs.values[places.size()]));
        return spread(places);
    };
    Evidence found = lower(axis, {study[a].name, reached(a)}, {study[b].name, reached(b)});
    for (auto& [name, number] : found.numbers) name = axis.english() + ", " + name;
    return found;
}

Evidence fast(const Study& study)
{
    const Spread of_gd = seconds_of_an_update(study.methods().back());
    const Spread of_64 = seconds_of_an_update(study["64"]);
    const double samples = study.methods().back().runs.at(0).kept("samples").at(0); // of an update
    Numbers gains;
    for (std::size_t i = 0; i < of_gd.values.size(); ++i)
        gains.push_back(of_gd.values[i] / of_64.values[i]);
    return at_least(tr("seconds of GD's update over those of |Ω| = 64"), spread(gains),
                    0.25 * samples / 64);
}

} // namespace lab03
