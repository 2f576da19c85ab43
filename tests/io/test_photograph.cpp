#include "io/files.hpp"
#include "io/photograph.hpp"
#include "io/whole_file.hpp"
#include "shell/capture.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <fmt/format.h>
#include <png.h>
#include <sys/stat.h>
#include <turbojpeg.h>

using namespace descente;
using descente::testing::Bytes;
using descente::testing::head;
using descente::testing::says;
using descente::testing::write_file;
namespace fs = std::filesystem;

namespace {

constexpr Index photo_rows = 23, photo_cols = 37;

// Neither square nor symmetric, and smooth, so that JPEG keeps it: red grows downwards, green to
// the right, blue both ways.
std::uint8_t pixel(Index r, Index c, Index channel)
{
    const std::array<Index, 3> colours{40 + 9 * r, 10 + 6 * c, 20 + 4 * r + 2 * c};
    return static_cast<std::uint8_t>(colours[channel]);
}

// The picture row by row, each pixel with its channels together.
Bytes interleaved()
{
    Bytes bytes;
    for (Index r = 0; r < photo_rows; ++r)
        for (Index c = 0; c < photo_cols; ++c)
            for (Index channel = 0; channel < 3; ++channel) bytes.push_back(pixel(r, c, channel));
    return bytes;
}

// `pixels` as a PNG of one of libpng's formats.
Bytes png(png_uint_32 format, const void* pixels, png_uint_32 height = photo_rows,
          png_uint_32 width = photo_cols, const void* colours = nullptr, png_uint_32 entries = 0)
{
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.format = format;
    image.height = height;
    image.width = width;
    image.colormap_entries = entries;
    png_alloc_size_t size = 0;
    BOOST_REQUIRE(png_image_write_get_memory_size(image, size, 0, pixels, 0, colours) != 0);
    Bytes bytes(size);
    BOOST_REQUIRE(png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels, 0, colours));
    bytes.resize(size);
    return bytes;
}

Bytes jpeg(int format, const Bytes& pixels, int subsampling, int flags = 0)
{
    const tjhandle encoder = tjInitCompress();
    unsigned char* start = nullptr;
    unsigned long size = 0;
    const int failed = tjCompress2(encoder, pixels.data(), int{photo_cols}, 0, int{photo_rows},
                                   format, &start, &size, subsampling, 95, flags);
    Bytes bytes(start, start + size);
    tjFree(start);
    tjDestroy(encoder);
    BOOST_REQUIRE(failed == 0);
    return bytes;
}

// A chunk of a PNG: length, name, content, checksum.
Bytes chunk(const std::string& name, const Bytes& content, bool damaged = false)
{
    const auto put = [](Bytes& bytes, std::uint32_t number) {
        for (const unsigned shift : {24U, 16U, 8U, 0U})
            bytes.push_back(static_cast<std::uint8_t>(number >> shift));
    };
    Bytes bytes;
    put(bytes, static_cast<std::uint32_t>(content.size()));
    bytes.insert(bytes.end(), name.begin(), name.end());
    bytes.insert(bytes.end(), content.begin(), content.end());
    const auto sum = static_cast<std::uint32_t>(
        crc32(0, bytes.data() + 4, static_cast<unsigned>(bytes.size() - 4)));
    put(bytes, damaged ? ~sum : sum);
    return bytes;
}

Bytes with(Bytes bytes, std::size_t at, const Bytes& inserted)
{
    bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), inserted.begin(), inserted.end());
    return bytes;
}

// The segment APP1 with an EXIF directory of one or two entries, the last of them the orientation.
Bytes exif(unsigned orientation, bool low_first, unsigned directory = 8)
{
    std::string tiff;
    const auto put = [&](std::size_t number, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i)
            tiff += static_cast<char>(number >> 8 * (low_first ? i : size - 1 - i));
    };
    tiff = low_first ? "II" : "MM";
    put(42, 2);
    put(directory, 4);
    put(2, 2); // entries: tag, type, count, value
    for (const unsigned tag : {0x0100U, 0x0112U}) {
        put(tag, 2);
        put(3, 2);
        put(1, 4);
        put(orientation, 2);
        put(0, 2);
    }
    put(0, 4);
    Bytes segment{0xff, 0xe1, 0, static_cast<std::uint8_t>(2 + 6 + tiff.size()), 'E', 'x', 'i',
                  'f',  0,    0};
    segment.insert(segment.end(), tiff.begin(), tiff.end());
    return segment;
}

