// Of the figures, those of the double well, which move.
#include "figures.hpp"
#include "shell/board.hpp"

#include <algorithm>
#include <array>
#include <atomic>

namespace lab03 {

namespace {

constexpr double edge = 1.7; // of what is drawn of the well

void draw_well(Panel& panel, const DoubleWell& well)
{
    const Numbers theta = linear_space(-edge, edge, 171);
    panel.x_axis(verbatim("θ")).y_axis(tr("cost U(θ)"));
    panel.line({}, theta, of_each(theta, [&](double t) { return well.cost(t); }));
}

} // namespace

Figure escape_figure(const DoubleWell& well, const EscapeStudy& study, long frames)
{
    Figure figure("escape",
                  tr("Noise can leave a poor minimum (one dimension, no proof for networks)"), 3);
    const long steps = std::ssize(study.walks.front()) - 1;
    const auto gone = std::ranges::count_if(
        study.walks, [&](const Numbers& walk) { return walk.back() < well.hump(); });
    for (long frame = 1; frame <= frames; ++frame) {
        const long now = frame * steps / frames;
        Numbers x, y;
        for (const Numbers& walk : study.walks) {
            x.push_back(std::clamp(walk[std::size_t(now)], -edge, edge));
            y.push_back(well.cost(x.back()));
        }
        if (frame > 1) figure.next_frame();
        Panel& valley = figure.panel(tr("noise {}, update {}", study.shown_noise, now));
        draw_well(valley, well);
        valley.points({}, x, y, {.colour = 2}, 1.5).slide("escape");
        valley.says(tr("Noise {}: {} of {} runs end in the deep well", study.shown_noise, gone,
                       study.walks.size()));

        Panel& paths = figure.panel(tr("three of these runs")).slide("escape");
        paths.x_axis(tr("updates")).x_range(0, double(steps));
        paths.y_axis(verbatim("θ")).y_range(-2, 2);
        const Numbers updates = every(10, linear_space(0, double(now), int(now) + 1));
        for (std::size_t i = 0; i < 3; ++i) {
            const Numbers path(study.walks[i].begin(), study.walks[i].begin() + now + 1);
            paths.line({}, updates, every(10, path));
        }

        Panel& shares = figure.panel(tr("end in the deep well"));
        shares.x_axis(tr("noise (deviation)")).y_axis(tr("runs (%)"));
        shares.y_range(0, 100).legend("above");
        shares.line(tr("start: poor"), study.noise, study.from_poor, {.with_points = true});
        shares.line(tr("start: anywhere"), study.noise, study.from_anywhere, {.with_points = true});
        if (frame < frames) continue;
        const auto most = std::ranges::max_element(study.from_poor);
        shares.slide("shares").says( // it stands still
            tr("Noise {:Lg}: {:.0Lf} % of the runs reach the deep well; no noise: {:.0Lf} %",
               study.noise[std::size_t(most - study.from_poor.begin())], *most,
               study.from_poor.front()),
            sign(leaves_the_poor_minimum(study).outcome));
    }
    return figure;
}

void roll(Ball ball, long updates, double (*noise)())
{
    static std::array<std::atomic<long>, 2> done{};
    done[ball] = updates;
    on_board([&](Figure& board) {
        const DoubleWell well;
        Panel& panel = board.panel(tr("GD and SGD in a double well, noise {:Lg}", noise()));
        draw_well(panel, well);
        const auto draw = [&](const Text& name, Ball one, double its_noise) {
            Rng same(1); // so that a picture goes on where the last one was
            const int k = int(done[one]);
            const double theta = well.descent(1.6, 0.02, its_noise, k, same).back();
            const double shown = std::clamp(theta, -edge, edge);
            panel.points(tr("{}, update {}", name, k), {shown}, {well.cost(shown)}, {}, 2);
        };
        draw(verbatim("GD"), of_gd, 0);
        draw(verbatim("SGD"), of_sgd, noise());
    });
}

} // namespace lab03
