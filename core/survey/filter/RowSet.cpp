// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/RowSet.h"

#include <algorithm>
#include <bit>

namespace maury::survey {

RowSet::RowSet(std::size_t size, std::span<const std::size_t> rows) : RowSet(size) {
  for (const std::size_t row : rows)
    if (row < size) m_words[row / 64] |= std::uint64_t{1} << (row % 64);
}

std::size_t RowSet::count() const {
  std::size_t count = 0;
  for (const std::uint64_t word : m_words)
    count += static_cast<std::size_t>(std::popcount(word));
  return count;
}

bool RowSet::isEmpty() const {
  return std::all_of(m_words.begin(), m_words.end(), [](std::uint64_t word) { return word == 0; });
}

std::vector<std::size_t> RowSet::rows() const {
  std::vector<std::size_t> rows;
  rows.reserve(count());
  for (std::size_t i = 0; i < m_words.size(); ++i)
    for (std::uint64_t word = m_words[i]; word != 0; word &= word - 1)
      rows.push_back(64 * i + static_cast<std::size_t>(std::countr_zero(word)));
  return rows;
}

RowSet& RowSet::operator&=(const RowSet& other) {
  for (std::size_t i = 0; i < m_words.size(); ++i)
    m_words[i] &= other.m_words[i];
  return *this;
}
RowSet& RowSet::operator|=(const RowSet& other) {
  for (std::size_t i = 0; i < m_words.size(); ++i)
    m_words[i] |= other.m_words[i];
  return *this;
}
RowSet& RowSet::operator^=(const RowSet& other) {
  for (std::size_t i = 0; i < m_words.size(); ++i)
    m_words[i] ^= other.m_words[i];
  return *this;
}
RowSet& RowSet::operator-=(const RowSet& other) {
  for (std::size_t i = 0; i < m_words.size(); ++i)
    m_words[i] &= ~other.m_words[i];
  return *this;
}

std::vector<std::uint8_t> RowSet::bytes() const {
  std::vector<std::uint8_t> bytes((m_size + 7) / 8);
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(m_words[i / 8] >> (8 * (i % 8)));
  return bytes;
}

void RowSet::setBytes(std::span<const std::uint8_t> bytes) {
  std::fill(m_words.begin(), m_words.end(), 0);
  const std::size_t count = std::min(bytes.size(), (m_size + 7) / 8);
  for (std::size_t i = 0; i < count; ++i)
    m_words[i / 8] |= static_cast<std::uint64_t>(bytes[i]) << (8 * (i % 8));
  if (m_size % 64 != 0) m_words.back() &= (std::uint64_t{1} << (m_size % 64)) - 1;
}

}  // namespace maury::survey
