// Weights: the file, each of its tensors, and into a network. The length of the header is made to
// fit where the first byte is even: few inputs would get beyond it.
#include "io/safetensors.hpp"

#include "fuzz/bytes.hpp"
#include "io/safetensors_file.hpp"
#include "nn/layers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace descente;
    if (size == 0) return 0;
    std::string bytes(fuzz::text_of(data + 1, size - 1));
    if (data[0] % 2 == 0) {
        const std::size_t length = std::min(bytes.rfind('}'), bytes.size() - 1) + 1;
        bytes.insert(0, 8, '\0');
        for (unsigned i = 0; i < 4; ++i) bytes[i] = static_cast<char>(length >> (8 * i));
    }
    const std::filesystem::path path = fuzz::file_of(bytes);
    fuzz::read_or_refuse([&] {
        SafetensorsFile file(path);
        for (const auto& [name, entry] : file.entries()) file.numbers(name);
    });
    return fuzz::read_or_refuse([&] {
        Rng rng(1);
        Sequential net;
        net.add(Linear(2, 1, rng), "fc");
        load_safetensors(path, net);
    });
}
