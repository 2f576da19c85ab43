// datasets/make: own pictures become a data set that the labs read.
//
// FOLDER holds one folder a class, each with PNG or JPEG pictures. They become IDX files, as MNIST
// has them: upright, the middle square, of N × N grey pixels; with classes.txt, the folders' names.
#include "base/error.hpp"
#include "base/rng.hpp"
#include "io/imagenet.hpp"
#include "io/whole_file.hpp"
#include "shell/options.hpp"

#include <algorithm>
#include <boost/endian/conversion.hpp>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace {

using namespace descente;
namespace fs = std::filesystem;

constexpr std::size_t most_classes = 100;

Text usage()
{
    return tr(
        "usage: datasets/make FOLDER [--to DIR] [--side N] [--test PERCENT] [--seed N]\n"
        "\n"
        "FOLDER holds one folder a class, each with PNG or JPEG pictures: they become a data\n"
        "set for --data of the labs, grey (IDX files have no colours).\n"
        "\n"
        "  --to DIR        where the set is put (FOLDER-idx)\n"
        "  --side N        rows and columns of each image, 1 to 256 (28)\n"
        "  --test PERCENT  share of each class that is set aside for the test, 1 to 99 (20)\n"
        "  --seed N        of the random split (1)\n"
        "\n"
        "exit codes: 2 wrong command, 3 pictures that cannot be read or a set that cannot "
        "be written\n");
}

struct Arguments {
    fs::path folder, to;
    Index side = 28, test = 20, seed = 1;
};

Index whole_number(const std::string& option, const std::string& word, Index least, Index most)
{
    Index number = 0;
    const char* const end = word.data() + word.size();
    const auto [stop, error] = std::from_chars(word.data(), end, number);
    if (error != std::errc() || stop != end || number < least || number > most)
        throw UsageError(
            tr("{} {}: must be a whole number from {} to {}", option, word, least, most));
    return number;
}

Arguments read(const std::vector<std::string>& words)
{
    Arguments arguments;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        const auto value = [&]() -> const std::string& {
            if (i + 1 == words.size()) throw UsageError(tr("{} needs a value", word));
            return words[++i];
        };
        if (word == "--to")
            arguments.to = value();
        else if (word == "--side")
            arguments.side = whole_number(word, value(), 1, 256);
        else if (word == "--test")
            arguments.test = whole_number(word, value(), 1, 99);
        else if (word == "--seed")
            arguments.seed = whole_number(word, value(), 0, 1'000'000'000);
        else if (word.starts_with("-") || !arguments.folder.empty() || word.empty())
            throw UsageError(tr("\"{}\" is not understood; see datasets/make --help", word));
        else
            arguments.folder = word;
    }
    if (arguments.folder.empty()) throw UsageError(tr("which FOLDER? See datasets/make --help"));
    if (!arguments.folder.has_filename()) arguments.folder = arguments.folder.parent_path(); // "a/"
    if (arguments.to.empty()) arguments.to = arguments.folder.string() + "-idx";
    return arguments;
}

/// What is in a folder, but for hidden files, in the order of the names.
std::vector<fs::path> contents(const fs::path& folder, bool folders)
{
    std::vector<fs::path> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (entry.is_directory() == folders && !entry.path().filename().string().starts_with('.'))
            found.push_back(entry.path());
    if (error) throw DataError(tr("{} is no folder that can be read", folder.string()));
    std::sort(found.begin(), found.end());
    return found;
}

/// The middle square of a picture in grey, row after row.
std::string grey_square(const fs::path& file, Index side)
{
    const Photograph picture = read_photograph(file);
    const Index rows = picture.shape.rows, cols = picture.shape.cols, least = std::min(rows, cols);
    const Photograph square =
        centre_crop(resized(picture, side * rows / least, side * cols / least), side, side);
    std::string bytes;
    for (Index r = 0; r < side; ++r)
        for (Index c = 0; c < side; ++c) {
            const auto channel = [&](Index k) { return square.x[r + side * (c + side * k)]; };
            const Real grey =
                Real(0.299) * channel(0) + Real(0.587) * channel(1) + Real(0.114) * channel(2);
            bytes += static_cast<char>(std::lround(255 * std::clamp<Real>(grey, 0, 1)));
        }
    return bytes;
}

