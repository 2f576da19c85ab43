#include "io/files.hpp"
#include "io/readers.hpp"
#include "labs/lab09_convolution/figures.hpp"
#include "plot/grid_values.hpp"
#include "plot/script_text.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

BOOST_AUTO_TEST_SUITE(lab09_figures, *boost::unit_test::label("lab09"))

using namespace descente;
using namespace lab09;

namespace {

const Matrix& picture_of(const Panel& panel) { return panel.parts().images.at(0).pixels; }

} // namespace

BOOST_AUTO_TEST_CASE(an_image_that_is_not_square_keeps_its_axes_from_file_to_picture)
{
    const testing::TemporaryFolder folder;
    testing::write_small_mnist(folder.path()); // 2 rows of 3 pixels: 0 1 2, 3 4 5
    const Dataset data = load_dataset("mnist", {folder.path(), {}}, false, false).training;
    BOOST_TEST((data.shape == Shape{2, 3, 1}));
    // A kernel with one 1 in its upper right corner: what remains are the pixels 1 2, the first
    // row.
    const Var y = filtered(data.x.col(0), data.shape, Column{0, 0, 1, 0});
    BOOST_TEST((y.shape() == Shape{1, 2, 1}));
    BOOST_TEST(arma::approx_equal(255 * y.value(), Column{1, 2}, "absdiff", Real(1e-4)));
    Figure figure("x", verbatim("t"));
    const Var padded = filtered(data.x.col(0), data.shape, Column{0, 0, 0, 0, 1, 0, 0, 0, 0}, 1, 1);
    figure.panel().image_grid(padded.value(), padded.shape(), 1);
    BOOST_TEST(has(script_of(figure),
                   "<< e\n0 0 0\n51 51 51\n102 102 102\n153 153 153\n204 204 204\n255 255 255\n"));
}

BOOST_AUTO_TEST_CASE(the_matrix_shows_ten_numbers_with_b_in_the_last_column)
{
    // What a 3 × 3 kernel reads in a 6 × 6 image.
    Matrix A(16, 36);
    for (Index i = 0; i < 16; ++i)
        for (Index k = 0; k < 9; ++k) A(i, i % 4 + k % 3 + 6 * (i / 4 + k / 3)) = Real(k + 1);
    const Figure figure = matrix_figure(A, 10);
    BOOST_TEST(has(figure.title().english(), "10 distinct numbers in 160 places"));
    const Matrix z = grid_values(figure.frames()[0][0].parts().series.at(0));
    BOOST_TEST(z.n_rows == 16U);
    BOOST_TEST(z.n_cols == 37U);
    BOOST_TEST(z(3, 36) == 10);
    BOOST_TEST(std::isnan(z(0, 3)));
}

BOOST_AUTO_TEST_CASE(what_is_found_stands_below_its_kernel)
{
    Rng rng(1);
    const Shape image{7, 9};
    const Matrix x = rng.uniform_matrix(image.size(), 1, 0, 1);
    const Figure figure = correlation_figure(x, image, classic_kernel("relief"));
    const auto& panels = figure.frames()[0];
    BOOST_REQUIRE(panels.size() == 6U);
    const auto found_with = [&](const Matrix& kernel) {
        return filtered(x, image, kernel).value();
    };
    for (const std::size_t kernel : {1U, 2U})
        BOOST_TEST(arma::approx_equal(picture_of(panels[kernel + 3]),
                                      found_with(picture_of(panels[kernel])), "absdiff",
                                      Real(1e-5)));
    BOOST_TEST(arma::approx_equal(picture_of(panels[3]),
                                  picture_of(panels[4]) - picture_of(panels[5]), "absdiff",
                                  Real(1e-5)));
}

BOOST_AUTO_TEST_CASE(zeros_around_a_standardised_image_are_not_its_darkest)
{
    Rng rng(1);
    const Shape image{8, 9};
    Matrix x = rng.uniform_matrix(image.size(), 1, 0.1, 1);
    x(20) = 0;
    const Figure figure = padding_figure(x, image, standardiser_of(x), 2);
    const auto& panels = figure.frames()[0];
    BOOST_REQUIRE(panels.size() == 6U);
    BOOST_TEST(picture_of(panels[0])(0) == picture_of(panels[0]).min());
    BOOST_TEST(picture_of(panels[3])(0) == 0);
    BOOST_TEST(picture_of(panels[3]).min() < -1);
    const auto size = [&](std::size_t i) { return panels[i].parts().images[0].shape; };
    BOOST_TEST((size(0) == Shape{12, 13}));
    BOOST_TEST((size(1) == Shape{4, 5}));
    BOOST_TEST((size(2) == image));
    // Inside the frame, both blurs are the same.
    BOOST_TEST(picture_of(panels[2])(2 + 8 * 2) == picture_of(panels[1])(0),
               boost::test_tools::tolerance(Real(1e-4)));
    BOOST_TEST(panels[2].parts().images[0].inner_frame == 2U);
}

