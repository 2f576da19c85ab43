#include "data/class_names.hpp"

namespace descente {

const std::vector<Text>& mnist_classes()
{
    static const std::vector<Text> names{verbatim("0"), verbatim("1"), verbatim("2"), verbatim("3"),
                                         verbatim("4"), verbatim("5"), verbatim("6"), verbatim("7"),
                                         verbatim("8"), verbatim("9")};
    return names;
}

const std::vector<Text>& fashion_mnist_classes()
{
    static const std::vector<Text> names{
        tr("T-shirt"), tr("trousers"), tr("pullover"), tr("dress"), tr("coat"),
        tr("sandal"),  tr("shirt"),    tr("trainer"),  tr("bag"),   tr("ankle boot")};
    return names;
}

const std::vector<Text>& cifar10_classes()
{
    static const std::vector<Text> names{tr("aeroplane"), tr("car"),  tr("bird"), tr("cat"),
                                         tr("deer"),      tr("dog"),  tr("frog"), tr("horse"),
                                         tr("ship"),      tr("lorry")};
    return names;
}

const std::vector<Text>& glyph_classes()
{
    static const std::vector<Text> names{tr("ring"),   tr("bar"),      tr("cross"), tr("plus"),
                                         tr("square"), tr("triangle"), tr("arc"),   tr("hook"),
                                         tr("zigzag"), tr("fork")};
    return names;
}

} // namespace descente
