#include "base/error.hpp"
#include "io/checkpoint.hpp"
#include "nn/losses.hpp"
#include "optim/schedules.hpp"
#include "temporary.hpp"
#include "train/tiny_net.hpp"

#include <boost/crc.hpp>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <sstream>
#include <sys/resource.h>

using namespace descente;
using namespace descente::testing;
namespace fs = std::filesystem;

namespace {

// A run that uses everything a checkpoint holds: a buffer, Adam, and random numbers of its own
// (noise on the inputs).
struct SmallRun {
    explicit SmallRun(std::uint64_t seed, Index classes = 2)
        : rng(seed), net(3, classes, rng), adam(net)
    {
    }
    void advance(int steps)
    {
        for (int k = 0; k < steps; ++k, ++training.step) {
            const Matrix noisy = data.x + Real(0.1) * rng.normal_matrix(3, data.size());
            const Var cost =
                softmax_cross_entropy(net.forward(constant(noisy), Mode::train), data.labels);
            adam.zero_grad();
            backward(cost);
            const double rate = schedule(training.step);
            adam.step(rate);
            training.noted += std::to_string(cost.scalar());
        }
    }
    // Everything there is to know, as one text: equal texts are equal runs, to the last bit.
    std::string everything()
    {
        std::ostringstream text;
        const auto add = [&](const void* numbers, std::size_t bytes) {
            text.write(static_cast<const char*>(numbers), static_cast<std::streamsize>(bytes));
            text << '|';
        };
        for (const Matrix& value : snapshot(net)) add(value.memptr(), value.n_elem * sizeof(Real));
        for (const auto& [name, value] : adam.state())
            add(value->memptr(), value->n_elem * sizeof(Real));
        text << training.noted << ' ' << adam.steps() << ' ' << training.step << '\n'
             << rng.state();
        return text.str();
    }

    Rng data_rng{1}; // the same data for every run
    Dataset data = two_classes(30, data_rng);
    Rng rng;
    TinyNet net;
    Adam adam;
    Schedule schedule = sgdr(0.1, 4);
    Training training{net, adam, rng};
};

// In a folder of our own, `file` is the checkpoint of a run of ten steps.
struct Folder {
    Folder()
    {
        SmallRun run(3);
        run.advance(10);
        save_checkpoint(file, run.training);
        bytes = read_file(file);
    }
    void write(const std::string& text) const { write_file(file, text); }
    // The file as it is now is refused in one line that names it and says `reason`, and the run
    // stays as it was.
    void refused(const std::string& reason, SmallRun&& run = SmallRun(5)) const
    {
        run.advance(3);
        const std::string before = run.everything();
        std::string line;
        try {
            load_checkpoint(file, run.training);
        } catch (const DataError& error) {
            line = error.what();
        }
        BOOST_TEST(line.find(reason) != std::string::npos,
                   "'" << line << "' for '" << reason << "'");
        BOOST_TEST(line.find('\n') == std::string::npos);
        BOOST_TEST((run.everything() == before));
    }
    std::size_t files() const
    {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    }
    static constexpr std::size_t header = 28; // name, format, bytes of a number, length, CRC-32
    static void put_crc(std::string& text)
    {
        boost::crc_32_type crc;
        crc.process_bytes(text.data() + header, text.size() - header);
        const std::uint32_t sum = crc.checksum();
        for (std::size_t i = 0; i < 4; ++i) text[24 + i] = static_cast<char>(sum >> (8 * i) & 0xff);
    }

