// Where the data sets are, and loading one by its name.
#include "io/readers.hpp"

#include "base/error.hpp"
#include "data/synthetic.hpp"
#include "io/known_sets.hpp"
#include "io/pixels.hpp"
#include "io/whole_file.hpp"

#include <algorithm>
#include <boost/algorithm/string/join.hpp>
#include <boost/locale/encoding_utf.hpp>

namespace descente {

namespace {

namespace fs = std::filesystem;
using boost::locale::conv::utf_to_utf;

constexpr const char* system_folder = "/usr/share/datasets";
constexpr std::uint64_t glyph_seed = 1847; // the drawn set is the same for everybody
constexpr Index glyph_training_size = 20000, glyph_test_size = 4000;
constexpr std::size_t longest_name = 30; // of a folder, in a figure's title

const KnownSet* known(const std::string& name)
{
    const auto found = std::ranges::find(known_sets(), name, &KnownSet::name);
    return found == known_sets().end() ? nullptr : &*found;
}

bool is_folder(const fs::path& path)
{
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

bool has(const fs::path& file)
{
    std::error_code ignored;
    return fs::exists(file, ignored);
}

bool holds_idx(const fs::path& folder)
{
    const IdxFiles files = idx_files_in(folder);
    return !files.train_images.empty() || !files.train_labels.empty() ||
           !files.test_images.empty() || !files.test_labels.empty();
}

bool holds_batches(const fs::path& folder)
{
    return std::ranges::any_of(known("cifar10")->files,
                               [&](const std::string& file) { return has(folder / file); });
}

/// One file of the set is enough: if the others are missing, that is an error to tell, not a
/// reason to look elsewhere or to fall back.
bool holds(const fs::path& folder, const std::string& name)
{
    if (!is_folder(folder)) return false;
    return name == "cifar10" ? holds_batches(folder) : holds_idx(folder);
}

std::vector<fs::path> roots_of(const DataPlaces& places)
{
    if (places.data_folder.empty()) return {places.top_folder / "datasets", system_folder};
    return {places.data_folder};
}

/// Where the set may be below each root: in a folder named after it, as its archive unpacks or
/// torchvision leaves it, or in the root itself.
std::vector<fs::path> folders_of(const std::string& name, const DataPlaces& places)
{
    const fs::path torchvision = name == "mnist" ? "MNIST/raw" : "FashionMNIST/raw";
    std::vector<fs::path> folders;
    for (const fs::path& root : roots_of(places)) {
        folders.push_back(root / name);
        if (name == "cifar10")
            for (const fs::path& above : {root / name, root})
                folders.push_back(above / "cifar-10-batches-bin");
        else
            folders.push_back(root / torchvision);
        folders.push_back(root);
    }
    return folders;
}

/// Of files that are no use here, what they are and what to do; else empty.
Text unreadable(const fs::path& folder)
{
    for (const fs::path& place : {folder, folder / "cifar-10-batches-py"})
        if (has(place / "batches.meta"))
            return tr("{} holds Python pickles: get CIFAR-10's binary version, "
                      "cifar-10-binary.tar.gz, with datasets/fetch cifar10",
                      place.string());
    for (const fs::path& place : {folder, folder / "cifar-100-binary", folder / "cifar-100-python"})
        if (has(place / "fine_label_names.txt") || (has(place / "meta") && has(place / "train")))
            return tr("{} holds CIFAR-100, which is not read: get CIFAR-10 with "
                      "datasets/fetch cifar10",
                      place.string());
    return {};
}

/// What people call a folder: torchvision's KMNIST/raw is KMNIST.
std::string name_of(const fs::path& folder)
{
    std::error_code ignored;
    fs::path whole = fs::weakly_canonical(folder, ignored);
    if (!whole.has_filename() || whole.filename() == "raw") whole = whole.parent_path();
    std::u32string letters = utf_to_utf<char32_t>(whole.filename().string());
    std::erase_if(letters, [](char32_t letter) { return letter < U' '; });
    if (letters.size() > longest_name) letters = letters.substr(0, longest_name - 1) + U'…';
    return utf_to_utf<char>(letters);
}

/// Refuses labels that are not 0, 1, 2, … without gaps; returns how many classes there are.
Index count_classes(const fs::path& folder, const Split& data)
{
    constexpr Index most_classes = 100;
    const Labels &labels = data.training.labels, &tests = data.test.labels;
    const auto refuse = [&](const Text& problem) {
        throw DataError(tr("{}: {}", folder.string(), problem));
    };
    const Index classes = std::max(labels.max(), tests.max()) + 1, least = labels.min();
    if (least > 0 && least < classes - 1)
        refuse(tr("the labels start at {}, not at 0: subtract {} from each, of both parts", least,
                  least));
    if (classes > most_classes)
        refuse(tr("a label is {}, but at most {} classes are read, numbered from 0 to {}",
                  classes - 1, most_classes, most_classes - 1));
    const arma::uvec counts = class_histogram(labels, classes);
    if (arma::accu(counts > 0) < 2)
        refuse(
            tr("all training images have the label {}: there must be two classes at least", least));
    if (counts.min() == 0)
        refuse(tr("no training image has the label {}, but labels go up to {}: number the "
                  "classes 0, 1, 2 … without gaps",
                  counts.index_min(), classes - 1));
    return classes;
}

std::vector<Text> own_classes(const fs::path& folder, Index count)
{
    const fs::path file = folder / "classes.txt";
    if (has(file)) return read_class_names(file, count);
    std::vector<Text> numbers;
    for (Index c = 0; c < count; ++c) numbers.push_back(verbatim("{}", c));
    return numbers;
}

/// Gives both parts the name that their content has.
Split named(const fs::path& folder, UnnamedPart training, UnnamedPart test)
{
    Split data{.training = std::move(training.data), .test = std::move(test.data)};
    if (data.training.shape != data.test.shape)
        throw DataError(tr("{}: the training images are {}, the test images {}; both must have "
                           "one size",
                           folder.string(), to_string(data.training.shape),
                           to_string(data.test.shape)));
    std::vector<std::uint32_t> checksums = std::move(training.checksums);
    checksums.insert(checksums.end(), test.checksums.begin(), test.checksums.end());
    const auto set = std::ranges::find(known_sets(), checksums, &KnownSet::checksums);
    const bool own = set == known_sets().end();
    for (Dataset* part : {&data.training, &data.test}) {
        part->name = own ? tr("own data ({})", name_of(folder)) : set->title;
        if (!own) part->classes = set->classes;
    }
    const Matrix& x = data.training.x;
    if (std::ranges::all_of(x, [&](Real pixel) { return pixel == x[0]; }))
        throw DataError(tr("{}: all pixels of the training images are the same: there is nothing "
                           "to learn from",
                           folder.string()));
    if (own)
        data.training.classes = data.test.classes =
            own_classes(folder, count_classes(folder, data));
    return data;
}

Split load_folder(const fs::path& folder, const std::string& name)
{
    if (name == "cifar10") {
        std::vector<fs::path> batches;
        for (const std::string& file : known(name)->files) batches.push_back(folder / file);
        const fs::path test = batches.back();
        batches.pop_back();
        return named(folder, read_cifar10(batches), read_cifar10({test}));
    }
    // Of own data nothing can be fetched again.
    const std::string own = name_of(folder), set = known(own) != nullptr ? own : "";
    IdxFiles files = idx_files_in(folder);
    const auto must_be_there = [&](fs::path& file, const std::string& usual) {
        if (file.empty()) refuse_file(folder / usual, tr("is missing"), set);
    };
    const std::vector<std::string>& usual = known("mnist")->files;
    must_be_there(files.train_images, usual[0]);
    must_be_there(files.train_labels, usual[1]);
    must_be_there(files.test_images, usual[2]);
    must_be_there(files.test_labels, usual[3]);
    return named(folder, read_idx_part(files.train_images, files.train_labels, set),
                 read_idx_part(files.test_images, files.test_labels, set));
}

Split load_glyphs(const Text& name)
{
    Rng rng(glyph_seed);
    Split data = glyphs(glyph_training_size, glyph_test_size, rng);
    data.training.name = data.test.name = name;
    return data;
}

} // namespace

const std::vector<std::string>& dataset_names()
{
    static const std::vector<std::string> names{"fashion-mnist", "mnist", "cifar10", "glyphs"};
    return names;
}

std::vector<Text> read_class_names(const std::filesystem::path& file, std::size_t classes)
{
    constexpr std::uint64_t most = 1'000'000; // bytes; ImageNet's 1000 names need 30,000
    const std::string text = read_text_file(file, tr("file of class names"), most);
    if (text.starts_with('{') || text.starts_with('['))
        throw DataError(
            tr("{}: a dictionary or list of Python or JSON; give one name a line", file.string()));
    std::istringstream stream(text);
    std::vector<Text> names;
    for (std::string line; std::getline(stream, line);) {
        if (line.ends_with('\r')) line.pop_back();
        names.push_back(verbatim(line));
    }
    if (names.size() != classes)
        throw DataError(tr("{}: {} where there are {} classes; give one name a line", file.string(),
                           plural("{} class name", "{} class names", names.size()), classes));
    return names;
}

std::optional<fs::path> find_dataset(const std::string& name, const DataPlaces& places)
{
    const auto& names = dataset_names();
    if (std::ranges::find(names, name) == names.end())
        throw UsageError(tr("there is no data set {}; choose one of {}", name,
                            boost::algorithm::join(names, ", ")));
    if (!places.data_folder.empty() && !is_folder(places.data_folder))
        throw DataError(tr("{} is not a folder; give --data a folder that exists, or leave it out",
                           places.data_folder.string()));
    if (name == "glyphs") return std::nullopt;
    for (const fs::path& folder : folders_of(name, places))
        if (holds(folder, name)) return folder;
    return std::nullopt;
}

Split load_dataset(const std::string& name, const DataPlaces& places, bool fall_back, bool by_name)
{
    const std::optional<fs::path> folder = find_dataset(name, places);
    if (name == "glyphs") return load_glyphs(tr("drawn glyphs"));
    if (!folder && fall_back) return load_glyphs(tr("drawn glyphs (no data set found)"));
    if (!folder) {
        for (const fs::path& root : roots_of(places))
            for (const fs::path& place : {root, root / name})
                if (const Text is = unreadable(place); !is.empty()) throw DataError(is);
        const Text where =
            places.data_folder.empty()
                ? tr("{} nor in {}", (places.top_folder / "datasets").string(), system_folder)
                : verbatim(places.data_folder.string());
        throw DataError(tr("{} is not in {}; get it with datasets/fetch {}, or use "
                           "--dataset glyphs, which needs no file",
                           name, where, name));
    }
    Split data = load_folder(*folder, name);
    const Text& title = known(name)->title;
    if (by_name && data.training.name.english() != title.english())
        throw DataError(tr("{} holds {}, not {}: leave out --dataset {}, or get that set with "
                           "datasets/fetch {}",
                           folder->string(), data.training.name, title, name, name));
    return data;
}

} // namespace descente
