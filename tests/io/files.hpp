// Files of bytes made for a test.
#pragma once

#include "temporary.hpp"

#include <cstdint>
#include <vector>
#include <zlib.h>

namespace descente::testing {

using Bytes = std::vector<std::uint8_t>;

inline void write_file(const std::filesystem::path& file, const Bytes& bytes)
{
    write_file(file, std::string(bytes.begin(), bytes.end()));
}

inline Bytes gzipped(const Bytes& bytes)
{
    constexpr int gzip_header = 16;
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 15 + gzip_header, 8, Z_DEFAULT_STRATEGY);
    Bytes result(deflateBound(&stream, bytes.size()));
    stream.next_in = const_cast<std::uint8_t*>(bytes.data());
    stream.avail_in = static_cast<unsigned>(bytes.size());
    stream.next_out = result.data();
    stream.avail_out = static_cast<unsigned>(result.size());
    deflate(&stream, Z_FINISH);
    result.resize(stream.total_out);
    deflateEnd(&stream);
    return result;
}

/// The first `count` bytes.
inline Bytes head(const Bytes& bytes, std::size_t count)
{
    return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count)};
}

/// An IDX file: magic number, sizes, bytes.
inline Bytes idx_bytes(std::uint32_t magic, const std::vector<std::uint32_t>& sizes,
                       const Bytes& bytes)
{
    Bytes result;
    const auto put = [&](std::uint32_t number) {
        for (const unsigned shift : {24U, 16U, 8U, 0U})
            result.push_back(static_cast<std::uint8_t>(number >> shift & 0xffU));
    };
    put(magic);
    for (const std::uint32_t size : sizes) put(size);
    result.insert(result.end(), bytes.begin(), bytes.end());
    return result;
}

constexpr std::uint32_t labels_magic = 0x801, images_magic = 0x803;

/// 0, 1, 2, … as bytes.
inline Bytes counting(std::size_t n)
{
    Bytes bytes(n);
    for (std::size_t i = 0; i < n; ++i) bytes[i] = static_cast<std::uint8_t>(i);
    return bytes;
}

/// The four files of an MNIST-like set: `n` training and `n` test images of 2 rows by 3 columns.
inline void write_small_mnist(const std::filesystem::path& folder, std::uint32_t n = 4)
{
    for (const std::string part : {"train", "t10k"}) {
        write_file(folder / (part + "-images-idx3-ubyte"),
                   idx_bytes(images_magic, {n, 2, 3}, counting(std::size_t{6} * n)));
        write_file(folder / (part + "-labels-idx1-ubyte"),
                   idx_bytes(labels_magic, {n}, counting(n)));
    }
}

/// A safetensors file: the length of the header, the header, the data.
inline Bytes safetensors_bytes(const std::string& header, const Bytes& data)
{
    Bytes result;
    for (unsigned shift = 0; shift < 64; shift += 8)
        result.push_back(static_cast<std::uint8_t>(std::uint64_t{header.size()} >> shift & 0xffU));
    result.insert(result.end(), header.begin(), header.end());
    result.insert(result.end(), data.begin(), data.end());
    return result;
}

/// The bytes of numbers as they lie in memory.
template <class Number>
Bytes memory_of(const std::vector<Number>& numbers)
{
    const auto* const start = reinterpret_cast<const std::uint8_t*>(numbers.data());
    return {start, start + numbers.size() * sizeof(Number)};
}

/// A predicate for BOOST_CHECK_EXCEPTION: one line that holds each of these texts.
inline auto says(const std::vector<std::string>& texts)
{
    return [texts](const Error& error) {
        const std::string line = error.what();
        bool good = line.find('\n') == std::string::npos;
        for (const std::string& text : texts) good = good && line.find(text) != std::string::npos;
        if (!good) fprintf(stderr, "the error said: %s\n", line.c_str());
        return good;
    };
}

} // namespace descente::testing
