// What lab 08 shows, in numbers.
#pragma once

#include "data/scramble.hpp"
#include "train/compare.hpp"

namespace lab08 {
using namespace descente;

/// What becomes of the training set before the network sees it.
struct Kind {
    Text name;
    double random_labels; ///< the share of the labels drawn at random
    Pixels pixels;
};
/// The kinds whose labels alone are changed, from none to all of them at random.
std::vector<Kind> by_share(const std::vector<Kind>& kinds);

/// % right by guessing.
inline double chance(Index classes) { return 100 / double(classes); }

/// A training cost that is as good as zero.
inline constexpr double zero = 0.01;

/// Has it been reached in every run? Each either stopped there or ran out of updates, so this is a
/// count of runs and no mean: how far below it one stops is nothing but chance.
Evidence all_reached_zero(const std::vector<Run>& runs);
Evidence all_reached_zero(const Study& study);
/// Test errors (%) of one kind.
Spread test_errors(const Study& study, const Kind& kind);
/// Do updates to zero and test errors rise with the share of random labels?
Evidence with_random_labels(const std::vector<Kind>& kinds, const Study& study);
/// Is a network that learned random labels right about the test set less than twice as often as by
/// chance?
Evidence near_chance(const Study& study, Index classes);
/// Is one that learned true labels right more often, and more often than not?
Evidence most_of_the_test_set(const Study& study);
/// Does training on random labels reach zero? 0: in no run; 1: yes, with ten times the updates of
/// true labels or more; 2: with fewer; 3: in some runs only.
std::size_t learns_random_labels(const Study& study);
/// How often is a network that learned random labels right about the test set? 0: nearly as often
/// as one that learned true labels (10 points less, or fewer); 1: less often than that; 2: as often
/// as by chance (10 points more, or fewer); 3: the runs do not tell.
std::size_t right_after_random_labels(const Study& study, Index classes);
/// Costs along straight lines: halfway, is one of them higher than the mean of both ends, as no
/// convex cost is?
Evidence higher_halfway(const std::vector<std::vector<double>>& walks);

} // namespace lab08
