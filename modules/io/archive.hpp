// Values as bytes and back, by Boost.Serialization: what checkpoints are made of.
//
// Boost trusts the lengths that it reads: a file of 8 KB that lies makes it take gigabytes. Here
// no list or text is longer than the bytes that are still to come.
#pragma once

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>
#include <boost/archive/impl/basic_binary_iarchive.ipp>
#include <boost/archive/impl/basic_binary_iprimitive.ipp>
#include <boost/serialization/map.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/utility.hpp>
#include <boost/serialization/vector.hpp>
#include <sstream>
#include <string>
#include <utility>

namespace descente {

class BoundedArchive
    : public boost::archive::binary_iarchive_impl<BoundedArchive, char, std::char_traits<char>> {
  public:
    explicit BoundedArchive(std::istream& in)
        : binary_iarchive_impl(in, boost::archive::no_header | boost::archive::no_codecvt)
    {
    }

  private:
    friend class boost::archive::detail::interface_iarchive<BoundedArchive>;
    friend class boost::archive::load_access;

    template <class Value>
    void load_override(Value& value)
    {
        if constexpr (std::is_same_v<Value, std::string>) {
            boost::serialization::collection_size_type length;
            load_override(length);
            value.resize(std::as_const(length));
            load_binary(value.data(), value.size());
        } else {
            binary_iarchive_impl::load_override(value);
        }
        if constexpr (std::is_same_v<Value, boost::serialization::collection_size_type>)
            if (std::as_const(value) > static_cast<std::size_t>(m_sb.in_avail()))
                throw std::length_error("a length beyond the end");
    }
};

} // namespace descente

// Numbers in a row are read at once, as binary_oarchive writes them.
BOOST_SERIALIZATION_USE_ARRAY_OPTIMIZATION(descente::BoundedArchive)

namespace descente {

/// Only the same build of the program reads them again.
template <class... Values>
std::string archived(const Values&... values)
{
    std::ostringstream bytes;
    boost::archive::binary_oarchive archive(bytes, boost::archive::no_header);
    (archive << ... << values);
    return bytes.str();
}

/// A std::exception, with words for nobody, when the bytes are not of such values, or of more.
template <class... Values>
void unarchive(const std::string& bytes, Values&... values)
{
    std::istringstream in(bytes);
    BoundedArchive archive(in);
    (archive >> ... >> values);
    if (in.rdbuf()->in_avail() > 0) throw std::length_error("bytes after the end");
}

} // namespace descente
