// Axes line up, stay on the page, and have readable texts.
#include "base/error.hpp"
#include "plot/layout.hpp"
#include "script_text.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(figure_layout)

using namespace descente;

static PageLayout laid_out(const Figure& figure, const std::string& size = "16:9")
{
    return lay_out(figure, 0, tr("footer"), size, Language());
}

static Figure grid_of(int panels, int columns)
{
    Figure figure("x", tr("A title"), columns);
    for (int i = 0; i < panels; ++i)
        figure.panel(tr("panel"))
            .x_axis(tr("epoch"))
            .y_axis(tr("cost"))
            .line(verbatim("l"), {0, 1}, {0, i % 2 == 0 ? 1.0 : 12345.0});
    return figure;
}

BOOST_AUTO_TEST_CASE(axes_keep_a_size_where_their_labels_are_wider_than_the_page)
{
    const Text wide = verbatim(std::string(400, 'W'));
    for (const int columns : {1, 4}) {
        Figure figure("x", wide, columns);
        for (int i = 0; i < 8; ++i)
            figure.panel(wide)
                .x_axis(wide)
                .y_axis(wide)
                .y_names({wide, wide})
                .x_names({wide, wide})
                .legend("above")
                .line(verbatim("{}{}", wide, i), {0, 1}, {0, 1});
        for (const char* size : {"16:9", "4:3", "half"})
            for (const View& view : laid_out(figure, size).views) {
                BOOST_TEST(view.rect.width() > 0);
                BOOST_TEST(view.rect.height() > 0);
                BOOST_TEST(view.key.rows() == 1u);
            }
        BOOST_TEST(!script_of(figure).empty());
    }
}

BOOST_AUTO_TEST_CASE(an_open_low_end_lies_below_all_that_is_drawn)
{
    const auto range = [](const Numbers& costs, Scale scale) {
        Figure figure("x", verbatim("t"));
        figure.panel().y_axis({}, scale).y_range(not_a_number, 20).line({}, {0, 1, 2}, costs);
        return laid_out(figure).views.at(0).y.range;
    };
    for (const double least : {1e-4, 0.05, 0.3, 2.3})
        for (const Scale scale : {Scale::linear, Scale::logarithmic}) {
            const Range y = range({2.5, least, 1e9}, scale); // a run that diverges, too
            BOOST_TEST(y.high == 20);
            BOOST_TEST(y.low < least);
            if (scale == Scale::logarithmic) BOOST_TEST(y.low > least / 3); // no empty decades
        }
    for (const Numbers& nothing : {Numbers{50, 60, 70}, Numbers(3, infinity)})
        BOOST_TEST(range(nothing, Scale::logarithmic).low < 20);
}

BOOST_AUTO_TEST_CASE(of_many_names_those_are_shown_that_have_room)
{
    const auto shown = [](std::size_t count, const char* size) {
        std::vector<Text> names;
        for (std::size_t c = 0; c < count; ++c) names.push_back(verbatim("class {}", c));
        Figure figure("x", verbatim("t"));
        figure.panel().x_names(names).y_names(names).bars({}, Numbers(count, 1.0));
        const View view = laid_out(figure, size).views.at(0);
        return std::pair{view.x.tics.size(), view.y.tics.size()};
    };
    for (const char* size : {"16:9", "4:3"})
        BOOST_CHECK((shown(10, size) == std::pair{10UL, 10UL}));
    for (const char* size : {"16:9", "4:3", "half"}) {
        BOOST_TEST(shown(100, size).first <= 40u);
        BOOST_TEST(shown(100, size).second <= 34u);
        BOOST_TEST(shown(100, size).second >= 10u);
    }
}

BOOST_AUTO_TEST_CASE(a_logarithmic_axis_cannot_start_at_zero)
{
    Figure figure("x", verbatim("t"));
    figure.panel()
        .x_axis(verbatim("x"), Scale::logarithmic)
        .x_range(0, 1)
        .line(verbatim("l"), {1}, {1});
    BOOST_CHECK_THROW(script_of(figure), ShapeError);
}

BOOST_AUTO_TEST_CASE(axes_line_up_and_stay_on_the_page)
{
    const PageLayout page = laid_out(grid_of(6, 3));
    for (std::size_t i = 0; i < 6; ++i) {
        const Rect& r = page.views[i].rect;
        BOOST_TEST(r.left == page.views[i % 3].rect.left);
        BOOST_TEST(r.top == page.views[i / 3 * 3].rect.top);
        BOOST_TEST((r.left > 0 && r.right < page.width && r.bottom > 0 && r.top < page.grid_top));
        BOOST_TEST((r.width() > 100 && r.height() > 100));
        for (std::size_t j = 0; j < i; ++j) BOOST_TEST(!r.overlaps(page.views[j].rect));
    }
}

