#include "io/pixels.hpp"

#include "base/error.hpp"

namespace descente {

Matrix images_of(const std::uint8_t* bytes, Index step, Index count, const Shape& shape)
{
    const Index plane = shape.rows * shape.cols;
    Matrix x(shape.size(), count, arma::fill::none);
#pragma omp parallel for schedule(static)
    for (Index i = 0; i < count; ++i)
        for (Index channel = 0; channel < shape.channels; ++channel) {
            const std::uint8_t* const source = bytes + i * step + channel * plane;
            Real* const target = x.colptr(i) + channel * plane;
            // A plane fits the first-level cache, so the strided reads cost nothing.
            for (Index c = 0; c < shape.cols; ++c)
                for (Index r = 0; r < shape.rows; ++r)
                    target[r + shape.rows * c] =
                        static_cast<Real>(source[r * shape.cols + c]) / 255;
        }
    return x;
}

void refuse_file(const std::filesystem::path& file, const Text& problem, const std::string& set)
{
    const Text advice = set.empty() ? tr("copy it again, or write it anew")
                                    : tr("fetch it again with datasets/fetch {}", set);
    throw DataError(tr("{} {}; {}", file.string(), problem, advice));
}

} // namespace descente
