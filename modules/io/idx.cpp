// The IDX format of MNIST and Fashion-MNIST: a magic number that holds the count of sizes, the
// sizes (32 bits, big end first), then the bytes. zlib reads plain and compressed files alike: it
// looks at the first two bytes of the content.
#include "base/error.hpp"
#include "io/pixels.hpp"
#include "io/readers.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <zlib.h>

namespace descente {

namespace {

constexpr std::uint32_t labels_magic = 0x00000801, images_magic = 0x00000803;

/// A file being read, and how to complain about it.
class IdxFile {
  public:
    IdxFile(const std::filesystem::path& file, Text remedy)
        : file_(file), remedy_(std::move(remedy)), handle_(open(file), gzclose_r)
    {
        if (!handle_) fail(tr("cannot be opened"));
        gzbuffer(handle_.get(), 1U << 18U);
    }

    /// Up to `count` bytes; fewer only at the end of the file.
    std::size_t read(std::uint8_t* target, std::size_t count)
    {
        constexpr std::size_t most = 1U << 30U; // gzread counts in int
        std::size_t done = 0;
        while (done < count) {
            const int got = gzread(handle_.get(), target + done,
                                   static_cast<unsigned>(std::min(count - done, most)));
            int status = Z_OK;
            gzerror(handle_.get(), &status);
            if (status == Z_BUF_ERROR) fail(tr("is truncated"));
            if (got < 0 || status != Z_OK) fail(tr("is damaged or unreadable"));
            if (got == 0) break;
            done += static_cast<std::size_t>(got);
        }
        return done;
    }

    std::uint32_t big_endian()
    {
        std::array<std::uint8_t, 4> four{};
        if (read(four.data(), four.size()) < four.size()) fail(tr("is truncated"));
        return std::uint32_t{four[0]} << 24U | std::uint32_t{four[1]} << 16U |
               std::uint32_t{four[2]} << 8U | std::uint32_t{four[3]};
    }

    [[noreturn]] void fail(const Text& problem) const
    {
        throw DataError(tr("{} {}; {}", file_.string(), problem, remedy_));
    }

  private:
    gzFile open(const std::filesystem::path& file) const
    {
        std::error_code ignored; // a folder can be opened but not read: say so at once
        if (std::filesystem::is_directory(file, ignored)) fail(tr("is a folder, not a file"));
        return gzopen(file.c_str(), "rb");
    }

    std::filesystem::path file_;
    Text remedy_;
    std::unique_ptr<gzFile_s, int (*)(gzFile)> handle_;
};

Idx read_idx(const std::filesystem::path& path, const Text& remedy)
{
    IdxFile file(path, remedy);
    Idx idx;
    const std::uint32_t magic = file.big_endian();
    if (magic != labels_magic && magic != images_magic)
        file.fail(tr("starts with 0x{:08x}, but IDX labels start with 0x{:08x} and images "
                     "with 0x{:08x}",
                     magic, labels_magic, images_magic));
    idx.sizes.resize(magic & 0xffU);
    std::string product;
    std::size_t expected = 1;
    bool too_many = false;
    for (std::uint32_t& size : idx.sizes) {
        size = file.big_endian();
        product += (product.empty() ? "" : "×") + std::to_string(size);
        too_many = __builtin_mul_overflow(expected, std::size_t{size}, &expected) || too_many;
    }
    if (too_many) file.fail(tr("declares {} bytes, more than can be", product));
    if (expected == 0) file.fail(tr("declares {} bytes: it is empty", product));

    // The sizes are only a claim: memory grows with what has really been read.
    constexpr std::size_t block = std::size_t{64} << 20U;
    std::size_t have = 0;
    while (have < expected) {
        idx.bytes.resize(std::min(expected, std::max(block, 2 * have)));
        const std::size_t got = file.read(idx.bytes.data() + have, idx.bytes.size() - have);
        have += got;
        if (have < idx.bytes.size())
            file.fail(tr("is truncated: it declares {} bytes and holds {}", product, have));
    }
    std::uint8_t surplus = 0;
    if (file.read(&surplus, 1) != 0)
        file.fail(tr("has surplus bytes after the {} declared", product));
    return idx;
}

/// The file as it is, or compressed.
std::filesystem::path plain_or_gz(const std::filesystem::path& file)
{
    std::error_code ignored;
    const std::filesystem::path compressed = file.string() + ".gz";
    const bool use_compressed =
        !std::filesystem::exists(file, ignored) && std::filesystem::exists(compressed, ignored);
    return use_compressed ? compressed : file;
}

} // namespace

Idx read_idx(const std::filesystem::path& file)
{
    return read_idx(file, tr("fetch the set again with datasets/fetch"));
}

Dataset read_mnist_part(const std::filesystem::path& folder, const std::string& part,
                        const std::string& name, const std::vector<Text>& classes)
{
    std::string set = name; // "Fashion-MNIST" is fetched as fashion-mnist
    std::transform(set.begin(), set.end(), set.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    const Text remedy = tr("fetch it again with datasets/fetch {}", set);
    const auto image_file = plain_or_gz(folder / (part + "-images-idx3-ubyte"));
    const auto label_file = plain_or_gz(folder / (part + "-labels-idx1-ubyte"));
    for (const auto& file : {image_file, label_file})
        if (!std::filesystem::exists(file))
            throw DataError(tr("{} is missing; {}", file.string(), remedy));

    // Labels first: they are small, and a mistake in them is found at once.
    const Idx labels = read_idx(label_file, remedy);
    if (labels.sizes.size() != 1)
        throw DataError(
            tr("{} holds images where labels should be; {}", label_file.string(), remedy));
    for (std::size_t i = 0; i < labels.bytes.size(); ++i)
        if (labels.bytes[i] >= classes.size())
            throw DataError(tr("{}: label {} is {}, but {} has only {} classes; {}",
                               label_file.string(), i, labels.bytes[i], name, classes.size(),
                               remedy));
    const Idx images = read_idx(image_file, remedy);
    if (images.sizes.size() != 3)
        throw DataError(
            tr("{} holds labels where images should be; {}", image_file.string(), remedy));
    if (images.sizes[0] != labels.sizes[0])
        throw DataError(tr("{} holds {} images but {} holds {} labels; {}", image_file.string(),
                           images.sizes[0], label_file.filename().string(), labels.sizes[0],
                           remedy));

    Dataset data;
    data.name = name;
    data.shape = Shape{images.sizes[1], images.sizes[2], 1};
    data.classes = classes;
    const Index n = images.sizes[0], features = data.shape.size();
    data.x = Matrix(features, n, arma::fill::none);
    data.labels = Labels(n, arma::fill::none);
    std::copy(labels.bytes.begin(), labels.bytes.end(), data.labels.begin());
#pragma omp parallel for schedule(static)
    for (Index i = 0; i < n; ++i)
        store_pixels(images.bytes.data() + i * features, data.shape, data.x.colptr(i));
    return data;
}

} // namespace descente
