// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maury::io {

/// One field of a structured NumPy array, or the elements of a plain one.
struct NpyField {
  std::string name;     ///< empty for a plain array
  std::string refusal;  ///< reason why it cannot be read, as a clause; empty if it can
  char kind = 'f';      ///< f, i, u, b (Boolean), S (bytes), U (Unicode)
  bool isBigEndian = false;
  std::size_t offset = 0;                 ///< position of its first byte in an element of the array
  std::size_t elementBytes = 0;           ///< size of one value
  std::vector<std::uint64_t> shape = {};  ///< axes of the field
};

/// Header of an .npy file (NumPy's NEP 1, versions 1.0 to 3.0).
struct NpyHeader {
  std::size_t bytes = 0;             ///< size of the header: the data begin there
  std::vector<std::uint64_t> shape;  ///< lengths of the axes; empty for a single value
  bool isFortranOrder = false;       ///< the first axis is the fastest
  bool isStructured = false;
  std::size_t itemBytes = 0;  ///< size of an element, with all fields
  std::vector<NpyField> fields;
};

/// Longest header that is read (bytes); a table of 10⁴ columns has 4·10⁵.
inline constexpr std::size_t kLongestNpyHeader = 4 << 20;

/// Returns the size of the header of the .npy file that begins with `start` (12 bytes). Throws Error(Format) "source:
/// reason" if it is none, is of another version, or is longer than kLongestNpyHeader.
std::size_t npyHeaderBytes(std::string_view start, const std::string& source);

/// Parses a whole header. Types that cannot be read, such as pickled Python objects, complex numbers and dates, have a
/// refusal. Throws Error(Format) "source: reason" for an invalid header.
NpyHeader parseNpyHeader(std::string_view header, const std::string& source);

}  // namespace maury::io
