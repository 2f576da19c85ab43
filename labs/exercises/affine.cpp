// Exercise: an affine layer, forward and back.
#include "labs/exercises/check.hpp"

namespace descente {

const Exercise affine_exercise{
    .title = tr("An affine layer"),
    .task =
        tr("Write the layer y = Wᵀx + b and its pull-back. A column of x is a sample; W has a row "
           "for each input and a column for each unit, b is a column. record(name, value, shape, "
           "{{inputs}}, pull) enters the result into the graph; pull gets dy, the gradient of the "
           "cost by y, and adds its share to each input: x.add_grad(…). Numbers are "
           "x.value(), a matrix of Armadillo (A * B, A.t(), arma::sum(A, 1), A.each_col() += b); "
           "the shape is Shape{{rows}}."),
    .formula = "y = Wᵀx + b        ∂s/∂x_i = Σ_j ∂s/∂y_j · ∂y_j/∂x_i",
    .looked_at =
        tr("the value, and the gradients of x, W and b, at ten sizes (one sample, one unit "
           "among them), added to gradients that are there already"),
    .lab = "13 --figures minibatch"};

void check_affine(Var (*affine)(const Var& x, const Var& W, const Var& b), Report& report)
{
    Operation operation([&](const auto& in) { return affine(in[0], in[1], in[2]); },
                        [](const auto& in) { return descente::affine(in[0], in[1], in[2]); },
                        {"x", "W", "b"});
    report.trials(10, [&](Rng& rng, int number) {
        // All squares first: there, what is transposed by mistake has the right size.
        Index inputs = 3, units = 3, batch = 3;
        if (number == 1) inputs = 2, units = 1, batch = 1;
        if (number > 1)
            inputs = 1 + rng.below(5), units = 1 + rng.below(5), batch = 1 + rng.below(5);
        const Matrix x = rng.normal_matrix(inputs, batch), W = rng.normal_matrix(inputs, units),
                     b = rng.normal_matrix(units, 1);
        const bool square = number == 0;
        const Matrix none, Wx = W.t() * x, repeated = arma::repmat(b, 1, batch);
        operation.trial(
            rng, {constant(x), constant(W), constant(b)},
            {{tr("b is left out."), Wx},
             {tr("b is subtracted."), Wx - repeated},
             {tr("W is taken where Wᵀ is meant (transposed)."),
              square ? Matrix(W * x + repeated) : none},
             {tr("x is taken where xᵀ is meant, or the two factors are in the other order."),
              square ? Matrix(x * W + repeated) : none},
             {tr("b is added along the rows: b has a number for each unit, not for each sample."),
              square ? Matrix(Wx + repeated.t()) : none}},
            [&](const Matrix& dy) -> std::vector<std::vector<Mistake>> {
                return {{{tr("Wᵀ is taken where W is meant (transposed)."),
                          square ? Matrix(W.t() * dy) : none}},
                        {},
                        {{tr("only one sample's share is taken: sum over the minibatch."),
                          batch > 1 ? Matrix(dy.col(0)) : none}}};
            });
    });
    operation.tell(report);
}

} // namespace descente
