#include "prices.hpp"

#include <algorithm>
#include <set>

namespace lab16 {

namespace {

Text giga(double macs) { return verbatim("{:.3Lf}", macs / 1e9); }

auto place_of(std::string_view name, const std::vector<PricedNet>& nets)
{
    return std::ranges::find(nets, name, [](const PricedNet& net) { return net.name.english(); });
}

} // namespace

std::vector<Design> chosen(std::vector<Design> nets, const std::vector<std::string>& words)
{
    std::erase_if(nets, [&](const Design& net) {
        std::string word = net.name.english();
        for (char& letter : word)
            letter = letter == ' ' ? '-' : char(std::tolower(static_cast<unsigned char>(letter)));
        return std::ranges::find(words, word) == words.end();
    });
    return nets;
}

Summary counted(const Layers& layers, const Shape& image)
{
    Rng rng(0);
    return summarise(network(image, layers, rng), image);
}

std::vector<PricedNet> prices(const std::vector<PublishedNet>& nets)
{
    return of_each(nets, [](const PublishedNet& net) {
        return PricedNet{net.name, net.family, double(net.parameters), 1e9 * net.giga_macs,
                         spread({net.top1})};
    });
}

std::vector<PricedNet> prices(const std::vector<Design>& nets, const Study& study,
                              const Shape& image)
{
    return of_each(nets, [&](const Design& net) {
        const Summary table = counted(net.layers, image);
        return PricedNet{net.name, net.family, double(table.parameters), double(table.macs),
                         study.of(net.name.english(), "test accuracy")};
    });
}

std::vector<std::vector<Text>> published_rows(const std::vector<PublishedNet>& nets)
{
    return of_each(nets, [](const PublishedNet& net) {
        std::vector<Text> row{net.name, verbatim("{}", net.parameters), giga(1e9 * net.giga_macs)};
        if (net.layers.empty()) {
            row.insert(row.end(), 2, verbatim("–"));
        } else {
            const Summary ours = counted(net.layers, {224, 224, 3});
            row.push_back(verbatim("{}", ours.parameters));
            row.push_back(giga(double(ours.macs)));
        }
        row.push_back(verbatim("{:.2Lf}", net.top1));
        row.push_back(verbatim("{:.2Lf}", net.top5));
        return row;
    });
}

std::vector<std::vector<Text>> price_rows(const std::vector<PricedNet>& priced, const Study& study)
{
    std::vector<std::vector<Text>> rows;
    for (const PricedNet& net : priced) {
        const auto median = [&](const char* number) {
            return study.of(net.name.english(), number).median;
        };
        rows.push_back({net.name, verbatim("{:.0f}", net.parameters), verbatim("{:.0f}", net.macs),
                        verbatim("{:Lg}", study[net.name.english()].best),
                        verbatim("{:.2Lf}", median("training seconds")),
                        verbatim("{:.0Lf}", 1e6 * median("image seconds")),
                        tr("{:.1Lf} ({:.1Lf} to {:.1Lf})", net.accuracy.median, net.accuracy.low,
                           net.accuracy.high)});
    }
    return rows;
}

void print_kinds(const Lab& lab, const std::vector<Design>& nets, const Shape& image)
{
    Rng rng(0);
    std::set<std::string> seen;
    for (const Design& net : nets) {
        if (!seen.insert(net.family.english()).second) continue;
        lab.print(net.name);
        lab.print_model(network(image, net.layers, rng), image);
    }
}

void print_published(const Lab& lab, const std::vector<PublishedNet>& nets)
{
    lab.print_table({tr("published net"), tr("parameters"), verbatim("GMAC"), tr("ours"),
                     verbatim("GMAC"), tr("top-1 (%)"), tr("top-5 (%)")},
                    published_rows(nets));
    lab.print(tr("rank correlation with accuracy: {:.2Lf} of parameters, {:.2Lf} of operations",
                 rank_correlations(prices(nets), &PricedNet::parameters).median,
                 rank_correlations(prices(nets), &PricedNet::macs).median));
}

void print_prices(const Lab& lab, const std::vector<PricedNet>& priced, const Study& study)
{
    lab.print_table({tr("net"), tr("parameters"), verbatim("MAC"), verbatim("α"),
                     tr("s of training"), tr("µs an image"), tr("test accuracy (%)")},
                    price_rows(priced, study));
}

Evidence smaller_ones_beat_best_of(const std::string& a, const std::string& b,
                                   const std::vector<PricedNet>& nets)
{
    const auto quality = [&](const PricedNet& net) {
        return net.family.english() == a ? net.accuracy.median : -1;
    };
    const PricedNet& best = *std::ranges::max_element(nets, {}, quality);
    std::vector<Versus> cases;
    for (const PricedNet& net : nets)
        if (net.family.english() == b && net.parameters < best.parameters)
            cases.push_back({net.name, net.accuracy, best.accuracy});
    return higher(tr("test accuracy against {}", best.name), cases);
}

Evidence no_lower_by(double points, const std::string& a, const std::string& b, const Study& study)
{
    return descente::no_lower_by(points, tr("test accuracy"),
                                 {{verbatim("{} − {}", study[a].name, study[b].name),
                                   study.of(a, "test accuracy"), study.of(b, "test accuracy")}});
}

bool are_among(const std::vector<PricedNet>& nets, const std::vector<std::string>& names)
{
    return std::ranges::all_of(
        names, [&](const std::string& name) { return place_of(name, nets) != nets.end(); });
}

const PricedNet& named(std::string_view name, const std::vector<PricedNet>& nets)
{
    return *place_of(name, nets);
}

std::size_t most_accurate(const std::vector<std::string>& names, const std::vector<PricedNet>& nets)
{
    std::vector<Spread> wrong; // − accuracy
    for (const std::string& name : names)
        wrong.push_back(
            spread_of(place_of(name, nets)->accuracy.values, [](double right) { return -right; }));
    const bool published = wrong.at(0).values.size() == 1; // a number, and no seeds
    const auto least = std::ranges::min_element(wrong, {}, &Spread::median);
    return published ? std::size_t(least - wrong.begin()) : smallest_of(wrong);
}

Spread rank_correlations(const std::vector<PricedNet>& nets, double PricedNet::*price)
{
    std::vector<double> costs, correlations;
    for (const PricedNet& net : nets) costs.push_back(net.*price);
    const std::size_t seeds = nets.empty() ? 0 : nets[0].accuracy.values.size();
    for (std::size_t seed = 0; seed < seeds; ++seed) {
        std::vector<double> accuracy;
        for (const PricedNet& net : nets) accuracy.push_back(net.accuracy.values.at(seed));
        correlations.push_back(rank_correlation(costs, accuracy));
    }
    return spread(correlations);
}

// Were there no relation at all, one rank correlation in twenty would be above 1.645/√(nets − 1).
Evidence follows_operations(const std::vector<PricedNet>& nets)
{
    return lower(tr("rank correlation with accuracy"),
                 {tr("parameters"), rank_correlations(nets, &PricedNet::parameters)},
                 {tr("operations"), rank_correlations(nets, &PricedNet::macs)});
}

} // namespace lab16
