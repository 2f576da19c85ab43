#include "data/text.hpp"

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

} // namespace descente
