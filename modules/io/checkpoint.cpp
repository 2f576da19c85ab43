#include "io/checkpoint.hpp"

#include "base/error.hpp"
#include "io/whole_file.hpp"

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>
#include <boost/crc.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <fmt/format.h>
#include <sstream>

namespace descente {

namespace {

namespace fs = std::filesystem;

// ---- what is stored ----

struct Tensor {
    std::string name;
    std::uint64_t rows = 0, cols = 0;
    std::vector<Real> numbers;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/)
    {
        archive& name& rows& cols& numbers;
    }
};

struct Stored {
    std::uint32_t bytes_per_number = sizeof(Real); // first, and read before anything made of Real
    std::vector<Tensor> network, optimizer;
    long optimizer_steps = 0;
    std::string minibatches, rng, noted;
    long step = 0;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/)
    {
        archive& network& optimizer& optimizer_steps& minibatches& rng& noted& step;
    }
};

using NamedMatrices = std::vector<std::pair<std::string, Matrix*>>;

NamedMatrices matrices_of(Module& net)
{
    NamedMatrices result;
    net.visit("",
              [&](const NamedTensor& tensor) { result.emplace_back(tensor.name, &tensor.value); });
    return result;
}

std::vector<Tensor> copied(const NamedMatrices& matrices)
{
    std::vector<Tensor> result;
    for (const auto& [name, matrix] : matrices)
        result.push_back({name, matrix->n_rows, matrix->n_cols, {matrix->begin(), matrix->end()}});
    return result;
}

Text tensor_text(const std::string& name, std::uint64_t rows, std::uint64_t cols)
{
    return verbatim("{} ({}×{})", name, rows, cols);
}

// Throws when the stored tensors are not the ones in memory.
void check_tensors(const fs::path& file, const Text& owner, const std::vector<Tensor>& stored,
                   const NamedMatrices& here)
{
    const auto refuse = [&](const Text& theirs, const Text& ours) {
        throw DataError(tr("{}: this checkpoint is of another {}: it has {} where {} is "
                           "expected; use the settings it was made with",
                           file.string(), owner, theirs, ours));
    };
    for (std::size_t i = 0; i < std::max(stored.size(), here.size()); ++i) {
        Text theirs = tr("no further tensor"), ours = theirs;
        if (i < stored.size()) theirs = tensor_text(stored[i].name, stored[i].rows, stored[i].cols);
        if (i < here.size())
            ours = tensor_text(here[i].first, here[i].second->n_rows, here[i].second->n_cols);
        if (theirs.english() != ours.english()) refuse(theirs, ours);
        if (stored[i].numbers.size() != here[i].second->n_elem)
            refuse(tr("{}, incomplete", theirs), ours);
    }
}

void fill(const NamedMatrices& here, const std::vector<Tensor>& stored)
{
    for (std::size_t i = 0; i < stored.size(); ++i)
        std::copy(stored[i].numbers.begin(), stored[i].numbers.end(), here[i].second->begin());
}

// ---- the file: magic, version, payload length, CRC-32 of the payload; low bytes first ----

constexpr char checkpoint_magic[] = "DESCENTE";
constexpr std::size_t magic_size = sizeof(checkpoint_magic) - 1,
                      header_size = magic_size + 4 + 8 + 4;
constexpr std::uint32_t format_version = 2;

void append_number(std::string& bytes, std::uint64_t number, int size)
{
    for (int i = 0; i < size; ++i) bytes += static_cast<char>(number >> (8 * i) & 0xff);
}

std::uint64_t number_at(const std::string& bytes, std::size_t at, int size)
{
    std::uint64_t number = 0;
    for (int i = size; i-- > 0;)
        number = number << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
    return number;
}

std::uint32_t crc32(const char* bytes, std::size_t size)
{
    boost::crc_32_type crc;
    crc.process_bytes(bytes, size);
    return crc.checksum();
}

std::string with_header(const std::string& payload)
{
    std::string bytes = checkpoint_magic;
    append_number(bytes, format_version, 4);
    append_number(bytes, payload.size(), 8);
    append_number(bytes, crc32(payload.data(), payload.size()), 4);
    return bytes + payload;
}

