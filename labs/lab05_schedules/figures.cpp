#include "figures.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace lab05 {

namespace {

struct Bullet {
    Text title;
    std::vector<std::string> methods;
};
const std::vector<Bullet> bullets{
    {tr("constant"), {"constant"}},
    {tr("decreasing"), {"step", "exponential", "cosine", "warm-up, cosine"}},
    {tr("cyclic"), {"triangular", "SGDR"}},
    {tr("plateau"), {"on plateau"}}};

// As lowest_kind() counts them.
std::size_t kind_of(const Compared& method)
{
    const auto has_it = [&](const Bullet& bullet) {
        return std::ranges::count(bullet.methods, method.name.english()) > 0;
    };
    const auto place = std::size_t(std::ranges::find_if(bullets, has_it) - bullets.begin());
    return bullets[place].title.english() == "plateau" ? 1 : place;
}

Text rate_axis() { return tr("learning rate α"); }
Text cost_axis() { return tr("cost (mean)"); }
double cost_top(double guessing) { return std::max(1.2, 0.52 * guessing); } // 1.2: ten classes

long updates_per_epoch_of(const Run& run)
{
    const Numbers& looks = run.curve("validation cost").updates;
    return looks.empty() ? 0 : long(looks.front());
}

// Of any run that has not diverged in its first epoch.
long updates_per_epoch_of(const Study& study)
{
    long updates = 1;
    for (const Compared& method : study.methods())
        for (const Run& run : method.runs) updates = std::max(updates, updates_per_epoch_of(run));
    return updates;
}

// One curve of every seed as a band; costs are smoothed over about a tenth of an epoch.
void draw(Panel& panel, const Text& label, std::vector<Numbers> curves, bool costs, long per_epoch,
          int colour)
{
    const auto stride = static_cast<std::size_t>(std::max(1L, per_epoch / 30));
    const double steps = double(curves.at(0).size());
    const double epoch = double(per_epoch);
    const double smoothing = costs ? 1 - 10 / (epoch + 10) : 0;
    for (Numbers& curve : curves) curve = every(stride, smoothed(curve, smoothing));
    const Numbers x = every(stride, linear_space(0, steps / epoch, int(steps)));
    panel.runs(label, x, curves, {.colour = colour});
}

// One run of one schedule, rate above and cost below, with its events pointed at.
Figure alone(const char* name, const Text& title, const Run& run, const std::vector<long>& events,
             const Text& event, double guessing)
{
    const long per_epoch = std::max(1L, updates_per_epoch_of(run));
    const Numbers& rates = run.curve("learning rate").values;
    const Numbers& validation = run.curve("validation cost").values;
    Figure figure(name, title);
    Panel& rate = figure.panel().y_axis(rate_axis()).legend("off").y_range(0, 1.2 * rates[0]);
    draw(rate, {}, {rates}, false, per_epoch, 1);
    Panel& cost =
        figure.panel().x_axis(tr("epochs")).y_axis(cost_axis()).y_range(0, cost_top(guessing));
    draw(cost, tr("training"), {run.curve("cost").values}, true, per_epoch, 1);
    const int epochs = int(validation.size());
    if (epochs > 0)
        cost.line(tr("validation"), linear_space(1, epochs, epochs), validation,
                  {.colour = 2, .with_points = true});
    for (const long epoch : events) {
        const double height = validation.at(std::size_t(epoch) - 1);
        rate.vertical(double(epoch), event);
        cost.vertical(double(epoch)).mark(double(epoch), height, verbatim("{:.3Lf}", height), 2);
    }
    return figure;
}

// After so many epochs: 1, 3, 7, … where the first lasts one and each next one twice as long.
std::vector<long> cycle_ends(const Run& run, Cycles cycles)
{
    std::vector<long> ends;
    const long epochs = std::ssize(run.curve("validation cost").values);
    for (long end = cycles.first; end <= epochs; end = cycles.factor * end + cycles.first)
        ends.push_back(end);
    return ends;
}

} // namespace

Figure schedules_figure(const Study& study, double guessing)
{
    Figure page("schedules", tr("Learning-rate schedules"), 4);
    const std::vector<Compared>& methods = study.methods();
    const long per_epoch = updates_per_epoch_of(study);
    const double highest = std::ranges::max(methods, {}, &Compared::best).best;
    for (const bool costs : {false, true})
        for (const Bullet& bullet : bullets) {
            const bool first = &bullet == &bullets.front();
            Panel& panel = page.panel(costs ? Text() : bullet.title);
            panel.x_axis(costs ? tr("epochs") : Text()).legend(costs ? "off" : "top right");
            panel.y_range(0, costs ? cost_top(guessing) : 1.2 * highest);
            if (first) panel.y_axis(costs ? cost_axis() : rate_axis());
            for (const std::string& name : bullet.methods) {
                const int place = int(&study[name] - methods.data());
                draw(panel, study[name].name, study.curves(name, costs ? "cost" : "learning rate"),
                     costs, per_epoch, place + 1);
            }
        }
    return page;
}

Figure sgdr_figure(const Run& run, Cycles cycles, double guessing)
{
    return alone("sgdr", tr("SGDR: warm restarts"), run, cycle_ends(run, cycles),
                 tr("end of cycle"), guessing);
}

Figure plateau_figure(const Run& run, double guessing)
{
    std::vector<long> reductions;
    for (const double updates : run.curve("reduction").updates)
        reductions.push_back(long(updates) / updates_per_epoch_of(run));
    return alone("plateau", tr("Reduction on plateau"), run, reductions, tr("validation stalls"),
                 guessing);
}

Figure final_figure(const Study& study)
{
    Figure figure("final", tr("Where each schedule ends"), 2);
    for (const Text& cost : {tr("training cost"), tr("validation cost")}) {
        std::vector<Text> names;
        std::vector<Spread> ends;
        for (const Compared& method : study.methods()) {
            names.push_back(method.name);
            ends.push_back(study.of(method.name.english(), cost.english()));
        }
        figure.panel(cost).y_axis(cost_axis()).x_names(names).bars({}, ends);
    }
    return figure;
}

Evidence lower_cycle_by_cycle(const Compared& sgdr, Cycles cycles)
{
    std::vector<std::pair<Text, Spread>> ends;
    for (const long end : cycle_ends(sgdr.runs.at(0), cycles)) {
        const auto cost = [&](const Run& run) {
            const Numbers& costs = run.curve("validation cost").values;
            return end <= std::ssize(costs) ? costs[std::size_t(end) - 1] : infinity;
        };
        ends.emplace_back(tr("epoch {}", end), spread_of(sgdr.runs, cost));
    }
    return falls(tr("validation cost"), ends);
}

std::size_t lowest_kind(const Study& study)
{
    std::vector<Spread> lowest(3); // of each kind, the best of every seed
    for (std::size_t kind = 0; kind < lowest.size(); ++kind) {
        std::vector<double> costs;
        for (std::size_t seed = 0; seed < study.methods().front().runs.size(); ++seed) {
            costs.push_back(infinity);
            for (const Compared& one : study.methods())
                if (kind_of(one) == kind)
                    costs.back() = std::min(costs.back(), one.runs[seed].number("validation cost"));
        }
        lowest[kind] = spread(costs);
    }
    return smallest_of(lowest);
}

} // namespace lab05