    TemporaryFolder temporary;
    fs::path folder = temporary.path();
    fs::path file = folder / "run.checkpoint";
    std::string bytes;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(checkpoint, Folder)

BOOST_AUTO_TEST_CASE(a_resumed_run_continues_with_the_very_same_numbers)
{
    SmallRun uninterrupted(3);
    uninterrupted.advance(25);
    for (const int pause : {0, 3, 10}) { // before all, and later
        SmallRun first(3);
        first.advance(pause);
        save_checkpoint(file, first.training);
        SmallRun second(99); // another start altogether
        second.advance(7);
        load_checkpoint(file, second.training);
        BOOST_TEST((second.everything() == first.everything()), "loaded after " << pause);
        second.advance(25 - pause);
        BOOST_TEST((second.everything() == uninterrupted.everything()), "paused at " << pause);
    }
}

BOOST_AUTO_TEST_CASE(what_was_noted_comes_back_whatever_its_bytes)
{
    SmallRun run(3);
    run.advance(2);
    run.training.noted = std::string("a\0b\n\xff", 5);
    save_checkpoint(file, run.training);
    SmallRun other(4);
    load_checkpoint(file, other.training);
    BOOST_TEST((other.everything() == run.everything()));
    BOOST_TEST((other.training.noted == run.training.noted));
}

BOOST_AUTO_TEST_CASE(saving_again_replaces_the_file_and_leaves_no_other)
{
    SmallRun run(3);
    run.advance(11);
    save_checkpoint(file, run.training);
    BOOST_TEST((read_file(file) != bytes));
    BOOST_TEST(files() == 1);
}

BOOST_AUTO_TEST_CASE(a_truncated_file_is_refused)
{
    for (std::size_t size = 1; size < bytes.size(); size += size < header ? 1 : 211) {
        write(bytes.substr(0, size));
        refused("truncated");
    }
    write(bytes.substr(0, bytes.size() - 1));
    refused("truncated");
    write(bytes + "x");
    refused("damaged");
}

BOOST_AUTO_TEST_CASE(a_flipped_bit_is_noticed_wherever_it_is)
{
    for (std::size_t at = 0; at < bytes.size(); at += at < header ? 1 : 149)
        for (int bit = 0; bit < 8; bit += at < header ? 1 : 3) {
            std::string flipped = bytes;
            flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
            write(flipped);
            refused(at < 8    ? "not a checkpoint"
                    : at < 12 ? "format"
                    : at < 16 ? "numbers of"
                    : at < 24 ? "this checkpoint is"
                              : "damaged");
        }
}

BOOST_AUTO_TEST_CASE(foreign_files_are_refused)
{
    write("");
    refused("not a checkpoint");
    write("P6\n640 480\n255\n");
    refused("not a checkpoint");
    write(std::string(1000, '\0'));
    refused("not a checkpoint");
    fs::remove(file);
    refused("no checkpoint there");
    fs::create_directory(file);
    refused("no checkpoint there");
}

BOOST_AUTO_TEST_CASE(other_versions_are_refused)
{
    bytes[8] = 5;
    write(bytes);
    refused("newer");
    bytes[8] = 0;
    write(bytes);
    refused("format 0, not 4");
}

BOOST_AUTO_TEST_CASE(a_whole_file_that_makes_no_sense_is_refused)
{
    std::string nonsense = bytes.substr(0, header) + std::string(bytes.size() - header, 'n');
    put_crc(nonsense);
    write(nonsense);
    refused("cannot be understood");
}

// Of each length in the payload, whatever it counts: nothing is allocated that the file cannot
// hold.
BOOST_AUTO_TEST_CASE(a_length_that_lies_is_refused_at_once)
{
    struct rusage before {};
    getrusage(RUSAGE_SELF, &before);
    for (std::size_t at = header; at + 8 <= std::min<std::size_t>(bytes.size(), 400); ++at)
        for (const std::uint64_t lie : {std::uint64_t{40'000'000}, std::uint64_t{1} << 60U}) {
            std::string lying = bytes;
            std::memcpy(lying.data() + at, &lie, sizeof(lie));
            put_crc(lying);
            write(lying);
            SmallRun run(5);
            try { // in the middle of the numbers it is a number
                load_checkpoint(file, run.training);
            } catch (const DataError&) {
            }
        }
    struct rusage after {};
    getrusage(RUSAGE_SELF, &after);
    BOOST_TEST(after.ru_maxrss - before.ru_maxrss < 100'000); // KB
}

BOOST_AUTO_TEST_CASE(another_experiment_is_refused)
{
    const Experiment here{{verbatim("lab"), "lab11"}, {verbatim("seed"), "3"}};
    SmallRun run(3);
    run.training.experiment = here;
    save_checkpoint(file, run.training);
    SmallRun same(5);
    same.training.experiment = here;
    load_checkpoint(file, same.training);
    BOOST_TEST((same.everything() == run.everything()));
    const auto refuses = [&](const Experiment& other, const std::string& reason) {
        SmallRun mine(5);
        mine.training.experiment = other;
        refused(reason, std::move(mine));
    };
    refuses({{verbatim("lab"), "lab11"}, {verbatim("seed"), "4"}},
            "another experiment: seed: 3 there, 4 here; use the settings it was made with, choose "
            "another --out, or delete it");
    refuses({{verbatim("lab"), "lab14"}, {verbatim("seed"), "4"}}, "lab: lab11 there, lab14 here");
    refuses({{verbatim("epochs"), "9"}}, "epochs: not told there, 9 here");
}

BOOST_AUTO_TEST_CASE(another_precision_is_refused)
{
    bytes[12] = static_cast<char>(12 - sizeof(Real));
    write(bytes);
    refused(
        fmt::format("numbers of {} bytes, this program of {}", 12 - sizeof(Real), sizeof(Real)));
}

BOOST_AUTO_TEST_CASE(another_network_is_refused)
{
    refused("layer.W (3×2) where layer.W (3×4)", SmallRun(5, 4));

    SmallRun run(5);
    Sequential sequential;
    sequential.add(Linear(3, 2, run.rng));
    Adam adam(sequential);
    Training other{sequential, adam, run.rng};
    const std::vector<Matrix> before = snapshot(sequential);
    BOOST_CHECK_EXCEPTION(load_checkpoint(file, other), DataError, [](const DataError& error) {
        return std::string(error.what()).find("another network") != std::string::npos;
    });
    BOOST_TEST(identical(snapshot(sequential), before));

    // The same tensors and one more.
    Folder::write(bytes);
    save_checkpoint(file, other);
    refused("another network");
}

BOOST_AUTO_TEST_CASE(another_optimiser_is_refused)
{
    SmallRun run(5);
    const std::string before = run.everything();
    Momentum momentum(run.net);
    Sgd sgd(run.net);
    for (Optimizer* optimizer : std::initializer_list<Optimizer*>{&momentum, &sgd}) {
        Training other{run.net, *optimizer, run.rng};
        BOOST_CHECK_EXCEPTION(load_checkpoint(file, other), DataError, [](const DataError& error) {
            return std::string(error.what()).find("another optimiser") != std::string::npos;
        });
        save_checkpoint(folder / "other", other);
    }
    BOOST_TEST((run.everything() == before));
    fs::rename(folder / "other", file);
    refused("another optimiser"); // without state, where Adam has some
}

BOOST_AUTO_TEST_CASE(a_place_that_cannot_be_written_is_named)
{
    SmallRun run(3);
    for (const fs::path& place : {folder / "missing" / "file", folder})
        BOOST_CHECK_EXCEPTION(save_checkpoint(place, run.training), DataError,
                              [&](const DataError& error) {
                                  const std::string line = error.what();
                                  return line.find(place.string()) == 0 &&
                                         line.find("checkpoint") != std::string::npos;
                              });
    BOOST_TEST((read_file(file) == bytes));
    BOOST_TEST(files() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
