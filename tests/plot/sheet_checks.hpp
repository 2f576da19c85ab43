// What every lab's worksheet must be.
#pragma once

#include "base/rng.hpp"
#include "plot/worksheet.hpp"

#include <boost/test/unit_test.hpp>
#include <functional>
#include <set>

namespace descente {

/// One number gives one sheet; others give others; every page holds what stands on it, in both
/// languages, and the answers are short.
inline void check_sheets(Worksheet (*worksheet)(Rng&))
{
    std::set<std::string> different;
    for (std::uint64_t number = 1; number <= 40; ++number) {
        Rng rng(number), again(number);
        const Worksheet sheet = worksheet(rng), same = worksheet(again);
        std::string texts;
        for (const Language& language : {Language(), Language("fr")}) {
            const SheetPage page{verbatim("title"), sheet, verbatim("footer")};
            const auto placed = placed_texts(page, true, language);
            const auto twice = placed_texts({page.title, same, page.footer}, true, language);
            BOOST_REQUIRE(placed.size() == twice.size());
            for (std::size_t i = 0; i < placed.size(); ++i) {
                BOOST_TEST(placed[i].text == twice[i].text);
                texts += placed[i].text;
                BOOST_TEST((placed[i].rect.left >= 0 && placed[i].rect.right <= 1191 &&
                            placed[i].rect.bottom >= 0),
                           "off the page: " << placed[i].text);
            }
            BOOST_TEST(placed_texts(page, false, language).size() <= placed.size());
        }
        different.insert(texts);
        for (const double answer : sheet.numbers(SheetCell::Kind::asked))
            if (answer == answer && std::abs(answer - std::round(answer)) > 1e-4)
                BOOST_TEST(short_number(answer).english().size() <= 7);
    }
    BOOST_TEST(different.size() >= 36);
}

/// Calls `check(given, asked)` with the numbers of twenty sheets.
inline void check_answers(Worksheet (*worksheet)(Rng&),
                          const std::function<void(const Numbers&, const Numbers&)>& check)
{
    for (std::uint64_t number = 1; number <= 20; ++number) {
        Rng rng(number);
        const Worksheet sheet = worksheet(rng);
        check(sheet.numbers(SheetCell::Kind::given), sheet.numbers(SheetCell::Kind::asked));
    }
}

inline void check_close(const Numbers& found, const Numbers& expected)
{
    BOOST_REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i)
        BOOST_TEST(std::abs(found[i] - expected[i]) < 1e-4 * (1 + std::abs(expected[i])),
                   "answer " << i << ": " << found[i] << ", not " << expected[i]);
}

} // namespace descente
