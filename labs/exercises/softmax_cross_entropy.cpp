// Exercise: softmax and cross-entropy as one operation.
#include "labs/exercises/check.hpp"
#include "nn/losses.hpp"

namespace descente {

const Exercise softmax_cross_entropy_exercise{
    .title = tr("Softmax and cross-entropy"),
    .task = tr(
        "A column of logits, o, belongs to a sample whose right class is labels[n]. Write its "
        "cost −log p[class] with p = softmax(o), as the mean over the minibatch (the sum for "
        "Reduction::sum: batch_weight(reduction, N) is 1/N or 1), and the pull-back. The cost is "
        "a matrix of one number, Matrix{{cost}}, of Shape{{1}}; the pull-back gets a dy of one "
        "number, dy[0], and adds the gradient by the logits with logits.add_grad(…): for a "
        "sample, p less 1 at the right class. Logits of ±1000 occur: e^1000 is infinite."),
    .formula = "l = −log softmax(o)[y],  softmax(o)[j] = e^o[j] / Σ_i e^o[i]        ∂l/∂o = "
               "softmax(o) − onehot(y)",
    .looked_at =
        tr("the value and the gradient at ten sizes, as mean and as sum, logits of ±1000 among "
           "them, added to a gradient that is there already"),
    .lab = "13 --figures minibatch"};

void check_softmax_cross_entropy(Var (*cost)(const Var&, const Labels&, Reduction), Report& report)
{
    Labels labels;
    Reduction reduction = Reduction::mean;
    Operation operation(
        [&](const auto& in) { return cost(in[0], labels, reduction); },
        [&](const auto& in) { return descente::softmax_cross_entropy(in[0], labels, reduction); },
        {"o"});
    report.trials(10, [&](Rng& rng, int number) {
        const bool huge = number == 5;
        const Index classes = 2 + rng.below(4), N = 2 + rng.below(4);
        const Matrix o = rng.normal_matrix(classes, N, 0, huge ? 1000 : 1);
        labels.set_size(N);
        for (Index& label : labels) label = rng.below(classes);
        reduction = number % 2 == 0 ? Reduction::mean : Reduction::sum;
        const double weight = number % 2 == 0 ? 1.0 / double(N) : 1,
                     other = number % 2 == 0 ? 1 : 1.0 / double(N);
        const Matrix p = descente::softmax(constant(o)).value();
        const Matrix safe = descente::log_softmax(constant(o)).value(), raw = arma::exp(o);
        double sum = 0, unsafe = 0, probabilities = 0, all = 0, logits = 0;
        Matrix onehot(classes, N);
        for (Index n = 0; n < N; ++n) {
            onehot(labels[n], n) = 1;
            sum -= safe(labels[n], n);
            unsafe -= std::log(raw(labels[n], n) / arma::accu(raw.col(n)));
            probabilities += p(labels[n], n);
            logits -= o(labels[n], n);
            all -= arma::accu(safe.col(n));
        }
        const auto one = [](double value) { return Matrix{Real(value)}; };
        operation.trial(
            rng, {constant(o)},
            {{tr("large logits give NaN or infinity, since e^1000 overflows. Take each column's "
                 "largest "
                 "logit away first: softmax stays the same."),
              one(unsafe * weight)},
             {tr("the sum is given for the mean (or the mean for the sum): multiply by "
                 "batch_weight(reduction, N)."),
              one(sum * other)},
             {tr("the sum is given for the mean: it must be divided by the size of the minibatch."),
              one(sum)},
             {tr("it has the wrong sign: the cost is −log p."), one(-sum * weight)},
             {tr("the logarithm is missing: the cost is −log p, not p."),
              one(probabilities * weight)},
             {tr("the logarithm is missing: the cost is −log p, not −p."),
              one(-probabilities * weight)},
             {tr("the softmax is missing: the logit itself is taken."), one(logits * weight)},
             {tr("all classes are summed; only the right one counts."), one(all * weight)},
             {tr("the logarithm is that of base 2."), one(sum * weight / std::log(2))},
             {tr("the logarithm is that of base 10."), one(sum * weight / std::log(10))}},
            [&](const Matrix& dy) -> std::vector<std::vector<Mistake>> {
                const double up = dy[0];
                return {{{tr("the 1 at the right class is not taken away."), up * weight * p},
                         {tr("only the right class gets a gradient; all of them have p."),
                          up * weight * (p % onehot - onehot)},
                         {tr("the sum's gradient is given for the mean's (or the mean's for the "
                             "sum's): "
                             "the weight of the cost belongs here too."),
                          up * other * (p - onehot)},
                         {tr("the sum's gradient is given for the mean's: the weight of the cost "
                             "belongs "
                             "here too."),
                          up * (p - onehot)},
                         {tr("this is log p; p is meant."), up * weight * (safe - onehot)},
                         {tr("1 is taken away in every class, not only in the right one."),
                          up * weight * (p - 1)}}};
            });
    });
    operation.tell(report);
}

} // namespace descente
