#include "named_image.hpp"

#include "autodiff/ops.hpp"
#include "train/metrics.hpp"

namespace descente {

void draw_named_image(Figure& figure, const Matrix& image, const Shape& shape, const Text& caption,
                      const Matrix& logits, const std::vector<Text>& classes, Index count)
{
    figure.panel(caption).bare().image_grid(image, shape, 1);
    const Matrix probability = softmax(constant(logits)).value();
    std::vector<Text> names;
    Numbers heights;
    for (const Index c : top_classes(logits, count)) {
        names.push_back(classes.at(c));
        heights.push_back(100 * static_cast<double>(probability[c]));
    }
    figure.panel().x_names(names).y_axis(tr("probability (%)")).y_range(0, 100).bars({}, heights);
}

} // namespace descente
