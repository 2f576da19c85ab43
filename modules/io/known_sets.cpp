#include "io/known_sets.hpp"

#include "data/class_names.hpp"

namespace descente {

const std::vector<KnownSet>& known_sets()
{
    static const std::vector<std::string> idx{"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                              "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};
    static const std::vector<std::string> batches{"data_batch_1.bin", "data_batch_2.bin",
                                                  "data_batch_3.bin", "data_batch_4.bin",
                                                  "data_batch_5.bin", "test_batch.bin"};
    static const std::vector<KnownSet> sets{
        {"fashion-mnist",
         verbatim("Fashion-MNIST"),
         fashion_mnist_classes(),
         idx,
         {0xb4f29f28, 0x741a4657, 0x678fe0b1, 0x80142c1f}},
        {"mnist",
         verbatim("MNIST"),
         mnist_classes(),
         idx,
         {0xe9f4d8b3, 0xe0cb4ad2, 0x91373bdf, 0x4ab9eff9}},
        {"cifar10",
         verbatim("CIFAR-10"),
         cifar10_classes(),
         batches,
         {0xb3220c1f, 0xc439a348, 0x8c6f54f0, 0x6a83637e, 0x2f355afd, 0x19777d49}}};
    return sets;
}

} // namespace descente