struct Sample {
    std::string pixels;
    char label;
};

void write_idx(const fs::path& file, const std::vector<std::uint32_t>& sizes,
               const std::string& bytes)
{
    NewFile target(file, tr("data set"));
    const auto put = [&](std::uint32_t number) {
        boost::endian::native_to_big_inplace(number);
        target.write({reinterpret_cast<const char*>(&number), sizeof(number)});
    };
    put(0x800U + static_cast<std::uint32_t>(sizes.size()));
    for (const std::uint32_t size : sizes) put(size);
    target.write(bytes);
    target.finish();
}

void write_part(const fs::path& to, const std::string& part, const std::vector<Sample>& samples,
                Index side, Rng& rng)
{
    std::string pixels, labels;
    for (const Index i : rng.permutation(samples.size())) {
        pixels += samples[i].pixels;
        labels += samples[i].label;
    }
    const auto count = static_cast<std::uint32_t>(samples.size());
    const auto size = static_cast<std::uint32_t>(side);
    write_idx(to / (part + "-images-idx3-ubyte"), {count, size, size}, pixels);
    write_idx(to / (part + "-labels-idx1-ubyte"), {count}, labels);
}

Text make(const Arguments& arguments)
{
    const std::vector<fs::path> classes = contents(arguments.folder, true);
    if (classes.size() < 2 || classes.size() > most_classes)
        throw DataError(tr("{} holds {}: give each class one, of 2 to {} classes",
                           arguments.folder.string(),
                           plural("{} folder", "{} folders", classes.size()), most_classes));
    Rng rng(arguments.seed);
    std::vector<Sample> training, test;
    std::string names;
    for (std::size_t label = 0; label < classes.size(); ++label) {
        const std::vector<fs::path> files = contents(classes[label], false);
        if (files.size() < 2)
            throw DataError(
                tr("{} holds {}: two at least are needed, one to learn from and one for "
                   "the test",
                   classes[label].string(), plural("{} picture", "{} pictures", files.size())));
        const Index tests =
            std::clamp<Index>(files.size() * arguments.test / 100, 1, files.size() - 1);
        const arma::uvec order = rng.permutation(files.size());
        for (Index k = 0; k < files.size(); ++k)
            (k < tests ? test : training)
                .push_back(
                    {grey_square(files[order[k]], arguments.side), static_cast<char>(label)});
        names += classes[label].filename().string() + "\n";
    }
    std::error_code error;
    fs::create_directories(arguments.to, error);
    write_part(arguments.to, "train", training, arguments.side, rng);
    write_part(arguments.to, "t10k", test, arguments.side, rng);
    NewFile list(arguments.to / "classes.txt", tr("data set"));
    list.write(names);
    list.finish();
    return tr("{0}: {1} to learn from and {2} for the test, of {3} classes, {4}×{4} pixels; give "
              "a lab --data {0}",
              arguments.to.string(), plural("{} image", "{} images", training.size()), test.size(),
              classes.size(), arguments.side);
}

} // namespace

int main(int argc, char** argv)
{
    const Language language = language_of_locale();
    const std::vector<std::string> words(argv + 1, argv + argc);
    try {
        if (std::ranges::find(words, "--help") != words.end())
            fmt::print("{}", usage().in(language));
        else
            fmt::print("{}\n", make(read(words)).in(language));
        return 0;
    } catch (const Error& error) {
        fmt::print(stderr, "datasets/make: {}\n", error.line().in(language));
        return static_cast<int>(error.code());
    } catch (const std::exception& error) { // no memory, a folder that vanished
        fmt::print(stderr, "datasets/make: {}\n", error.what());
        return static_cast<int>(Exit::internal);
    }
}
