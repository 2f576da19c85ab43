#include "io/files.hpp"
#include "io/readers.hpp"

#include <boost/test/unit_test.hpp>

using namespace descente;
using namespace descente::testing;

namespace {

constexpr std::size_t record_size = 3073;

/// A record whose pixel (r, c) of channel ch is 50·ch + r + c/2, so that no two rows are alike and
/// rows differ from columns.
Bytes picture(std::uint8_t label)
{
    Bytes bytes{label};
    for (std::size_t ch = 0; ch < 3; ++ch)
        for (std::size_t r = 0; r < 32; ++r)
            for (std::size_t c = 0; c < 32; ++c)
                bytes.push_back(static_cast<std::uint8_t>(50 * ch + r + c / 2));
    return bytes;
}

Bytes pictures(const std::vector<std::uint8_t>& labels)
{
    Bytes bytes;
    for (const std::uint8_t label : labels) {
        const Bytes one = picture(label);
        bytes.insert(bytes.end(), one.begin(), one.end());
    }
    return bytes;
}

struct CifarFolder {
    TemporaryFolder temporary;
    std::filesystem::path one = temporary.path() / "one.bin", two = temporary.path() / "two.bin";
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(cifar, CifarFolder)

BOOST_AUTO_TEST_CASE(batches_are_appended_and_rows_stay_rows)
{
    write_file(one, pictures({3, 0}));
    write_file(two, pictures({9}));
    const auto [data, checksums] = read_cifar10({one, two});
    BOOST_TEST(checksums.size() == 2U); // one a file
    BOOST_TEST((data.shape == Shape{32, 32, 3}));
    BOOST_TEST(data.size() == 3U);
    BOOST_TEST(data.labels[0] == 3U);
    BOOST_TEST(data.labels[1] == 0U);
    BOOST_TEST(data.labels[2] == 9U);
    for (Index n = 0; n < 3; ++n) {
        const arma::Cube<Real> image = image_of(data.x, n, data.shape);
        BOOST_TEST(image(0, 0, 0) == Real{0});
        BOOST_TEST(image(31, 0, 0) == Real{31} / 255);
        BOOST_TEST(image(0, 31, 1) == Real{65} / 255);
        BOOST_TEST(image(20, 4, 2) == Real{122} / 255);
    }
}

BOOST_AUTO_TEST_CASE(a_wrong_length_is_refused)
{
    for (const std::size_t length : {std::size_t{0}, record_size - 1, record_size + 1}) {
        write_file(one, head(pictures({1, 2}), length));
        BOOST_CHECK_EXCEPTION(read_cifar10({one}), DataError,
                              says({one.string(), grouped(length).english() + " bytes",
                                    "multiple of 3073", "datasets/fetch cifar10"}));
    }
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_named)
{
    write_file(one, pictures({1}));
    BOOST_CHECK_EXCEPTION(read_cifar10({one, two}), DataError, says({two.string(), "is missing"}));
    BOOST_CHECK_THROW(read_cifar10({temporary.path()}), DataError); // a folder
}

BOOST_AUTO_TEST_SUITE_END()
