#include "base/error.hpp"
#include "data/dataset.hpp"
#include "io/files.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>

BOOST_AUTO_TEST_SUITE(dataset)

using namespace descente;
using namespace descente::testing;

namespace {

/// `counts[c]` samples of each class c, one class after the other; x holds the sample's number.
Dataset numbered(const std::vector<Index>& counts)
{
    Dataset data;
    data.name = verbatim("numbered");
    std::vector<Index> labels;
    for (Index c = 0; c < counts.size(); ++c) {
        labels.insert(labels.end(), counts[c], c);
        data.classes.push_back(verbatim(std::to_string(c)));
    }
    data.labels = Labels(labels);
    data.x = Matrix(1, labels.size());
    for (Index i = 0; i < labels.size(); ++i) data.x[i] = static_cast<Real>(i);
    return data;
}

std::set<Real> numbers(const Dataset& data) { return {data.x.begin(), data.x.end()}; }

bool same(const Dataset& a, const Dataset& b)
{
    return arma::approx_equal(a.x, b.x, "absdiff", 0) && arma::all(a.labels == b.labels);
}

/// Every sample still carries its own label.
bool labels_follow(const Dataset& part, const Dataset& whole)
{
    for (Index i = 0; i < part.size(); ++i)
        if (part.labels[i] != whole.labels[static_cast<Index>(part.x[i])]) return false;
    return true;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_subset_keeps_the_order_asked_for)
{
    const Dataset data = numbered({3, 3});
    const Dataset part = subset(data, {4, 0, 4});
    BOOST_TEST(part.size() == 3U);
    BOOST_TEST(part.x[0] == Real{4});
    BOOST_TEST(part.x[1] == Real{0});
    BOOST_TEST(part.labels[0] == 1U);
    BOOST_TEST(part.class_count() == 2U);
    BOOST_CHECK_EXCEPTION(subset(data, {0, 6}), ShapeError, says({"sample 6", "set of 6"}));
}

BOOST_AUTO_TEST_CASE(first_takes_what_there_is)
{
    const Dataset data = numbered({3, 3});
    BOOST_TEST(first(data, 4).size() == 4U);
    BOOST_TEST(first(data, 4).x[3] == Real{3});
    BOOST_TEST(first(data, 100).size() == 6U);
}

BOOST_AUTO_TEST_CASE(a_balanced_sample_has_as_many_of_each_class)
{
    const Dataset data = numbered({50, 9, 200});
    Rng rng(3);
    for (const Index n : {3U, 20U, 25U, 27U}) {
        const Dataset sample = balanced_sample(data, n, rng);
        BOOST_TEST(sample.size() == n);
        BOOST_TEST(numbers(sample).size() == n); // without replacement
        BOOST_TEST(labels_follow(sample, data));
        const arma::uvec counts = class_histogram(sample.labels, 3);
        BOOST_TEST(counts.max() - counts.min() <= 1U);
    }
    // A class that has fewer gives all it has; the others share what is left.
    const arma::uvec counts = class_histogram(balanced_sample(data, 31, rng).labels, 3);
    BOOST_TEST(arma::all(counts == arma::uvec{11, 9, 11}));
    BOOST_TEST(balanced_sample(data, 259, rng).size() == 259U);
    BOOST_CHECK_EXCEPTION(balanced_sample(data, 260, rng), DataError,
                          says({"only 259 samples, not 260", "ask for fewer"}));
}

BOOST_AUTO_TEST_CASE(a_balanced_sample_is_reproducible_and_mixed)
{
    const Dataset data = numbered({500, 500});
    Rng one(5), two(5), other(6);
    const Dataset sample = balanced_sample(data, 100, one);
    BOOST_TEST(same(sample, balanced_sample(data, 100, two)));
    BOOST_TEST(!same(sample, balanced_sample(data, 100, other)));
    BOOST_TEST(!std::is_sorted(sample.labels.begin(), sample.labels.end()));
}

BOOST_AUTO_TEST_CASE(a_split_is_disjoint_and_complete, *boost::unit_test::label("lab03"))
{
    const Dataset data = numbered({40, 20, 41});
    Rng rng(1);
    const Split parts = split(data, 23, rng);
    BOOST_TEST(parts.validation.size() == 23U);
    BOOST_TEST(parts.training.size() == 78U);
    std::set<Real> all = numbers(parts.training);
    all.merge(numbers(parts.validation));
    BOOST_TEST(all.size() == 101U);
    BOOST_TEST(labels_follow(parts.training, data));
    BOOST_TEST(labels_follow(parts.validation, data));
}

BOOST_AUTO_TEST_CASE(a_split_keeps_the_share_of_each_class)
{
    const Dataset data = numbered({600, 300, 100});
    Rng rng(2);
    const arma::uvec counts = class_histogram(split(data, 100, rng).validation.labels, 3);
    BOOST_TEST(counts[0] == 60U);
    BOOST_TEST(counts[1] == 30U);
    BOOST_TEST(counts[2] == 10U);
    // When the shares are no whole numbers, each is off by less than one:
    const arma::uvec uneven = class_histogram(split(data, 17, rng).validation.labels, 3);
    BOOST_TEST(arma::accu(uneven) == 17U);
    BOOST_TEST(uneven[0] == 10U); // of 10.2
    BOOST_TEST(uneven[1] == 5U);  // of 5.1
    BOOST_TEST(uneven[2] == 2U);  // of 1.7, the largest remainder
}

BOOST_AUTO_TEST_CASE(a_split_is_the_same_for_the_same_seed)
{
    const Dataset data = numbered({100, 100});
    Rng one(7), two(7), other(8);
    const Split a = split(data, 50, one), b = split(data, 50, two), c = split(data, 50, other);
    BOOST_TEST(same(a.training, b.training));
    BOOST_TEST(same(a.validation, b.validation));
    BOOST_TEST((numbers(a.validation) != numbers(c.validation)));
}

BOOST_AUTO_TEST_CASE(a_split_leaves_no_part_empty)
{
    const Dataset data = numbered({5, 5});
    Rng rng(1);
    for (const Index n : {0U, 10U, 11U}) BOOST_CHECK_THROW(split(data, n, rng), DataError);
    BOOST_TEST(split(data, 9, rng).training.size() == 1U);
}

BOOST_AUTO_TEST_CASE(parts_come_in_an_order_that_tells_nothing_of_their_classes)
{
    // Of 1,000 samples, 200 validate. Of the first and the last 40 of each part, a class of a
    // fifth has 8 on average; that one has none or more than 20 happens once in 1,000.
    const Dataset data = numbered({200, 200, 200, 200, 200});
    Rng rng(1);
    const Split parts = split(data, 200, rng);
    for (const Labels& labels :
         {parts.training.labels, parts.validation.labels, balanced_sample(data, 900, rng).labels}) {
        for (const Labels& some : {Labels(labels.head(40)), Labels(labels.tail(40))}) {
            const arma::uvec counts = class_histogram(some, 5);
            BOOST_TEST(counts.min() >= 1U);
            BOOST_TEST(counts.max() <= 20U);
        }
    }
}

BOOST_AUTO_TEST_CASE(standardised_numbers_have_mean_0_and_deviation_1)
{
    Rng rng(4);
    Matrix training = rng.normal_matrix(3, 500, 100, 0.5);
    standardiser_of(training).apply(training);
    const double rounding = 500 * 100 * double{std::numeric_limits<Real>::epsilon()};
    const arma::vec numbers = arma::conv_to<arma::vec>::from(arma::vectorise(training));
    BOOST_TEST(std::abs(arma::mean(numbers)) < rounding);
    BOOST_TEST(std::abs(arma::stddev(numbers, 1) - 1) < rounding);
}

BOOST_AUTO_TEST_CASE(statistics_are_those_of_the_training_part_only)
{
    Matrix training{{1, 2}, {3, 6}};
    const Standardiser standardiser = standardiser_of(training);
    BOOST_TEST(standardiser.mean == Real{3});
    BOOST_TEST(double{standardiser.deviation} == std::sqrt(3.5), // divides by N, not N − 1
               boost::test_tools::tolerance(1e-6));
    // Far from the training data, validation data stay far: nothing is measured on them.
    Matrix validation = Column{3, 103};
    standardiser.apply(validation);
    BOOST_TEST(validation[0] == Real{0});
    BOOST_TEST(double{validation[1]} == 100 / std::sqrt(3.5), boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(what_is_constant_becomes_0)
{
    // 0.1 is a number that no binary fraction hits.
    const Standardiser standardiser = standardiser_of(Matrix(2, 7, arma::fill::value(Real(0.1))));
    BOOST_TEST(standardiser.deviation == Real{0});
    Matrix other = Column{5, 1};
    standardiser.apply(other);
    BOOST_TEST(other[0] == Real{0});
    BOOST_CHECK_THROW(standardiser_of(Matrix()), ShapeError);
}

BOOST_AUTO_TEST_CASE(corruption_replaces_the_fraction_asked_for)
{
    constexpr Index n = 20000, classes = 10;
    const Labels labels(n, arma::fill::value(3));
    for (const double fraction : {0.0, 0.25, 1.0}) {
        Rng rng(11);
        const Labels result = corrupted(labels, fraction, classes, rng);
        const arma::uvec counts = class_histogram(result, classes);
        // A replaced label is uniform over all classes, the true one among them. Five standard
        // deviations of the binomial law; the seed is fixed.
        for (Index c = 0; c < classes; ++c) {
            const double p = fraction / classes + (c == 3 ? 1 - fraction : 0);
            const double slack = 5 * std::sqrt(n * p * (1 - p));
            BOOST_TEST(std::abs(static_cast<double>(counts[c]) - n * p) <= slack);
        }
    }
}

BOOST_AUTO_TEST_CASE(corruption_is_reproducible_and_nested)
{
    Labels labels(1000);
    for (Index i = 0; i < 1000; ++i) labels[i] = i % 10;
    Rng one(1), two(1), three(1);
    const Labels half = corrupted(labels, 0.5, 10, one), again = corrupted(labels, 0.5, 10, two);
    BOOST_TEST(arma::all(half == again));
    const Labels more = corrupted(labels, 0.8, 10, three);
    for (Index i = 0; i < 1000; ++i)
        if (half[i] != labels[i]) BOOST_TEST(more[i] == half[i]);
    BOOST_TEST(arma::accu(more != labels) > arma::accu(half != labels));
}

BOOST_AUTO_TEST_CASE(a_fraction_is_between_0_and_1)
{
    Rng rng(1);
    for (const double wrong : {-0.1, 1.1, not_a_number})
        BOOST_CHECK_THROW(corrupted(Labels(3, arma::fill::zeros), wrong, 10, rng), UsageError);
    BOOST_CHECK_THROW(corrupted(Labels(3, arma::fill::zeros), 0.5, 0, rng), ShapeError);
}

BOOST_AUTO_TEST_CASE(a_histogram_counts_every_class)
{
    const arma::uvec counts = class_histogram(Labels{0, 2, 2}, 4);
    BOOST_TEST(counts.n_elem == 4U);
    BOOST_TEST(counts[1] == 0U);
    BOOST_TEST(counts[2] == 2U);
    BOOST_CHECK_THROW(class_histogram(Labels{0, 4}, 4), ShapeError);
}

BOOST_AUTO_TEST_CASE(a_prepared_split_is_standardised_by_its_training_part)
{
    Rng rng(3);
    Split all;
    Dataset& data = all.training;
    data.shape = Shape{4};
    data.classes = {verbatim("a"), verbatim("b")};
    data.x = rng.uniform_matrix(4, 200, 2, 5);
    all.test.x = data.x;
    data.labels.set_size(200);
    for (Index n = 0; n < 200; ++n) data.labels[n] = n % 2;
    const Split parts = prepared_split(all, 80, 20, rng);
    BOOST_TEST(parts.training.size() == 80);
    BOOST_TEST(parts.validation.size() == 20);
    const double mean = static_cast<double>(arma::mean(arma::vectorise(parts.training.x)));
    const double variance = static_cast<double>(arma::var(arma::vectorise(parts.training.x), 1));
    BOOST_TEST(std::abs(mean) < 1e-4);
    BOOST_TEST(std::abs(variance - 1) < 1e-4);
    BOOST_TEST(parts.test.size() == 200);
    BOOST_TEST(std::abs(static_cast<double>(arma::mean(arma::vectorise(parts.test.x)))) < 0.3);
    // The validation part took the training part's numbers: its own mean is near 0, not 0.
    BOOST_TEST(std::abs(static_cast<double>(arma::mean(arma::vectorise(parts.validation.x)))) >
               1e-4);
    BOOST_CHECK_THROW(prepared_split(all, 200, 20, rng), DataError);
}

BOOST_AUTO_TEST_SUITE_END()