BOOST_AUTO_TEST_CASE(images_take_the_room_of_their_neighbours_tics,
                     *boost::unit_test::label("lab13"))
{
    Figure figure = grid_of(1, 2);
    figure.panel(tr("images")).image_grid(Matrix(4, 3), Shape{2, 2}, 3);
    for (int below = 0; below < 2; ++below)
        figure.panel(tr("below"))
            .x_axis(tr("epoch"))
            .y_axis(tr("cost"))
            .line(verbatim("l"), {0, 1}, {0, 1});
    const PageLayout page = laid_out(figure);
    const Rect &axes = page.views[0].rect, &images = page.views[1].rect;
    BOOST_TEST(images.bottom < axes.bottom - page.tic_em); // tics and their numbers are lower still
    BOOST_TEST(images.top == axes.top);
    BOOST_TEST(images.bottom > page.views[3].rect.top);
    BOOST_TEST(page.views[2].rect.top == page.views[3].rect.top);
}

BOOST_AUTO_TEST_CASE(titles_stay_on_the_page, *boost::unit_test::label("lab13"))
{
    Figure figure = grid_of(5, 3);
    figure.panel(tr("the probability of the right class")).line(verbatim("l"), {0, 1}, {0, 1});
    for (const char* size : {"16:9", "4:3", "half"}) {
        const PageLayout page = laid_out(figure, size);
        const View& view = page.views[5];
        BOOST_TEST(view.rect.middle_x() + 0.5 * view.title.width() < page.width);
        BOOST_TEST(view.title.px() > 20);
    }
}

BOOST_AUTO_TEST_CASE(texts_are_legible_from_the_back_row)
{
    for (const auto& [panels, columns] : {std::pair{1, 1}, {2, 2}, {4, 2}, {6, 3}, {9, 3}})
        for (const char* size : {"16:9", "4:3", "half"}) {
            const PageLayout page = laid_out(grid_of(panels, columns), size);
            const bool half = std::string(size) == "half";
            BOOST_TEST(page.title.px() >= (half ? 34 : 40));
            BOOST_TEST(page.em >= (half ? 22 : 30));
            BOOST_TEST(page.tic_em >= (half ? 20 - 1e-9 : 26));
        }
}

BOOST_AUTO_TEST_CASE(batch_sizes_are_named_on_a_logarithmic_axis)
{
    Figure figure("x", verbatim("t"));
    figure.panel()
        .x_axis(tr("batch size"), Scale::logarithmic)
        .line(verbatim("l"), {16, 64, 256, 1024, 4096}, {5, 4, 3, 2, 1});
    const PageLayout page = laid_out(figure);
    std::string labels;
    for (const Tic& tic : page.views[0].x.tics) labels += tic.label + " ";
    BOOST_TEST(labels == "16 64 256 1024 4096 ");
}

BOOST_AUTO_TEST_CASE(one_legend_serves_panels_that_say_the_same)
{
    BOOST_TEST(laid_out(grid_of(2, 2)).shared_legend);
    Figure differing = grid_of(2, 2);
    differing.panel().line(tr("another"), {0, 1}, {0, 1});
    BOOST_TEST(!laid_out(differing).shared_legend);
    BOOST_TEST(!laid_out(grid_of(1, 1)).shared_legend);
}

