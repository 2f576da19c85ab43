#include "base/text.hpp"

#include <locale>

namespace descente {

namespace {

struct FrenchNumbers : std::numpunct<char> {
  protected:
    char do_decimal_point() const override { return ','; }
};

} // namespace

const std::locale& number_format(Language language)
{
    static const std::locale english = std::locale::classic();
    static const std::locale french(std::locale::classic(),
                                    new FrenchNumbers); // the locale owns it
    return language == Language::fr ? french : english;
}

Text grouped(std::uint64_t number)
{
    const std::string digits = std::to_string(number);
    std::string en, fr;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) {
            en += ',';
            fr += "\u00a0"; // a space that does not break
        }
        en += digits[i];
        fr += digits[i];
    }
    return {en, fr};
}

} // namespace descente
