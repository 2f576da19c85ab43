// The IDX format of MNIST and Fashion-MNIST: a magic number that holds the count of sizes, the
// sizes (32 bits, big end first), then the bytes. zlib reads plain and compressed files alike: it
// looks at the first two bytes of the content.
#include "base/error.hpp"
#include "io/pixels.hpp"
#include "io/readers.hpp"

#include <algorithm>
#include <boost/endian/arithmetic.hpp>
#include <map>
#include <memory>
#include <regex>
#include <zlib.h>

namespace descente {

namespace {

constexpr std::uint32_t labels_magic = 0x00000801, images_magic = 0x00000803;
constexpr std::size_t most_images = 10'000'000, most_pixels = 1'000'000'000;

/// What a file is that does not start as an IDX file of bytes, and what to do with it.
Text foreign(std::uint32_t start)
{
    const std::uint32_t type = start >> 8U, sizes = start & 0xffU;
    if (start >> 24U == '<') return tr("is a web page: the download failed");
    if (start == 0x76657273) // "version https://git-lfs…"
        return tr("is only a pointer to a file: get the file itself with git lfs pull");
    if (start >> 16U == 0x1f8b) return tr("is compressed twice: unpack it once with gunzip");
    if ((start & 0xffffffU) == 0x080000)
        return tr("has the low byte of its numbers first: write them with the high byte first");
    if (type == 0x08)
        return tr("has {} sizes: write images as N × rows × columns, labels as N", sizes);
    if (type == 0x09 || type == 0x0b || type == 0x0c)
        return tr("holds integers of another kind (IDX type 0x{:02x}): write them as unsigned "
                  "bytes, 0 to 255 (type 0x08)",
                  type);
    if (type == 0x0d || type == 0x0e)
        return tr("holds floating-point numbers (IDX type 0x{:02x}): write them as unsigned "
                  "bytes, 0 to 255 (type 0x08)",
                  type);
    return tr("starts with 0x{:08x}, but IDX labels start with 0x{:08x} and images with 0x{:08x}: "
              "it is another format, or damaged",
              start, labels_magic, images_magic);
}

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
        read_header();
    }

    const std::vector<std::uint32_t>& sizes() const { return sizes_; }

    Idx read_rest()
    {
        Idx idx{sizes_, {}, 0};
        // The sizes are only a claim: memory grows with what has really been read.
        constexpr std::size_t block = std::size_t{1} << 20U;
        for (std::size_t have = 0; have < expected_;) {
            idx.bytes.resize(std::min(expected_, std::max(block, 2 * have)));
            have += read(idx.bytes.data() + have, idx.bytes.size() - have);
            if (have < idx.bytes.size())
                fail(tr("is truncated (bytes declared: {}, held: {})", product_, have));
        }
        std::uint8_t surplus = 0;
        idx.checksum = static_cast<std::uint32_t>(checksum_);
        if (read(&surplus, 1) != 0) fail(tr("has surplus bytes after the {} declared", product_));
        return idx;
    }

    [[noreturn]] void fail(const Text& problem) const { refuse_file(file_, problem, set_); }

  private:
    void read_header()
    {
        const std::uint32_t magic = number();
        if (magic != labels_magic && magic != images_magic)
            throw DataError(verbatim("{} {}", file_.string(), foreign(magic)));
        sizes_.resize(magic & 0xffU);
        bool too_many = false;
        for (std::uint32_t& size : sizes_) {
            size = number();
            product_ += (product_.empty() ? "" : "×") + std::to_string(size);
            too_many = __builtin_mul_overflow(expected_, std::size_t{size}, &expected_) || too_many;
        }
        if (too_many || expected_ > most_pixels || sizes_[0] > most_images)
            fail(tr("declares {} bytes, more than the {} images or {} pixels that are read",
                    product_, grouped(most_images), grouped(most_pixels)));
        if (expected_ == 0) fail(tr("is empty: its header gives {} as its size", product_));
    }

    /// Up to `count` bytes; fewer only at the end of the file.
    std::size_t read(void* target, std::size_t count)
    {
        const std::size_t got = gzfread(target, 1, count, handle_.get());
        int status = Z_OK;
        gzerror(handle_.get(), &status);
        if (status == Z_BUF_ERROR) fail(tr("is truncated"));
        if (status != Z_OK) fail(tr("is damaged or unreadable"));
        checksum_ = crc32_z(checksum_, static_cast<const Bytef*>(target), got);
        return got;
    }

    std::uint32_t number()
    {
        boost::endian::big_uint32_t number;
        if (read(&number, sizeof(number)) < sizeof(number)) fail(tr("is truncated"));
        return number;
    }

    std::filesystem::path file_;
    std::string set_;
    std::unique_ptr<gzFile_s, int (*)(gzFile)> handle_;
    std::vector<std::uint32_t> sizes_;
    std::string product_; // of the sizes, as text
    std::size_t expected_ = 1;
    uLong checksum_ = 0;
};

} // namespace

Idx read_idx(const std::filesystem::path& path, const std::string& set)
{
    return IdxFile(path, set).read_rest();
}

UnnamedPart read_idx_part(const std::filesystem::path& image_path,
                          const std::filesystem::path& label_path, const std::string& set)
{
    IdxFile label_file(label_path, set), image_file(image_path, set);
    if (label_file.sizes().size() != 1) label_file.fail(tr("holds images where labels should be"));
    if (image_file.sizes().size() != 3) image_file.fail(tr("holds labels where images should be"));
    const Index count = image_file.sizes()[0];
    if (count != label_file.sizes()[0])
        image_file.fail(tr("holds {} but {} holds {}", plural("{} image", "{} images", count),
                           label_path.filename().string(),
                           plural("{} label", "{} labels", label_file.sizes()[0])));
    const Idx labels = label_file.read_rest(), images = image_file.read_rest();
    const Shape shape{images.sizes[1], images.sizes[2], 1};
    return {{{},
             shape,
             images_of(images.bytes.data(), shape.size(), count, shape),
             arma::conv_to<Labels>::from(labels.bytes),
             {}},
            {images.checksum, labels.checksum}};
}

IdxFiles idx_files_in(const std::filesystem::path& folder)
{
    // emnist-letters-test-images-idx3-ubyte.gz: what stands before, the part, the kind.
    static const std::regex pattern("(.*?)(train|t10k|test)-(images|labels)[.-]idx[0-9]-[a-z]+");
    std::map<std::string, IdxFiles> sets; // by what stands before
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        std::string name = entry.path().filename().string();
        const bool compressed = name.ends_with(".gz");
        if (compressed) name.resize(name.size() - 3);
        std::smatch parts;
        if (!std::regex_match(name, parts, pattern)) continue;
        IdxFiles& files = sets[parts[1]];
        const bool training = parts[2] == "train", images = parts[3] == "images";
        std::filesystem::path& file = images     ? training ? files.train_images : files.test_images
                                      : training ? files.train_labels
                                                 : files.test_labels;
        if (file.empty() || !compressed) file = entry.path();
    }
    if (sets.empty()) return {};
    if (sets.size() > 1)
        throw DataError(tr("{} holds several sets, \"{}…\" and \"{}…\": put one of them into a "
                           "folder of its own and give that to --data",
                           folder.string(), sets.begin()->first, sets.rbegin()->first));
    return sets.begin()->second;
}

} // namespace descente
