// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/arrays/ArrayFile.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "io/archives/Gzip.h"
#include "io/arrays/Hdf5File.h"
#include "io/arrays/NpyFile.h"

namespace maury::io {

std::uint64_t ArrayInfo::width() const {
  std::uint64_t product = 1;
  for (std::size_t axis = 1; axis < shape.size(); ++axis)
    product *= shape[axis];
  return product;
}

std::string ArrayInfo::group() const {
  const std::size_t slash = name.rfind('/');
  return slash == std::string::npos ? std::string() : name.substr(0, slash);
}

std::string ArrayInfo::baseName() const {
  const std::size_t slash = name.rfind('/');
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

std::optional<std::uint64_t> ArrayInfo::vectorLength() const {
  std::uint64_t length = 1;
  for (const std::uint64_t axis : shape) {
    if (axis > 1 && length > 1) return std::nullopt;
    length = std::max(length, axis);
  }
  return length;
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> ArrayInfo::matrixShape() const {
  if (type == ElementType::Text || shape.size() < 2) return std::nullopt;
  std::uint64_t columns = 1;
  for (std::size_t axis = 1; axis < shape.size(); ++axis) {
    if (shape[axis] > 1 && columns > 1) return std::nullopt;
    columns = std::max(columns, shape[axis]);
  }
  if (columns == 1) return std::nullopt;
  return std::pair{shape.front(), columns};
}

std::string ArrayInfo::describe() const {
  return fmt::format("{} ({})", excerpt(name), fmt::join(shape, " × "));
}

void ArrayFile::refuse(const std::string& array, const std::string& reason) const {
  throw Error(ErrorKind::Format, fmt::format("{}, array '{}': {}", m_source, excerpt(array), reason));
}

void ArrayFile::requireRows(std::size_t array, std::uint64_t firstRow, std::size_t count) const {
  const ArrayInfo& info = m_arrays.at(array);
  const std::uint64_t rows = count / info.width();
  if (count % info.width() != 0 || firstRow > info.rows() || rows > info.rows() - firstRow)
    refuse(info.name, fmt::format("has no {} rows from row {} on", rows, firstRow + 1));
}

void ArrayFile::readReals(std::size_t array, std::uint64_t firstRow, std::span<double> values) {
  requireRows(array, firstRow, values.size());
  if (m_arrays[array].type == ElementType::Text) refuse(m_arrays[array].name, "holds text where numbers are needed");
  if (!values.empty()) readRealRows(array, firstRow, values);
}

void ArrayFile::readIntegers(std::size_t array, std::uint64_t firstRow, std::span<std::int64_t> values) {
  requireRows(array, firstRow, values.size());
  const ElementType type = m_arrays[array].type;
  if (type == ElementType::Text || type == ElementType::Real)
    refuse(m_arrays[array].name, "does not hold integers, which are needed");
  if (!values.empty()) readIntegerRows(array, firstRow, values);
}

void ArrayFile::readTexts(std::size_t array, std::uint64_t firstRow, std::span<std::string> values) {
  requireRows(array, firstRow, values.size());
  if (m_arrays[array].type != ElementType::Text) refuse(m_arrays[array].name, "holds numbers where text is needed");
  if (!values.empty()) readTextRows(array, firstRow, values);
}

bool holdsArrays(FileKind kind) {
  return kind == FileKind::Hdf5 || kind == FileKind::Npy || kind == FileKind::Npz;
}

std::unique_ptr<ArrayFile> openArrayFile(const std::filesystem::path& path) {
  const FileKind kind = kindOfFile(path);
  if (looksLikeGzip(path)) return openArrayFile(readBytes(path), path.string());
  if (kind == FileKind::Hdf5) return openHdf5(path);
  if (kind == FileKind::Npz) return openNpz(path);
  if (kind == FileKind::Npy) return openNpy(path);
  throw Error(ErrorKind::Format, fmt::format("{}: is neither HDF5 nor a file of NumPy arrays", path.string()));
}

std::unique_ptr<ArrayFile> openArrayFile(std::string bytes, const std::string& source) {
  if (hasGzipMagic(bytes)) bytes = gunzip(bytes, source);
  switch (kindOf(bytes)) {
    case FileKind::Hdf5:
      return openHdf5(std::move(bytes), source);
    case FileKind::Npy:
      return openNpy(std::move(bytes), source);
    case FileKind::Npz:
      throw Error(ErrorKind::Format,
                  fmt::format("{}: is an .npz file inside an archive; extract it and choose it", source));
    default:
      throw Error(ErrorKind::Format, fmt::format("{}: is neither HDF5 nor a file of NumPy arrays", source));
  }
}

std::optional<std::uint64_t> bytesOfShape(std::span<const std::uint64_t> shape, std::uint64_t elementBytes) {
  constexpr std::uint64_t kLargest = std::numeric_limits<std::int64_t>::max();
  std::uint64_t bytes = elementBytes;
  for (const std::uint64_t length : shape) {
    if (length != 0 && bytes > kLargest / length) return std::nullopt;
    bytes *= length;
  }
  return bytes;
}

}  // namespace maury::io
