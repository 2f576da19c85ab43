#include "procedure.hpp"

namespace descente {

const std::vector<ProcedureLine>& learning_procedure()
{
    static const std::string lab = "labs/lab12_early_stopping.cpp", fit = "modules/train/fit.cpp",
                             minibatches = "modules/data/minibatches.cpp",
                             early_stopping = "modules/train/early_stopping.cpp";
    static const std::vector<ProcedureLine> lines{
        {0,
         tr("1) Cut the data once and for all into a training set and a validation set"),
         {{"split(sample, validation_size, rng)", lab},
          {"standardise_by_first({&data.training, &data.validation, &data.test})", lab,
           tr("mean and deviation of the training set alone")}}},
        {0,
         tr("2) Run stochastic gradient descent (SGD) with early stopping"),
         {{"fit(net, optimizer, training, options, rng)", early_stopping}}},
        {1,
         tr("At the start of an epoch, cut the training set at random into minibatches"),
         {{"permutation(data_->size())", minibatches, tr("a new order each epoch")}}},
        {1,
         tr("Do one iteration of SGD on each minibatch: θ ← θ − α Σ_{{i∈Ω}} ∂l(Y_i, f(X_i; θ))/∂θ"),
         {{"const Batch& batch = minibatches.next();", fit, verbatim("Ω_k")},
          {"softmax_cross_entropy(output, batch.labels);", fit,
           tr("l, the mean over Ω: α here is α·|Ω| of the slide")},
          {"backward(cost);", fit, verbatim("∂l/∂θ")},
          {"optimizer.step(rate);", fit, verbatim("α")}}},
        {1,
         tr("At the end of an epoch, compute L_valid(θ) = Σ l(Y_valid,i, f(X_valid,i; θ))"),
         {{"const Evaluation now = evaluate(net, *options.validation);", fit,
           tr("evaluation mode; the mean, so that sets of any size compare")}}},
        {1,
         tr("Store the present θ if the validation cost is lower than the best so far"),
         {{"!(cost < cost_)", fit, tr("strictly lower")},
          {"values_ = snapshot(net);", fit, tr("a copy, running statistics included")}}},
        {1,
         tr("Stop training once in the regime of overfitting"),
         {{"epoch - best.epoch() >= options.patience", fit,
           tr("so many epochs without a lower one: our choice")},
          {"if (restores) best.put_back(net);", fit,
           tr("the stored θ comes back, however training ended")}}}};
    return lines;
}

Text procedure_listing()
{
    Text listing;
    const char* line_end = "";
    for (const ProcedureLine& line : learning_procedure()) {
        const std::string indent(4 * static_cast<std::size_t>(line.depth), ' ');
        listing = verbatim("{}{}{}{}", listing, line_end, indent, line.slide);
        line_end = "\n";
        for (const QuotedCode& quoted : line.quoted) {
            listing = verbatim("{}\n{}      {}    [{}]", listing, indent, quoted.code, quoted.file);
            if (!quoted.remark.empty())
                listing = verbatim("{}\n{}          {}", listing, indent, quoted.remark);
        }
    }
    return listing;
}

} // namespace descente
