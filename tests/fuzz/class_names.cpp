// The class names of a network, one a line.
#include "fuzz/bytes.hpp"
#include "io/readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace descente;
    return fuzz::read_or_refuse([&] {
        for (const Text& name : read_class_names(fuzz::file_of(fuzz::text_of(data, size)), 3))
            name.in(Language("fr"));
    });
}
