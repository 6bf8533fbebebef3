// SPDX-License-Identifier: GPL-3.0-or-later
// Arrays of .npy files, and of .npz files, which are zip archives of them.
#include "io/arrays/NpyFile.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <type_traits>
#include <utility>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "io/archives/ZipArchive.h"
#include "io/arrays/ByteSource.h"
#include "io/arrays/NpyHeader.h"
#include "io/tables/text/TextForm.h"

namespace maury::io {
namespace {

constexpr std::size_t kPieceBytes = 1 << 20;  // read at a time
constexpr std::uint64_t kFortranRows = 1024;  // so that one read of a column has some kilobytes
constexpr std::size_t kStartBytes = 12;       // enough for npyHeaderBytes()

/// IEEE 754 half precision.
double halfToReal(std::uint64_t bits) {
  constexpr int kFractionBits = 10, kBias = 15, kInfinite = 31;
  const auto exponent = static_cast<int>(bits >> kFractionBits & 0x1F);
  const double fraction = static_cast<double>(bits & 0x3FF);
  const double sign = (bits & 0x8000) != 0 ? -1.0 : 1.0;
  if (exponent == kInfinite)
    return fraction != 0.0 ? std::numeric_limits<double>::quiet_NaN() : sign * std::numeric_limits<double>::infinity();
  if (exponent == 0) return sign * std::ldexp(fraction, 1 - kBias - kFractionBits);
  return sign * std::ldexp(fraction + 1024.0, exponent - kBias - kFractionBits);
}

std::uint64_t bitsOf(std::span<const char> bytes, bool isBigEndian) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte =
        static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[isBigEndian ? bytes.size() - 1 - i : i]));
    bits |= byte << (8 * i);
  }
  return bits;
}

std::int64_t integerOf(std::span<const char> bytes, const NpyField& field) {
  const std::uint64_t bits = bitsOf(bytes, field.isBigEndian);
  if (field.kind == 'b') return bits != 0 ? 1 : 0;
  const std::size_t unused = 64 - 8 * bytes.size();
  if (field.kind == 'u' || unused == 0) return static_cast<std::int64_t>(bits);
  return static_cast<std::int64_t>(bits << unused) >> unused;  // extends the sign
}

double realOf(std::span<const char> bytes, const NpyField& field) {
  if (field.kind == 'u') return static_cast<double>(bitsOf(bytes, field.isBigEndian));
  if (field.kind != 'f') return static_cast<double>(integerOf(bytes, field));
  const std::uint64_t bits = bitsOf(bytes, field.isBigEndian);
  if (bytes.size() == 2) return halfToReal(bits);
  if (bytes.size() == 4) return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  return std::bit_cast<double>(bits);
}

/// Returns a character of UTF-32, or U+FFFD for an invalid one.
std::uint32_t characterOf(std::span<const char> bytes, bool isBigEndian) {
  const auto code = static_cast<std::uint32_t>(bitsOf(bytes, isBigEndian));
  return code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ? 0xFFFD : code;
}

std::string textOf(std::span<const char> bytes, const NpyField& field) {
  std::string text;
  if (field.kind == 'S') {
    text.assign(bytes.begin(), bytes.end());
  } else {
    for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4)
      appendUtf8(text, characterOf(bytes.subspan(i, 4), field.isBigEndian));
  }
  const std::size_t end = text.find_last_not_of('\0');
  text.resize(end == std::string::npos ? 0 : end + 1);
  return text;
}

/// One .npy file.
struct Member {
  std::string name;
  std::unique_ptr<ByteSource> bytes;
  NpyHeader header;
};

/// Array of NpyFile::m_arrays: a field of a member.
struct Place {
  std::size_t member = 0;
  NpyField field;
};

class NpyFile : public ArrayFile {
public:
  explicit NpyFile(const std::string& source) : ArrayFile(source) {}

  /// Adds the arrays of a member. `name` is that of its array.
  void add(const std::string& name, std::unique_ptr<ByteSource> bytes, const std::string& location) {
    NpyHeader header = readHeader(*bytes, location);
    addMember({name, std::move(bytes), std::move(header)}, location);
  }

  void leaveOut(const std::string& name, const std::string& reason) {
    m_leftOut.push_back(fmt::format("{}: {}", excerpt(name), reason));
  }

  const Member& lastMember() const { return m_members.back(); }
  void replaceBytes(std::unique_ptr<ByteSource> bytes) { m_members.back().bytes = std::move(bytes); }

