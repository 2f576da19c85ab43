#include "io/known_sets.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

using namespace descente;

BOOST_AUTO_TEST_SUITE(known_sets_table)

BOOST_AUTO_TEST_CASE(the_known_checksums_are_of_the_published_files)
{
    // datasets/checksums has SHA-256 for people and CRC-32 for the program, of the same files.
    std::ifstream stream(std::filesystem::path(__FILE__).parent_path() /
                         "../../datasets/checksums");
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    for (const KnownSet& set : known_sets())
        for (std::size_t k = 0; k < set.files.size(); ++k) {
            const std::string line =
                fmt::format("# crc32 {:08x}  {}/{}", set.checksums.at(k), set.name, set.files[k]);
            BOOST_TEST(std::ranges::count(lines, line) == 1, line);
        }
}

BOOST_AUTO_TEST_CASE(each_set_has_ten_classes_and_a_checksum_a_file)
{
    for (const KnownSet& set : known_sets()) {
        BOOST_TEST(set.classes.size() == 10U);
        BOOST_TEST(set.checksums.size() == set.files.size());
    }
}

BOOST_AUTO_TEST_SUITE_END()
