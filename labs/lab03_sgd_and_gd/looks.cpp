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

Split prepared(Lab& lab, Index samples)
{
    const Split set = lab.load_data();
    Rng rng = lab.rng();
    const Index validation = std::min<Index>(5000, set.training.size() / 5);
    samples = lab.at_hand(samples, set.training.size() - validation);
    return first_of(lab, prepared_split(set, samples, validation, rng), samples);
}

Split first_of(Lab& lab, const Split& data, Index samples)
{
    Split few{first(data.training, samples), data.validation, data.test};
    lab.uses_data(data.training.name, few.training.size());
    return few;
}

Looks::Looks(Module& net, const Dataset& training)
    : net_(net), training_(training), since_(computing_seconds())
{
}

void Looks::after(const Step& now)
{
    seconds_ += computing_seconds() - since_;
    samples_ += double(now.indices.n_elem);
    const long done = now.k + 1;
    const bool last = done == now.steps;
    if (last || (done == next_ && done < now.steps * 9 / 10)) {
        next_ = std::max(done + 1, done * 3 / 2);
        const double cost = evaluate(net_, training_).cost;
        const auto keep = [&](const char* axis, double place) {
            Numbers places = run_.kept(axis);
            places.push_back(place);
            run_.keep(axis, places);
        };
        run_.note(now, "training cost", cost);
        keep("updates", double(done));
        keep("samples", samples_);
        keep("epochs", samples_ * (1 / double(training_.size())));
        keep("seconds", seconds_);
        if (last) run_["training cost"] = cost;
    }
    since_ = computing_seconds();
}

Run Looks::ended(const Split& data)
{
    if (!std::isfinite(run_.number("training cost"))) return run_; // it counts as the worst
    run_.end("validation", evaluate(net_, data.validation));
    run_.end("test", evaluate(net_, data.test));
    run_["validation error"] = 100 - run_.number("validation accuracy");
    return run_;
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
    const double cost = study.of(cost_of, "training cost").high;
    const auto reached = [&](const std::string& method) {
        return spread_of(study[method].runs, [&](const Run& run) {
            return first_reached(run.kept(axis.english()), run.curve("training cost").values, cost);
        });
    };
    Evidence found = lower(axis, {study[a].name, reached(a)}, {study[b].name, reached(b)});
    for (auto& [name, number] : found.numbers) name = axis.english() + ", " + name;
    return found;
}

Evidence fast(const Study& study)
{
    const Compared& gd = study.methods().back();
    const double samples = gd.runs.at(0).kept("samples").at(0); // of its first update
    const Spread of_gd = seconds_of_an_update(gd);
    const Spread of_64 = seconds_of_an_update(study["64"]);
    const double gain = of_gd.median / of_64.median;
    const double dearer = seconds_of_an_update(study["1"]).median / (of_64.median / 64);
    return {
        outcome_of(gain > 0.25 * samples / 64, 1),
        tr("{:.0Lf} times faster than GD's; a sample alone costs {:.1Lf} times more", gain, dearer),
        {{"seconds, 64", of_64}, {"seconds, GD", of_gd}}};
}

Evidence small_predict_better(const std::vector<Comparison>& comparisons)
{
    const Text& largest = comparisons.front().study.methods().back().name;
    std::vector<Versus> cases;
    for (const auto& [name, study] : comparisons)
        cases.push_back(
            {name, study.of("64", "test accuracy"), study.of(largest.english(), "test accuracy")});
    return higher(tr("test accuracy of |Ω| = 64 (points), against {},", largest), cases);
}

} // namespace lab03
