#include "data/class_names.hpp"

namespace descente {

const std::vector<Text>& mnist_classes()
{
    static const std::vector<Text> names{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    return names;
}

const std::vector<Text>& fashion_mnist_classes()
{
    static const std::vector<Text> names{{"T-shirt", "t-shirt"}, {"trousers", "pantalon"},
                                         {"pullover", "pull"},   {"dress", "robe"},
                                         {"coat", "manteau"},    {"sandal", "sandale"},
                                         {"shirt", "chemise"},   {"trainer", "basket"},
                                         {"bag", "sac"},         {"ankle boot", "bottine"}};
    return names;
}

const std::vector<Text>& cifar10_classes()
{
    static const std::vector<Text> names{
        {"aeroplane", "avion"}, {"car", "voiture"}, {"bird", "oiseau"},     {"cat", "chat"},
        {"deer", "cerf"},       {"dog", "chien"},   {"frog", "grenouille"}, {"horse", "cheval"},
        {"ship", "bateau"},     {"lorry", "camion"}};
    return names;
}

const std::vector<Text>& glyph_classes()
{
    static const std::vector<Text> names{
        {"ring", "anneau"},   {"bar", "barre"},         {"cross", "croix"}, {"plus", "plus"},
        {"square", "carré"},  {"triangle", "triangle"}, {"arc", "arc"},     {"hook", "crochet"},
        {"zigzag", "zigzag"}, {"fork", "fourche"}};
    return names;
}

} // namespace descente
