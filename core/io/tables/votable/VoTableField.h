// SPDX-License-Identifier: GPL-3.0-or-later
// A FIELD of a VOTable and the values read for it. Only the sources of the VOTable reader use this header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "io/tables/Table.h"

namespace maury::io {

/// Properties of a FIELD element (VOTable 1.4, section 4.1).
struct VoField {
  enum class Kind { Text, Integer, Boolean, Real, Skipped };

  std::string name;
  std::string unit;
  std::string ucd;
  std::string description;
  std::string datatype;
  Kind kind = Kind::Skipped;             ///< complex numbers are skipped
  std::size_t bytes = 0;                 ///< size of an element in BINARY; 0 for bits, of which eight share a byte
  bool isArray = false;                  ///< true if a row has an array of numbers
  bool varies = false;                   ///< true if rows differ in length: arraysize ends in '*'
  std::size_t elements = 1;              ///< elements per row if that is fixed; characters for text
  std::optional<std::int64_t> nullCode;  ///< integer that means missing
  std::optional<double> nullReal;        ///< real number that means missing, in addition to NaN

  /// Returns the value of a real element, NaN if it is missing.
  double realOf(double value) const;
};

/// Returns an element's name without its namespace prefix.
std::string_view localName(const pugi::xml_node& node);
/// Returns the text inside an element, including CDATA.
std::string innerText(const pugi::xml_node& node);

/// Reads a FIELD element, or a PARAM, which has the same attributes; `index` is its 0-based position. Throws
/// Error(Format), with `location` at the start of the message, for an invalid datatype or arraysize.
VoField voFieldOf(const pugi::xml_node& node, std::size_t index, const std::string& location);

/// Collects the values of one field, row by row, and moves them into a table.
class VoFieldValues {
public:
  explicit VoFieldValues(VoField field) : m_field(std::move(field)) {}

  const VoField& field() const { return m_field; }
  void addMissing();
  void addText(std::string text) { m_texts.push_back(std::move(text)); }
  void addInteger(std::int64_t value);
  void addReal(double value) { m_reals.push_back(m_field.realOf(value)); }
  /// Adds an element of an array; endArray() ends the row.
  void addElement(double value) { m_reals.push_back(value); }
  void endArray() { m_starts.push_back(m_reals.size()); }
  /// Adds a cell of TABLEDATA. Returns false if the text does not match the datatype.
  bool addCell(std::string_view trimmedText);

  void moveTo(Table& table);

private:
  bool addArrayCell(std::string_view text);
  std::optional<double> elementOf(std::string_view text) const;

  VoField m_field;
  std::vector<std::string> m_texts;
  std::vector<std::int64_t> m_integers;
  std::vector<std::size_t> m_missing;  ///< rows of m_integers without a value
  std::vector<double> m_reals;
  std::vector<std::size_t> m_starts = {0};
};

}  // namespace maury::io
