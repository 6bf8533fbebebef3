// SPDX-License-Identifier: GPL-3.0-or-later
// A FIELD of a VOTable and the values gathered for it; shared by the reader's sources and of no use elsewhere.
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

/// FIELD as the document states it (VOTable 1.4, section 4.1).
struct VoField {
  enum class Kind { Text, Integer, Boolean, Real, Skipped };

  std::string name;
  std::string unit;
  std::string ucd;
  std::string description;
  std::string datatype;
  Kind kind = Kind::Skipped;             ///< complex numbers and arrays of bits are skipped
  std::size_t bytes = 0;                 ///< of one element in BINARY; 0 for bits, of which eight share a byte
  bool isArray = false;                  ///< more than one number a row
  bool varies = false;                   ///< arraysize ends in '*': each row has its own length
  std::size_t elements = 1;              ///< a row, where that is fixed; characters for text
  std::optional<std::int64_t> nullCode;  ///< the integer that means missing
};

/// An element's name without the prefix of its name space.
std::string_view localName(const pugi::xml_node& node);
/// The text inside an element, in one piece.
std::string innerText(const pugi::xml_node& node);

/// Throws Error(Format) that begins with `where` for a datatype or arraysize that does not exist.
VoField voFieldOf(const pugi::xml_node& node, std::size_t index, const std::string& where);

/// Values of one field, row by row, on their way into a table.
class VoFieldValues {
public:
  explicit VoFieldValues(VoField field) : m_field(std::move(field)) {}

  const VoField& field() const { return m_field; }
  void addMissing();
  void addText(std::string text) { m_texts.push_back(std::move(text)); }
  void addInteger(std::int64_t value);
  void addReal(double value) { m_reals.push_back(value); }
  /// Elements of an array, then endArray().
  void addElement(double value) { m_reals.push_back(value); }
  void endArray() { m_starts.push_back(m_reals.size()); }
  /// A cell of TABLEDATA; false if it is not what the datatype says.
  bool addCell(std::string_view trimmedText);

  void moveTo(Table& table);

private:
  bool addArrayCell(std::string_view text);
  std::optional<double> elementOf(std::string_view text) const;

  VoField m_field;
  std::vector<std::string> m_texts;
  std::vector<std::int64_t> m_integers;
  std::vector<std::size_t> m_missing;  ///< rows of m_integers
  std::vector<double> m_reals;
  std::vector<std::size_t> m_starts = {0};
};

/// Adds the rows of a BINARY (or BINARY2) stream. Throws Error(Format) that begins with `where` and names row and
/// column.
void addBinaryRows(std::string_view base64, bool isBinary2, std::vector<VoFieldValues>& columns,
                   const std::string& where);

}  // namespace maury::io
