// A text in English and in French, written side by side where it is used.
#pragma once

#include <cstdint>
#include <fmt/format.h>
#include <string>

namespace descente {

enum class Language { en, fr };

/// The locale whose numbers are written as this language does: 0.5 in English, 0,5 in French.
const std::locale& number_format(Language language);

struct Text {
    std::string en, fr;

    Text() = default;
    Text(const char* english, const char* french) : en(english), fr(french) {}
    Text(std::string english, std::string french) : en(std::move(english)), fr(std::move(french)) {}
    /// The same in both languages: a name, a symbol.
    Text(const char* both) : en(both), fr(both) {}            // NOLINT: a label reads as a label
    Text(std::string both) : en(both), fr(std::move(both)) {} // NOLINT

    const std::string& in(Language language) const { return language == Language::fr ? fr : en; }
    bool empty() const { return en.empty(); }
};

/// Fills {} places as fmt does; a number written {:.2Lf} or {:L} gets the decimal mark of its
/// language. A Text among the values is put in in the right language.
template <class... Values>
Text text(const char* english, const char* french, const Values&... values);

/// 50000 as "50,000" in English and "50 000", with a space that does not break, in French.
Text grouped(std::uint64_t number);

// ---- only the machinery of text() below ----

inline const auto& in_language(Language, const auto& value) { return value; }
inline const std::string& in_language(Language language, const Text& value)
{
    return value.in(language);
}

template <class... Values>
Text text(const char* english, const char* french, const Values&... values)
{
    const auto fill = [&](Language language, const char* pattern) {
        return fmt::format(number_format(language), fmt::runtime(pattern),
                           in_language(language, values)...);
    };
    return {fill(Language::en, english), fill(Language::fr, french)};
}

} // namespace descente
