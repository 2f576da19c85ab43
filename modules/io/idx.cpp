// The IDX format of MNIST and Fashion-MNIST: a magic number that holds the count of sizes, the
// sizes (32 bits, big end first), then the bytes. zlib reads plain and compressed files alike: it
// looks at the first two bytes of the content.
#include "base/error.hpp"
#include "io/pixels.hpp"
#include "io/readers.hpp"

#include <algorithm>
#include <boost/algorithm/string/case_conv.hpp>
#include <boost/endian/arithmetic.hpp>
#include <memory>
#include <zlib.h>

namespace descente {

namespace {

constexpr std::uint32_t labels_magic = 0x00000801, images_magic = 0x00000803;

/// A file being read, and how to complain about it.
class IdxFile {
  public:
    IdxFile(const std::filesystem::path& file, const std::string& set)
        : file_(file), set_(set), handle_(gzopen(file.c_str(), "rb"), gzclose_r)
    {
        std::error_code ignored; // a folder can be opened but not read: say so at once
        if (std::filesystem::is_directory(file, ignored)) fail(tr("is a folder, not a file"));
        if (!handle_) fail(tr("cannot be opened"));
        gzbuffer(handle_.get(), 1U << 18U);
    }

    /// Up to `count` bytes; fewer only at the end of the file.
    std::size_t read(void* target, std::size_t count)
    {
        const std::size_t got = gzfread(target, 1, count, handle_.get());
        int status = Z_OK;
        gzerror(handle_.get(), &status);
        if (status == Z_BUF_ERROR) fail(tr("is truncated"));
        if (status != Z_OK) fail(tr("is damaged or unreadable"));
        return got;
    }

    std::uint32_t number()
    {
        boost::endian::big_uint32_t number;
        if (read(&number, sizeof(number)) < sizeof(number)) fail(tr("is truncated"));
        return number;
    }

    [[noreturn]] void fail(const Text& problem) const { refuse_file(file_, problem, set_); }

  private:
    std::filesystem::path file_;
    std::string set_;
    std::unique_ptr<gzFile_s, int (*)(gzFile)> handle_;
};

/// The file as it is, or compressed. DataError when it is neither.
std::filesystem::path plain_or_gz(const std::filesystem::path& file, const std::string& set)
{
    std::error_code ignored;
    for (const char* ending : {"", ".gz"})
        if (std::filesystem::exists(file.string() + ending, ignored)) return file.string() + ending;
    refuse_file(file, tr("is missing"), set);
}

} // namespace

Idx read_idx(const std::filesystem::path& path, const std::string& set)
{
    IdxFile file(path, set);
    Idx idx;
    const std::uint32_t magic = file.number();
    if (magic != labels_magic && magic != images_magic)
        file.fail(tr("starts with 0x{:08x}, but IDX labels start with 0x{:08x} and images "
                     "with 0x{:08x}",
                     magic, labels_magic, images_magic));
    idx.sizes.resize(magic & 0xffU);
    std::string product;
    std::size_t expected = 1;
    bool too_many = false;
    for (std::uint32_t& size : idx.sizes) {
        size = file.number();
        product += (product.empty() ? "" : "×") + std::to_string(size);
        too_many = __builtin_mul_overflow(expected, std::size_t{size}, &expected) || too_many;
    }
    if (too_many) file.fail(tr("declares {} bytes, more than can be", product));
    if (expected == 0) file.fail(tr("declares {} bytes: it is empty", product));

    // The sizes are only a claim: memory grows with what has really been read.
    constexpr std::size_t block = std::size_t{64} << 20U;
    for (std::size_t have = 0; have < expected;) {
        idx.bytes.resize(std::min(expected, std::max(block, 2 * have)));
        have += file.read(idx.bytes.data() + have, idx.bytes.size() - have);
        if (have < idx.bytes.size())
            file.fail(tr("is truncated: it declares {} bytes and holds {}", product, have));
    }
    std::uint8_t surplus = 0;
    if (file.read(&surplus, 1) != 0)
        file.fail(tr("has surplus bytes after the {} declared", product));
    return idx;
}

Dataset read_mnist_part(const std::filesystem::path& folder, const std::string& part,
                        const std::string& name, const std::vector<Text>& classes)
{
    const std::string set = boost::to_lower_copy(name); // Fashion-MNIST is fetched as fashion-mnist
    const auto image_file = plain_or_gz(folder / (part + "-images-idx3-ubyte"), set);
    const auto label_file = plain_or_gz(folder / (part + "-labels-idx1-ubyte"), set);

    // Labels first: they are small, and a mistake in them is found at once.
    const Idx labels = read_idx(label_file, set);
    if (labels.sizes.size() != 1)
        refuse_file(label_file, tr("holds images where labels should be"), set);
    for (std::size_t i = 0; i < labels.bytes.size(); ++i)
        if (labels.bytes[i] >= classes.size())
            throw DataError(tr("{}: label {} is {}, but {} has only {} classes; {}",
                               label_file.string(), i, labels.bytes[i], name, classes.size(),
                               tr("fetch it again with datasets/fetch {}", set)));
    const Idx images = read_idx(image_file, set);
    if (images.sizes.size() != 3)
        refuse_file(image_file, tr("holds labels where images should be"), set);
    if (images.sizes[0] != labels.sizes[0])
        refuse_file(image_file,
                    tr("holds {} images but {} holds {} labels", images.sizes[0],
                       label_file.filename().string(), labels.sizes[0]),
                    set);

    const Shape shape{images.sizes[1], images.sizes[2], 1};
    return {name, shape, images_of(images.bytes.data(), shape.size(), images.sizes[0], shape),
            arma::conv_to<Labels>::from(labels.bytes), classes};
}

} // namespace descente
