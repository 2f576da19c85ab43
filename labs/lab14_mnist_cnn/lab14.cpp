// Lab 14 · A CNN for MNIST
//
// Idea       A CNN and two MLPs with as many parameters learn the complete training set, each with
//            its own best α; their mistakes on test images are counted, as they are and shifted.
#include "figures.hpp"
#include "images.hpp"
#include "nn/models.hpp"
#include "recipe.hpp"
#include "shell/lab.hpp"
#include "train/theta.hpp"

namespace lab14 {

const LabInfo info{
    .number = 14,
    .title = tr("A CNN for MNIST"),
    .question = tr("What does a CNN gain over an MLP with as many parameters?"),
    .claim = tr("A CNN errs less than an MLP with as many parameters."),
    .figures =
        "network curves shifts confusion mistakes filters maps full full_confusion full_mistakes",
    .preferred_dataset = "mnist",
    .needs = {.side = 12, .most_side = 96, .test = 2}};

namespace knob {
const Count samples("samples", 60000, 4800, {600, 60000}, tr("training and validation"));
const Count tests("tests", 10000, 2000, {100, 10000}, tr("test images"));
const Count epochs("epochs", 5, 2, {1, 100}, tr("epochs of each run"));
const Tuned alpha("alpha", {0.1, 0.3, 1}, {1e-9, 1e3}, tr("highest learning rate α"));
const List filters("filters", {6, 16}, {1, 32}, tr("of the two convolutions"), 2, 2);
const Count kernel("kernel", 5, {1, 7}, tr("rows and columns of a filter"));
const Count augmentation("augmentation", 0, {0, 4},
                         tr("pixels by which training images move at random"));
const Count full_epochs("full-epochs", 30, {1, 1000}, tr("epochs with --full"));
const Switch full("full", tr("one wide CNN for minutes; continues if stopped"));
} // namespace knob

const Question errors_of_cnn{
    tr("With as many parameters: for 10 errors of the better MLP, how many of the CNN?"),
    {tr("about 10: what counts are parameters"), tr("7 to 9"), tr("fewer than 7"),
     tr("more: shared weights can do less")}};
const Question after_the_shift{
    tr("Test images move by 4 pixels: how many does the CNN still name rightly?"),
    {tr("as many as before: filters move along"), tr("fewer, but more than half"),
     tr("less than half"), tr("the runs do not tell")}};

// ---- the slides: MLP − general affine maps + specific ones = CNN; a CNN for MNIST learns ----

// After LeNet-5 (LeCun et al. 1998), with ReLU and max pooling, for images of 28 × 28.
Sequential cnn(const Shape& image, Index classes, Rng& rng)
{
    const std::vector<double>& filters = knob::filters; // 6 and 16
    const Index kernel = Index(knob::kernel);           // 5
    return network(image,
                   {// Specific maps: to 6 images of 28 × 28, made half as large …
                    conv({.out = Index(filters[0]), .kernel = kernel, .padding = kernel / 2}),
                    act(), pool(),
                    // … then to 16 of 10 × 10, made half as large: 400 numbers.
                    conv({.out = Index(filters[1]), .kernel = kernel}), act(), pool(),
                    // General maps, as in an MLP.
                    dense(120), act(), dense(84), act(), dense(classes)},
                   rng);
}

Run learn(Sequential& net, double highest, const Parts& parts, const Rng& rng)
{
    const Dataset some = first(parts.training, 2000);
    Momentum optimizer(net);
    Rng draws = rng.fork(1);
    Run run;
    for (const Step& now : steps_of(parts.training, {.batch = 64, .epochs = knob::epochs}, rng)) {
        Matrix x = now.x.value();
        const Shape& image = now.x.shape();
        if (knob::augmentation > 0)
            shift_at_random(x, image, Index(knob::augmentation), parts.black, draws);
        const Var o = net.forward(constant(std::move(x), image), Mode::train);
        const Var loss = softmax_cross_entropy(o, now.labels);
        run["validation cost"] = INFINITY; // of a run that diverged
        if (diverged(loss)) return run;
        optimizer.zero_grad();
        backward(loss);
        optimizer.step(rise_and_fall(highest, now.steps)(now.k)); // α
        on_board([&](Figure& board) { add_filters(board, net); });
        if (!time_to_look(now, knob::epochs)) continue;
        note(run, now, "training", evaluate(net, some));
        note(run, now, "validation", evaluate(net, parts.validation));
    }
    run.end("validation", evaluate(net, parts.validation));
    return run;
}

// ---- the experiment ----

struct Method {
    Text name;
    Index hidden; // layers of an MLP; 0: the CNN
};

Sequential network_of(const Method& method, const Dataset& data, Rng& rng)
{
    Sequential net = cnn(data.shape, data.class_count(), rng);
    if (method.hidden == 0) return net;
    return mlp(sizes_of_rival(parameter_count(net), data, method.hidden), rng);
}

// Every run draws its split; those that choose α, and are never reported, take a sixth of it.
Parts draw(const Lab& lab, const Split& all, std::uint64_t run)
{
    Rng rng = lab.rng(run).fork(1000);
    Parts parts = image_parts(all, knob::samples, knob::tests, rng);
    return run < tuning_run ? parts : a_sixth(std::move(parts));
}

Run train(const Method& method, double highest, const Parts& parts, Rng rng)
{
    Sequential net = network_of(method, parts.training, rng);
    Run run = learn(net, highest, parts, rng);
    test(run, net, parts);
    run.keep("theta", numbers(parameters_of(net)));
    return run;
}

// Ctrl-C stops it, and the same command goes on.
void train_for_long(Lab& lab, const Parts& parts)
{
    const Dataset& data = parts.training;
    Rng rng = lab.rng();
    Sequential net = wide_cnn(data.shape, data.class_count(), rng);
    lab.print_model(net, data.shape);
    FitOptions options{.epochs = int(knob::full_epochs)};
    options.after_epoch = [&](const Step& now, const Run& run) {
        const double accuracy = run.last("validation accuracy", 0);
        lab.print(tr("epoch {}: validation {:.2Lf} %", now.epoch + 1, accuracy));
    };
    lab.keep_going(options);
    const Run run = train_wide(net, parts, options, rng);
    const auto epochs = std::ssize(run.curve("validation accuracy").values);
    if (epochs == 0) return;
    const double error = test_error(net, parts, 0);
    lab.save(long_run_figure(data.name, run, error));
    for (const Figure& one : mistake_figures("full_", net, parts.test, lab.seed())) lab.save(one);
    // The goal means something on the complete MNIST.
    if (epochs == options.epochs && data.name.english() == "MNIST" && data.size() >= 55000)
        lab.finding(tr("{:.1Lf} % of MNIST's test images are right", 99.5),
                    reached(99.5, 100 - error));
}

void experiment(Lab& lab)
{
    const auto all = std::make_shared<const Split>(lab.load_data());
    const Drawn<Parts> data([&](std::uint64_t run) { return draw(lab, *all, run); });
    const auto shown = data.of_run(0);
    const Dataset& training = shown->training;
    lab.uses_data(training.name, training.size());
    if (knob::full) return train_for_long(lab, *shown);
    check_kernel(knob::kernel, training.shape);

    const std::vector<Method> methods{
        {verbatim("CNN"), 0}, {tr("MLP, 1 hidden layer"), 1}, {tr("MLP, 2 hidden layers"), 2}};
    Rng rng = lab.rng();
    std::vector<Sequential> nets;
    for (const Method& method : methods) nets.push_back(network_of(method, training, rng));
    for (Sequential& net : nets) lab.print_model(net, training.shape);
    lab.save(network_figure(of_each(methods, &Method::name), nets, training.shape));
    if (!lab.wants("curves shifts confusion mistakes filters maps")) return;
    const Study study = lab.compare(methods, knob::alpha, tr("validation cost"), train, data);

    // Into the CNN of the first seed.
    Sequential learned = cnn(training.shape, training.class_count(), rng);
    set_parameters(learned, arma::conv_to<Column>::from(study["CNN"].runs[0].kept("theta")));
    for (const Figure& figure : inside_figures(learned, shown->test, lab.seed())) lab.save(figure);

    const std::string rival = rival_in(study); // the better MLP
    lab.save(learning_figure(tr("CNN and MLP of equal size learn {}", training.name), study,
                             {"CNN", rival}),
             errors_of_cnn, errors_for_ten(study, "CNN", rival));
    lab.save(shifts_figure(tr("Test images of {}, shifted by some pixels", training.name), study,
                           {"CNN", rival}),
             after_the_shift, right_when_shifted(study["CNN"]));
    lab.claim(study.lower("CNN", rival, tr("test error, 0 px")));
    lab.finding(tr("On shifted images, too"), on_shifted_images(study, "CNN", rival));
    lab.print(tr("The CNN names {:.2Lf} % of the test images rightly.",
                 study.of("CNN", "test accuracy").median));
}

} // namespace lab14

int main(int argc, char** argv) { return run_lab(argc, argv, lab14::info, lab14::experiment); }
