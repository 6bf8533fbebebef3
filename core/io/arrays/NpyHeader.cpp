// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/arrays/NpyHeader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <limits>
#include <optional>
#include <utility>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "io/Numbers.h"

namespace maury::io {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kMostAxes = 32;           // NumPy's own limit
constexpr std::size_t kLargestItem = 16 << 20;  // bytes
constexpr int kDeepest = 8;

[[noreturn]] void fail(const std::string& source, const std::string& reason) {
  throw Error(ErrorKind::Format, fmt::format("{}: damaged NumPy header: {}", source, reason));
}

/// Value of the literals of Python that occur in a header. A dictionary is a list of keys and values.
struct Literal {
  enum class Kind { Text, Number, Word, List, Dictionary } kind = Kind::Word;
  std::string text;  ///< content of a text, or a word (True, False, None)
  std::uint64_t number = 0;
  std::vector<Literal> items;
};

class LiteralParser {
public:
  LiteralParser(std::string_view text, const std::string& source) : m_text(text), m_source(source) {}

  Literal parse() {
    Literal value = value_(0);
    skipBlanks();
    if (!m_text.empty() && m_text.front() != '\0') fail(m_source, "text after its dictionary");
    return value;
  }

private:
  void skipBlanks() { m_text.remove_prefix(std::min(m_text.find_first_not_of(" \t\r\n"), m_text.size())); }

  bool take(char c) {
    skipBlanks();
    if (m_text.empty() || m_text.front() != c) return false;
    m_text.remove_prefix(1);
    return true;
  }

  Literal value_(int depth) {
    if (depth > kDeepest) fail(m_source, fmt::format("nested deeper than {}", kDeepest));
    skipBlanks();
    if (m_text.empty()) fail(m_source, "it ends too early");
    const char c = m_text.front();
    if (c == '{' || c == '[' || c == '(') return list(depth);
    if (c == '\'' || c == '"') return text();
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) return number();
    return word();
  }

  Literal list(int depth) {
    const char open = m_text.front();
    m_text.remove_prefix(1);
    const char close = open == '{' ? '}' : open == '[' ? ']' : ')';
    Literal found;
    found.kind = open == '{' ? Literal::Kind::Dictionary : Literal::Kind::List;
    while (!take(close)) {
      found.items.push_back(value_(depth + 1));
      if (open == '{') {
        if (!take(':')) fail(m_source, "a key without a value");
        found.items.push_back(value_(depth + 1));
      }
      if (take(close)) break;
      if (!take(',')) fail(m_source, "a comma is missing");
    }
    return found;
  }

  Literal text() {
    const char quote = m_text.front();
    m_text.remove_prefix(1);
    Literal found;
    found.kind = Literal::Kind::Text;
    while (!m_text.empty() && m_text.front() != quote) {
      if (m_text.front() == '\\' && m_text.size() > 1) m_text.remove_prefix(1);
      found.text += m_text.front();
      m_text.remove_prefix(1);
    }
    if (m_text.empty()) fail(m_source, "a text without an end");
    m_text.remove_prefix(1);
    return found;
  }

  Literal number() {
    const std::size_t length = std::min(m_text.find_first_not_of("0123456789"), m_text.size());
    const auto value = parseInteger(m_text.substr(0, length));
    if (!value) fail(m_source, "a number is too large");
    m_text.remove_prefix(length);
    if (!m_text.empty() && m_text.front() == 'L') m_text.remove_prefix(1);  // Python 2
    Literal found;
    found.kind = Literal::Kind::Number;
    found.number = static_cast<std::uint64_t>(*value);
    return found;
  }

  Literal word() {
    std::size_t length = 0;
    while (length < m_text.size() && std::isalpha(static_cast<unsigned char>(m_text[length])) != 0)
      ++length;
    if (length == 0) fail(m_source, fmt::format("unexpected '{}'", excerpt(m_text.substr(0, 1))));
    Literal found;
    found.text = std::string(m_text.substr(0, length));
    m_text.remove_prefix(length);
    if ((found.text == "u" || found.text == "b") && !m_text.empty() &&
        (m_text.front() == '\'' || m_text.front() == '"'))
      return text();
    return found;
  }

  std::string_view m_text;
  const std::string& m_source;
};

std::vector<std::uint64_t> shapeOf(const Literal& literal, const std::string& source) {
  std::vector<std::uint64_t> shape;
  if (literal.kind == Literal::Kind::Number) return {literal.number};
  if (literal.kind != Literal::Kind::List || literal.items.size() > kMostAxes) fail(source, "its shape is no tuple");
  for (const Literal& item : literal.items) {
    if (item.kind != Literal::Kind::Number) fail(source, "a length is no number");
    shape.push_back(item.number);
  }
  return shape;
}

/// Collects the fields of a type, with their offsets.
class FieldList {
public:
  FieldList(NpyHeader& header, const std::string& source) : m_header(header), m_source(source) {}

