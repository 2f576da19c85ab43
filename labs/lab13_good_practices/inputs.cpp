#include "inputs.hpp"

#include "base/error.hpp"
#include "dashboard.hpp"
#include "optim/optimizers.hpp"
#include "optim/schedules.hpp"
#include "shell/board.hpp"
#include "train/fit.hpp"
#include "watch.hpp"

#include <algorithm>
#include <cmath>
#include <ranges>

namespace lab13 {

Data three_scales(const Dataset& all, Index samples, Rng& rng)
{
    const Split parts = split(balanced_sample(all, samples + samples / 4, rng), samples / 4, rng);
    Data data{{verbatim("0 – 255"), parts},
              {verbatim("0 – 1"), parts},
              {tr("standardised"), standardised(parts)}};
    for (Dataset* part : {&data.raw.data.training, &data.raw.data.validation}) part->x *= 255;
    return data;
}

std::vector<Scale> scales_of(const Data& data)
{
    std::vector<Scale> scales;
    for (const auto inputs : {&Data::raw, &Data::from_0_to_1, &Data::standardised})
        scales.push_back({(data.*inputs).name, inputs});
    return scales;
}

Run train(const Inputs& inputs, double highest, long batch, long epochs, long watched_every,
          Rng rng)
{
    const auto& [training, validation, none] = inputs.data;
    Sequential net = mlp_for(training, {128, 64}, rng);
    Sgd optimizer(net);
    const Dataset some = balanced_sample(training, 200, rng);
    Run run;
    Watch watch(net, some, watched_every, run);
    for (const Step& now : steps_of(training, {.batch = Index(batch), .epochs = epochs}, rng)) {
        const Var loss = softmax_cross_entropy(net.forward(now.x, Mode::train), now.labels);
        run.note(now, "cost", diverged(loss) ? INFINITY : loss.scalar());
        if (diverged(loss)) return run; // without an end it counts as the worst
        optimizer.zero_grad();
        backward(loss);
        const long up = now.steps / 10;
        const Schedule rise_and_fall = warm_up(up, cosine(highest, now.steps - up, highest / 20));
        const double alpha = watched_every > 0 ? rise_and_fall(now.k) : highest;
        optimizer.step(alpha);
        run.note(now, "learning rate", alpha);
        watch.look(now);
        if (watched_every > 0) on_board([&](Figure& board) { add_to_board(board, run); });
        if (watched_every > 0 && now.ends_epoch)
            run.note(now, "validation cost", evaluate(net, validation).cost);
    }
    run.end("validation", evaluate(net, validation));
    return run;
}

std::size_t place_of(double alpha, const Study& sweep)
{
    const Numbers& grid = sweep.methods().front().grid;
    const auto near = [&](double a) { return std::abs(a / alpha - 1) < 1e-6; };
    const auto found = std::ranges::find_if(grid, near);
    if (found == grid.end()) throw ShapeError(fmt::format("no rate {} in the grid", alpha));
    return std::size_t(found - grid.begin());
}

Spread validation_cost(const Compared& scale, std::size_t place)
{
    return spread_of(scale.at.at(place),
                     [](const Run& run) { return run.number("validation cost"); });
}

std::vector<std::size_t> best_places(const Study& sweep)
{
    return of_each(sweep.methods(), [](const Compared& scale) {
        const auto cost = [&](std::size_t place) { return validation_cost(scale, place).median; };
        return *std::ranges::min_element(std::views::iota(std::size_t{0}, scale.grid.size()), {},
                                         cost);
    });
}

std::size_t lowest_scale(const Study& sweep, const std::vector<std::size_t>& places)
{
    std::vector<Compared> at_places = sweep.methods();
    for (std::size_t s = 0; s < places.size(); ++s)
        at_places[s].runs = at_places[s].at.at(places[s]);
    return Study(at_places).lowest("validation cost");
}

Evidence standardised_lowest(const Study& sweep, const std::vector<std::size_t>& places)
{
    const Compared& ours = sweep["standardised"];
    const std::size_t place = places.at(std::size_t(&ours - sweep.methods().data()));
    const Spread cost = validation_cost(ours, place);
    std::vector<Versus> cases;
    for (std::size_t s = 0; s < places.size(); ++s) {
        const Compared& other = sweep.methods()[s];
        if (&other == &ours) continue;
        cases.push_back({verbatim("{}, α = {:.2Lg}", other.name, other.grid[places[s]]), cost,
                         validation_cost(other, places[s])});
    }
    return lower(tr("validation cost, standardised with α = {:.2Lg},", ours.grid[place]), cases);
}

} // namespace lab13
