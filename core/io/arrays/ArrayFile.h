// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "io/FileKind.h"

namespace maury::io {

enum class ElementType { Real, Integer, Unsigned, Boolean, Text };

/// Array of an HDF5, .npy or .npz file: a data set, or one field of a table (a compound data set or structured array).
struct ArrayInfo {
  std::string name;   ///< path in the file: "spectra", "train/teff", "stars/teff" for a field of the table "stars"
  std::string table;  ///< path of the table of which it is a field; empty for a data set
  std::vector<std::uint64_t> shape;  ///< lengths of its axes, the slowest first; at least one; none is 0
  ElementType type = ElementType::Real;
  std::size_t elementBytes = 8;    ///< size of an element in the file
  std::string unit = {};           ///< attribute "unit" or "units"; empty if there is none
  std::string description = {};    ///< attribute "description", "comment" or "medium"; empty if there is none
  std::uint64_t rowsPerChunk = 1;  ///< rows that are unpacked together, so that reading fewer is slow

  std::uint64_t rows() const { return shape.front(); }
  std::uint64_t width() const;  ///< values per row
  std::string group() const;    ///< path without the last part: "train", "" for the root
  std::string baseName() const;
  /// Returns the number of values if at most one axis is longer than 1.
  std::optional<std::uint64_t> vectorLength() const;
  /// Returns the rows and columns of a matrix: the first axis, and the only other one that is longer than 1; nullopt
  /// for text and other shapes. (N, P, 1), (N, 1, P) and (1, P) are matrices.
  std::optional<std::pair<std::uint64_t, std::uint64_t>> matrixShape() const;
  std::string describe() const;  ///< "spectra (1000 × 7514)", for messages
};

/// Reader of the arrays in a file. Reads ranges of rows, never the whole file. Not thread-safe, but several threads may
/// each read with an object of their own. Member functions throw Error(File | Format) that names file, array and
/// reason.
///
/// The size of each array is checked before memory is allocated: it cannot be larger than the file, or, if it is
/// packed, than kMaxUnpackedRatio of Gzip.h allows. Links to other files are not followed, and no plug-ins are loaded.
class ArrayFile {
public:
  virtual ~ArrayFile() = default;
  ArrayFile(const ArrayFile&) = delete;
  ArrayFile& operator=(const ArrayFile&) = delete;

  const std::string& source() const { return m_source; }                 ///< name of the file, for messages
  const std::vector<ArrayInfo>& arrays() const { return m_arrays; }      ///< in the order of the file
  const std::vector<std::string>& leftOut() const { return m_leftOut; }  ///< "x: it holds Python objects"

  /// Reads `values.size() / width()` rows from row `firstRow` on, as reals. Text is refused.
  void readReals(std::size_t array, std::uint64_t firstRow, std::span<double> values);
  /// Does the same for integers and Booleans (0, 1). Unsigned ones of 64 bits are returned as bit patterns.
  void readIntegers(std::size_t array, std::uint64_t firstRow, std::span<std::int64_t> values);
  /// Does the same for text, in UTF-8 without padding.
  void readTexts(std::size_t array, std::uint64_t firstRow, std::span<std::string> values);

  /// Throws Error(Format) with the message "file, array 'name': reason".
  [[noreturn]] void refuse(const std::string& array, const std::string& reason) const;

protected:
  explicit ArrayFile(std::string source) : m_source(std::move(source)) {}
  virtual void readRealRows(std::size_t array, std::uint64_t firstRow, std::span<double> values) = 0;
  virtual void readIntegerRows(std::size_t array, std::uint64_t firstRow, std::span<std::int64_t> values) = 0;
  virtual void readTextRows(std::size_t array, std::uint64_t firstRow, std::span<std::string> values) = 0;

  std::string m_source;
  std::vector<ArrayInfo> m_arrays;
  std::vector<std::string> m_leftOut;

private:
  void requireRows(std::size_t array, std::uint64_t firstRow, std::size_t count) const;
};

/// Returns true for the kinds that openArrayFile() reads: Hdf5, Npy and Npz.
bool holdsArrays(FileKind kind);

/// Opens an HDF5, .npy or .npz file, recognised by content. Throws Error(File | Format).
std::unique_ptr<ArrayFile> openArrayFile(const std::filesystem::path& path);
/// Does the same for bytes that were unpacked; `source` names the file in messages. An .npz file inside another archive
/// is refused.
std::unique_ptr<ArrayFile> openArrayFile(std::string bytes, const std::string& source);

/// Returns the product of the lengths and `elementBytes`; nullopt if it exceeds 2^63.
std::optional<std::uint64_t> bytesOfShape(std::span<const std::uint64_t> shape, std::uint64_t elementBytes);

}  // namespace maury::io