// What arrives on standard output and standard error meanwhile.
std::string said_during(const std::function<void()>& work)
{
    const Capture output(1), errors(2);
    work();
    return output.text() + errors.text();
}

struct PhotographFolder {
    Photograph read(const Bytes& bytes) const
    {
        write_file(file, bytes);
        return read_photograph(file);
    }
    // The picture, upright: each pixel within `tolerance` of what `pixel` says.
    static void check(const Photograph& photograph, double tolerance)
    {
        BOOST_REQUIRE((photograph.shape == Shape{photo_rows, photo_cols, 3}));
        BOOST_REQUIRE(photograph.x.n_rows == photo_rows * photo_cols * 3);
        BOOST_REQUIRE(photograph.x.n_cols == 1);
        const arma::Cube<Real> image = image_of(photograph.x, 0, photograph.shape);
        double worst = 0;
        for (Index channel = 0; channel < 3; ++channel)
            for (Index r = 0; r < photo_rows; ++r)
                for (Index c = 0; c < photo_cols; ++c) {
                    const Real expected = static_cast<Real>(pixel(r, c, channel)) / 255;
                    worst = std::max(
                        worst, static_cast<double>(std::abs(image(r, c, channel) - expected)));
                }
        BOOST_TEST(worst <= tolerance);
    }
    void refuses(const Bytes& bytes, const std::string& reason) const
    {
        write_file(file, bytes);
        refused(reason);
    }
    void refused(const std::string& reason) const
    {
        BOOST_CHECK_EXCEPTION(read_photograph(file), DataError,
                              says({file.string() + ": ", reason, ";"}));
    }

