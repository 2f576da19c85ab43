#include "images.hpp"

#include "base/error.hpp"
#include "data/class_names.hpp"
#include "io/imagenet.hpp"
#include "io/safetensors.hpp"
#include "nn/models.hpp"

namespace lab11 {

Dataset halved(Dataset data)
{
    const Var small = average_pool(constant(std::move(data.x), data.shape), {.window = 2});
    data.shape = small.shape();
    data.x = small.value();
    return data;
}

Drawn<Split> every_run_small(Lab& lab, Index asked)
{
    const auto all = std::make_shared<const Split>(lab.load_data());
    const Index size = lab.at_hand(asked, all->training.size() * 4 / 5);
    const Shape small = halved(first(all->test, 1)).shape;
    lab.uses_data(verbatim("{} ({}×{})", all->training.name, small.rows, small.cols), size);
    return Drawn<Split>([&lab, all, size](std::uint64_t run) {
        Rng rng = lab.rng(run).fork(1'000'000);
        const Index own = run < tuning_run ? size : size / 2;
        Split parts = prepared_split(*all, own, own / 4, rng);
        parts.test = first(parts.test, 2); // to be named
        for (Dataset* part : {&parts.training, &parts.validation, &parts.test})
            *part = halved(*part);
        return parts;
    });
}

void draw_named_image(Figure& figure, const Matrix& image, const Shape& shape, const Text& caption,
                      const Matrix& o, const std::vector<Text>& classes, Index count)
{
    figure.panel(caption).bare().image_grid(image, shape, 1);
    const Matrix probability = softmax(constant(o)).value();
    std::vector<Text> names;
    Numbers heights;
    const arma::uvec likeliest = arma::stable_sort_index(o.col(0), "descend");
    for (const Index c : arma::uvec(likeliest.head(std::min(count, o.n_rows)))) {
        names.push_back(classes.at(c));
        heights.push_back(100 * double(probability[c]));
    }
    figure.panel()
        .x_names(names)
        .y_axis(tr("probability (%)"))
        .y_range(0, 100)
        .bars({}, heights)
        .bar_values(0);
}

Figure names_figure(Module& net, const Dataset& seen, const Dataset& shown)
{
    Figure figure("names", tr("A residual net trained on the spot names images of the test set"),
                  4);
    for (const Index n : {0, 1})
        draw_named_image(figure, shown.x.col(n), shown.shape, shown.classes[shown.labels[n]],
                         predict(net, seen.x.col(n), seen.shape), shown.classes);
    return figure;
}

bool named_photograph(Lab& lab, const std::filesystem::path& weights,
                      const std::filesystem::path& labels, const std::filesystem::path& image)
{
    const int given = !weights.empty() + !labels.empty() + !image.empty();
    if (given == 0) return false;
    if (given < 3)
        throw UsageError(tr("--weights, --labels and --image go together; give all three"));
    Rng rng = lab.rng();
    Sequential net = resnet(resnet_imagenet(18), rng);
    for (const Text& note : load_safetensors(weights, net)) lab.print(note);
    const std::vector<Text> classes = read_class_names(labels, 1000);
    const Photograph photo = imagenet_crop(read_photograph(image));
    const Matrix o = predict(net, imagenet_standardised(photo).x, photo.shape);
    const Index best = argmax(o)[0];
    lab.uses_data(verbatim(image.filename().string()), 0);
    lab.print(tr("argmax(o) = {} ≐ \"{}\"", best, classes[best]));
    Figure figure("photo", tr("What ResNet-18 sees"), 2);
    draw_named_image(figure, photo.x, photo.shape, {}, o, classes);
    lab.save(figure);
    return true;
}

} // namespace lab11
