// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/votable/VoTableField.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "base/Error.h"
#include "io/Numbers.h"
#include "io/tables/Table.h"

namespace maury::io {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMaxElements = std::size_t{1} << 31;
constexpr std::string_view kBlanks = " \t\r\n";

struct Datatype {
  std::string_view name;
  VoField::Kind kind;
  std::size_t bytes;
};

/// Datatypes of VOTable 1.4, section 2.1, with their sizes (bytes).
constexpr std::array<Datatype, 12> kDatatypes = {{{"boolean", VoField::Kind::Boolean, 1},
                                                  {"bit", VoField::Kind::Boolean, 0},
                                                  {"unsignedByte", VoField::Kind::Integer, 1},
                                                  {"short", VoField::Kind::Integer, 2},
                                                  {"int", VoField::Kind::Integer, 4},
                                                  {"long", VoField::Kind::Integer, 8},
                                                  {"char", VoField::Kind::Text, 1},
                                                  {"unicodeChar", VoField::Kind::Text, 2},
                                                  {"float", VoField::Kind::Real, 4},
                                                  {"double", VoField::Kind::Real, 8},
                                                  {"floatComplex", VoField::Kind::Skipped, 8},
                                                  {"doubleComplex", VoField::Kind::Skipped, 16}}};

/// Reads an arraysize ("3", "2x4", "*", "10*", "2x*") into `field.elements` and `field.varies`. Returns false if it is
/// invalid.
bool readArraySize(std::string_view size, VoField& field) {
  if (size.ends_with('*')) {
    field.varies = true;
    size.remove_suffix(1);
  }
  while (!size.empty()) {
    std::size_t length = 0;
    const auto [end, code] = std::from_chars(size.data(), size.data() + size.size(), length);
    if (code != std::errc{} || (length > 0 && field.elements > kMaxElements / length)) return false;
    field.elements *= length;
    size.remove_prefix(static_cast<std::size_t>(end - size.data()));
    if (size.empty()) break;
    if (size.front() != 'x') return false;
    size.remove_prefix(1);
  }
  return true;
}

std::optional<std::int64_t> integerOf(std::string_view text) {
  if (!text.starts_with("0x") && !text.starts_with("0X")) return parseInteger(text);
  std::uint64_t value = 0;  // VOTable also allows the bits of the number in hexadecimal
  const auto [end, code] = std::from_chars(text.data() + 2, text.data() + text.size(), value, 16);
  if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::optional<std::int64_t> booleanOf(std::string_view text) {
  bool value = false;
  if (text == "1" || text == "T" || text == "t") return 1;
  if (text == "0" || text == "F" || text == "f") return 0;
  if (parseBool(text, value)) return value ? 1 : 0;
  return std::nullopt;
}

}  // namespace

std::string_view localName(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string innerText(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node& child : node.children())
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) text += child.value();
  return text;
}

VoField voFieldOf(const pugi::xml_node& node, std::size_t index, const std::string& location) {
  VoField field;
  field.name = node.attribute("name").value();
  if (field.name.empty()) field.name = node.attribute("ID").value();
  if (field.name.empty()) field.name = fmt::format("col{}", index + 1);
  field.unit = node.attribute("unit").value();
  field.ucd = node.attribute("ucd").value();
  field.datatype = node.attribute("datatype").value();
  const auto refuse = [&](std::string_view reason) {
    throw Error(ErrorKind::Format, fmt::format("{}: field {} '{}' {}", location, index + 1, field.name, reason));
  };
  const auto* type = std::find_if(kDatatypes.begin(), kDatatypes.end(),
                                  [&](const Datatype& candidate) { return candidate.name == field.datatype; });
  if (type == kDatatypes.end()) refuse(fmt::format("has the unknown datatype '{}'", field.datatype));
  field.kind = type->kind;
  field.bytes = type->bytes;
  const std::string_view size = trim(node.attribute("arraysize").value());
  if (!readArraySize(size, field)) refuse(fmt::format("has the invalid arraysize '{}'", size));
  field.isArray = field.kind != VoField::Kind::Text && (field.varies || field.elements != 1);
  for (const pugi::xml_node& child : node.children()) {
    if (localName(child) == "DESCRIPTION") field.description = trim(innerText(child));
    if (localName(child) != "VALUES") continue;
    const std::string_view null = trim(child.attribute("null").value());
    field.nullCode = integerOf(null);
    if (field.kind == VoField::Kind::Real && !null.empty()) field.nullReal = parseReal(null);
  }
  std::replace(field.description.begin(), field.description.end(), '\n', ' ');
  return field;
}