    descente::testing::TemporaryFolder temporary;
    fs::path file = temporary.path() / "picture.jpg"; // whatever is in it
    Bytes good_png = png(PNG_FORMAT_RGB, interleaved().data());
    Bytes good_jpeg = jpeg(TJPF_RGB, interleaved(), TJSAMP_444);
    const double jpeg_tolerance = 6. / 255;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(photograph, PhotographFolder)

BOOST_AUTO_TEST_CASE(a_png_is_read_exactly) { check(read(good_png), 0); }

BOOST_AUTO_TEST_CASE(a_jpeg_is_read_whatever_its_kind)
{
    check(read(good_jpeg), jpeg_tolerance);
    check(read(jpeg(TJPF_RGB, interleaved(), TJSAMP_420)), jpeg_tolerance);
    check(read(jpeg(TJPF_RGB, interleaved(), TJSAMP_444, TJFLAG_PROGRESSIVE)), jpeg_tolerance);
}

BOOST_AUTO_TEST_CASE(grey_becomes_three_equal_channels)
{
    Bytes grey;
    for (Index i = 0; i < photo_rows * photo_cols; ++i)
        grey.push_back(static_cast<std::uint8_t>(i / 4));
    for (const bool as_png : {true, false}) {
        const Photograph photograph =
            read(as_png ? png(PNG_FORMAT_GRAY, grey.data()) : jpeg(TJPF_GRAY, grey, TJSAMP_GRAY));
        BOOST_REQUIRE((photograph.shape == Shape{photo_rows, photo_cols, 3}));
        const arma::Cube<Real> image = image_of(photograph.x, 0, photograph.shape);
        for (Index r = 0; r < photo_rows; r += 11)
            for (Index c = 0; c < photo_cols; c += 9) {
                const Real value = image(r, c, 0);
                BOOST_TEST(std::abs(value * 255 - grey[r * photo_cols + c]) < (as_png ? 0.001 : 6));
                BOOST_TEST(image(r, c, 1) == value);
                BOOST_TEST(image(r, c, 2) == value);
            }
    }
}

BOOST_AUTO_TEST_CASE(a_palette_gives_its_colours)
{
    const Bytes colours{10, 20, 30, 40, 50, 60, 255, 0, 128};
    const Bytes numbers{0, 1, 2, 2, 1, 0};
    const Photograph photograph =
        read(png(PNG_FORMAT_RGB_COLORMAP, numbers.data(), 2, 3, colours.data(), 3));
    BOOST_REQUIRE((photograph.shape == Shape{2, 3, 3}));
    const arma::Cube<Real> image = image_of(photograph.x, 0, photograph.shape);
    for (Index i = 0; i < 6; ++i)
        for (Index channel = 0; channel < 3; ++channel)
            BOOST_TEST(image(i / 3, i % 3, channel) ==
                       static_cast<Real>(colours[3U * numbers[i] + channel]) / 255);
}

BOOST_AUTO_TEST_CASE(what_is_transparent_shows_white)
{
    const Bytes rgba{100, 150, 200, 255, 100, 150, 200, 0, 100, 150, 200, 51, 0, 0, 0, 128};
    const Photograph photograph = read(png(PNG_FORMAT_RGBA, rgba.data(), 1, 4));
    const arma::Cube<Real> image = image_of(photograph.x, 0, photograph.shape);
    for (Index channel = 0; channel < 3; ++channel) {
        BOOST_TEST(image(0, 0, channel) == static_cast<Real>(rgba[channel]) / 255);
        BOOST_TEST(image(0, 1, channel) == Real(1));
        BOOST_TEST(std::abs(image(0, 2, channel) * 255 - (0.2 * rgba[channel] + 0.8 * 255)) < 1e-3);
        BOOST_TEST(std::abs(image(0, 3, channel) - 127. / 255) < 1e-6);
    }
    // Grey with transparency, and one transparent colour of a palette.
    const Bytes grey{100, 255, 100, 0};
    const Photograph two = read(png(PNG_FORMAT_GA, grey.data(), 2, 1));
    BOOST_TEST(two.x[0] == static_cast<Real>(100) / 255);
    BOOST_TEST(two.x[1] == Real(1));
    const Bytes colours{0, 0, 0, 0, 9, 9, 9, 255}, numbers{1, 0};
    const Photograph three =
        read(png(PNG_FORMAT_RGBA_COLORMAP, numbers.data(), 1, 2, colours.data(), 2));
    BOOST_TEST(three.x[0] == static_cast<Real>(9) / 255);
    BOOST_TEST(three.x[1] == Real(1));
}

BOOST_AUTO_TEST_CASE(linear_light_becomes_what_a_screen_shows)
{
    const std::vector<std::uint16_t> linear{0, 32768, 65535};
    const Photograph photograph = read(png(PNG_FORMAT_LINEAR_Y, linear.data(), 1, 3));
    BOOST_TEST(photograph.x[0] == Real(0));
    // 255·(1.055·0.5^(1/2.4) − 0.055) = 188; libpng takes the power 1/2.2, which gives 186.
    BOOST_TEST(std::abs(photograph.x[1] * 255 - 187) < 1.1);
    BOOST_TEST(photograph.x[2] == Real(1));
}

BOOST_AUTO_TEST_CASE(a_jpeg_is_turned_as_its_camera_notes)
{
    // Where row 0 and column 0 of the file belong (EXIF standard): the picture as it is stored.
    using Place = std::pair<Index, Index>;
    const auto stored = [](unsigned orientation, Index r, Index c) -> Place {
        switch (orientation) {
        case 2:
            return {r, photo_cols - 1 - c}; // top, right
        case 3:
            return {photo_rows - 1 - r, photo_cols - 1 - c}; // bottom, right
        case 4:
            return {photo_rows - 1 - r, c}; // bottom, left
        case 5:
            return {c, r}; // left, top
        case 6:
            return {photo_rows - 1 - c, r}; // right, top
        case 7:
            return {photo_rows - 1 - c, photo_cols - 1 - r}; // right, bottom
        case 8:
            return {c, photo_cols - 1 - r}; // left, bottom
        default:
            return {r, c};
        }
    };
    for (unsigned orientation = 0; orientation <= 9; ++orientation)
        for (const bool low_first : {true, false}) {
            const Photograph turned = read(with(good_jpeg, 2, exif(orientation, low_first)));
            const bool exchanged = orientation >= 5 && orientation <= 8;
            const Shape shape =
                exchanged ? Shape{photo_cols, photo_rows, 3} : Shape{photo_rows, photo_cols, 3};
            BOOST_REQUIRE((turned.shape == shape));
            const arma::Cube<Real> image = image_of(turned.x, 0, shape);
            double worst = 0;
            for (Index r = 0; r < shape.rows; ++r)
                for (Index c = 0; c < shape.cols; ++c) {
                    const auto [row, col] = stored(orientation, r, c);
                    for (Index channel = 0; channel < 3; ++channel)
                        worst = std::max(worst, std::abs(static_cast<double>(image(r, c, channel)) -
                                                         pixel(row, col, channel) / 255.));
                }
            BOOST_TEST(worst <= jpeg_tolerance, "orientation " << orientation);
        }
}

BOOST_AUTO_TEST_CASE(a_camera_s_note_is_found_wherever_other_programs_find_it)
{
    const Shape turned{photo_cols, photo_rows, 3};
    Bytes filled = exif(6, true);
    filled.insert(filled.begin(), 3, std::uint8_t{0xff}); // fill bytes before a segment
    BOOST_TEST((read(with(good_jpeg, 2, filled)).shape == turned));
    const Bytes segment = exif(6, false), note(segment.begin() + 10, segment.end());
    for (const std::size_t at : {std::size_t{8 + 25}, good_png.size() - 12}) // before, after pixels
        BOOST_TEST((read(with(good_png, at, chunk("eXIf", note))).shape == turned));
    check(read(with(good_png, 8 + 25, chunk("eXIf", {'I', 'I', 42}))), 0);
}

BOOST_AUTO_TEST_CASE(notes_of_a_camera_that_make_no_sense_leave_the_picture_upright)
{
    const Bytes whole = exif(6, true);
    for (std::size_t length = 10; length < whole.size() - 8; ++length) { // cut short
        Bytes part = head(whole, length);
        part[3] = static_cast<std::uint8_t>(length - 2);
        if (length < 10 + 8 + 2 + 12 + 10) check(read(with(good_jpeg, 2, part)), jpeg_tolerance);
    }
    for (const unsigned directory : {0U, 9U, 60U, 0x7fffffffU, 0xffffffffU})
        check(read(with(good_jpeg, 2, exif(6, true, directory))), jpeg_tolerance);
}

BOOST_AUTO_TEST_CASE(truncated_files_are_refused_and_no_library_speaks)
{
    std::size_t read_anyway = 0;
    const auto try_all = [&] {
        // The last chunk of a PNG, of 12 bytes, only says that all pixels are there.
        const Bytes pixels_only = head(good_png, good_png.size() - 12);
        for (const Bytes& good : {pixels_only, good_jpeg})
            for (std::size_t size = 4; size < good.size(); size += size < 700 ? 1 : 13) {
                write_file(file, head(good, size));
                try {
                    read_photograph(file);
                    ++read_anyway;
                } catch (const DataError& error) {
                    const std::string line = error.what();
                    if (line.find("truncated or damaged") == std::string::npos) ++read_anyway;
                }
            }
    };
    const std::string said = said_during(try_all);
    BOOST_TEST(read_anyway == 0);
    BOOST_TEST(said == "");
}

BOOST_AUTO_TEST_CASE(damaged_files_are_refused)
{
    Bytes damaged = good_png;
    damaged[damaged.size() - 20] ^= 1U; // in the compressed pixels
    refuses(damaged, "truncated or damaged");
    damaged = good_jpeg;
    std::fill(damaged.begin() + 200, damaged.begin() + 300, std::uint8_t{0xff}); // tables
    refuses(damaged, "truncated or damaged");
    damaged = good_jpeg;
    std::fill(damaged.end() - 60, damaged.end() - 20, std::uint8_t{0}); // pixels
    refuses(damaged, "truncated or damaged");
}

BOOST_AUTO_TEST_CASE(a_fault_beside_the_picture_does_no_harm)
{
    const std::size_t after_header = 8 + 25;
    Bytes longer = good_png;
    longer.push_back(0);
    for (const Bytes& bytes :
         {with(good_png, after_header, chunk("tEXt", {'a', 0, 'b'}, true)),
          with(good_png, after_header, chunk("iCCP", {'x', 0, 0, 1, 2, 3})), longer}) {
        Photograph photograph;
        BOOST_TEST(said_during([&] { photograph = read(bytes); }) == "");
        check(photograph, 0);
    }
}

BOOST_AUTO_TEST_CASE(no_picture_is_refused)
{
    refused("no photograph there");
    fs::create_directory(file);
    refused("no photograph there");
    fs::remove(file);
    BOOST_REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
    refused("no photograph there");
    fs::remove(file);
    for (const std::string text : {"", "x", "GIF89a", "<svg/>", "\x89", "\xff"})
        refuses(Bytes(text.begin(), text.end()), "neither a PNG nor a JPEG");
    for (const std::string text : {"\x89PNG\r\n\x1a\n", "\xff\xd8\xff\xd9", "\xff\xd8"})
        refuses(Bytes(text.begin(), text.end()), "truncated or damaged");
}

BOOST_AUTO_TEST_CASE(absurd_sizes_cost_nothing)
{
    const auto png_of = [&](std::uint32_t height, std::uint32_t width) {
        Bytes content;
        for (const std::uint32_t size : {width, height})
            for (const unsigned shift : {24U, 16U, 8U, 0U})
                content.push_back(static_cast<std::uint8_t>(size >> shift));
        content.insert(content.end(), {8, 2, 0, 0, 0}); // 8 bits, RGB
        const Bytes rest(good_png.begin() + 8 + 25, good_png.end());
        return with(with(head(good_png, 8), 8, chunk("IHDR", content)), 8 + 25, rest);
    };
    check(read(png_of(photo_rows, photo_cols)), 0); // put together rightly
    refuses(png_of(60'000, 50'000), "60000×50000 pixels, more than 40 megapixels");
    refuses(png_of(8000, 5001), "more than 40 megapixels");
    refuses(png_of(1, 101), "1×101 pixels, too narrow");
    refuses(png_of(505, 5), "505×5 pixels, too narrow");
    const auto jpeg_of = [&](std::size_t height, std::size_t width) {
        Bytes bytes = good_jpeg; // sizes stand in the segment SOF0: FF C0, length, depth
        const Bytes marker{0xff, 0xc0};
        const auto at = std::search(bytes.begin(), bytes.end(), marker.begin(), marker.end()) + 5;
        for (int i = 0; i < 2; ++i) {
            at[i] = static_cast<std::uint8_t>(height >> 8 * (1 - i));
            at[2 + i] = static_cast<std::uint8_t>(width >> 8 * (1 - i));
        }
        return bytes;
    };
    check(read(jpeg_of(photo_rows, photo_cols)), jpeg_tolerance);
    refuses(jpeg_of(65'500, 65'000), "65500×65000 pixels, more than 40 megapixels");
    refuses(jpeg_of(30, 5000), "too narrow");
    refuses(jpeg_of(0, 37), "truncated or damaged");
    write_file(file, good_png);
    fs::resize_file(file, 400'000'001); // takes no room on the disk
    refused("too many for a photograph; check the name");
}

BOOST_AUTO_TEST_CASE(printing_inks_are_refused)
{
    const Bytes inks(photo_rows * photo_cols * 4, 100);
    refuses(jpeg(TJPF_CMYK, inks, TJSAMP_444), "CMYK");
}

BOOST_AUTO_TEST_SUITE_END()
