// Where the data sets are, and loading one by its name.
#include "io/readers.hpp"

#include "base/error.hpp"
#include "data/class_names.hpp"
#include "data/synthetic.hpp"
#include "io/whole_file.hpp"

#include <algorithm>

namespace descente {

namespace {

namespace fs = std::filesystem;

constexpr const char* system_folder = "/usr/share/datasets";
constexpr std::uint64_t glyph_seed = 1847; // the drawn set is the same for everybody
constexpr Index glyph_training_size = 20000, glyph_test_size = 4000;

const std::vector<std::string> idx_files{"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                         "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};
const std::vector<std::string> cifar_files{"data_batch_1.bin", "data_batch_2.bin",
                                           "data_batch_3.bin", "data_batch_4.bin",
                                           "data_batch_5.bin", "test_batch.bin"};

bool is_known(const std::string& name)
{
    const auto& names = dataset_names();
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_folder(const fs::path& path)
{
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

/// One file of the set is enough: if the others are missing, that is an error to tell, not a
/// reason to look elsewhere or to fall back.
bool holds(const fs::path& folder, const std::string& name)
{
    const auto here = [&](const std::string& file) {
        std::error_code ignored;
        return fs::exists(folder / file, ignored) || fs::exists(folder / (file + ".gz"), ignored);
    };
    const auto& files = name == "cifar10" ? cifar_files : idx_files;
    return std::any_of(files.begin(), files.end(), here);
}

/// The folder itself may hold the files, unless its name says that it is another set:
/// MNIST and Fashion-MNIST use the same file names.
bool may_be(const fs::path& folder, const std::string& name)
{
    std::error_code ignored;
    fs::path clean = fs::weakly_canonical(folder, ignored);
    if (ignored) clean = folder.lexically_normal();
    const std::string own = clean.filename().string();
    return own == name || !is_known(own);
}

TrainTest load_mnist_like(const fs::path& folder, const std::string& name,
                          const std::vector<Text>& classes)
{
    TrainTest data{read_mnist_part(folder, "train", name, classes),
                   read_mnist_part(folder, "t10k", name, classes)};
    if (data.training.shape != data.test.shape)
        throw DataError(tr("{}: the training images are {}, the test images {}; fetch the "
                           "set again with datasets/fetch",
                           folder.string(), to_string(data.training.shape),
                           to_string(data.test.shape)));
    return data;
}

TrainTest load_cifar10(const fs::path& folder)
{
    std::vector<fs::path> training;
    for (const std::string& file : cifar_files) training.push_back(folder / file);
    const fs::path test = training.back();
    training.pop_back();
    return {read_cifar10(training), read_cifar10({test})};
}

TrainTest load_glyphs(const std::string& name)
{
    Rng rng(glyph_seed);
    TrainTest data = glyphs(glyph_training_size, glyph_test_size, rng);
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
        throw DataError(tr("{}: {} class names where the network has {} outputs; give one "
                           "name a line",
                           file.string(), names.size(), classes));
    return names;
}

std::optional<fs::path> find_dataset(const std::string& name, const DataPlaces& places)
{
    if (!is_known(name)) {
        std::string choices;
        for (const std::string& known : dataset_names())
            choices += (choices.empty() ? "" : ", ") + known;
        throw UsageError(tr("there is no data set {}; choose one of {}", name, choices));
    }
    std::vector<fs::path> roots{places.top_folder / "datasets", system_folder};
    if (!places.data_folder.empty()) {
        roots = {places.data_folder};
        if (!is_folder(places.data_folder))
            throw DataError(
                tr("{} is not a folder; give --data a folder that exists, or leave it out",
                   places.data_folder.string()));
    }
    if (name == "glyphs") return std::nullopt;
    for (const fs::path& root : roots)
        for (const fs::path& folder : {root / name, root / name / "cifar-10-batches-bin",
                                       root / "cifar-10-batches-bin", root})
            if (is_folder(folder) && may_be(folder, name) && holds(folder, name)) return folder;
    return std::nullopt;
}

TrainTest load_dataset(const std::string& name, const DataPlaces& places, bool fall_back)
{
    const std::optional<fs::path> folder = find_dataset(name, places);
    if (name == "glyphs") return load_glyphs("drawn glyphs");
    if (!folder && fall_back) return load_glyphs("drawn glyphs (no data set found)");
    if (!folder) {
        const Text where =
            places.data_folder.empty()
                ? tr("{} nor in {}", (places.top_folder / "datasets").string(), system_folder)
                : verbatim(places.data_folder.string());
        throw DataError(tr("{} is not in {}; get it with datasets/fetch {}, or use "
                           "--dataset glyphs, which needs no file",
                           name, where, name));
    }
    if (name == "mnist") return load_mnist_like(*folder, "MNIST", mnist_classes());
    if (name == "fashion-mnist")
        return load_mnist_like(*folder, "Fashion-MNIST", fashion_mnist_classes());
    return load_cifar10(*folder);
}

} // namespace descente
