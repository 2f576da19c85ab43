#include "io/files.hpp"
#include "io/safetensors_file.hpp"
#include "io/whole_file.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>

using namespace descente;
using namespace descente::testing;
namespace fs = std::filesystem;

namespace {

// Two tensors: a is 2×3 (bytes 0 to 24), b has two numbers (24 to 32).
struct SafetensorsFolder {
    void refused(const std::vector<std::string>& reasons) const
    {
        std::vector<std::string> texts{file.string() + ": "};
        texts.insert(texts.end(), reasons.begin(), reasons.end());
        BOOST_CHECK_EXCEPTION(SafetensorsFile{file}, DataError, says(texts));
    }
    void refuses(const Bytes& bytes, const std::vector<std::string>& reasons) const
    {
        write_file(file, bytes);
        refused(reasons);
    }
    void refuses_header(const std::string& text, const std::vector<std::string>& reasons) const
    {
        refuses(safetensors_bytes(text, data), reasons);
    }
    // The good header with one piece of text replaced.
    void refuses_with(const std::string& piece, const std::string& other,
                      const std::vector<std::string>& reasons) const
    {
        std::string changed = header;
        const std::size_t at = changed.find(piece);
        BOOST_REQUIRE(at != std::string::npos);
        refuses_header(changed.replace(at, piece.size(), other), reasons);
    }
    std::map<std::string, SafetensorsFile::Entry> entries(const std::string& of_header) const
    {
        write_file(file, safetensors_bytes(of_header, data));
        return SafetensorsFile(file).entries();
    }

    TemporaryFolder temporary;
    fs::path file = temporary.path() / "net.safetensors";
    std::string a = R"("a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]})";
    std::string b = R"("b":{"dtype":"F32","shape":[2],"data_offsets":[24,32]})";
    std::string header = "{" + a + "," + b + "}";
    Bytes data = memory_of(std::vector<float>{1, 2, 3, 4, 5, 6, -7, 0.5});
    Bytes good = safetensors_bytes(header, data);
};