// The payload of a whole, undamaged file of our version; throws otherwise.
std::string checked_payload(const fs::path& file, const std::string& bytes)
{
    const auto refuse = [&](const Text& what) {
        throw DataError(tr("{}: {}", file.string(), what));
    };
    if (bytes.compare(0, magic_size, checkpoint_magic, std::min(bytes.size(), magic_size)) != 0 ||
        bytes.empty())
        refuse(tr("not a checkpoint of Descente; give the file a lab has saved"));
    if (bytes.size() < header_size)
        refuse(tr("this checkpoint is truncated; remove it and start the run afresh"));
    const std::uint64_t version = number_at(bytes, magic_size, 4);
    if (version > format_version)
        refuse(tr("this checkpoint has format {}, newer than the {} this program reads; "
                  "update Descente",
                  version, format_version));
    if (version < format_version)
        refuse(tr("this checkpoint has format {}, not {}; start the run afresh", version,
                  format_version));
    const std::uint64_t length = number_at(bytes, magic_size + 4, 8);
    const std::size_t present = bytes.size() - header_size;
    if (present < length)
        refuse(tr("this checkpoint is truncated: {} of {} bytes; remove it and start the "
                  "run afresh",
                  present, length));
    const std::uint64_t crc = number_at(bytes, magic_size + 12, 4);
    if (present > length || crc != crc32(bytes.data() + header_size, present))
        refuse(tr("this checkpoint is damaged; remove it and start the run afresh"));
    return bytes.substr(header_size);
}

Stored deserialised(const fs::path& file, const std::string& payload)
{
    // An archive begins with the length of its name, then the name. Of anything else Boost would
    // take the first bytes for a length and try to allocate that much.
    if (payload.find("serialization::archive") != sizeof(std::size_t))
        throw std::invalid_argument("not an archive");
    std::istringstream in(payload);
    boost::archive::binary_iarchive archive(in);
    Stored stored;
    archive >> stored.bytes_per_number;
    if (stored.bytes_per_number != sizeof(Real))
        throw DataError(tr("{}: this checkpoint has numbers of {} bytes, this program of "
                           "{}; use the build that made it (float or double)",
                           file.string(), stored.bytes_per_number, sizeof(Real)));
    archive >> stored;
    return stored;
}

} // namespace

void save_checkpoint(const fs::path& file, const Training& training)
{
    Stored stored;
    stored.network = copied(matrices_of(training.net));
    stored.optimizer = copied(training.optimizer.state());
    stored.optimizer_steps = training.optimizer.steps();
    stored.minibatches = training.minibatches.state();
    stored.rng = training.rng.state();
    stored.noted = training.noted;
    stored.step = training.step;

    std::ostringstream payload;
    {
        boost::archive::binary_oarchive archive(payload); // complete when it goes
        archive << std::as_const(stored.bytes_per_number) << std::as_const(stored);
    }
    NewFile fresh(file, tr("checkpoint"));
    fresh.write(with_header(payload.str()));
    fresh.finish();
}

void load_checkpoint(const fs::path& file, Training& training)
{
    const std::string payload = checked_payload(file, read_whole_file(file, tr("checkpoint")));
    try {
        const Stored stored = deserialised(file, payload);

        // Everything is checked before anything is changed.
        const NamedMatrices network = matrices_of(training.net);
        const NamedMatrices optimizer = training.optimizer.state();
        check_tensors(file, tr("network"), stored.network, network);
        check_tensors(file, tr("optimiser"), stored.optimizer, optimizer);
        Minibatches minibatches = training.minibatches;
        minibatches.restore(stored.minibatches);
        Rng rng = training.rng;
        rng.restore(stored.rng);

        fill(network, stored.network);
        fill(optimizer, stored.optimizer);
        training.optimizer.restore_steps(stored.optimizer_steps);
        training.minibatches = std::move(minibatches);
        training.rng = rng;
        training.noted = stored.noted;
        training.step = stored.step;
    } catch (const Error&) {
        throw;
    } catch (const std::exception&) { // Boost's own words would help nobody
        throw DataError(tr("{}: this checkpoint is whole but cannot be understood; it was "
                           "made by another build of Descente, so start the run afresh",
                           file.string()));
    }
}

} // namespace descente
