#include "io/files.hpp"
#include "io/readers.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;
using namespace descente::testing;

namespace {

struct ReadersFolder {
    TemporaryFolder temporary;
    std::filesystem::path top = temporary.path();
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(readers, ReadersFolder)

BOOST_AUTO_TEST_CASE(a_data_folder_holds_the_set_or_a_folder_named_after_it)
{
    const auto inside = top / "inside", direct = top / "direct";
    write_small_mnist(inside / "mnist");
    write_small_mnist(direct);
    BOOST_TEST(find_dataset("mnist", {inside, top}).value() == inside / "mnist");
    BOOST_TEST(find_dataset("mnist", {direct, top}).value() == direct);
    BOOST_TEST(!find_dataset("fashion-mnist", {inside, top}).has_value());
    BOOST_TEST(load_dataset("mnist", {inside, top}, false, false).training.size() == 4U);
}

BOOST_AUTO_TEST_CASE(content_and_no_folder_says_what_a_set_is_called)
{
    const std::filesystem::path installed = "/usr/share/datasets/fashion-mnist";
    if (std::filesystem::exists(installed)) { // copied under a name that says nothing, or lies
        std::filesystem::copy(installed, top / "mnist", std::filesystem::copy_options::recursive);
        const Split data = load_dataset("mnist", {top / "mnist", top}, false, false);
        BOOST_TEST(data.training.name.english() == "Fashion-MNIST");
        BOOST_TEST(data.test.classes[8].in(Language("fr")) == "sac");
        BOOST_CHECK_EXCEPTION(load_dataset("mnist", {top, top}, false, true), DataError,
                              says({"holds Fashion-MNIST, not MNIST", "leave out --dataset mnist",
                                    "datasets/fetch mnist"}));
    }
    write_small_mnist(top / "fashion-mnist");
    const Split own = load_dataset("fashion-mnist", {top, top}, false, false);
    BOOST_TEST(own.training.name.english() == "own data (fashion-mnist)");
    BOOST_TEST(own.test.name.in(Language("fr")) == "vos propres données (fashion-mnist)");
    BOOST_TEST(own.test.classes.at(3).english() == "3");
    BOOST_CHECK_EXCEPTION(load_dataset("fashion-mnist", {top, top}, false, true), DataError,
                          says({"holds own data (fashion-mnist), not Fashion-MNIST"}));
    write_small_mnist(top / "KMNIST" / "raw"); // torchvision's: the folder above has the name
    BOOST_TEST(load_dataset("mnist", {top / "KMNIST" / "raw", top}, false, false)
                   .training.name.english() == "own data (KMNIST)");
    const std::string long_name = std::string(40, 'n') + "\xff"; // Latin-1 is no UTF-8
    write_small_mnist(top / long_name);
    BOOST_TEST(
        load_dataset("mnist", {top / long_name, top}, false, false).training.name.english() ==
        "own data (" + std::string(29, 'n') + "…)");
}

BOOST_AUTO_TEST_CASE(torchvision_s_folders_are_found)
{
    write_small_mnist(top / "MNIST" / "raw");
    write_small_mnist(top / "FashionMNIST" / "raw");
    BOOST_TEST(find_dataset("mnist", {top, top}).value() == top / "MNIST" / "raw");
    BOOST_TEST(find_dataset("fashion-mnist", {top, top}).value() == top / "FashionMNIST" / "raw");
}

BOOST_AUTO_TEST_CASE(other_formats_of_cifar_are_named)
{
    write_file(top / "one" / "cifar-10-batches-py" / "batches.meta", "");
    write_file(top / "two" / "fine_label_names.txt", "");
    BOOST_CHECK_EXCEPTION(load_dataset("cifar10", {top / "one", top}, false, false), DataError,
                          says({"Python pickles", "cifar-10-binary.tar.gz"}));
    BOOST_CHECK_EXCEPTION(load_dataset("cifar10", {top / "two", top}, false, false), DataError,
                          says({"CIFAR-100, which is not read"}));
}

BOOST_AUTO_TEST_CASE(labels_are_numbered_from_0_without_gaps)
{
    const auto load = [&](const Bytes& training, const Bytes& test = {0}) {
        for (const auto& [part, labels] : {std::pair{"train", training}, std::pair{"t10k", test}}) {
            const auto n = static_cast<std::uint32_t>(labels.size());
            const auto file = [&](const std::string& kind) { return top / "set" / (part + kind); };
            write_file(file("-images-idx3-ubyte"), idx_bytes(images_magic, {n, 1, 1}, counting(n)));
            write_file(file("-labels-idx1-ubyte"), idx_bytes(labels_magic, {n}, labels));
        }
        return load_dataset("mnist", {top / "set", top}, false, false).training;
    };
    const auto refuses = [&](const Bytes& training, const std::string& text) {
        BOOST_CHECK_EXCEPTION(load(training), DataError, says({(top / "set").string(), text}));
    };
    BOOST_TEST(load({1, 0}).class_count() == 2U);
    BOOST_TEST(load(counting(100), counting(100)).class_count() == 100U);
    BOOST_TEST(load({1, 0, 2}, {0, 1}).class_count() == 3U); // a class that no test image has
    refuses({1, 2, 3, 1}, "the labels start at 1, not at 0: subtract 1 from each");
    refuses({0, 1, 3}, "no training image has the label 2, but labels go up to 3");
    refuses({0, 0}, "all training images have the label 0");
    refuses({0, 1, 255}, "a label is 255, but at most 100 classes");
    BOOST_CHECK_EXCEPTION(load({0, 1}, {0, 2}), DataError, says({"no training image", "label 2"}));

    write_file(top / "set" / "classes.txt", "\xef\xbb\xbf"
                                            "chat\r\nété\r\n");
    BOOST_TEST(load({0, 1}).classes[0].english() == "chat");
    BOOST_TEST(load({0, 1}).classes[1].english() == "été");
    BOOST_CHECK_EXCEPTION(load({0, 1, 2}), DataError, says({"classes.txt", "2 class names"}));
}

BOOST_AUTO_TEST_CASE(images_without_any_difference_are_refused)
{
    write_small_mnist(top / "set");
    write_file(top / "set" / "train-images-idx3-ubyte",
               idx_bytes(images_magic, {4, 2, 3}, Bytes(24, 99)));
    BOOST_CHECK_EXCEPTION(load_dataset("mnist", {top / "set", top}, false, false), DataError,
                          says({"all pixels of the training images are the same"}));
}

BOOST_AUTO_TEST_CASE(the_project_s_own_folder_comes_before_the_system_s)
{
    write_small_mnist(top / "datasets" / "fashion-mnist", 2);
    BOOST_TEST(find_dataset("fashion-mnist", {{}, top}).value() ==
               top / "datasets" / "fashion-mnist");
    const Split data = load_dataset("fashion-mnist", {{}, top}, false, false);
    BOOST_TEST(data.training.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_given_data_folder_is_the_only_place_and_must_exist)
{
    write_small_mnist(top / "datasets" / "mnist");
    std::filesystem::create_directory(top / "empty");
    BOOST_TEST(!find_dataset("mnist", {top / "empty", top}).has_value());
    for (const bool fall_back : {false, true})
        for (const std::string name : {"mnist", "glyphs"})
            BOOST_CHECK_EXCEPTION(load_dataset(name, {top / "none", top}, fall_back, false),
                                  DataError, says({(top / "none").string(), "--data"}));
    write_file(top / "file", "1");
    BOOST_CHECK_THROW(find_dataset("mnist", {top / "file", top}), DataError);
}

BOOST_AUTO_TEST_CASE(cifar_is_found_as_its_archive_unpacks)
{
    const Bytes record = counting(3073);
    for (const std::string folder : {"plain", "packed/cifar-10-batches-bin",
                                     "named/cifar10/cifar-10-batches-bin", "own/cifar10"})
        for (const std::string file : {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
                                       "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"}) {
            Bytes bytes = record;
            bytes[0] = file[11] == '2' ? 1 : 0; // two classes
            write_file(top / folder / file, bytes);
        }
    for (const std::string folder : {"plain", "packed", "named", "own"}) {
        const Split data = load_dataset("cifar10", {top / folder, top}, false, false);
        BOOST_TEST(data.training.size() == 5U);
        BOOST_TEST(data.test.size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(without_files_it_says_how_to_get_them_or_draws_glyphs)
{
    std::filesystem::create_directory(top / "empty");
    const DataPlaces nowhere{top / "empty", top};
    BOOST_CHECK_EXCEPTION(load_dataset("cifar10", nowhere, false, false), DataError,
                          says({"cifar10", "datasets/fetch cifar10", "--dataset glyphs"}));
    const Split drawn = load_dataset("cifar10", nowhere, true, false);
    BOOST_TEST(drawn.training.name.english() == "drawn glyphs (no data set found)");
    BOOST_TEST(drawn.test.name.english() == drawn.training.name.english());
    BOOST_TEST(drawn.training.class_count() == 10U);
    // Asked for by name, it is no substitute, and does not say so.
    const Split chosen = load_dataset("glyphs", nowhere, false, false);
    BOOST_TEST(chosen.training.name.english() == "drawn glyphs");
    BOOST_TEST(arma::approx_equal(chosen.test.x, drawn.test.x, "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(a_damaged_set_is_an_error_even_with_something_to_fall_back_on)
{
    write_small_mnist(top / "mnist");
    std::filesystem::resize_file(top / "mnist" / "t10k-images-idx3-ubyte", 30);
    BOOST_CHECK_EXCEPTION(load_dataset("mnist", {top, top}, true, false), DataError,
                          says({"truncated"}));
    std::filesystem::remove(top / "mnist" / "t10k-images-idx3-ubyte");
    BOOST_CHECK_EXCEPTION(load_dataset("mnist", {top, top}, true, false), DataError,
                          says({"missing"}));
}

BOOST_AUTO_TEST_CASE(both_parts_have_images_of_one_size)
{
    write_small_mnist(top / "mnist");
    write_file(top / "mnist" / "t10k-images-idx3-ubyte",
               idx_bytes(images_magic, {4, 3, 2}, counting(24)));
    BOOST_CHECK_EXCEPTION(load_dataset("mnist", {top, top}, true, false), DataError,
                          says({"1×2×3", "1×3×2"}));
}

BOOST_AUTO_TEST_CASE(an_unknown_name_lists_the_known_ones)
{
    BOOST_CHECK_EXCEPTION(load_dataset("imagenet", {top, top}, true, false), UsageError,
                          says({"imagenet", "fashion-mnist, mnist, cifar10, glyphs"}));
}

BOOST_AUTO_TEST_CASE(both_parts_are_standardised_with_the_training_part)
{
    Split data;
    data.training.x = Matrix{{1, 3}, {1, 3}}; // mean 2, deviation 1
    data.test.x = Matrix(Column{5, 2});
    const Split result = standardised(data);
    BOOST_TEST(arma::approx_equal(result.training.x, Matrix{{-1, 1}, {-1, 1}}, "absdiff", 0));
    BOOST_TEST(arma::approx_equal(result.test.x, Matrix(Column{3, 0}), "absdiff", 0));
}

BOOST_AUTO_TEST_CASE(names_from_a_file_are_as_many_as_the_outputs,
                     *boost::unit_test::label("lab11"))
{
    const testing::TemporaryFolder folder;
    const auto file = folder.path() / "labels.txt";
    testing::write_file(file, "ray\ncat\r\n");
    const std::vector<Text> names = read_class_names(file, 2);
    BOOST_TEST(names[0].english() == "ray");
    BOOST_TEST(names[1].in(Language("fr")) == "cat");
    BOOST_CHECK_EXCEPTION(read_class_names(file, 3), DataError, [](const DataError& error) {
        return std::string(error.what()).find("2 class names where there are 3 classes") !=
               std::string::npos;
    });
    BOOST_CHECK_THROW(read_class_names(folder.path(), 3), DataError);
    for (const std::string text :
         {"{0: 'tench',\n 1: 'goldfish'}\n", "[\"tench\",\n\"goldfish\"]"}) {
        write_file(file, text);
        BOOST_CHECK_EXCEPTION(read_class_names(file, 2), DataError,
                              says({file.string(), "dictionary", "one name a line"}));
    }
    write_file(file, std::string("\xff\xfe"
                                 "r\0a\0y\0\r\0\n\0c\0a\0t\0",
                                 18));
    BOOST_TEST(read_class_names(file, 2)[0].english() == "ray");
    BOOST_TEST(read_class_names(file, 2)[1].english() == "cat");
    std::filesystem::resize_file(file, 1'000'001);
    BOOST_CHECK_EXCEPTION(read_class_names(file, 2), DataError, says({"1,000,001 bytes"}));
    BOOST_CHECK_THROW(read_class_names(folder.path() / "none", 3), DataError);
}

BOOST_AUTO_TEST_SUITE_END()