  /// Adds the fields of the type `descr`, and moves `itemBytes` of the header past it.
  void add(const Literal& descr, const std::string& name, std::vector<std::uint64_t> shape, int depth = 0) {
    if (descr.kind == Literal::Kind::Text)
      addPlain(descr.text, name, std::move(shape));
    else if (descr.kind == Literal::Kind::List && shape.empty())
      addFields(descr, name, depth);
    else
      fail(m_source, fmt::format("the type of '{}' cannot be read", excerpt(name)));
  }

private:
  void addFields(const Literal& list, const std::string& parent, int depth) {
    for (const Literal& item : list.items) {
      if (item.kind != Literal::Kind::List || item.items.size() < 2 || item.items.size() > 3)
        fail(m_source, "a field is no tuple of name and type");
      const Literal& names = item.items[0];  // a text, or a title and a name
      const bool hasTitle = names.kind == Literal::Kind::List && names.items.size() == 2;
      const Literal& own = hasTitle ? names.items[1] : names;
      if (own.kind != Literal::Kind::Text) fail(m_source, "the name of a field is no text");
      std::vector<std::uint64_t> shape;
      if (item.items.size() == 3) shape = shapeOf(item.items[2], m_source);
      add(item.items[1], parent.empty() ? own.text : parent + "/" + own.text, std::move(shape), depth + 1);
    }
  }

  void addPlain(std::string_view type, const std::string& name, std::vector<std::uint64_t> shape) {
    NpyField field;
    field.name = name;
    field.shape = std::move(shape);
    field.offset = m_header.itemBytes;
    std::string_view rest = type;
    if (!rest.empty() && std::string_view("<>|=").find(rest.front()) != std::string_view::npos) {
      field.isBigEndian = rest.front() == '>';
      rest.remove_prefix(1);
    }
    if (rest.empty()) fail(m_source, "a type is empty");
    field.kind = rest.front();
    rest.remove_prefix(1);
    const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    const auto size = parseInteger(rest.substr(0, digits));
    if (field.kind == 'O') {
      field.refusal = "it holds pickled Python objects, which may run code; save it as numbers or texts";
      field.elementBytes = 8;
    } else if (!size || *size < 0 || static_cast<std::uint64_t>(*size) > kLargestItem) {
      fail(m_source, fmt::format("the type '{}' is unknown", excerpt(type)));
    } else {
      field.elementBytes = static_cast<std::size_t>(*size) * (field.kind == 'U' ? 4 : 1);
      setRefusal(field, type);
    }
    std::uint64_t bytes = field.elementBytes;
    for (const std::uint64_t length : field.shape) {
      if (length != 0 && bytes > kLargestItem / length) fail(m_source, fmt::format("'{}' is too large", excerpt(name)));
      bytes *= length;
    }
    m_header.itemBytes += bytes;
    if (m_header.itemBytes > kLargestItem) fail(m_source, "its elements are too large");
    const bool isPadding = field.kind == 'V' && (name.empty() || name.ends_with('/'));
    if (!isPadding || !m_header.isStructured) m_header.fields.push_back(std::move(field));
  }

  static void setRefusal(NpyField& field, std::string_view type) {
    const std::size_t bytes = field.elementBytes;
    const bool isInteger =
        (field.kind == 'i' || field.kind == 'u') && (bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8);
    const bool isReal = field.kind == 'f' && (bytes == 2 || bytes == 4 || bytes == 8);
    const bool isText = (field.kind == 'S' || field.kind == 'U') && bytes > 0;
    if (isInteger || isReal || isText || (field.kind == 'b' && bytes == 1)) return;
    field.refusal = field.kind == 'c' ? "it holds complex numbers"
                    : field.kind == 'M' || field.kind == 'm'
                        ? "it holds dates or times"
                        : fmt::format("its type '{}' is not supported", excerpt(type));
  }

  NpyHeader& m_header;
  const std::string& m_source;
};

}  // namespace

std::size_t npyHeaderBytes(std::string_view start, const std::string& source) {
  constexpr std::size_t kShort = 10, kLong = 12;  // bytes before the dictionary
  if (start.size() < kLong || !start.starts_with(kMagic)) fail(source, "it does not begin like one");
  const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(start[i])); };
  const std::size_t version = byte(6);
  if (version < 1 || version > 3) fail(source, fmt::format("its version {} is unknown", version));
  const std::size_t length = version == 1 ? kShort + (byte(8) | byte(9) << 8)
                                          : kLong + (byte(8) | byte(9) << 8 | byte(10) << 16 | byte(11) << 24);
  if (length > kLongestNpyHeader) fail(source, fmt::format("it would be {} bytes long", length));
  return length;
}

NpyHeader parseNpyHeader(std::string_view text, const std::string& source) {
  NpyHeader header;
  header.bytes = npyHeaderBytes(text, source);
  if (text.size() < header.bytes) fail(source, "it ends too early");
  const std::size_t begin = text[6] == 1 ? 10 : 12;
  const Literal root = LiteralParser(text.substr(begin, header.bytes - begin), source).parse();
  if (root.kind != Literal::Kind::Dictionary) fail(source, "it is no dictionary");
  const Literal* descr = nullptr;
  bool hasShape = false;
  for (std::size_t i = 0; i + 1 < root.items.size(); i += 2) {
    const std::string& key = root.items[i].text;
    const Literal& value = root.items[i + 1];
    if (key == "descr") descr = &value;
    if (key == "fortran_order") header.isFortranOrder = value.text == "True";
    if (key == "shape") header.shape = shapeOf(value, source);
    hasShape = hasShape || key == "shape";
  }
  if (descr == nullptr || !hasShape) fail(source, "it lacks the type or the shape");
  header.isStructured = descr->kind == Literal::Kind::List;
  FieldList(header, source).add(*descr, "", {});
  return header;
}

}  // namespace maury::io
