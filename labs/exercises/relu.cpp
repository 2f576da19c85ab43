// Exercise: the rectified linear unit, forward and back.
#include "labs/exercises/check.hpp"

namespace descente {

const Exercise relu_exercise{
    .title = tr("ReLU"),
    .task = tr(
        "Write the activation y = max(0, a), number by number, and its pull-back, which gets dy, "
        "the gradient of the cost by y, and adds the gradient by a with a.add_grad(…). "
        "record(name, value, shape, {{inputs}}, pull) enters the result into the graph. At 0 "
        "itself the gradient is 0. a.value() is a matrix M of Armadillo: M % N multiplies "
        "number by number, arma::conv_to<Matrix>::from(M > 0) is 1 where M is above 0 and 0 "
        "elsewhere; the shape is a.shape()."),
    .formula = "y = max(0, a)        ∂s/∂a = ∂s/∂y where a > 0, else 0",
    .looked_at =
        tr("the value and the gradient at ten sizes, at 0 too, added to a gradient that is "
           "there already"),
    .lab = "07 --figures relu"};

void check_relu(Var (*relu)(const Var& a), Report& report)
{
    Operation operation([&](const auto& in) { return relu(in[0]); },
                        [](const auto& in) { return descente::relu(in[0]); }, {"a"});
    report.trials(10, [&](Rng& rng, int number) {
        Matrix a = rng.normal_matrix(1 + rng.below(6), 2 + rng.below(6));
        if (number == 5) a[0] = 0;
        const Matrix positive = arma::conv_to<Matrix>::from(a > 0), y = a % positive;
        operation.trial(
            rng, {constant(a)},
            {{tr("nothing is cut off: negative numbers must give 0."), a},
             {tr("the other half is cut off: what is above 0 must stay."), a - y},
             {tr("this is the absolute value: negative numbers must give 0."), arma::abs(a)},
             {tr("this is the derivative, 1 where a > 0: it belongs into the pull-back."),
              positive},
             {tr("the minimum is taken where the maximum is meant."),
              arma::conv_to<Matrix>::from(arma::min(a, 0 * a))}},
            [&](const Matrix& dy) -> std::vector<std::vector<Mistake>> {
                return {{{tr("it flows through everywhere; where a is below 0 it must be 0."), dy},
                         {tr("it flows where a is below 0, and not where it is above."),
                          dy % (1 - positive)},
                         {tr("at a = 0 it must be 0."), dy % arma::conv_to<Matrix>::from(a >= 0)},
                         {tr("dy is multiplied by y; where a > 0 the derivative is 1."), dy % y}}};
            });
    });
    operation.tell(report);
}

} // namespace descente
