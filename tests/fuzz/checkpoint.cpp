// Checkpoints, and what a run has noted in one. Where the first byte is even the bytes are a
// payload, to which a right header is given: none would be looked at otherwise.
#include "io/checkpoint.hpp"

#include "fuzz/bytes.hpp"
#include "train/run.hpp"
#include "train/tiny_net.hpp"

#include <zlib.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace descente;
    if (size == 0) return 0;
    std::string bytes(fuzz::text_of(data + 1, size - 1));
    if (data[0] % 2 == 0) {
        const std::uint32_t version = 3, number = sizeof(Real);
        const std::uint64_t length = bytes.size();
        const auto crc = static_cast<std::uint32_t>(crc32_z(0, data + 1, size - 1));
        std::string header = "DESCENTE";
        const auto add = [&](const auto& value) {
            header.append(reinterpret_cast<const char*>(&value), sizeof(value));
        };
        add(version), add(number), add(length), add(crc);
        bytes.insert(0, header);
    }
    Rng rng(3);
    TinyNet net(3, 2, rng);
    Adam adam(net);
    Training training{net, adam, rng};
    fuzz::read_or_refuse([&] { load_checkpoint(fuzz::file_of(bytes), training); });
    return fuzz::read_or_refuse(
        [&] { Run().restore(std::string(fuzz::text_of(data + 1, size - 1))); });
}