// One tensor of these bytes, read as `dtype`.
std::vector<Real> numbers_of(const fs::path& file, const std::string& dtype, const Bytes& data,
                             std::size_t count)
{
    write_file(file, safetensors_bytes(fmt::format(R"({{"x":{{"dtype":"{}","shape":[{}],)"
                                                   R"("data_offsets":[0,{}]}}}})",
                                                   dtype, count, data.size()),
                                       data));
    return SafetensorsFile(file).numbers("x");
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(safetensors_file, SafetensorsFolder)

BOOST_AUTO_TEST_CASE(tensors_are_read_wherever_they_lie)
{
    write_file(file, good);
    SafetensorsFile one(file);
    BOOST_TEST(one.entries().size() == 2);
    BOOST_TEST((one.entries().at("a").shape == TensorShape{2, 3}));
    BOOST_TEST(one.numbers("b") == (std::vector<Real>{-7, 0.5}), boost::test_tools::per_element());
    BOOST_TEST(one.numbers("a") == (std::vector<Real>{1, 2, 3, 4, 5, 6}),
               boost::test_tools::per_element());
    // The order of the header is free, and blanks may follow it.
    BOOST_TEST(entries("{" + b + "," + a + "}   ").size() == 2);
}

BOOST_AUTO_TEST_CASE(metadata_single_numbers_and_empty_tensors_are_allowed)
{
    const auto found = entries(
        R"({"__metadata__":{"format":"pt","step":"12"},"a":{"dtype":"I64","shape":[],)"
        R"("data_offsets":[0,8]},"none":{"dtype":"F32","shape":[3,0],"data_offsets":[8,8]},)"
        R"("b":{"dtype":"U8","shape":[24],"data_offsets":[8,32]}})");
    BOOST_TEST(found.size() == 3);
    BOOST_TEST(found.at("a").shape.empty());
    BOOST_TEST(SafetensorsFile(file).numbers("none").empty());
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read)
{
    const Real nan = std::numeric_limits<Real>::quiet_NaN(),
               infinity = std::numeric_limits<Real>::infinity();
    const std::vector<Real> numbers{Real(1) / 3,
                                    -0.0,
                                    std::numeric_limits<Real>::max(),
                                    std::numeric_limits<Real>::denorm_min(),
                                    -infinity,
                                    nan};
    write_safetensors_file(file, {{"z", {3, 2}, numbers}, {"b.a", {}, {Real(5)}}});
    SafetensorsFile read(file);
    BOOST_TEST(read.entries().size() == 2);
    BOOST_TEST(read.entries().at("z").dtype == (sizeof(Real) == 4 ? "F32" : "F64"));
    BOOST_TEST((read.entries().at("z").shape == TensorShape{3, 2}));
    BOOST_TEST((memory_of(read.numbers("z")) == memory_of(numbers))); // NaN too, to the last bit
    BOOST_TEST(read.numbers("b.a").at(0) == 5);

    // As other readers want it: the length is that of the header, the numbers are aligned.
    const std::string bytes = read_whole_file(file, tr("file"));
    std::uint64_t length = 0;
    for (std::size_t i = 8; i-- > 0;) length = length << 8 | static_cast<std::uint8_t>(bytes[i]);
    BOOST_TEST(length % 8 == 0);
    BOOST_TEST(8 + length + 7 * sizeof(Real) == bytes.size());
    const auto json = nlohmann::json::parse(bytes.substr(8, length));
    BOOST_TEST(json["__metadata__"]["format"].get<std::string>() == "pt");
    BOOST_TEST(json["b.a"]["shape"].is_array());
    BOOST_TEST(json["b.a"]["data_offsets"][0].get<std::size_t>() == 6 * sizeof(Real));
}

BOOST_AUTO_TEST_CASE(each_type_of_weights_is_converted)
{
    const auto double_bytes = memory_of(std::vector<double>{0.1, -1e-3});
    BOOST_TEST(numbers_of(file, "F64", double_bytes, 2) ==
                   (std::vector<Real>{static_cast<Real>(0.1), static_cast<Real>(-1e-3)}),
               boost::test_tools::per_element());
    // 1, −2, the smallest and the largest subnormal, the smallest normal, the largest, −0, 1/3.
    const auto halves = memory_of(std::vector<std::uint16_t>{
        0x3c00, 0xc000, 0x0001, 0x03ff, 0x0400, 0x7bff, 0x8000, 0x3555, 0x7c00, 0xfc00, 0x7e00});
    const std::vector<Real> half = numbers_of(file, "F16", halves, 11);
    const std::vector<double> expected{1,       -2,    0x1p-24, 0x3ffp-24,
                                       0x1p-14, 65504, -0.0,    0.333251953125};
    for (std::size_t i = 0; i < expected.size(); ++i)
        BOOST_TEST(half[i] == static_cast<Real>(expected[i]));
    BOOST_TEST(std::signbit(half[6]));
    BOOST_TEST((std::isinf(half[8]) && half[8] > 0 && std::isinf(half[9]) && half[9] < 0));
    BOOST_TEST(std::isnan(half[10]));
    const auto bfloats = memory_of(std::vector<std::uint16_t>{0x3f80, 0xc049, 0x7f80});
    const std::vector<Real> bfloat = numbers_of(file, "BF16", bfloats, 3);
    BOOST_TEST(bfloat[0] == 1);
    BOOST_TEST(bfloat[1] == Real(-3.140625));
    BOOST_TEST(std::isinf(bfloat[2]));
}

BOOST_AUTO_TEST_CASE(other_types_are_no_weights)
{
    for (const std::string type : {"I64", "U64"})
        BOOST_CHECK_EXCEPTION(numbers_of(file, type, Bytes(8), 1), DataError,
                              says({"\"x\" is of type " + type, "F64, F32, F16 or BF16"}));
}

#ifndef DESCENTE_DOUBLE
BOOST_AUTO_TEST_CASE(a_double_too_large_for_a_float_is_refused)
{
    BOOST_CHECK_EXCEPTION(numbers_of(file, "F64", memory_of(std::vector<double>{1, -1e300}), 2),
                          DataError, says({"\"x\" holds -1e+300", "too large"}));
    BOOST_TEST(std::isinf(numbers_of(file, "F64", memory_of(std::vector<double>{infinity}), 1)[0]));
}
#endif

BOOST_AUTO_TEST_CASE(no_file_and_no_safetensors_file)
{
    refused({"no safetensors file there"});
    fs::create_directory(file);
    refused({"no safetensors file there"});
    fs::remove(file);
    refuses({}, {"has 0 bytes"});
    refuses(Bytes(7), {"has 7 bytes"});
    refuses(Bytes(1000), {"not JSON"}); // a header of no bytes
    const std::string zip = "PK\3\4, as in a file that torch.save has written";
    refuses(Bytes(zip.begin(), zip.end()), {"declares a header of"});
}

BOOST_AUTO_TEST_CASE(a_truncated_file_is_refused_wherever_it_ends)
{
    for (std::size_t size = 0; size < good.size(); ++size)
        refuses(head(good, size),
                {size < 8 ? "too few for a header" : "truncated", "fetch or export it again"});
}

BOOST_AUTO_TEST_CASE(a_lying_length_of_the_header_is_refused_and_costs_nothing)
{
    const auto with_length = [&](std::uint64_t length) {
        Bytes bytes = good;
        for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(length >> 8 * i);
        return bytes;
    };
    refuses(with_length(good.size() - 7), {"is truncated: it declares a header"});
    refuses(with_length(100'000'000), {"is truncated: it declares a header of 100,000,000 bytes"});
    for (const std::uint64_t length :
         {std::uint64_t{100'000'001}, std::uint64_t{1} << 40, ~std::uint64_t{0}})
        refuses(with_length(length), {"declares a header of " + grouped(length).english()});
    refuses(with_length(header.size() - 1), {"not JSON"});
    refuses(with_length(header.size() + 1), {"not JSON"}); // a byte of a number
    // The same where the bytes are there: 3 GB of nothing (which take no room on the disk).
    write_file(file, with_length(2'900'000'000));
    fs::resize_file(file, 3'000'000'000);
    refused({"declares a header of 2,900,000,000"});
}

BOOST_AUTO_TEST_CASE(a_header_that_is_no_json_object_is_refused)
{
    for (const char* text : {"", "{", "{]", "weights", "{\"a\":}", "{} {}", "{\"a\":1e999}"})
        refuses_header(text, {"not JSON"});
    refuses_header("{\"\xff\":1}", {"not JSON"}); // no UTF-8
    refuses_header(header + std::string("\0 more", 6), {"not JSON"});
    for (const char* text : {"[]", "1", "null", "\"text\""})
        refuses_header(text, {"not a JSON object"});
    // Deep nesting costs neither memory nor the stack.
    refuses_header("{\"a\":" + std::string(1'000'000, '['), {"nested too deeply"});
    refuses_header(R"({"a":{"shape":[[2]]}})", {"nested too deeply"});
}

BOOST_AUTO_TEST_CASE(keys_that_come_twice_are_refused)
{
    refuses_header("{" + a + "," + b + "," + a + "}", {"has \"a\" twice"});
    refuses_with(R"("shape":[2,3])", R"("shape":[2,3],"shape":[6])", {"has \"shape\" twice"});
}

BOOST_AUTO_TEST_CASE(fields_that_are_missing_or_of_another_kind_are_refused)
{
    refuses_header(R"({"a":[0,24]})", {"\"a\" is not described"});
    refuses_header(R"({"a":null})", {"\"a\" is not described"});
    refuses_with(R"("dtype":"F32",)", "", {"\"a\" has no dtype"});
    refuses_with(R"("shape":[2,3],)", "", {"\"a\" has no shape"});
    refuses_with(R"(,"data_offsets":[0,24])", "", {"\"a\" has no data_offsets"});
    refuses_with(R"("F32")", "32", {"\"a\" has a dtype that is not a text"});
    refuses_with(R"("F32")", R"("float")", {"\"a\" has the unknown dtype \"float\""});
    for (const char* shape : {"6", "\"2,3\"", "[2,-3]", "[2,1.5]", "[2,\"3\"]", "[2,3.0]", "{}",
                              "[2,null]", "[2,18446744073709551616]", "[2,1e3]"})
        refuses_with("[2,3]", shape, {"\"a\" has a shape that is not a list of whole numbers"});
    for (const char* offsets :
         {"24", "[0,-24]", "[0,24.5]", "[0,\"24\"]", "{\"begin\":0}", "[0,36893488147419103232]"})
        refuses_with("[0,24]", offsets, {"\"a\" has a data_offsets that is not a list"});
    refuses_with("[0,24]", "[0]", {"\"a\" has 1 data_offsets, not 2"});
    refuses_with("[0,24]", "[0,24,32]", {"\"a\" has 3 data_offsets, not 2"});
    for (const char* metadata : {"1", "[]", R"({"step":12})", R"({"format":{}})"})
        refuses_header(fmt::format(R"({{"__metadata__":{},{},{}}})", metadata, a, b),
                       {"__metadata__ that are not texts"});
}

BOOST_AUTO_TEST_CASE(offsets_must_lie_in_the_file_and_fit_the_shape)
{
    refuses_with("[0,24]", "[24,0]", {"\"a\" ends at byte 0, before it begins at 24"});
    refuses_with("[24,32]", "[24,33]", {"\"b\" ends at byte 33 of the data, but there are 32"});
    refuses_with("[24,32]", "[18446744073709551608,18446744073709551615]",
                 {"\"b\" ends at byte 18446744073709551615"});
    refuses_with("[2,3]", "[2,2]", {"\"a\" has 24 bytes, but 2×2 as F32 needs 16"});
    refuses_with("F32", "F64", {"\"a\" has 24 bytes, but 2×3 as F64 needs 48"});
    refuses_with("[2,3]", "[]", {"\"a\" has 24 bytes, but a single number as F32 needs 4"});
    // 2⁶² × 2² × 4 bytes is 2⁶⁶, and 2 modulo 2⁶⁴ would be small.
    refuses_with("[2,3]", "[4611686018427387904,4]", {"\"a\" has a shape larger than can be"});
    refuses_with("[2,3]", "[4294967296,4294967296]", {"\"a\" has a shape larger than can be"});
}

BOOST_AUTO_TEST_CASE(overlaps_and_gaps_are_refused)
{
    refuses_with("[24,32]", "[20,28]", {"\"a\" and \"b\" overlap"});
    refuses_with("[24,32]", "[0,8]", {"overlap"});
    refuses_with("[2],\"data_offsets\":[24,32]", "[6],\"data_offsets\":[0,24]", {"overlap"});
    refuses_with("[2],\"data_offsets\":[24,32]", "[1],\"data_offsets\":[28,32]",
                 {"a gap of 4 bytes before \"b\""});
    refuses_with("[2],\"data_offsets\":[24,32]", "[1],\"data_offsets\":[24,28]",
                 {"has 4 bytes that belong to no tensor"});
    refuses_header("{" + b + "}", {"a gap of 24 bytes before \"b\""});
    refuses_header("{}", {"has 32 bytes that belong to no tensor"});
    Bytes longer = good;
    longer.push_back(0);
    refuses(longer, {"has 1 byte that belong to no tensor"});
}

BOOST_AUTO_TEST_CASE(strange_names_stay_on_one_line)
{
    refuses_header("{\"two\\nlines\\u0007\":1}", {R"("two\nlines\u0007")"});
    refuses_header("{\"" + std::string(100'000, 'x') + "\":1}", {"xxx..."});
    try {
        SafetensorsFile again(file);
    } catch (const DataError& error) {
        BOOST_TEST(std::string(error.what()).size() < 400);
    }
}

BOOST_AUTO_TEST_CASE(a_name_is_described_for_people)
{
    BOOST_TEST(described("fc.weight", {1000, 512}) == "\"fc.weight\" (1000×512)");
    BOOST_TEST(described("n", {}) == "\"n\" (a single number)");
}

BOOST_AUTO_TEST_SUITE_END()
