// PNG and JPEG, with EXIF.
#include "io/photograph.hpp"

#include "fuzz/bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace descente;
    return fuzz::read_or_refuse([&] { read_photograph(fuzz::file_of(fuzz::text_of(data, size))); });
}
