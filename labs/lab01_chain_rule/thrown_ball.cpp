#include "thrown_ball.hpp"

namespace lab01 {

Flight throw_ball(const Var& throwing, double drag)
{
    const double time_step = 0.02;                       // s
    const Var weight = constant(Column{0, Real(-9.81)}); // m/s²
    const Var angle = rows(throwing, 0, 0), speed = rows(throwing, 1, 1);
    Var p = constant(Column{0, 0}), v = matmul(stacked(cos(angle), sin(angle)), 10 * speed);
    Flight flight;
    for (int step = 0; step < 100; ++step) {
        v = v + time_step * (weight - drag * matmul(v, sqrt(sum(square(v)))));
        p = p + time_step * v;
        flight.x.push_back(p.value()[0]);
        flight.y.push_back(p.value()[1]);
    }
    flight.end = p;
    return flight;
}

Var miss(const Var& throwing) { return throw_ball(throwing).end - constant(target); }

std::vector<double> misses(const Matrix& throws)
{
    std::vector<double> metres;
    for (Index k = 0; k < throws.n_cols; ++k)
        metres.push_back(arma::norm(miss(constant(throws.col(k))).value()));
    return metres;
}

} // namespace lab01
