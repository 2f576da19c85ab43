#include "io/safetensors_file.hpp"

#include "base/error.hpp"
#include "io/whole_file.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

namespace descente {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

static_assert(std::endian::native == std::endian::little, "the format has its low bytes first");

// ---- the types of numbers ----

template <class Number>
Number number_at(const char* bytes)
{
    Number number{};
    std::memcpy(&number, bytes, sizeof(number));
    return number;
}

template <class Number>
double read_as(const char* bytes)
{
    return static_cast<double>(number_at<Number>(bytes));
}

// 1 sign, 5 exponent and 10 fraction bits (IEEE 754 binary16).
double read_half(const char* bytes)
{
    const unsigned bits = number_at<std::uint16_t>(bytes);
    const int exponent = static_cast<int>(bits >> 10U & 31U);
    const unsigned fraction = bits & 1023U;
    double size =
        std::ldexp(exponent == 0 ? fraction : fraction + 1024, std::max(exponent, 1) - 25);
    if (exponent == 31) size = fraction == 0 ? infinity : not_a_number;
    return bits >> 15U ? -size : size;
}

// The upper half of a float.
double read_bfloat(const char* bytes)
{
    return std::bit_cast<float>(std::uint32_t{number_at<std::uint16_t>(bytes)} << 16U);
}

struct Dtype {
    std::uint64_t bytes;
    double (*read)(const char* bytes) = nullptr; // none: not a type of weights
};

const std::map<std::string, Dtype>& dtypes()
{
    static const std::map<std::string, Dtype> known{{"F64", {8, read_as<double>}},
                                                    {"F32", {4, read_as<float>}},
                                                    {"F16", {2, read_half}},
                                                    {"BF16", {2, read_bfloat}},
                                                    {"BOOL", {1}},
                                                    {"U8", {1}},
                                                    {"I8", {1}},
                                                    {"F8_E4M3", {1}},
                                                    {"F8_E5M2", {1}},
                                                    {"U16", {2}},
                                                    {"I16", {2}},
                                                    {"U32", {4}},
                                                    {"I32", {4}},
                                                    {"U64", {8}},
                                                    {"I64", {8}}};
    return known;
}

// ---- words ----

// A text of the file in quotes, fit for a line: escaped, and not too long.
std::string in_quotes(const std::string& text)
{
    constexpr std::size_t most = 80;
    const bool cut = text.size() > most;
    const Json start = cut ? text.substr(0, most) + "..." : text;
    return start.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::string shown(const TensorShape& shape)
{
    std::string text;
    for (const std::uint64_t size : shape) text += (text.empty() ? "" : "×") + std::to_string(size);
    return text.empty() ? "a single number" : text;
}

} // namespace

std::string described(const std::string& name, const TensorShape& shape)
{
    return fmt::format("{} ({})", in_quotes(name), shown(shape));
}

// ---- reading ----

SafetensorsFile::SafetensorsFile(const fs::path& file) : file_(file)
{
    std::error_code error;
    if (!fs::is_regular_file(file, error)) refuse(tr("no safetensors file there; check the name"));
    stream_.open(file, std::ios::binary);
    read_header();
    check_that_tensors_fill_the_data();
}

void SafetensorsFile::refuse(const Text& problem) const
{
    throw DataError(tr("{}: {}", file_.string(), problem));
}

void SafetensorsFile::damaged(const Text& problem) const
{
    refuse(tr("{}; it is damaged or no safetensors file: fetch or export it again", problem));
}

void SafetensorsFile::read(char* bytes, std::size_t count)
{
    if (!stream_.read(bytes, static_cast<std::streamsize>(count)))
        refuse(tr("cannot be read; check its permissions"));
}

void SafetensorsFile::read_header()
{
    std::error_code error;
    const std::uint64_t size = fs::file_size(file_, error);
    if (error) refuse(tr("cannot be read; check its permissions"));
    std::array<char, sizeof(std::uint64_t)> first{};
    if (size < first.size()) damaged(tr("has {}, too few for a header", byte_count(size)));
    read(first.data(), first.size());
    const auto length = number_at<std::uint64_t>(first.data());
    constexpr std::uint64_t longest = 100'000'000; // the format's own limit
    if (length > longest)
        damaged(tr("declares a header of {}, more than the format allows", byte_count(length)));
    data_start_ = first.size() + length;
    if (data_start_ > size)
        damaged(tr("is truncated: it declares a header of {} and has {} in all", byte_count(length),
                   size));
    data_size_ = size - data_start_;
    std::string text(length, '\0');
    read(text.data(), text.size());

    // Keys that come twice and deep nesting are refused while parsing: the former cannot be seen
    // later, the latter could fill the memory.
    std::vector<std::set<std::string>> keys; // of each object that is open
    const auto watch = [&](int depth, Json::parse_event_t event, const Json& value) {
        using Event = Json::parse_event_t;
        if (event == Event::object_start) keys.emplace_back();
        if (event == Event::object_end) keys.pop_back();
        if (event == Event::key && !keys.back().insert(value.get<std::string>()).second)
            damaged(tr("has {} twice in its header", in_quotes(value.get<std::string>())));
        if (depth > 2 && (event == Event::object_start || event == Event::array_start))
            damaged(tr("has a header that is nested too deeply"));
        return true;
    };
    Json header;
    try {
        if (text.find('\0') != std::string::npos) // would count as the end of the text
            damaged(tr("has a header that is not JSON"));
        header = Json::parse(text, watch);
    } catch (const Json::exception&) { // its own words would help nobody
        damaged(tr("has a header that is not JSON"));
    }
    if (!header.is_object()) damaged(tr("has a header that is not a JSON object"));
    for (const auto& [name, fields] : header.items())
        if (name != "__metadata__") entries_.emplace(name, entry(name, fields));
    const Json metadata = header.value("__metadata__", Json::object());
    const auto is_text = [](const Json& value) { return value.is_string(); };
    if (!metadata.is_object() || !std::all_of(metadata.begin(), metadata.end(), is_text))
        damaged(tr("has __metadata__ that are not texts"));
}

SafetensorsFile::Entry SafetensorsFile::entry(const std::string& name, const Json& fields) const
{
    const auto bad = [&](const Text& problem) {
        damaged(verbatim("{} {}", in_quotes(name), problem));
    };
    if (!fields.is_object()) bad(tr("is not described by a JSON object"));
    for (const char* field : {"dtype", "shape", "data_offsets"})
        if (!fields.contains(field)) bad(tr("has no {}", field));
    Entry entry;
    if (!fields["dtype"].is_string()) bad(tr("has a dtype that is not a text"));
    entry.dtype = fields["dtype"].get<std::string>();
    const auto dtype = dtypes().find(entry.dtype);
    if (dtype == dtypes().end()) bad(tr("has the unknown dtype {}", in_quotes(entry.dtype)));

    const auto whole_numbers = [&](const char* field) {
        const Json& list = fields[field];
        const auto is_whole = [](const Json& value) { return value.is_number_unsigned(); };
        if (!list.is_array() || !std::all_of(list.begin(), list.end(), is_whole))
            bad(tr("has a {} that is not a list of whole numbers from 0 on", field));
        return list.get<TensorShape>();
    };
    entry.shape = whole_numbers("shape");
    const std::vector<std::uint64_t> offsets = whole_numbers("data_offsets");
    if (offsets.size() != 2) bad(tr("has {} data_offsets, not 2", offsets.size()));
    entry.begin = offsets[0];
    entry.end = offsets[1];
    if (entry.begin > entry.end)
        bad(tr("ends at byte {}, before it begins at {}", entry.end, entry.begin));
    if (entry.end > data_size_)
        bad(tr("ends at byte {} of the data, but there are {}: the file is truncated, or "
               "its header wrong",
               entry.end, data_size_));
    std::uint64_t total = dtype->second.bytes;
    for (const std::uint64_t size : entry.shape)
        if (__builtin_mul_overflow(total, size, &total)) bad(tr("has a shape larger than can be"));
    if (total != entry.end - entry.begin)
        bad(tr("has {}, but {} as {} needs {}", byte_count(entry.end - entry.begin),
               shown(entry.shape), entry.dtype, total));
    return entry;
}

// The format allows neither overlap nor gap.
void SafetensorsFile::check_that_tensors_fill_the_data() const
{
    std::multimap<std::uint64_t, std::string> names; // by where their tensors begin
    for (const auto& [name, entry] : entries_)
        if (entry.begin < entry.end) names.emplace(entry.begin, name);
    std::uint64_t reached = 0;
    std::string before;
    for (const auto& [begin, name] : names) {
        if (begin < reached) damaged(tr("{} and {} overlap", in_quotes(before), in_quotes(name)));
        if (begin > reached)
            damaged(tr("has a gap of {} before {}", byte_count(begin - reached), in_quotes(name)));
        reached = entries_.at(name).end;
        before = name;
    }
    if (reached < data_size_)
        damaged(tr("has {} that belong to no tensor", byte_count(data_size_ - reached)));
}

bool SafetensorsFile::rename(const std::string& prefix, const std::string& by)
{
    std::map<std::string, Entry> renamed;
    bool any = false;
    for (const auto& [name, entry] : entries_) {
        const bool changed = name.starts_with(prefix);
        any = any || changed;
        renamed.emplace(changed ? by + name.substr(prefix.size()) : name, entry);
    }
    if (!any || renamed.size() < entries_.size()) return false;
    entries_ = std::move(renamed);
    return true;
}

std::vector<Real> SafetensorsFile::numbers(const std::string& name)
{
    const Entry& entry = entries_.at(name);
    const Dtype& dtype = dtypes().at(entry.dtype);
    if (!dtype.read)
        refuse(tr("{} is of type {}, but weights are F64, F32, F16 or BF16; export them "
                  "as one of these",
                  in_quotes(name), entry.dtype));
    std::string bytes(entry.end - entry.begin, '\0');
    stream_.seekg(static_cast<std::streamoff>(data_start_ + entry.begin));
    read(bytes.data(), bytes.size());
    std::vector<Real> result(bytes.size() / dtype.bytes);
    for (std::size_t i = 0; i < result.size(); ++i) {
        const double number = dtype.read(bytes.data() + i * dtype.bytes);
        if (std::isfinite(number) && std::abs(number) > std::numeric_limits<Real>::max())
            refuse(tr("{} holds {}, too large for the numbers of this program; check how "
                      "the file was made",
                      in_quotes(name), number));
        result[i] = static_cast<Real>(number);
    }
    return result;
}

// ---- writing ----

void write_safetensors_file(const fs::path& file, const std::vector<NamedNumbers>& tensors)
{
    Json header;
    header["__metadata__"]["format"] = "pt"; // PyTorch's names and order, as other programs ask
    std::uint64_t end = 0;
    for (const NamedNumbers& tensor : tensors) {
        const std::uint64_t begin = end;
        end += tensor.numbers.size() * sizeof(Real);
        header[tensor.name] = {{"dtype", sizeof(Real) == 4 ? "F32" : "F64"},
                               {"shape", tensor.shape},
                               {"data_offsets", {begin, end}}};
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' '); // so that the numbers are aligned
    const std::uint64_t length = text.size();
    const auto bytes_of = [](const void* start, std::size_t size) {
        return std::string_view(static_cast<const char*>(start), size);
    };
    NewFile fresh(file, tr("safetensors file"));
    fresh.write(bytes_of(&length, sizeof(length)));
    fresh.write(text);
    for (const NamedNumbers& tensor : tensors)
        fresh.write(bytes_of(tensor.numbers.data(), tensor.numbers.size() * sizeof(Real)));
    fresh.finish();
}

} // namespace descente
