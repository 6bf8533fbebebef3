// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace maury::survey {

/// Subset of the rows 0 … size − 1, stored as one bit each (125 kB for 10⁶ rows). A plain value.
class RowSet {
public:
  explicit RowSet(std::size_t size = 0) : m_size(size), m_words((size + 63) / 64) {}
  /// Rows beyond `size` are ignored.
  RowSet(std::size_t size, std::span<const std::size_t> rows);

  std::size_t size() const { return m_size; }
  bool contains(std::size_t row) const { return row < m_size && (m_words[row / 64] >> (row % 64) & 1U) != 0; }
  std::size_t count() const;
  bool isEmpty() const;
  std::vector<std::size_t> rows() const;  ///< ascending

  // Both sets must have the same size.
  RowSet& operator&=(const RowSet& other);
  RowSet& operator|=(const RowSet& other);
  RowSet& operator^=(const RowSet& other);
  RowSet& operator-=(const RowSet& other);  ///< removes the rows of `other`
  bool operator==(const RowSet&) const = default;

  /// Returns the bits as bytes for a file; row 0 is the lowest bit of the first byte.
  std::vector<std::uint8_t> bytes() const;
  /// Sets all rows from such bytes; ignores bits beyond size().
  void setBytes(std::span<const std::uint8_t> bytes);

private:
  std::size_t m_size;
  std::vector<std::uint64_t> m_words;
};

}  // namespace maury::survey