BOOST_AUTO_TEST_CASE(equal_axes_have_square_units)
{
    Figure figure("x", verbatim("t"));
    figure.panel().equal_axes().x_range(0, 4).y_range(0, 1).line(verbatim("l"), {0, 4}, {0, 1});
    const View view = laid_out(figure).views[0];
    BOOST_TEST(view.px(1) - view.px(0) == view.py(1) - view.py(0),
               boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(frames_share_the_colours_of_their_heat_maps)
{
    Figure figure("x", verbatim("t"));
    for (const Real most : {Real(1), Real(8)})
        figure.next_frame().panel().heat_map(Matrix{{0, most}}, {0, 1}, {0}, verbatim("z"));
    for (const std::size_t frame : {0U, 1U}) {
        const View view = lay_out(figure, frame, tr("footer"), "16:9", Language()).views[0];
        BOOST_TEST(view.colour.range.low == 0);
        BOOST_TEST(view.colour.range.high == 8);
    }
}

BOOST_AUTO_TEST_CASE(signed_colours_have_their_zero_in_the_middle)
{
    Figure figure("x", verbatim("t"));
    figure.panel().heat_map(Matrix{{-1, 4}}, {0, 1}, {0}, verbatim("z")).signed_colours();
    figure.panel().heat_map(Matrix{{-9, 4}}, {0, 1}, {0}, verbatim("z")).signed_colours();
    const PageLayout page = laid_out(figure);
    BOOST_TEST(page.views[0].colour.range.low == -4);
    BOOST_TEST(page.views[0].colour.range.high == 4);
    BOOST_TEST(page.views[1].colour.range.low == -9);
    BOOST_TEST(page.views[1].colour.range.high == 9);
}

BOOST_AUTO_TEST_CASE(cells_with_values_and_no_label_need_no_scale_of_colours)
{
    Figure figure("x", verbatim("t"));
    figure.panel().heat_map(Matrix{{1, 2}}, {0, 1}, {0}, {}, false, true);
    figure.panel().heat_map(Matrix{{1, 2}}, {0, 1}, {0}, verbatim("z"), false, true);
    const PageLayout page = laid_out(figure);
    BOOST_TEST(!page.views[0].colour_box);
    BOOST_TEST(page.views[1].colour_box);
}

BOOST_AUTO_TEST_CASE(on_half_a_slide_panels_stand_one_above_the_other)
{
    for (const int panels : {2, 3}) {
        const PageLayout page = laid_out(grid_of(panels, panels), "half");
        for (const View& view : page.views) BOOST_TEST(view.rect.left == page.views[0].rect.left);
        BOOST_TEST(page.views[1].rect.top < page.views[0].rect.bottom);
    }
    BOOST_TEST(laid_out(grid_of(4, 4), "half").views[1].rect.top ==
               laid_out(grid_of(4, 4), "half").views[0].rect.top);
}

BOOST_AUTO_TEST_CASE(no_text_is_smaller_than_can_be_read)
{
    const Text wide = verbatim("a text of a good many words, wider than its place");
    Figure figure("x", wide, 3);
    for (int i = 0; i < 6; ++i)
        figure.panel(wide).x_axis(wide).y_axis(wide).line(wide, {0, 1}, {0, 1}).mark(0, 0, wide);
    for (const char* size : {"16:9", "4:3", "half", "half-4:3"}) {
        const auto texts = write_script({}, figure, wide, {.file = "x", .size = size});
        BOOST_TEST(texts.size() > 20u);
        for (const PlacedText& text : texts) BOOST_TEST(text.points >= least_points(size) - 1e-9);
    }
}

BOOST_AUTO_TEST_CASE(titles_of_a_row_stand_on_one_height)
{
    Figure figure("x", verbatim("t"), 2);
    figure.panel(tr("one")).legend("above").line(tr("a"), {0, 1}, {0, 1});
    figure.panel(tr("two")).line({}, {0, 1}, {0, 1});
    const PageLayout page = laid_out(figure);
    BOOST_TEST(page.views[0].title_bottom == page.views[1].title_bottom);
    BOOST_TEST(page.views[0].title_bottom > page.views[0].rect.top + page.views[0].key.height());
}

BOOST_AUTO_TEST_CASE(what_a_band_and_a_whisker_are_stands_in_the_footer)
{
    const auto foot = [](const Figure& figure) {
        std::string words;
        for (const std::string& line : laid_out(figure).footnote.lines) words += line + " ";
        return words;
    };
    Figure figure("x", verbatim("t"));
    figure.panel().runs(tr("a"), {0, 1}, {{1, 2}, {2, 3}, {3, 4}});
    BOOST_TEST(foot(figure) == "line: median, band: min–max of 3 runs · footer ");
    figure.panel().bars(tr("b"), std::vector<Spread>{{2, 1, 3, {1, 2, 3}}});
    BOOST_TEST(foot(figure).find("mark: median, whisker: min–max of 3 runs · footer") !=
               std::string::npos);
    Figure alone("x", verbatim("t"));
    alone.panel().runs(tr("a"), {0, 1}, {{1, 2}});
    BOOST_TEST(foot(alone) == "footer ");
}

BOOST_AUTO_TEST_SUITE_END()