  /// Throws the reason why the only array cannot be read.
  void requireArrays() const {
    if (m_arrays.empty())
      throw Error(ErrorKind::Format, fmt::format("{}: no array can be read{}", m_source,
                                                 m_leftOut.empty() ? "" : "; " + m_leftOut.front()));
  }

private:
  static NpyHeader readHeader(ByteSource& bytes, const std::string& location) {
    std::string start(kStartBytes, '\0');
    if (bytes.size() < start.size())
      throw Error(ErrorKind::Format, fmt::format("{}: truncated: it has only {} bytes", location, bytes.size()));
    bytes.read(0, start);
    std::string text(npyHeaderBytes(start, location), '\0');
    if (text.size() > bytes.size())
      throw Error(ErrorKind::Format, fmt::format("{}: truncated: its header has {} bytes, the file {}", location,
                                                 text.size(), bytes.size()));
    bytes.read(0, text);
    return parseNpyHeader(text, location);
  }

  void addMember(Member&& member, const std::string& location) {
    const NpyHeader& header = member.header;
    const auto bytes = bytesOfShape(header.shape, header.itemBytes);
    const std::uint64_t present = member.bytes->size() - header.bytes;
    // Pickled objects have no size; they are left out below.
    const bool isReadable = std::any_of(header.fields.begin(), header.fields.end(),
                                        [&](const NpyField& field) { return refusalOf(header, field).empty(); });
    if (isReadable && (!bytes || *bytes > present))
      throw Error(ErrorKind::Format, fmt::format("{}: truncated: its header states {} bytes of data, the file has {}",
                                                 location, bytes ? std::to_string(*bytes) : "more than 2^63", present));
    for (const NpyField& field : header.fields) {
      ArrayInfo info;
      info.table = header.isStructured ? member.name : std::string();
      info.name = header.isStructured ? member.name + "/" + field.name : member.name;
      if (std::string reason = refusalOf(header, field); !reason.empty()) {
        leaveOut(info.name, reason);
        continue;
      }
      info.shape = header.shape.empty() ? std::vector<std::uint64_t>{1} : header.shape;
      info.shape.insert(info.shape.end(), field.shape.begin(), field.shape.end());
      info.type = typeOf(field);
      info.elementBytes = field.elementBytes;
      if (header.isFortranOrder && header.shape.size() > 1) info.rowsPerChunk = std::min(kFortranRows, info.rows());
      m_arrays.push_back(std::move(info));
      m_places.push_back({m_members.size(), field});
    }
    m_members.push_back(std::move(member));
  }

  static std::string refusalOf(const NpyHeader& header, const NpyField& field) {
    if (!field.refusal.empty()) return field.refusal;
    const auto isZero = [](std::uint64_t length) { return length == 0; };
    if (std::any_of(header.shape.begin(), header.shape.end(), isZero) ||
        std::any_of(field.shape.begin(), field.shape.end(), isZero))
      return "it is empty";
    if (header.isStructured && header.shape.size() > 1) return "it is a table of more than one axis";
    return {};
  }

  static ElementType typeOf(const NpyField& field) {
    switch (field.kind) {
      case 'f':
        return ElementType::Real;
      case 'i':
        return ElementType::Integer;
      case 'u':
        return ElementType::Unsigned;
      case 'b':
        return ElementType::Boolean;
      default:
        return ElementType::Text;
    }
  }

  /// Calls take(i, bytes) for each value i of the rows, in the order of C.
  template <typename Take>
  void eachValue(std::size_t array, std::uint64_t firstRow, std::uint64_t count, const Take& take) {
    const NpyHeader& header = m_members[m_places[array].member].header;
    if (header.isFortranOrder && header.shape.size() > 1)
      eachOfFortran(array, firstRow, count, take);
    else
      eachOfC(array, firstRow, count, take);
  }

  template <typename Take>
  void eachOfC(std::size_t array, std::uint64_t firstRow, std::uint64_t count, const Take& take) {
    const auto& [memberIndex, field] = m_places[array];
    Member& member = m_members[memberIndex];
    const NpyHeader& header = member.header;
    const std::uint64_t width = m_arrays[array].width();  // values per row
    // Elements of the array, each with all its fields, per row.
    const std::uint64_t items = header.isStructured ? 1 : width;
    const std::uint64_t valuesPerItem = header.isStructured ? width : 1;
    const std::uint64_t perPiece = std::max<std::uint64_t>(1, kPieceBytes / std::max<std::size_t>(1, header.itemBytes));
    std::string piece;
    std::size_t index = 0;
    for (std::uint64_t item = firstRow * items, end = item + count * items; item < end;) {
      const std::uint64_t now = std::min(perPiece, end - item);
      piece.resize(now * header.itemBytes);
      member.bytes->read(header.bytes + item * header.itemBytes, piece);
      for (std::uint64_t i = 0; i < now; ++i)
        for (std::uint64_t k = 0; k < valuesPerItem; ++k)
          take(index++, std::span<const char>(piece).subspan(
                            i * header.itemBytes + field.offset + k * field.elementBytes, field.elementBytes));
      item += now;
    }
  }

