#include "io/photograph.hpp"

#include "base/error.hpp"
#include "io/whole_file.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <png.h>
#include <string_view>
#include <turbojpeg.h>
#include <vector>

namespace descente {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& file, const Text& problem)
{
    throw DataError(tr("{}: {}", file.string(), problem));
}

[[noreturn]] void damaged(const fs::path& file)
{
    // The libraries' own words are for programmers.
    refuse(file, tr("this picture is truncated or damaged; fetch it again, or save it anew"));
}

void check_size(const fs::path& file, std::uint64_t rows, std::uint64_t cols)
{
    constexpr std::uint64_t most = 40'000'000, longest = 100;
    if (rows * cols > most)
        refuse(file, tr("this picture has {}×{} pixels, more than 40 megapixels; make it "
                        "smaller",
                        rows, cols));
    if (std::max(rows, cols) > longest * std::min(rows, cols))
        refuse(file, tr("this picture has {}×{} pixels, too narrow for a photograph; cut "
                        "out a part",
                        rows, cols));
}

// Decoded pixels, row after row, each with its channels together.
struct DecodedImage {
    Index rows = 0, cols = 0;
    std::vector<std::uint8_t> rgba;
};

DecodedImage read_png(const fs::path& file, const std::string& bytes)
{
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    const std::unique_ptr<png_image, void (*)(png_image*)> owner(&image, png_image_free);
    if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0) damaged(file);
    check_size(file, image.height, image.width);
    image.format = PNG_FORMAT_RGBA;
    image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB; // deep colours of a photograph are not linear
    DecodedImage pixels{image.height, image.width,
                        std::vector<std::uint8_t>(PNG_IMAGE_SIZE(image))};
    if (png_image_finish_read(&image, nullptr, pixels.rgba.data(), 0, nullptr) == 0) damaged(file);
    return pixels;
}

DecodedImage read_jpeg(const fs::path& file, const std::string& bytes)
{
    const std::unique_ptr<void, int (*)(tjhandle)> decoder(tjInitDecompress(), tjDestroy);
    const auto* const start = reinterpret_cast<const unsigned char*>(bytes.data());
    int cols = 0, rows = 0, subsampling = 0, colours = 0;
    if (tjDecompressHeader3(decoder.get(), start, bytes.size(), &cols, &rows, &subsampling,
                            &colours) != 0 ||
        rows < 1 || cols < 1)
        damaged(file);
    if (colours == TJCS_CMYK || colours == TJCS_YCCK)
        refuse(file, tr("this JPEG is made for printing (CMYK); save it with RGB colours"));
    check_size(file, static_cast<std::uint64_t>(rows), static_cast<std::uint64_t>(cols));
    DecodedImage pixels{static_cast<Index>(rows), static_cast<Index>(cols), {}};
    pixels.rgba.resize(4 * pixels.rows * pixels.cols);
    // A warning means a part of the picture is made up. Hundreds of scans are an attack.
    if (tjDecompress2(decoder.get(), start, bytes.size(), pixels.rgba.data(), cols, 0, rows,
                      TJPF_RGBA, TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS) != 0)
        damaged(file);
    return pixels;
}

// ---- which side is up: EXIF, a little TIFF file in a segment of a JPEG or a chunk of a PNG ----

// Numbers of 2 and 4 bytes in either order; 0 beyond the end.
struct Tiff {
    std::string_view bytes;
    bool low_first;

    std::size_t number(std::size_t at, std::size_t size) const
    {
        std::size_t result = 0;
        for (std::size_t i = 0; i < size && at + size <= bytes.size(); ++i)
            result = result << 8U |
                     static_cast<std::uint8_t>(bytes[low_first ? at + size - 1 - i : at + i]);
        return result;
    }
};

// The segments before the picture: FF (once or more), kind, length (with itself), content.
std::string_view exif_of_jpeg(std::string_view jpeg)
{
    const Tiff file{jpeg, false};
    for (std::size_t at = 2; at + 4 <= jpeg.size();) {
        if (file.number(at, 2) == 0xffff) {
            ++at;
            continue;
        }
        const std::size_t marker = file.number(at, 2), length = file.number(at + 2, 2);
        const std::string_view content = jpeg.substr(at + 4);
        constexpr std::string_view name("Exif\0\0", 6);
        if (marker == 0xffe1 && content.substr(0, name.size()) == name)
            return content.substr(name.size(), std::max<std::size_t>(length, 8) - 8);
        if (marker < 0xffc0 || marker == 0xffda || length < 2) break; // the picture, or nonsense
        at += 2 + length;
    }
    return {};
}

// The chunks, before or after the pixels: length (of the content), kind, content, checksum.
std::string_view exif_of_png(std::string_view png)
{
    const Tiff file{png, false};
    for (std::size_t at = 8; at + 12 <= png.size(); at += 12 + file.number(at, 4))
        if (png.substr(at + 4, 4) == "eXIf") return png.substr(at + 8, file.number(at, 4));
    return {};
}

// 1 (upright) to 8, as the EXIF standard counts (tag 0x112 of the first directory).
std::size_t orientation(std::string_view exif)
{
    const Tiff tiff{exif, exif.substr(0, 2) == "II"};
    const std::size_t directory = tiff.number(4, 4), entries = tiff.number(directory, 2);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + 12 * i;
        if (tiff.number(entry, 2) != 0x112) continue;
        const std::size_t found = tiff.number(entry + 8, 2);
        return found >= 1 && found <= 8 ? found : 1;
    }
    return 1;
}

Photograph upright(const DecodedImage& pixels, std::size_t orientation)
{
    // 5 to 8 exchange rows and columns; then either may run backwards in the file.
    const bool exchanged = orientation >= 5;
    const bool rows_back =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    const bool cols_back =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    Photograph result;
    result.shape =
        exchanged ? Shape{pixels.cols, pixels.rows, 3} : Shape{pixels.rows, pixels.cols, 3};
    result.x = Matrix(result.shape.size(), 1, arma::fill::none);
    const Index plane = result.shape.rows * result.shape.cols;
    for (Index c = 0; c < result.shape.cols; ++c)
        for (Index r = 0; r < result.shape.rows; ++r) {
            Index row = exchanged ? c : r, col = exchanged ? r : c;
            if (rows_back) row = pixels.rows - 1 - row;
            if (cols_back) col = pixels.cols - 1 - col;
            const std::uint8_t* const rgba = &pixels.rgba[4 * (row * pixels.cols + col)];
            for (Index channel = 0; channel < 3; ++channel) {
                const int on_white = rgba[channel] * rgba[3] + 255 * (255 - rgba[3]);
                result.x[r + result.shape.rows * c + plane * channel] =
                    static_cast<Real>(on_white) / (255 * 255);
            }
        }
    return result;
}

} // namespace

Photograph read_photograph(const fs::path& file)
{
    constexpr std::uint64_t most = 400'000'000; // bytes; 40 megapixels need less
    const std::string bytes = read_whole_file(file, tr("photograph"), most);
    if (bytes.compare(0, 4, "\x89PNG") == 0)
        return upright(read_png(file, bytes), orientation(exif_of_png(bytes)));
    if (bytes.compare(0, 2, "\xff\xd8") == 0)
        return upright(read_jpeg(file, bytes), orientation(exif_of_jpeg(bytes)));
    refuse(file, tr("neither a PNG nor a JPEG picture; convert it to one of these"));
}

} // namespace descente
