// Each check is given the original, of which it must find nothing wrong, and the usual mistakes,
// each of which it must name. `.ci/exercise mistakes` writes the program around this.
#pragma once

#include "labs/exercises/check.hpp"

#include <iostream>

inline long passed = 0, failed = 0;

/// `said`: what the first sentence must contain; empty: nothing is wrong.
inline void test(const std::string& exercise, const std::string& said,
                 const std::function<void(descente::Report&)>& check)
{
    descente::Report report;
    check(report);
    const std::string first = report.right() ? "" : report.sentences()[0].english();
    const bool good = said.empty() ? first.empty() : first.find(said) != std::string::npos;
    ++(good ? passed : failed);
    if (!good)
        std::cout << "FAIL " << exercise << ", " << (said.empty() ? "the original" : said) << ": "
                  << (first.empty() ? "nothing is found wrong" : first) << '\n';
}

inline int tested()
{
    std::cout << "exercises: " << passed << " passed, " << failed << " failed\n";
    return failed == 0 ? 0 : 1;
}
