#include "planted_mistakes.hpp"

namespace descente {

const std::vector<PlantedMistake>& mistakes()
{
    static const std::vector<PlantedMistake> all{
        {{"no mistake", "aucune erreur"},
         "-",
         {"the cost falls to zero", "le coût tombe à zéro"},
         {"none needed", "aucun"}},
        {{"labels shifted by one", "étiquettes décalées de 1"},
         "label = (label + 1) % training.class_count()",
         {"the cost falls to zero, so the check is blind to it; but the pictures have wrong names, "
          "and the validation cost rises far above ln 10",
          "le coût tombe à zéro, donc le test n'y voit rien ; mais les images portent de faux noms "
          "et le coût de validation monte bien au-dessus de ln 10"},
         {"look at samples with their labels, and at validation",
          "regarder des exemples avec leurs étiquettes, et la validation"}},
        {{"softmax twice", "softmax deux fois"},
         "net.add(softmax_layer())",
         {"no probability exceeds e/(e + 9) = 0.23, so the cost stays above 1.46",
          "aucune probabilité ne dépasse e/(e + 9) = 0,23, donc le coût reste au-dessus de 1,46"},
         {"give the cost the scores: it holds the softmax",
          "donner les scores au coût, qui contient le softmax"}},
        {{"gradient not reset", "gradient non remis à zéro"},
         "if (planted != no_reset) optimizer.zero_grad();",
         {"the cost jumps and ends near ln 10 or above; gradient norms grow and stay large, W "
          "grows "
          "without end, ReLU units die",
          "le coût fait des bonds et finit près de ln 10 ou plus haut ; les normes des gradients "
          "croissent et restent grandes, W croît sans fin, des unités ReLU meurent"},
         {"zero_grad() before each backward()", "zero_grad() avant chaque backward()"}},
        {{"inputs from 0 to 255", "entrées de 0 à 255"},
         "planted == raw_pixels ? data.raw : data.standardised",
         {"input values up to 255; the first updates are huge and kill the ReLU units",
          "entrées jusqu'à 255 ; les premières mises à jour, énormes, tuent les unités ReLU"},
         {"standardise with the mean and deviation of the training set",
          "standardiser avec la moyenne et l'écart-type de la base d'apprentissage"}},
        {{"learning rate × 1000", "pas α × 1000"},
         "planted == huge_rate ? 1000 * alpha : alpha",
         {"α = 200; updates larger than the weights; the cost diverges within a few updates",
          "α = 200 ; mises à jour plus grandes que les poids ; le coût diverge en quelques mises à "
          "jour"},
         {"try learning rates (lab 04)", "essayer des pas d'apprentissage (labo 04)"}},
        {{"ReLU after the last layer", "ReLU après la dernière couche"},
         "net.add(relu_layer())",
         {"a third ReLU layer; an image whose own score is 0 gets no gradient, so its probability "
          "stays near 1/10 (lower edge of the band) and the cost is flat above zero",
          "une troisième couche ReLU ; une image dont le bon score est nul ne reçoit pas de "
          "gradient : sa probabilité reste près de 1/10 (bas de la bande) et le coût stagne"},
         {"no activation after the last layer", "pas d'activation après la dernière couche"}},
        {{"all parameters start at 0", "paramètres tous nuls au départ"},
         "init = zeros",
         {"W and its gradients stay 0: only the last biases learn, how frequent each class is",
          "W et ses gradients restent nuls : seuls les derniers biais apprennent, la fréquence de "
          "chaque classe"},
         {"Kaiming's initialisation (lab 07)", "initialisation de Kaiming (labo 07)"}},
        {{"biases start at −10", "biais de −10 au départ"},
         "b.fill(-10)",
         {"all ReLU units are dead from the first look, so gradients are 0 though W is not",
          "toutes les unités ReLU sont mortes dès le début, donc les gradients sont nuls, mais pas "
          "W"},
         {"Kaiming's initialisation (lab 07)", "initialisation de Kaiming (labo 07)"}},
        {{"a new minibatch each time", "un nouveau minibatch à chaque fois"},
         "batch = minibatches.next()",
         {"the cost is noisy and falls like that of validation: a training, not the check",
          "le coût est bruité et baisse comme celui de validation : un apprentissage, pas le test"},
         {"draw the minibatch once", "tirer le minibatch une seule fois"}},
        {{"augmentation left on", "augmentation restée active"},
         "augment(x, training.shape, 2, rng)",
         {"the cost is noisy and stays above zero",
          "le coût est bruité et reste au-dessus de zéro"},
         {"switch off all that is random", "couper tout ce qui est aléatoire"}}};
    return all;
}

const PlantedMistake& mistake(Planted planted)
{
    return mistakes().at(static_cast<std::size_t>(planted));
}

Text revealed(Planted planted)
{
    const PlantedMistake& m = mistake(planted);
    return text("Planted: {}\n  line:   {}\n  seen:   {}\n  remedy: {}",
                "Erreur : {}\n  ligne :   {}\n  se voit : {}\n  remède :  {}", m.name, m.line,
                m.seen, m.remedy);
}

} // namespace descente
