// What a net's accuracy costs, in parameters and operations: the tables of lab 16.
#pragma once

#include "nn/summary.hpp"
#include "published.hpp"
#include "shell/lab.hpp"

#include <string_view>

namespace lab16 {

/// A net to be trained here, not yet made.
struct Design {
    Text name, family;
    Layers layers;
};

/// Any net by its price and its quality.
struct PricedNet {
    Text name, family; ///< the legend: one colour a family
    double parameters = 0, macs = 0;
    Spread accuracy; ///< (%)
};

/// Those whose names these are, written without capitals and spaces: "mlp-256".
std::vector<Design> chosen(std::vector<Design> nets, const std::vector<std::string>& words);

/// Layer by layer for one image, without a pass of any data.
Summary counted(const Layers& layers, const Shape& image);

std::vector<PricedNet> prices(const std::vector<PublishedNet>& nets);
/// Counted for one image; the accuracy is that on the test set.
std::vector<PricedNet> prices(const std::vector<Design>& nets, const Study& study,
                              const Shape& image);

/// A line for each published net: its name, parameters and 10⁹ multiply-accumulates as published,
/// then as our own table counts them for 224×224×3 ("–" where it cannot), top-1 and top-5 accuracy.
std::vector<std::vector<Text>> published_rows(const std::vector<PublishedNet>& nets);
/// A line for each net: its name, parameters, multiply-accumulates, α, seconds of training,
/// microseconds for an image, accuracy with its range (%).
std::vector<std::vector<Text>> price_rows(const std::vector<PricedNet>& priced, const Study& study);
/// The table of the first net of each family, layer by layer.
void print_kinds(const Lab& lab, const std::vector<Design>& nets, const Shape& image);
/// Both with their headers.
void print_published(const Lab& lab, const std::vector<PublishedNet>& nets);
void print_prices(const Lab& lab, const std::vector<PricedNet>& priced, const Study& study);

/// Is every net of family `b` that has fewer parameters than the most accurate one of family `a`
/// more accurate than that one?
Evidence smaller_ones_beat_best_of(const std::string& a, const std::string& b,
                                   const std::vector<PricedNet>& nets);
/// Is net `a` more accurate than net `b`, or by no more than so many points less?
Evidence no_lower_by(double points, const std::string& a, const std::string& b, const Study& study);

bool are_among(const std::vector<PricedNet>& nets, const std::vector<std::string>& names);
const PricedNet& named(std::string_view name, const std::vector<PricedNet>& nets);
/// Of these nets, the place of the one that is the most accurate; as many as there are names
/// when the runs do not tell.
std::size_t most_accurate(const std::vector<std::string>& names,
                          const std::vector<PricedNet>& nets);

/// The rank correlation of `price` with the accuracies of each seed.
Spread rank_correlations(const std::vector<PricedNet>& nets, double PricedNet::*price);
/// Is that with the parameters lower than that with the operations?
Evidence follows_operations(const std::vector<PricedNet>& nets);

} // namespace lab16
