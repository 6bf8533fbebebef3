// SPDX-License-Identifier: GPL-3.0-or-later
// Builds .npy files byte by byte from NumPy's format (NEP 1), so that the tests do not rely on the reader.
#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <vector>

namespace maury::test {

/// Returns the bytes of values in the byte order of this computer.
template <typename T>
std::string rawBytes(const std::vector<T>& values) {
  std::string bytes(values.size() * sizeof(T), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

/// Returns an .npy file of version 1.0 with this header, padded as NumPy does.
inline std::string npyOfHeader(std::string header, const std::string& data) {
  header.resize((header.size() + 11 + 63) / 64 * 64 - 11, ' ');
  header += '\n';
  std::string bytes("\x93NUMPY\1\0", 8);
  bytes += static_cast<char>(header.size() & 0xFF);
  bytes += static_cast<char>(header.size() >> 8);
  return bytes + header + data;
}

/// Returns an .npy file; `descr` is a Python literal: "'<f8'", "[('id', '<i8')]", and `shape` too: "(2, 3)".
inline std::string npyBytes(const std::string& descr, const std::string& shape, const std::string& data,
                            bool isFortranOrder = false) {
  return npyOfHeader("{'descr': " + descr + ", 'fortran_order': " + (isFortranOrder ? "True" : "False") +
                         ", 'shape': " + shape + ", }",
                     data);
}

}  // namespace maury::test
