#include "figures.hpp"

#include "optim/schedules.hpp"

#include <algorithm>
#include <cmath>

namespace lab02 {

namespace {

/// One sample with y = 0, from o = 1.03: o ← o − α ∂l/∂o. How far off is o at most from step k on?
Numbers still_off(const Cost& cost, const Schedule& alpha)
{
    Matrix o{Real(1.03)};
    Numbers off;
    for (long k = 0; k <= 200; ++k) {
        off.push_back(std::max(std::abs(double(o[0])), 1e-9));
        o -= Real(alpha(k)) * cost.gradient(Matrix{0}, o);
    }
    for (std::size_t k = off.size() - 1; k > 0; --k) off[k - 1] = std::max(off[k - 1], off[k]);
    off.resize(101); // what comes last has little to come
    return off;
}

} // namespace

Figure regression_figure(const std::vector<Cost>& costs)
{
    Figure figure("regression", tr("Regression costs"), 3);
    const Text residual = tr("residual o − y");
    Panel& value = figure.panel(tr("cost")).x_axis(residual).legend("top center");
    Panel& slope = figure.panel(tr("derivative ∂l/∂o")).x_axis(residual).legend("off");
    Panel& descent = figure.panel(tr("descent: farthest off from step k on"));
    descent.x_axis(tr("step k")).y_axis(verbatim("|o − y|"), Scale::logarithmic);
    descent.y_range(1e-4, 2);
    const Numbers at = linear_space(-3, 3, 301);
    for (const Cost& cost : costs) {
        value.line(cost.name, at, of_each(at, [&](double o) {
                       return cost.l(constant(0), constant(o)).scalar();
                   }));
        slope.line(cost.name, at, of_each(at, [&](double o) {
                       return double(cost.gradient(Matrix{0}, Matrix{Real(o)})[0]);
                   }));
    }
    const auto named = [&](const char* name) -> const Cost& {
        return *std::ranges::find(costs, name, [](const Cost& one) { return one.name.english(); });
    };
    const auto draw = [&](const Text& name, const Cost& cost, const Schedule& alpha) {
        descent.line(name, counted(101), still_off(cost, alpha));
    };
    draw(tr("squared, α = 0.15"), named("squared"), constant_rate(0.15));
    draw(tr("absolute, α = 0.15"), named("absolute"), constant_rate(0.15));
    draw(tr("absolute, α shrinks"), named("absolute"), shrinking);
    return figure.note(tr("squared: (o − y)², without ½"));
}

Figure outliers_figure(const std::vector<Cost>& costs, const LineData& shown, const Study& study)
{
    const auto error = [&](const Cost& cost) {
        return study.of(cost.name.english(), "error of the slope");
    };
    const auto outliers = arma::accu(shown.is_outlier);
    Figure figure("outliers", tr("A line and {} % of outliers", outliers), 3);
    Panel& draw = figure.panel(tr("one draw")).x_axis(verbatim("x")).y_axis(verbatim("y"));
    draw.points({}, numbers(shown.x), numbers(shown.y), {.colour = 7}, 0.6).legend("off");
    Panel& off = figure.panel(tr("its lines, less the true one")).x_axis(verbatim("x"));
    for (const Cost& cost : costs) {
        const Column line = fitted_line(shown, cost);
        const double slope = line[0], at_0 = line[1];
        draw.line(cost.name, {-1, 1}, {at_0 - slope, at_0 + slope});
        off.line(cost.name, {-1, 1}, {at_0 - (slope - 1), at_0 + (slope - 1)});
    }
    off.horizontal(0);
    const std::vector<Spread> errors = of_each(costs, error);
    const auto valued = [&](std::size_t i, const Text& name) {
        return verbatim("{}: {:.2Lf}", name, errors[i].median);
    };
    figure.panel(tr("error of the slope"))
        .bars({}, errors)
        .x_names(
            {valued(0, costs[0].name), valued(1, costs[1].name), valued(2, verbatim("Huber"))});
    return figure.says(
        tr("Error of the slope: {}", study.told("error of the slope", {"absolute", "squared"})),
        sign(study.lower("absolute", "squared", tr("error of the slope")).outcome));
}

Figure metric_figure(const Study& study, const Dataset& test)
{
    Figure figure("metric", tr("Images in the plane"), 2);
    for (const char* name : {"PCA", "mined triplets"}) {
        const Compared& plane = study[name];
        const Column flat = arma::conv_to<Column>::from(plane.runs[0].kept("plane"));
        figure.panel(plane.name)
            .classes(arma::reshape(flat, 2, test.size()), test.labels, 0.35, test.classes);
    }
    return figure
        .says(tr("5-NN accuracy in the plane (%): {}",
                 study.told("5-NN accuracy", {"PCA", "mined triplets"})))
        .of_seeds(1);
}

Figure neighbours_figure(const Study& study, Outcome nearer)
{
    Figure figure("neighbours", tr("Do the 5 nearest images tell the class?"));
    std::vector<Spread> right;
    std::vector<Text> names;
    for (const Compared& place : study.methods()) {
        right.push_back(study.of(place.name.english(), "5-NN accuracy"));
        names.push_back(verbatim("{}: {:.0Lf} %", place.name, right.back().median));
    }
    figure.panel().bars({}, right).x_names(names).y_axis(tr("5-NN accuracy (%)")).y_range(0, 100);
    return figure.says(tr("5-NN accuracy (%): {}",
                          study.told("5-NN accuracy", {"pixels", "PCA", "mined triplets"})),
                       sign(nearer));
}

std::size_t farthest_off(const Study& study)
{
    const std::vector<Compared>& costs = study.methods();
    const auto error = [&](const Compared& cost) {
        return study.of(cost.name.english(), "error of the slope");
    };
    for (const Compared& one : costs) {
        const auto nearer = [&](const Compared& other) {
            return &other == &one || smaller(error(other), error(one)) == Outcome::supported;
        };
        if (std::ranges::all_of(costs, nearer)) return std::size_t(&one - costs.data());
    }
    return costs.size();
}

} // namespace lab02
