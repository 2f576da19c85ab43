#include "io/files.hpp"
#include "io/readers.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;
using namespace descente::testing;

namespace {

struct IdxFolder {
    TemporaryFolder temporary;
    std::filesystem::path file = temporary.path() / "some-images-idx3-ubyte";
    Bytes good = idx_bytes(images_magic, {2, 2, 3}, counting(12));

    void refuses(const Bytes& bytes, std::vector<std::string> texts) const
    {
        write_file(file, bytes);
        texts.emplace_back(file.string());
        texts.emplace_back("datasets/fetch");
        BOOST_CHECK_EXCEPTION(read_idx(file, "mnist"), DataError, says(texts));
    }

    UnnamedPart read_part() const
    {
        return read_idx_part(temporary.path() / "train-images-idx3-ubyte",
                             temporary.path() / "train-labels-idx1-ubyte", "mnist");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(idx, IdxFolder)

BOOST_AUTO_TEST_CASE(plain_and_compressed_read_alike)
{
    write_file(file, good);
    const Idx plain = read_idx(file, "mnist");
    BOOST_TEST(plain.sizes == (std::vector<std::uint32_t>{2, 2, 3}),
               boost::test_tools::per_element());
    BOOST_TEST(plain.bytes == counting(12), boost::test_tools::per_element());

    write_file(file, gzipped(good)); // the name does not say that it is compressed
    const Idx compressed = read_idx(file, "mnist");
    BOOST_TEST(compressed.sizes == plain.sizes, boost::test_tools::per_element());
    BOOST_TEST(compressed.bytes == plain.bytes, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_no_idx_file_of_bytes_is_named)
{
    const auto refuses_start = [&](const Bytes& bytes, const std::string& text) {
        write_file(file, bytes);
        BOOST_CHECK_EXCEPTION(read_idx(file, "mnist"), DataError, says({file.string(), text}));
    };
    const auto text = [](const std::string& words) { return Bytes(words.begin(), words.end()); };
    refuses_start(idx_bytes(0x802, {3, 4}, counting(12)), "has 2 sizes: write images as N");
    refuses_start(idx_bytes(0x804, {1, 1, 3, 4}, counting(12)), "has 4 sizes");
    refuses_start(idx_bytes(0xc01, {3}, counting(12)), "integers of another kind (IDX type 0x0c)");
    refuses_start(idx_bytes(0xd03, {1, 1, 3}, counting(12)), "floating-point numbers");
    refuses_start(idx_bytes(0x3080000, {2, 2, 3}, counting(12)), "low byte of its numbers first");
    refuses_start(text("<!DOCTYPE html>"), "is a web page");
    refuses_start(text("version https://git-lfs"), "git lfs pull");
    refuses_start(gzipped(gzipped(good)), "is compressed twice");
    refuses_start(text("\x93NUMPY"), "starts with 0x934e554d");
}

BOOST_AUTO_TEST_CASE(too_short_is_truncated_whatever_is_missing)
{
    for (std::size_t length = 0; length < good.size(); ++length)
        refuses(head(good, length), {"is truncated"});
}

BOOST_AUTO_TEST_CASE(a_truncated_gz_is_truncated)
{
    const Bytes compressed = gzipped(good);
    // From the header on (below, it is not a gzip file) up to the last byte of the checksum.
    for (std::size_t length = 12; length < compressed.size(); ++length)
        refuses(head(compressed, length), {"truncated"});
}

BOOST_AUTO_TEST_CASE(a_damaged_gz_is_refused)
{
    Bytes compressed = gzipped(good);
    compressed[compressed.size() - 6] ^= 1U; // in the checksum
    refuses(compressed, {"damaged"});
}

BOOST_AUTO_TEST_CASE(surplus_bytes_are_refused)
{
    Bytes longer = good;
    longer.push_back(0);
    refuses(longer, {"surplus bytes", "2×2×3"});
    refuses(gzipped(longer), {"surplus bytes"});
}

BOOST_AUTO_TEST_CASE(huge_declared_sizes_cost_nothing)
{
    const std::uint32_t huge = 0xffffffff;
    refuses(idx_bytes(images_magic, {huge, huge, huge}, counting(12)), {"10,000,000 images"});
    // 4 TB would fit 64 bits, but not this machine.
    refuses(idx_bytes(images_magic, {huge, 32, 32}, counting(12)), {"10,000,000 images"});
    // Nor 2 GB of zeros out of 2 MB, though they are there.
    refuses(idx_bytes(images_magic, {1000, 1000, 2000}, {}), {"1,000,000,000 pixels"});
    refuses(idx_bytes(images_magic, {1000, 1000, 1000}, counting(12)), {"truncated", "held: 12"});
}

BOOST_AUTO_TEST_CASE(sizes_of_zero_are_refused)
{
    refuses(idx_bytes(images_magic, {2, 0, 3}, {}), {"empty"});
    refuses(idx_bytes(labels_magic, {0}, {}), {"empty"});
}

BOOST_AUTO_TEST_CASE(a_folder_or_nothing_is_no_file)
{
    BOOST_CHECK_EXCEPTION(read_idx(temporary.path(), "mnist"), DataError, says({"is a folder"}));
    BOOST_CHECK_EXCEPTION(read_idx(temporary.path() / "none", "mnist"), DataError,
                          says({"cannot be opened"}));
}

BOOST_AUTO_TEST_CASE(images_keep_their_rows)
{
    write_small_mnist(temporary.path(), 3);
    const Dataset data = read_part().data;
    BOOST_TEST((data.shape == Shape{2, 3, 1}));
    BOOST_TEST(data.size() == 3U);
    // The file counts along each row: the second sample is 6 7 8 over 9 10 11.
    const arma::Cube<Real> image = image_of(data.x, 1, data.shape);
    for (Index r = 0; r < 2; ++r)
        for (Index c = 0; c < 3; ++c)
            BOOST_TEST(image(r, c, 0) == static_cast<Real>(6 + 3 * r + c) / 255);
    for (Index i = 0; i < 3; ++i) BOOST_TEST(data.labels[i] == i);
}

BOOST_AUTO_TEST_CASE(files_are_found_by_the_names_that_people_have)
{
    const auto folder = temporary.path() / "set";
    const auto found = [&](const std::vector<std::string>& names) {
        std::filesystem::remove_all(folder);
        for (const std::string& name : names) write_file(folder / name, "");
        return idx_files_in(folder);
    };
    const IdxFiles usual = found({"train-images-idx3-ubyte", "train-labels.idx1-ubyte",
                                  "t10k-images.idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"});
    BOOST_TEST(usual.train_images == folder / "train-images-idx3-ubyte");
    BOOST_TEST(usual.train_labels == folder / "train-labels.idx1-ubyte");
    BOOST_TEST(usual.test_images == folder / "t10k-images.idx3-ubyte.gz");
    BOOST_TEST(usual.test_labels == folder / "t10k-labels-idx1-ubyte.gz");
    const IdxFiles emnist =
        found({"emnist-letters-test-images-idx3-ubyte.gz", "emnist-letters-mapping.txt",
               "emnist-letters-train-images-idx3-ubyte.gz"});
    BOOST_TEST(emnist.test_images == folder / "emnist-letters-test-images-idx3-ubyte.gz");
    BOOST_TEST(emnist.train_images == folder / "emnist-letters-train-images-idx3-ubyte.gz");
    BOOST_TEST(emnist.test_labels.empty());
    const std::string plain = "train-images-idx3-ubyte"; // wins, in whatever order they come
    BOOST_TEST(found({plain + ".gz", plain}).train_images == folder / plain);
    BOOST_TEST(found({"train.csv", "images-idx3-ubyte"}).train_images.empty());
    BOOST_CHECK_EXCEPTION(found({"emnist-digits-" + plain, "emnist-letters-" + plain}), DataError,
                          says({"several sets", "emnist-digits-", "emnist-letters-"}));
}

BOOST_AUTO_TEST_CASE(counts_are_compared_before_anything_is_unpacked)
{
    write_small_mnist(temporary.path());
    // If it were read first, it would be truncated.
    write_file(temporary.path() / "train-labels-idx1-ubyte",
               idx_bytes(labels_magic, {9'000'000}, counting(3)));
    BOOST_CHECK_EXCEPTION(read_part(), DataError, says({"4 images", "9,000,000 labels"}));
}

BOOST_AUTO_TEST_CASE(counts_must_agree)
{
    write_small_mnist(temporary.path());
    write_file(temporary.path() / "train-labels-idx1-ubyte",
               idx_bytes(labels_magic, {3}, counting(3)));
    BOOST_CHECK_EXCEPTION(read_part(), DataError,
                          says({"train-images-idx3-ubyte holds 4 images",
                                "train-labels-idx1-ubyte holds 3 labels", "datasets/fetch mnist"}));
}

BOOST_AUTO_TEST_CASE(files_in_the_wrong_place_are_told_apart)
{
    write_small_mnist(temporary.path());
    const auto images = temporary.path() / "train-images-idx3-ubyte";
    const auto labels = temporary.path() / "train-labels-idx1-ubyte";
    write_file(images, idx_bytes(labels_magic, {4}, counting(4)));
    BOOST_CHECK_EXCEPTION(read_part(), DataError, says({"labels where images should be"}));
    write_file(labels, idx_bytes(images_magic, {4, 2, 3}, counting(24)));
    BOOST_CHECK_EXCEPTION(read_part(), DataError, says({"images where labels should be"}));
}

BOOST_AUTO_TEST_SUITE_END()
