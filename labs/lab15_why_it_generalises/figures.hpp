// The figures of lab 15. Truth tables are images: of 7 bits 8 × 16.
#pragma once

#include "boolean_functions.hpp"
#include "plot/figure.hpp"
#include "train/compare.hpp"

namespace lab15 {

inline const Text networks_name = tr("random networks");
inline const Text chance_name = tr("uniform chance");

/// Eight truth tables of networks, from the most frequent to rank 3000 (or the last), and eight of
/// chance.
Figure tables_figure(const Functions& networks, const Functions& chance);
/// The simplicity bound P(f) ≤ 2^(−aK−b) of Dingle, Camargo & Louis (Nature Communications 2018),
/// with a and b of what was drawn: a fits the most probable function of each K, of two or more, and
/// with b none of these is above.
struct Bound {
    double a = 0, b = 0;
    double at(double K) const;
};
Bound simplicity_bound(const Numbers& K, const Numbers& highest);
/// P against K of the functions drawn twice or more (a point for each pair that occurs), the
/// most probable function of each K, and the bound.
Figure complexity_figure(const Functions& networks, const Evidence& when_simple);
/// The share of the draws that each K gets, a line a kind of draw.
Figure draws_figure(const Functions& networks, const Functions& chance, const Functions& saturated,
                    const Evidence& simpler);
/// P against rank, beside Zipf's law with the constant of Valle-Pérez et al., and beside as many
/// draws by chance, where no function would come twice.
Figure ranks_figure(const Functions& networks, const Evidence& more_often);

/// SGD with a learning rate, or with the smallest one and the regulariser.
struct Setting {
    Text name;
    double alpha, lambda;
    double strength; ///< α + λ
};
/// Of the training: where it is reached, a setting is judged.
constexpr double equal_cost = 0.01;
std::vector<Setting> all_settings(const Numbers& lambdas);

inline const std::string smallest = "α = 0.0125";
/// What a setting changes against the smallest α of the same seed, which has the same images, start
/// and minibatches.
struct Effect {
    std::string name; ///< of its figure
    Text title, axis;
    Scale scale;
    Spread (*of)(const Study& sgd, const std::string& setting);
    Text (*sentence)(double with_large_alpha, double with_regulariser);
};
extern const Effect steepness, gain; ///< of minibatches at the end; on the test set
/// It against α, or α + λ.
Figure effect_figure(const Effect& effect, std::vector<Setting> settings, const Study& sgd,
                     Index images, const Evidence& both);

} // namespace lab15
