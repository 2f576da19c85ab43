// The file of --config.
#include "fuzz/bytes.hpp"
#include "shell/options.hpp"

namespace {

using namespace descente;
const LabInfo info{.number = 5, .title = tr("Learning-rate schedules")};
const Number beta("beta", 0.9, {0, 0.999}, tr("β of momentum"));
const Count updates("updates", 1000, 200, {1, 100'000}, tr("updates of each training"));
const Switch full("full", tr("for hours"));
const File image("image", tr("a photograph"));

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string file = fuzz::file_of(fuzz::text_of(data, size));
    return fuzz::read_or_refuse([&] { parse_options({"--config", file}, info, "/tmp"); });
}