double VoField::realOf(double value) const {
  if (!nullReal) return value;
  const bool isNull =
      bytes == sizeof(float) ? static_cast<float>(value) == static_cast<float>(*nullReal) : value == *nullReal;
  return isNull ? kNone : value;
}

void VoFieldValues::addMissing() {
  if (m_field.isArray)
    endArray();
  else if (m_field.kind == VoField::Kind::Text)
    m_texts.emplace_back();
  else if (m_field.kind == VoField::Kind::Real)
    m_reals.push_back(kNone);
  else {
    m_missing.push_back(m_integers.size());
    m_integers.push_back(0);
  }
}

void VoFieldValues::addInteger(std::int64_t value) {
  if (value == m_field.nullCode)
    addMissing();
  else
    m_integers.push_back(value);
}

std::optional<double> VoFieldValues::elementOf(std::string_view text) const {
  if (m_field.kind == VoField::Kind::Real) {
    const auto real = isMissingText(text) ? std::optional(kNone) : parseReal(text);
    return real ? std::optional(m_field.realOf(*real)) : std::nullopt;
  }
  const auto value = m_field.kind == VoField::Kind::Boolean ? booleanOf(text) : integerOf(text);
  if (!value) return isMissingText(text) || text == "?" ? std::optional(kNone) : std::nullopt;
  return value == m_field.nullCode ? kNone : static_cast<double>(*value);
}

bool VoFieldValues::addArrayCell(std::string_view text) {
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    if (text.empty()) break;
    // Bits may be written without blanks between them.
    const std::string_view item = text.substr(0, m_field.bytes == 0 ? 1 : text.find_first_of(kBlanks));
    text.remove_prefix(item.size());
    const std::optional<double> value = elementOf(item);
    if (!value) return false;
    addElement(*value);
  }
  endArray();
  return true;
}

bool VoFieldValues::addCell(std::string_view text) {
  if (m_field.kind == VoField::Kind::Skipped) return true;
  if (m_field.isArray) return addArrayCell(text);
  if (m_field.kind == VoField::Kind::Text) {
    addText(std::string(text));
    return true;
  }
  if (m_field.kind == VoField::Kind::Real) {
    const std::optional<double> value = elementOf(text);
    if (value) addReal(*value);
    return value.has_value();
  }
  const auto value = m_field.kind == VoField::Kind::Boolean ? booleanOf(text) : integerOf(text);
  if (value)
    addInteger(*value);
  else if (isMissingText(text) || text == "?")
    addMissing();
  else
    return false;
  return true;
}

void VoFieldValues::moveTo(Table& table) {
  if (m_field.kind == VoField::Kind::Skipped) return;
  const bool isFloat32 = m_field.datatype == "float";
  if (isFloat32) roundToFloat32(m_reals);
  if (m_field.isArray) {
    table.arrays.push_back(ArrayColumn{m_field.name, m_field.unit, std::move(m_reals), std::move(m_starts),
                                       m_field.description, m_field.ucd, isFloat32});
    return;
  }
  Column column{m_field.name, m_field.unit, {}, m_field.description, m_field.ucd, isFloat32};
  if (m_field.kind == VoField::Kind::Text)
    column.values = std::move(m_texts);
  else if (m_field.kind == VoField::Kind::Real)
    column.values = std::move(m_reals);
  else
    column.values = integersWithMissing(std::move(m_integers), m_missing);
  table.columns.push_back(std::move(column));
}

}  // namespace maury::io
