// The only file that includes Boost.Locale. Catalogues are bytes of the program itself, so that a
// copied lab speaks every language, whatever locales the system has.
#include "base/text.hpp"

#include <algorithm>
#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>
#include <cstring>
#include <deque>
#include <fmt/args.h>

namespace descente {

/// What the Makefile links in of each labs/texts/CODE.po; the last entry is empty.
struct CatalogueBytes {
    const char *code, *begin, *end;
};
extern "C" const CatalogueBytes descente_catalogues[];

namespace {

using Messages = boost::locale::message_format<char>;

struct DecimalMark : std::numpunct<char> {
    explicit DecimalMark(char mark) : mark_(mark) {}

  protected:
    char do_decimal_point() const override { return mark_; }

  private:
    char mark_;
};

std::locale messages_of(const CatalogueBytes& bytes)
{
    namespace gettext = boost::locale::gnu_gettext;
    gettext::messages_info info;
    info.language = bytes.code;
    info.encoding = "UTF-8";
    info.domains.emplace_back("descente");
    info.paths.emplace_back(); // one place to ask: the callback
    info.callback = [&](const std::string&, const std::string&) {
        return std::vector<char>(bytes.begin, bytes.end);
    };
    return {std::locale::classic(), gettext::create_messages_facet<char>(info)};
}

} // namespace

struct Catalogue {
    explicit Catalogue(const CatalogueBytes& bytes) : code(bytes.code), messages(messages_of(bytes))
    {
        // TRANSLATORS: one and a half, for its decimal mark (one character).
        const std::string one_and_a_half = translation("1.5");
        if (one_and_a_half.size() == 3) // the locale owns what is put into it
            numbers = std::locale(numbers, new DecimalMark(one_and_a_half[1]));
        // TRANSLATORS: one thousand, for what stands between groups of digits.
        const std::string thousand = translation("1,000");
        if (thousand.size() >= 4) separator = thousand.substr(1, thousand.size() - 4);
    }

    std::string translation(const std::string& english) const
    {
        const char* found = std::use_facet<Messages>(messages).get(0, nullptr, english.c_str());
        return found != nullptr && *found != '\0' ? found : english;
    }

    std::string code, separator = ",";
    std::locale messages, numbers = std::locale::classic();
};

namespace {

/// Read once, when a language is first asked for.
const std::deque<Catalogue>& catalogues()
{
    static const std::deque<Catalogue> all = [] {
        std::deque<Catalogue> read; // never moved: a Language points into it
        for (const CatalogueBytes* one = descente_catalogues; one->code != nullptr; ++one)
            read.emplace_back(*one);
        return read;
    }();
    return all;
}

std::string with_separators(const std::string& digits, const std::string& separator)
{
    std::string grouped;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) grouped += separator;
        grouped += digits[i];
    }
    return grouped;
}

} // namespace

// ---- languages ----

Language::Language(const std::string& code)
{
    for (const Catalogue& catalogue : catalogues())
        if (catalogue.code == code) catalogue_ = &catalogue;
}

const std::string& Language::code() const
{
    static const std::string english = "en";
    return catalogue_ != nullptr ? catalogue_->code : english;
}

const std::locale& Language::number_format() const
{
    return catalogue_ != nullptr ? catalogue_->numbers : std::locale::classic();
}

const std::string& Language::thousands() const
{
    static const std::string comma = ",";
    return catalogue_ != nullptr ? catalogue_->separator : comma;
}

std::string Language::translation(const std::string& english) const
{
    return catalogue_ != nullptr && !english.empty() ? catalogue_->translation(english) : english;
}

std::string Language::translation(const char* one, const char* many, std::uint64_t count) const
{
    const char* found = nullptr;
    if (catalogue_ != nullptr) // which asks for an int: no language tells larger ones apart
        found =
            std::use_facet<Messages>(catalogue_->messages)
                .get(0, nullptr, one, static_cast<int>(std::min(count, std::uint64_t{1000000})));
    if (found != nullptr && *found != '\0') return found;
    return count == 1 ? one : many;
}

std::vector<std::string> language_codes()
{
    std::vector<std::string> codes{Language().code()};
    for (const Catalogue& catalogue : catalogues()) codes.push_back(catalogue.code);
    return codes;
}

// ---- texts ----

Text::Value::Value(const Text& text) : held(text) {}
Text::Value::Value(const std::string& words) : held(words) {}
Text::Value::Value(const char* words) : held(std::string(words)) {}
Text::Value::Value(char letter) : held(std::string(1, letter)) {}
Text::Value::Value(const Value&) = default;
Text::Value::~Value() = default;

Text::Text(Kind kind, std::string pattern, std::initializer_list<Value> values)
    : kind_(kind), pattern_(std::move(pattern))
{
    if (values.size() > 0) values_ = std::make_shared<const std::vector<Value>>(values);
}

std::string Text::in(const Language& language) const
{
    if (kind_ == Kind::words) return pattern_;
    if (kind_ == Kind::number) return with_separators(pattern_, language.thousands());
    fmt::dynamic_format_arg_store<fmt::format_context> values;
    const auto add = [&](const auto& held) {
        if constexpr (std::is_same_v<decltype(held), const Text&>)
            values.push_back(held.in(language));
        else
            values.push_back(held);
    };
    if (values_)
        for (const Value& value : *values_) std::visit(add, value.held);
    const auto fill = [&](const std::string& pattern) {
        return fmt::vformat(language.number_format(), pattern, values);
    };
    if (kind_ == Kind::pattern) return fill(pattern_);
    if (kind_ == Kind::plural) {
        const char* const one = pattern_.c_str();
        const std::string& count = std::get<Text>(values_->front().held).pattern_;
        return fill(language.translation(one, one + std::strlen(one) + 1, std::stoull(count)));
    }
    try {
        return fill(language.translation(pattern_));
    } catch (const fmt::format_error&) { // a translation that `make check` would have refused
        return fill(pattern_);
    }
}

Text verbatim(std::string words) { return {Text::Kind::words, std::move(words)}; }

Text listed(const std::vector<Text>& parts, const char* separator)
{
    Text all;
    for (const Text& part : parts)
        if (!part.empty()) all = all.empty() ? part : verbatim("{}{}{}", all, separator, part);
    return all;
}

Text grouped(std::uint64_t number) { return {Text::Kind::number, std::to_string(number)}; }

Text plural(fmt::format_string<std::string> one, fmt::format_string<std::string> many,
            std::uint64_t count)
{
    const fmt::string_view a = one, b = many;
    const std::string both =
        std::string(a.data(), a.size()) + '\0' + std::string(b.data(), b.size());
    return {Text::Kind::plural, both, {grouped(count)}};
}

} // namespace descente
