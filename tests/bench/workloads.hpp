// What both sides of the benchmark have in common: how long to measure and what to print.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace bench {

struct Arguments {
    std::string workload;
    int threads = 1;
    double seconds = 1;
};

inline Arguments arguments(int argc, char** argv)
{
    if (argc != 4) {
        std::fprintf(stderr, "usage: %s WORKLOAD THREADS SECONDS\n", argv[0]);
        std::exit(2);
    }
    return {argv[1], std::atoi(argv[2]), std::atof(argv[3])};
}

/// Runs `step` for about `seconds` after a warm-up, in short slices; the units a second of the
/// median slice: a mean would carry the machine's hiccups.
template <class Step>
double rate(double seconds, double units_per_step, Step step)
{
    using Clock = std::chrono::steady_clock;
    const auto since = [](Clock::time_point start) {
        return std::chrono::duration<double>(Clock::now() - start).count();
    };
    const auto warm_up = Clock::now();
    int steps = 0;
    do {
        step();
        ++steps;
    } while (since(warm_up) < 0.2 * seconds);
    const int slice = std::max(1, static_cast<int>(steps * 0.05 / since(warm_up)));

    std::vector<double> rates;
    const auto start = Clock::now();
    while (since(start) < seconds || rates.size() < 3) {
        const auto slice_start = Clock::now();
        for (int i = 0; i < slice; ++i) step();
        rates.push_back(slice * units_per_step / since(slice_start));
    }
    std::nth_element(rates.begin(), rates.begin() + static_cast<long>(rates.size() / 2),
                     rates.end());
    return rates[rates.size() / 2];
}

/// The same, printed.
template <class Step>
void measure(const Arguments& arguments, double units_per_step, Step step)
{
    std::printf("%.6g\n", rate(arguments.seconds, units_per_step, step));
}

} // namespace bench
