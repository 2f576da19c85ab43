// Texts that a user reads: English in the code, other languages in labs/texts/*.po.
//
//     const Text rate = tr("learning rate");
//     lab.print(tr("cost {:.2Lf} after {} epochs", cost, epochs));
//
// Nothing else makes a text, so a sentence that was not marked does not compile. It is looked up
// and filled in when it is written. Fields are fmt's; a number written {:L} or {:.2Lf} gets the
// decimal mark of the language.
#pragma once

#include <concepts>
#include <cstdint>
#include <fmt/format.h>
#include <initializer_list>
#include <locale>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace descente {

struct Catalogue;

/// English, or a language that has a catalogue labs/texts/CODE.po.
class Language {
  public:
    Language() = default; ///< English
    /// "fr" is French; a code without a catalogue gives English. See language_codes().
    explicit Language(const std::string& code);

    const std::string& code() const;          ///< "en", "fr"
    const std::locale& number_format() const; ///< 0.5 in English, 0,5 in French
    const std::string& thousands() const;     ///< "," in English, a space in French
    std::string translation(const std::string& english) const; ///< `english` where there is none
    /// The form for `count` things; without a translation `one` or `many`, as in English.
    std::string translation(const char* one, const char* many, std::uint64_t count) const;

    friend bool operator==(const Language&, const Language&) = default;

  private:
    const Catalogue* catalogue_ = nullptr; // none: English
};

/// "en", then the codes of the catalogues.
std::vector<std::string> language_codes();

class Text {
  public:
    enum class Kind { words, pattern, translated, number, plural };
    struct Value;

    Text() = default; ///< empty
    /// For tr() and its like below.
    Text(Kind kind, std::string pattern, std::initializer_list<Value> values = {});

    std::string in(const Language& language) const;
    std::string english() const { return in(Language()); } ///< for keys, and for programs to read
    bool empty() const { return pattern_.empty(); }

  private:
    Kind kind_ = Kind::words;
    std::string pattern_;
    std::shared_ptr<const std::vector<Value>> values_; // shared by copies; none: no values
};

/// One argument, kept until the text is written.
struct Text::Value {
    std::variant<long long, unsigned long long, float, double, std::string, Text> held;

    // Not written out in each file that says tr(), which all of them do.
    Value(const Text& text);
    Value(const std::string& words);
    Value(const char* words);
    Value(char letter);
    Value(const Value&);
    ~Value();
    Value(std::floating_point auto number) : held(number) {}
    Value(std::signed_integral auto number) : held(static_cast<long long>(number)) {}
    Value(std::unsigned_integral auto number) : held(static_cast<unsigned long long>(number)) {}
};

/// What fmt checks, when the program is compiled, for an argument of type T.
template <class T>
using Shown = std::conditional_t<std::is_same_v<T, Text>, std::string, T>;

/// A text for people, to be translated. `english` is a literal, found by `make texts`.
template <class... Values>
Text tr(fmt::format_string<Shown<Values>...> english, const Values&... values)
{
    const fmt::string_view pattern = english;
    return {Text::Kind::translated, {pattern.data(), pattern.size()}, {Text::Value(values)...}};
}

/// What is no language: a symbol, a file's name, what a user typed.
Text verbatim(std::string words);

/// Likewise, filled in: numbers and texts joined by signs.
template <class First, class... Rest>
Text verbatim(fmt::format_string<Shown<First>, Shown<Rest>...> pattern, const First& first,
              const Rest&... rest)
{
    const fmt::string_view signs = pattern;
    return {Text::Kind::pattern,
            {signs.data(), signs.size()},
            {Text::Value(first), Text::Value(rest)...}};
}

/// "a, b, c"; empty ones are left out.
Text listed(const std::vector<Text>& parts, const char* separator = ", ");

/// 50000 as "50,000" in English and "50 000", with a space that does not break, in French.
Text grouped(std::uint64_t number);

/// "1 image", "5,000 images", in French "0 image": {} is the count. Inside other texts, too.
Text plural(fmt::format_string<std::string> one, fmt::format_string<std::string> many,
            std::uint64_t count);

} // namespace descente
