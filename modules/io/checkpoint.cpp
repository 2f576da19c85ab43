#include "io/checkpoint.hpp"

#include "base/error.hpp"
#include "io/whole_file.hpp"

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>
#include <boost/crc.hpp>
#include <boost/endian/arithmetic.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <cstring>
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

// ---- the file: magic, header, payload ----

constexpr std::string_view checkpoint_magic = "DESCENTE";
constexpr std::uint32_t format_version = 2;

struct Header { // low bytes first, without gaps
    boost::endian::little_uint32_t version = format_version;
    boost::endian::little_uint64_t length; // of the payload
    boost::endian::little_uint32_t crc;    // CRC-32 of the payload
};

std::uint32_t crc32(std::string_view bytes)
{
    boost::crc_32_type crc;
    crc.process_bytes(bytes.data(), bytes.size());
    return crc.checksum();
}

// The payload of a whole, undamaged file of our version; throws otherwise.
std::string checked_payload(const fs::path& file, const std::string& bytes)
{
    const auto refuse = [&](const Text& what) {
        throw DataError(tr("{}: {}", file.string(), what));
    };
    const std::size_t header_size = checkpoint_magic.size() + sizeof(Header);
    if (bytes.empty() || !checkpoint_magic.starts_with(bytes.substr(0, checkpoint_magic.size())))
        refuse(tr("not a checkpoint of Descente; give the file a lab has saved"));
    if (bytes.size() < header_size)
        refuse(tr("this checkpoint is truncated; remove it and start the run afresh"));
    Header header;
    std::memcpy(&header, bytes.data() + checkpoint_magic.size(), sizeof(header));
    const std::uint32_t version = header.version;
    if (version > format_version)
        refuse(tr("this checkpoint has format {}, newer than the {} this program reads; "
                  "update Descente",
                  version, format_version));
    if (version < format_version)
        refuse(tr("this checkpoint has format {}, not {}; start the run afresh", version,
                  format_version));
    const std::uint64_t length = header.length;
    const std::string payload = bytes.substr(header_size);
    const std::size_t present = payload.size();
    if (present < length)
        refuse(tr("this checkpoint is truncated: {} of {} bytes; remove it and start the "
                  "run afresh",
                  present, length));
    if (present > length || header.crc != crc32(payload))
        refuse(tr("this checkpoint is damaged; remove it and start the run afresh"));
    return payload;
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

    std::ostringstream bytes;
    {
        boost::archive::binary_oarchive archive(bytes); // complete when it goes
        archive << std::as_const(stored.bytes_per_number) << std::as_const(stored);
    }
    const std::string payload = bytes.str();
    const Header header{.length = payload.size(), .crc = crc32(payload)};
    NewFile fresh(file, tr("checkpoint"));
    fresh.write(checkpoint_magic);
    fresh.write({reinterpret_cast<const char*>(&header), sizeof(header)});
    fresh.write(payload);
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
