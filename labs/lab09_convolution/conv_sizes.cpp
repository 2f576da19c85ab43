#include "conv_sizes.hpp"

#include "nn/conv.hpp"

namespace descente {

Index ConvSide::counted() const
{
    Index windows = 0;
    for (Index at = 0; at + kernel <= n + 2 * padding; at += stride) ++windows;
    return windows;
}

Index ConvSide::measured() const
{
    const Var image = constant(Matrix(n * (n + 3), 1), Shape{n, n + 3});
    const Var W = constant(Matrix(kernel * kernel, 1));
    return conv2d(image, W, {}, stride, padding).shape().rows;
}

ConvSizeCount count_conv_sizes()
{
    ConvSizeCount count;
    for (Index n = 5; n <= 12; ++n)
        for (Index k = 1; k <= 5; ++k)
            for (Index p = 0; p <= 2; ++p)
                for (Index s = 1; s <= 4; ++s) {
                    const ConvSide side{.n = n, .kernel = k, .padding = p, .stride = s};
                    const Index rows = side.measured();
                    const bool sure = rows == side.counted(), even = s == 1 && k % 2 == 0;
                    ++count.cases;
                    count.by_floor += sure && rows == side.by_floor();
                    count.by_ceiling += sure && rows == side.by_ceiling();
                    count.even += even;
                    count.even_kept += even && rows == n;
                }
    return count;
}

} // namespace descente
