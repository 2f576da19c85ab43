#include "procedure.hpp"

namespace descente {

const std::vector<ProcedureLine>& learning_procedure()
{
    static const std::string lab = "labs/lab12_early_stopping.cpp", fit = "modules/train/fit.cpp",
                             minibatches = "modules/data/minibatches.cpp",
                             early_stopping = "modules/train/early_stopping.cpp";
    static const std::vector<ProcedureLine> lines{
        {0,
         {"1) Cut the data once and for all into a training set and a validation set",
          "1) Découper une fois pour toutes la base de données en une base d'apprentissage et une "
          "base de validation"},
         {{"split(sample, validation_size, rng)", lab},
          {"standardise_by_first({&data.training, &data.validation, &data.test})",
           lab,
           {"mean and deviation of the training set alone",
            "moyenne et écart type de la seule base d'apprentissage"}}}},
        {0,
         {"2) Run stochastic gradient descent (SGD) with early stopping",
          "2) Lancer une descente de gradient stochastique (SGD) avec arrêt prématuré"},
         {{"fit(net, optimizer, training, options, rng)", early_stopping}}},
        {1,
         {"At the start of an epoch, cut the training set at random into minibatches",
          "Au début d'une « epoch », découper la base d'apprentissage aléatoirement en "
          "« minibatches »"},
         {{"permutation(data_->size())",
           minibatches,
           {"a new order each epoch", "un nouvel ordre à chaque « epoch »"}}}},
        {1,
         {"Do one iteration of SGD on each minibatch: θ ← θ − α Σ_{i∈Ω} ∂l(Y_i, f(X_i; θ))/∂θ",
          "Faire une itération de SGD sur chaque « minibatch » : θ ← θ − α Σ_{i∈Ω} ∂l(Y_i, f(X_i; "
          "θ))/∂θ"},
         {{"const Batch& batch = minibatches.next();", fit, {"Ω_k"}},
          {"softmax_cross_entropy(output, batch.labels);",
           fit,
           {"l, the mean over Ω: α here is α·|Ω| of the slide",
            "l, la moyenne sur Ω : α vaut ici α·|Ω| du transparent"}},
          {"backward(cost);", fit, {"∂l/∂θ"}},
          {"optimizer.step(rate);", fit, {"α"}}}},
        {1,
         {"At the end of an epoch, compute L_valid(θ) = Σ l(Y_valid,i, f(X_valid,i; θ))",
          "À la fin d'une « epoch », calculer L_valid(θ) = Σ l(Y_valid,i, f(X_valid,i; θ))"},
         {{"const Evaluation now = evaluate(net, *options.validation);",
           fit,
           {"evaluation mode; the mean, so that sets of any size compare",
            "mode évaluation ; la moyenne, pour comparer des bases de toute taille"}}}},
        {1,
         {"Store the present θ if the validation cost is lower than the best so far",
          "Stocker la valeur actuelle de θ si le coût de validation est plus faible que le "
          "précédent meilleur coût"},
         {{"!(cost < cost_)", fit, {"strictly lower", "strictement plus faible"}},
          {"values_ = snapshot(net);",
           fit,
           {"a copy, running statistics included",
            "une copie, statistiques courantes comprises"}}}},
        {1,
         {"Stop training once in the regime of overfitting",
          "Stopper l'entraînement lorsqu'on est en régime de « sur-apprentissage »"},
         {{"epoch - best.epoch() >= options.patience",
           fit,
           {"so many epochs without a lower one: our choice",
            "autant d'« epochs » sans mieux : notre choix"}},
          {"if (restores) best.put_back(net);",
           fit,
           {"the stored θ comes back, however training ended",
            "le θ stocké revient, quelle que soit la fin"}}}}};
    return lines;
}

Text procedure_listing()
{
    Text listing;
    for (const ProcedureLine& line : learning_procedure()) {
        const std::string indent(4 * static_cast<std::size_t>(line.depth), ' ');
        listing = text("{}{}{}\n", "{}{}{}\n", listing, indent, line.slide);
        for (const QuotedCode& quoted : line.quoted) {
            listing = text("{}{}      {}    [{}]\n", "{}{}      {}    [{}]\n", listing, indent,
                           quoted.code, quoted.file);
            if (!quoted.remark.empty())
                listing = text("{}{}          {}\n", "{}{}          {}\n", listing, indent,
                               quoted.remark);
        }
    }
    for (std::string* s : {&listing.en, &listing.fr}) s->pop_back(); // print() ends the line
    return listing;
}

} // namespace descente
