// The binary format of CIFAR-10: records of 3073 bytes, a label and then the red, the green and
// the blue plane of 32×32 pixels, row after row. There is no header.
#include "base/error.hpp"
#include "data/class_names.hpp"
#include "io/pixels.hpp"
#include "io/readers.hpp"

#include <fstream>

namespace descente {

namespace {

constexpr Shape picture{32, 32, 3};
constexpr Index record_bytes = 1 + 3 * 32 * 32;

[[noreturn]] void fail(const std::filesystem::path& file, const Text& problem)
{
    throw DataError(tr("{} {}; {}", file.string(), problem,
                       tr("fetch it again with datasets/fetch {}", "cifar10")));
}

/// How many records a file holds, from its length alone.
Index records(const std::filesystem::path& file)
{
    std::error_code error;
    if (!std::filesystem::exists(file, error)) fail(file, tr("is missing"));
    const std::uintmax_t length = std::filesystem::file_size(file, error);
    if (error) fail(file, tr("is not a file that can be read"));
    if (length == 0 || length % record_bytes != 0)
        fail(file, tr("is {} bytes long, not a multiple of {}", length, record_bytes));
    return length / record_bytes;
}

} // namespace

Dataset read_cifar10(const std::vector<std::filesystem::path>& files)
{
    Index n = 0;
    for (const auto& file : files) n += records(file);

    Dataset data;
    data.name = "CIFAR-10";
    data.shape = picture;
    data.classes = cifar10_classes();
    data.x = Matrix(picture.size(), n, arma::fill::none);
    data.labels = Labels(n, arma::fill::none);

    Index start = 0;
    for (const auto& file : files) {
        const Index count = records(file);
        std::vector<std::uint8_t> bytes(count * record_bytes);
        std::ifstream stream(file, std::ios::binary);
        stream.read(reinterpret_cast<char*>(bytes.data()),
                    static_cast<std::streamsize>(bytes.size()));
        if (!stream) fail(file, tr("cannot be read to its end"));
        for (Index i = 0; i < count; ++i) {
            const std::uint8_t label = bytes[i * record_bytes];
            if (label >= data.class_count())
                fail(file,
                     tr("gives image {} the label {}, but CIFAR-10 has 10 classes", i, label));
            data.labels[start + i] = label;
        }
#pragma omp parallel for schedule(static)
        for (Index i = 0; i < count; ++i)
            store_pixels(bytes.data() + i * record_bytes + 1, picture, data.x.colptr(start + i));
        start += count;
    }
    return data;
}

} // namespace descente