BOOST_AUTO_TEST_CASE(a_stride_keeps_every_second_output)
{
    Rng rng(1);
    const Matrix x = rng.uniform_matrix(10 * 12, 1, 0, 1);
    const Figure figure = stride_figure(x, {10, 12}, 2);
    const auto& panels = figure.frames()[0];
    BOOST_REQUIRE(panels.size() == 6U);
    const Matrix &all = picture_of(panels[0]), &half = picture_of(panels[1]);
    for (Index j = 0; j < 5; ++j)
        for (Index i = 0; i < 4; ++i) BOOST_TEST(half(i + 4 * j) == all(2 * i + 8 * 2 * j));
    const Matrix read = grid_values(panels[4].parts().series.at(0));
    BOOST_TEST(std::isnan(read(7, 0))); // the last of 8 rows is not read
    BOOST_TEST(read(2, 2) == 4);
}

BOOST_AUTO_TEST_CASE(costs_of_the_slide_are_marked)
{
    const auto costs = [](double rows, double cols) -> Costs {
        const double n = rows * cols * 3;
        return {Cost{n * n + n, n * n}, Cost{228, 225 * rows * cols}};
    };
    const Figure figure = cost_figure(costs);
    BOOST_TEST(has(figure.note().english(), "3.40 TB = 3.09 TiB"));
    const auto& marks = figure.frames()[0][0].parts().marks;
    BOOST_TEST(marks.at(0).y == 4 * (921'600. * 921'600 + 921'600));
    BOOST_TEST(marks.at(1).label.in(Language("fr")) == "912 octets");
    BOOST_TEST(figure.frames()[0][1].parts().marks.at(1).label.in(Language("fr")) == "69,1 · 10⁶");
}

BOOST_AUTO_TEST_CASE(the_image_moves_and_what_is_kept_is_drawn)
{
    Rng rng(1);
    const Shape image{6, 12};
    const Matrix x = rng.uniform_matrix(image.size(), 1, 0, 1);
    const Figure moved = shift_figure(x, image, numbers(rng.normal_matrix(72, 40)));
    const auto& panels = moved.frames()[0];
    BOOST_REQUIRE(panels.size() == 6U);
    BOOST_TEST(picture_of(panels[3])(6 * 5) == x(0)); // row 0, column 5 of the shifted image
    BOOST_TEST(picture_of(panels[4])(4 * 5) == picture_of(panels[1])(0),
               boost::test_tools::tolerance(Real(1e-5)));
    BOOST_TEST(picture_of(panels[2]).n_rows == 40U);

    Compared method{verbatim("map"), 0, {}, {}, {}};
    for (const double last : {2, 4}) {
        Run run;
        run.keep("difference", {0, 1, last});
        method.runs.push_back(run);
    }
    const Figure equivariance = equivariance_figure(Study({method}));
    const Series& curve = equivariance.frames()[0][0].parts().series.at(0);
    BOOST_TEST(curve[Role::x][0] == 0);
    BOOST_TEST(curve[Role::high][2] == 4);
}

BOOST_AUTO_TEST_CASE(the_output_of_the_film_fills_row_by_row)
{
    Rng rng(1);
    const Image X = numbers_to_read(rng.uniform_matrix(20 * 24, 1, 0, 1), {20, 24});
    BOOST_TEST(X.n_rows == 5U);
    BOOST_TEST(X.n_cols == 6U);
    for (const Real value : X) BOOST_TEST(value == std::round(value));
    const Matrix Y = arma::round(rng.uniform_matrix(3, 4, 0, 9));
    const Figure film = film_of_a_filter(X, filter_to_read(), 5, Y, 100);
    BOOST_REQUIRE(film.frames().size() == 12U);
    for (std::size_t frame = 0; frame < 12; ++frame) {
        BOOST_REQUIRE(film.frames()[frame].size() == 8U);
        const Matrix known = grid_values(film.frames()[frame][3].parts().series.at(0));
        BOOST_TEST(Matrix(known(arma::find_finite(known))).n_elem == frame + 1);
        BOOST_TEST(known(frame / 4, frame % 4) == Y(frame / 4, frame % 4));
    }
    for (const Index frames : {3, 1})
        BOOST_TEST(film_of_a_filter(X, filter_to_read(), 5, Y, frames).frames().size() == frames);
}

BOOST_AUTO_TEST_SUITE_END()
