// The binary format of CIFAR-10. Two bytes tell how often which one is repeated, since records are
// long; the rest is as it comes.
#include "fuzz/bytes.hpp"
#include "io/readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace descente;
    if (size < 2) return 0;
    std::string bytes(std::size_t{data[0]} * 26, static_cast<char>(data[1]));
    bytes += fuzz::text_of(data + 2, size - 2);
    return fuzz::read_or_refuse([&] { read_cifar10({fuzz::file_of(bytes)}); });
}
