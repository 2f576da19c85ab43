// IDX files, plain and compressed.
#include "fuzz/bytes.hpp"
#include "io/readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace descente;
    return fuzz::read_or_refuse(
        [&] { read_idx(fuzz::file_of(fuzz::text_of(data, size)), "fashion-mnist"); });
}
