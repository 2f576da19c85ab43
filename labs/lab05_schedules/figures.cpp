#include "figures.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace lab05 {

namespace {

struct Bullet {
    Text title;
    std::vector<std::string> methods;
    std::string slide = {};
};
const std::vector<Bullet> bullets{
    {tr("constant"), {"constant"}},
    {tr("decreasing"), {"step", "exponential", "cosine", "warm-up, cosine"}, "schedules"},
    {tr("cyclic"), {"triangular", "SGDR"}, "cyclic"},
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
void draw_costs(Panel& panel, const Text& label, std::vector<Numbers> curves, long per_epoch,
                Look look)
{
    const auto stride = static_cast<std::size_t>(std::max(1L, per_epoch / 30));
    const double steps = double(curves.at(0).size());
    const double epoch = double(per_epoch);
    const double smoothing = 1 - 10 / (epoch + 10);
    for (Numbers& curve : curves) curve = every(stride, smoothed(curve, smoothing));
    panel.runs(label, every(stride, linear_space(0, steps / epoch, int(steps))), curves, look);
}

// From one update to the next it changes far more than before and after.
bool jumps(const Numbers& rate, std::size_t k)
{
    const auto change = [&](std::size_t i) {
        return i == 0 || i >= rate.size() ? 0 : std::abs(rate[i] - rate[i - 1]);
    };
    return change(k) > 4 * (change(k - 1) + change(k + 1)) + 1e-6 * rate[0];
}

// The same of rates: where one jumps, its line is vertical.
void draw_rates(Panel& panel, const Text& label, const std::vector<Numbers>& rates, long per_epoch,
                Look look)
{
    const auto stride = static_cast<std::size_t>(std::max(1L, per_epoch / 30));
    std::vector<Numbers> thinned(rates.size());
    Numbers x;
    const auto add = [&](std::size_t at, std::size_t k) {
        x.push_back(double(at) / double(per_epoch));
        for (std::size_t run = 0; run < rates.size(); ++run) thinned[run].push_back(rates[run][k]);
    };
    for (std::size_t k = 0; k < rates.at(0).size(); ++k) {
        const bool jump =
            k > 0 && std::ranges::any_of(rates, [&](const Numbers& one) { return jumps(one, k); });
        if (jump) add(k, k - 1);
        if (jump || k % stride == 0 || k + 1 == rates[0].size()) add(k, k);
    }
    panel.runs(label, x, thinned, look);
}

// Some runs of one schedule, rate above and cost below, with its events pointed at.
Figure alone(const char* name, const Text& title, const std::vector<Run>& runs,
             const std::vector<long>& events, const Text& event, double guessing)
{
    std::vector<Numbers> rates, costs;
    std::size_t steps = 0, epochs = 0;
    long per_epoch = 1;
    for (const Run& run : runs) {
        per_epoch = std::max(per_epoch, updates_per_epoch_of(run));
        steps = std::max(steps, run.curve("cost").values.size());
        epochs = std::max(epochs, run.curve("validation cost").values.size());
        rates.push_back(run.curve("learning rate").values);
        costs.push_back(run.curve("cost").values);
    }
    for (std::size_t i = 0; i < runs.size(); ++i) // of runs that diverged
        rates[i].resize(steps, infinity), costs[i].resize(steps, infinity);
    std::vector<Spread> validation;
    for (std::size_t epoch = 0; epoch < epochs; ++epoch)
        validation.push_back(spread_of(runs, [&](const Run& run) {
            const Numbers& values = run.curve("validation cost").values;
            return epoch < values.size() ? values[epoch] : infinity;
        }));
    Figure figure(name, title);
    Panel& rate = figure.panel().y_axis(rate_axis()).legend("off");
    draw_rates(rate.y_range(0, 1.2 * rates[0][0]), {}, rates, per_epoch, {.colour = 1});
    Panel& cost =
        figure.panel().x_axis(tr("epochs")).y_axis(cost_axis()).y_range(0, cost_top(guessing));
    draw_costs(cost, tr("training"), costs, per_epoch, {.colour = 1});
    cost.spreads(tr("validation"), linear_space(1, double(epochs), int(epochs)), validation,
                 {.colour = 2});
    for (const long epoch : events) {
        const double height = validation.at(std::size_t(epoch) - 1).median;
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
    double lowest = infinity; // of the costs at the end
    for (const Compared& method : methods)
        lowest = std::min(lowest, study.of(method.name.english(), "training cost").low);
    for (const bool costs : {false, true})
        for (const Bullet& bullet : bullets) {
            const bool first = &bullet == &bullets.front();
            Panel& panel = page.panel(costs ? Text() : bullet.title).slide(bullet.slide);
            panel.x_axis(costs ? tr("epochs") : Text()).legend(costs ? "off" : "top right");
            if (costs) // where they end they are close
                panel.y_axis(cost_axis(), Scale::logarithmic)
                    .y_range(std::min(0.7 * lowest, cost_top(guessing) / 2), cost_top(guessing));
            else
                panel.y_axis(rate_axis()).y_range(0, 1.2 * highest);
            std::vector<std::string> shown = bullet.methods;
            if (!first) shown.insert(shown.begin(), "constant"); // pale, to compare with
            for (const std::string& name : shown) {
                const bool pale = !first && name == "constant";
                const Look look{.colour = int(&study[name] - methods.data()) + 1,
                                .width = pale ? 2.0 : 1.0,
                                .thin_raw = pale};
                const auto curves = study.curves(name, costs ? "cost" : "learning rate");
                costs ? draw_costs(panel, study[name].name, curves, per_epoch, look)
                      : draw_rates(panel, study[name].name, curves, per_epoch, look);
            }
            if (first || costs) continue;
            std::vector<Compared> these;
            for (const std::string& name : shown) these.push_back(study[name]);
            const Evidence lower = Study(these).lower_than("constant", tr("validation cost"));
            panel.says(tr("Validation cost: {}", study.told("validation cost", shown)),
                       sign(lower.outcome));
        }
    return page;
}

Figure sgdr_figure(const std::vector<Run>& runs, Cycles cycles, double guessing,
                   const Evidence& lower)
{
    const auto medians = of_each(
        lower.numbers, [](const auto& end) { return verbatim("{:.3Lf}", end.second.median); });
    return alone("sgdr", tr("SGDR: warm restarts"), runs, cycle_ends(runs[0], cycles),
                 tr("end of cycle"), guessing)
        .says(tr("Validation cost at the end of each cycle: {}", listed(medians)),
              sign(lower.outcome));
}

Figure plateau_figure(const Run& run, double guessing)
{
    std::vector<long> reductions;
    for (const double updates : run.curve("reduction").updates)
        reductions.push_back(long(updates) / updates_per_epoch_of(run));
    return alone("plateau", tr("Reduction on plateau"), {run}, reductions, tr("validation stalls"),
                 guessing)
        .says(tr("{}; validation cost at the end {:.3Lf}",
                 plural("The rate was reduced {} time", "The rate was reduced {} times",
                        reductions.size()),
                 run.number("validation cost")));
}

Figure final_figure(const Study& study, Outcome claim)
{
    Figure figure("final", tr("Where each schedule ends"), 2);
    for (const Text& cost : {tr("training cost"), tr("validation cost")}) {
        std::vector<Text> names;
        std::vector<Spread> ends;
        for (const Compared& method : study.methods()) {
            names.push_back(method.name);
            ends.push_back(study.of(method.name.english(), cost.english()));
        }
        Panel& panel = figure.panel(cost).y_axis(cost_axis()).x_names(names);
        panel.bars({}, ends).bar_values(3);
    }
    const auto cost = [&](const Compared& one) {
        return study.of(one.name.english(), "validation cost").median;
    };
    const Compared& lowest = *std::ranges::min_element(study.methods(), {}, cost);
    return figure.says(tr("Validation cost: constant {:.3Lf}; lowest {:.3Lf} ({})",
                          cost(study["constant"]), cost(lowest), lowest.name),
                       sign(claim));
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
