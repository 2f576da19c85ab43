#include "data/class_names.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

BOOST_AUTO_TEST_SUITE(class_names)

using namespace descente;

BOOST_AUTO_TEST_CASE(ten_different_names_in_each_language)
{
    for (const auto* names :
         {&mnist_classes(), &fashion_mnist_classes(), &cifar10_classes(), &glyph_classes()})
        for (const Language language : {Language(), Language("fr")}) {
            std::set<std::string> different;
            for (const Text& name : *names) different.insert(name.in(language));
            BOOST_TEST(names->size() == 10U);
            BOOST_TEST(different.size() == 10U);
            BOOST_TEST(different.count("") == 0U);
        }
}

BOOST_AUTO_TEST_CASE(the_numbers_are_those_of_the_files)
{
    BOOST_TEST(fashion_mnist_classes()[9].english() == "ankle boot");
    BOOST_TEST(fashion_mnist_classes()[2].in(Language("fr")) == "pull");
    BOOST_TEST(cifar10_classes()[6].english() == "frog");
    BOOST_TEST(cifar10_classes()[9].in(Language("fr")) == "camion");
    BOOST_TEST(mnist_classes()[7].in(Language("fr")) == "7");
}

BOOST_AUTO_TEST_SUITE_END()
