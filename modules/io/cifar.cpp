// The binary format of CIFAR-10: records of 3073 bytes, a label and then the red, the green and
// the blue plane of 32×32 pixels, row after row. There is no header.
#include "io/pixels.hpp"
#include "io/readers.hpp"
#include "io/whole_file.hpp"

#include <fstream>
#include <zlib.h>

namespace descente {

UnnamedPart read_cifar10(const std::vector<std::filesystem::path>& files)
{
    const Shape picture{32, 32, 3};
    const Index record_bytes = 1 + picture.size();
    constexpr std::uintmax_t most_bytes = 1'000'000'000; // CIFAR-10 has 184 MB
    UnnamedPart part;
    std::vector<std::uint8_t> bytes; // of all files
    for (const std::filesystem::path& file : files) {
        const auto refuse = [&](const Text& problem) { refuse_file(file, problem, "cifar10"); };
        std::error_code error;
        if (!std::filesystem::exists(file, error)) refuse(tr("is missing"));
        const std::uintmax_t length = std::filesystem::file_size(file, error);
        if (error) refuse(tr("is not a file that can be read"));
        if (length == 0 || length % record_bytes != 0)
            refuse(tr("is {} long, not a multiple of {}", byte_count(length), record_bytes));
        if (bytes.size() + length > most_bytes)
            refuse(tr("is {} long, far more than CIFAR-10", byte_count(length)));
        bytes.resize(bytes.size() + length);
        std::uint8_t* const start = bytes.data() + bytes.size() - length;
        std::ifstream stream(file, std::ios::binary);
        if (!stream.read(reinterpret_cast<char*>(start), static_cast<std::streamsize>(length)))
            refuse(tr("cannot be read to its end"));
        part.checksums.push_back(static_cast<std::uint32_t>(crc32_z(0, start, length)));
    }
    const Index n = bytes.size() / record_bytes;
    Labels labels(n);
    for (Index i = 0; i < n; ++i) labels[i] = bytes[i * record_bytes];
    part.data = {{}, picture, images_of(bytes.data() + 1, record_bytes, n, picture), labels, {}};
    return part;
}

} // namespace descente
