#include "io/checkpoint.hpp"

#include "base/error.hpp"
#include "io/archive.hpp"
#include "io/whole_file.hpp"

#include <boost/endian/arithmetic.hpp>
#include <cstring>
#include <fmt/format.h>
#include <zlib.h>

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
    std::vector<std::pair<std::string, std::string>> experiment;
    std::vector<Tensor> network, optimizer;
    long optimizer_steps = 0;
    std::string rng, noted;
    long step = 0;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/)
    {
        archive& experiment& network& optimizer& optimizer_steps& rng& noted& step;
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

// Throws when the run that was stored is of another experiment.
void check_experiment(const fs::path& file, const Stored& stored, const Experiment& here)
{
    const std::map<std::string, std::string> theirs(stored.experiment.begin(),
                                                    stored.experiment.end());
    for (const auto& [name, value] : here) {
        const auto found = theirs.find(name.english());
        const Text there = found == theirs.end() ? tr("not told") : verbatim(found->second);
        if (there.english() == value) continue;
        throw DataError(tr("{}: this checkpoint is of another experiment: {}: {} there, {} here; "
                           "use the settings it was made with, choose another --out, or delete it",
                           file.string(), name, there, value));
    }
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
constexpr std::uint32_t format_version = 4;

struct Header { // low bytes first, without gaps
    boost::endian::little_uint32_t version = format_version;
    boost::endian::little_uint32_t bytes_per_number = sizeof(Real);
    boost::endian::little_uint64_t length; // of the payload
    boost::endian::little_uint32_t crc;    // CRC-32 of the payload
};

auto crc_of(const std::string& bytes)
{
    return static_cast<std::uint32_t>(
        crc32_z(0, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

// The payload of a whole, undamaged file of our version; throws otherwise. Nothing but the header
// is read of a file that is as long as it cannot be.
std::string checked_payload(const fs::path& file)
{
    const auto refuse = [&](const Text& what) {
        throw DataError(tr("{}: {}", file.string(), what));
    };
    constexpr std::size_t header_size = checkpoint_magic.size() + sizeof(Header);
    const std::string bytes = read_start(file, tr("checkpoint"), header_size);
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
    const std::uint32_t bytes_per_number = header.bytes_per_number;
    if (bytes_per_number != sizeof(Real))
        refuse(tr("this checkpoint has numbers of {} bytes, this program of {}; use the build that "
                  "made it (float or double)",
                  bytes_per_number, sizeof(Real)));
    const std::uint64_t length = header.length;
    const std::uint64_t present = fs::file_size(file) - header_size;
    if (present < length)
        refuse(tr("this checkpoint is truncated: {} of {} bytes; remove it and start the "
                  "run afresh",
                  present, length));
    std::string payload;
    if (present == length) payload = read_whole_file(file, tr("checkpoint")).erase(0, header_size);
    if (payload.size() != length || header.crc != crc_of(payload))
        refuse(tr("this checkpoint is damaged; remove it and start the run afresh"));
    return payload;
}

} // namespace

void save_checkpoint(const fs::path& file, const Training& training)
{
    Stored stored;
    for (const auto& [name, value] : training.experiment)
        stored.experiment.emplace_back(name.english(), value);
    stored.network = copied(matrices_of(training.net));
    stored.optimizer = copied(training.optimizer.state());
    stored.optimizer_steps = training.optimizer.steps();
    stored.rng = training.rng.state();
    stored.noted = training.noted;
    stored.step = training.step;

    const std::string payload = archived(stored);
    const Header header{.length = payload.size(), .crc = crc_of(payload)};
    NewFile fresh(file, tr("checkpoint"));
    fresh.write(checkpoint_magic);
    fresh.write({reinterpret_cast<const char*>(&header), sizeof(header)});
    fresh.write(payload);
    fresh.finish();
}

void load_checkpoint(const fs::path& file, Training& training)
{
    const std::string payload = checked_payload(file);
    try {
        Stored stored;
        unarchive(payload, stored);

        // Everything is checked before anything is changed.
        const NamedMatrices network = matrices_of(training.net);
        const NamedMatrices optimizer = training.optimizer.state();
        check_experiment(file, stored, training.experiment);
        check_tensors(file, tr("network"), stored.network, network);
        check_tensors(file, tr("optimiser"), stored.optimizer, optimizer);
        Rng rng = training.rng;
        rng.restore(stored.rng);

        fill(network, stored.network);
        fill(optimizer, stored.optimizer);
        training.optimizer.restore_steps(stored.optimizer_steps);
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
