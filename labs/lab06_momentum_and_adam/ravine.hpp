// A long valley with steep walls, ½ Σ λ_i θ_i², and what becomes of a ball in it. How the ball
// moves is the lab's affair: nothing here knows an update rule.
#pragma once

#include "autodiff/shape.hpp"
#include "base/rng.hpp"
#include "train/evidence.hpp"

#include <functional>
#include <vector>

namespace lab06 {
using namespace descente;

/// Moves θ, given the gradient there, and m, which is all that it keeps: 0 at first.
using Mover = std::function<void(Column& theta, Column& m, const Column& g)>;
using MoverOf = std::function<Mover(double beta, double alpha)>;

/// A ball with its best α, one path of it, and where it ends (see Ravine::ends).
struct Ball {
    double beta, alpha;
    Matrix path;
    std::vector<double> ends;
};

struct Ravine {
    Column eigenvalues; ///< λ
    Column start;
    Index updates;

    /// θ before each update, dimensions × updates. `noise` is the deviation of what is added to
    /// each number of the gradient. Numbers that are not finite show that it diverged.
    Matrix path(const Mover& move, double noise, Rng rng) const;
    /// Where the ball ends under `runs` sequences of noise, forks of `rng`: the mean distance to
    /// the minimum over the last quarter of each path; infinite when it diverged.
    std::vector<double> ends(const Mover& move, double noise, const Rng& rng, int runs) const;
    /// Each β with the α that has the least median end, out of `alphas`. α is chosen with sequences
    /// of noise that are not used again.
    std::vector<Ball> best_balls(const std::vector<double>& betas,
                                 const std::function<std::vector<double>(double beta)>& alphas,
                                 const MoverOf& ball, double noise, int runs, const Rng& tuning,
                                 const Rng& rng) const;
    /// 80 of them, below the limit of divergence.
    std::vector<double> stable_alphas(double beta) const;

    /// The α above which momentum diverges: 2(1+β) / ((1−β) λ_max); 2/λ_max for β = 0.
    double limit(double beta) const;
    /// −log₁₀ of the factor by which the distance shrinks each update in the long run, without
    /// noise: the farthest of the last quarter against that of the second. NaN where it diverges.
    double speed(const Mover& move) const;
    /// log₁₀ of the median end of `runs`; NaN where it is farther than the start.
    double distance(const Mover& move, double noise, const Rng& rng, int runs) const;
    /// ½ Σ λ_i θ_i² at y[i], x[j], for contour lines.
    Matrix height(const std::vector<double>& x, const std::vector<double>& y) const;
};

/// "β = 0: 0.43, β = 0.9: 0.0012": the median ends of the balls with these β.
Text ends_told(const std::vector<Ball>& balls, const std::vector<double>& betas);
/// Does the ball with β = beta end nearer to the bottom than the one with the other β? Throws
/// ShapeError where there is none.
Evidence nearer(const std::vector<Ball>& balls, double beta, double other);
/// Is its median end nearer than the other's? 0 with both gradients, 1 with the exact one only, 2
/// with the noisy one only, 3 with neither.
std::size_t where_nearer(const std::vector<Ball>& exact, const std::vector<Ball>& noisy,
                         double beta, double other);

} // namespace lab06