  /// Reads the rows of each column, which are neighbours in the file.
  template <typename Take>
  void eachOfFortran(std::size_t array, std::uint64_t firstRow, std::uint64_t count, const Take& take) {
    const auto& [memberIndex, field] = m_places[array];
    Member& member = m_members[memberIndex];
    const std::vector<std::uint64_t>& shape = member.header.shape;
    const std::uint64_t rows = shape.front(), width = m_arrays[array].width();
    std::vector<std::uint64_t> index(shape.size(), 0);  // of the column in the axes after the first
    std::string piece(count * field.elementBytes, '\0');
    for (std::uint64_t column = 0; column < width; ++column) {
      std::uint64_t inFile = 0;
      for (std::size_t axis = shape.size(); axis-- > 1;)
        inFile = inFile * shape[axis] + index[axis];
      member.bytes->read(member.header.bytes + (inFile * rows + firstRow) * field.elementBytes, piece);
      for (std::uint64_t row = 0; row < count; ++row)
        take(row * width + column, std::span<const char>(piece).subspan(row * field.elementBytes, field.elementBytes));
      for (std::size_t axis = shape.size(); axis-- > 1;) {
        if (++index[axis] < shape[axis]) break;
        index[axis] = 0;
      }
    }
  }

  void readRealRows(std::size_t array, std::uint64_t firstRow, std::span<double> values) override {
    const NpyField& field = m_places[array].field;
    eachValue(array, firstRow, values.size() / m_arrays[array].width(),
              [&](std::size_t i, std::span<const char> bytes) { values[i] = realOf(bytes, field); });
  }

  void readIntegerRows(std::size_t array, std::uint64_t firstRow, std::span<std::int64_t> values) override {
    const NpyField& field = m_places[array].field;
    eachValue(array, firstRow, values.size() / m_arrays[array].width(),
              [&](std::size_t i, std::span<const char> bytes) { values[i] = integerOf(bytes, field); });
  }

  void readTextRows(std::size_t array, std::uint64_t firstRow, std::span<std::string> values) override {
    const NpyField& field = m_places[array].field;
    eachValue(array, firstRow, values.size() / m_arrays[array].width(),
              [&](std::size_t i, std::span<const char> bytes) { values[i] = textOf(bytes, field); });
  }

  std::vector<Member> m_members;
  std::vector<Place> m_places;
};

/// Returns the name of an array without the suffix .npy and, of a file, without its folder.
std::string arrayName(std::string name) {
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  if (name.ends_with(".npy")) name.resize(name.size() - 4);
  return name.empty() ? "array" : name;
}

std::unique_ptr<ArrayFile> openOne(std::unique_ptr<ByteSource> bytes, const std::string& source) {
  auto file = std::make_unique<NpyFile>(source);
  // The name of a member of an archive follows a colon.
  std::string name = source.substr(source.find_last_of("/:") + 1);
  name.erase(0, std::min(name.find_first_not_of(' '), name.size()));
  file->add(arrayName(std::move(name)), std::move(bytes), source);
  file->requireArrays();
  return file;
}

}  // namespace

std::unique_ptr<ArrayFile> openNpy(const std::filesystem::path& path) {
  return openOne(bytesOfFile(path), path.string());
}

std::unique_ptr<ArrayFile> openNpy(std::string bytes, const std::string& source) {
  return openOne(bytesInMemory(std::move(bytes), source), source);
}

std::unique_ptr<ArrayFile> openNpz(const std::filesystem::path& path) {
  const auto archive = std::make_shared<const ZipArchive>(path);
  auto file = std::make_unique<NpyFile>(path.string());
  for (std::size_t i = 0; i < archive->members().size(); ++i) {
    const std::string& name = archive->members()[i].name;
    if (!name.ends_with(".npy")) {
      file->leaveOut(name, "it is no .npy file");
      continue;
    }
    file->add(arrayName(name), bytesOfMember(archive, i), archive->label(i));
    // Columns of an array in Fortran's order are read many times.
    if (const NpyHeader& header = file->lastMember().header; header.isFortranOrder && header.shape.size() > 1)
      file->replaceBytes(bytesInMemory(archive->read(i), archive->label(i)));
  }
  file->requireArrays();
  return file;
}

}  // namespace maury::io
