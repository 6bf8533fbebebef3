// SPDX-License-Identifier: GPL-3.0-or-later
// Private part of FitsReader. Only its sources include this header, so that no other folder depends on CFITSIO.
#pragma once

#include <fitsio.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/fits/FitsReader.h"
#include "io/fits/FitsStorage.h"

namespace maury::io {

struct FitsReader::Impl {
  /// Properties of a column that are needed to read it.
  struct Layout {
    char type;           ///< TFORM letter
    bool varies;         ///< true if a row holds the descriptor of an array in the heap
    LONGLONG elements;   ///< values per row (strings for 'A')
    LONGLONG textWidth;  ///< characters of one string
    std::string label;   ///< name for messages: "column 3 'flux'"
  };

  /// Column that can be decoded from a row's bytes: numbers or text of fixed width, without scaling or null value.
  struct PlainColumn {
    char type = 0;  ///< E, D, K or A; 0 if CFITSIO must read the column
    std::size_t offset = 0, elements = 0;
    std::string label;
  };
  /// Buffered rows of the current HDU, with the bytes of the file (FitsReaderRows.cpp).
  struct BufferedRows {
    std::int64_t first = 0, count = 0;
    std::size_t rowBytes = 0;
    std::vector<char> bytes;
    std::vector<PlainColumn> columns;
  };

  std::filesystem::path path;
  std::string bytes;            ///< contents of a file that was gzipped or is not on disk; empty for other files
  void* memory = nullptr;       ///< address of `bytes`; CFITSIO keeps a pointer to this member
  std::size_t memoryBytes = 0;  ///< size of `bytes`; CFITSIO keeps a pointer to this member
  int descriptor = -1;          ///< descriptor of the file, if it is read from disk
  std::unique_ptr<FitsStorage> storage;  ///< driver through which CFITSIO reads `descriptor`
  std::uintmax_t fileBytes = 0;
  bool isOnDisk = false;  ///< true if `path` is the file that was opened, plain or gzipped
  fitsfile* file = nullptr;
  int hduCount = 0;
  int number = 1;          ///< number of the current HDU, 1 = primary
  int checkedTilesOf = 0;  ///< number of the HDU whose compression tiles were checked last; 0 if there was none
  BufferedRows buffered;
  std::string name;  ///< EXTNAME of the current HDU, kept for error messages

  Impl() = default;
  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::string label() const;
  [[noreturn]] void fail(std::string_view problem, int status) const;
  [[noreturn]] void refuse(std::string_view reason) const;

  void openFile();
  void openBytes(std::string contents);
  void updateCurrentHdu();
  void moveTo(int target);
  void requireTable() const;
  /// Refuses a table that was compressed with fpack, whose columns hold packed bytes instead of their values.
  void requireUncompressed() const;
  /// Refuses a compressed image that CFITSIO cannot unpack without writing out of bounds (FitsTiles.cpp).
  void requireSafeTiles();
  /// Reads out.size() values of the image as CFITSIO's type `code`, which is that of Value.
  template <typename Value>
  void readImage(const std::vector<std::int64_t>& axes, std::int64_t first, std::span<Value> out, int code);
  std::string columnKey(std::string_view root, int column) const;

  /// Refuses tables whose mandatory cards are damaged. Does not use CFITSIO, which such cards would make access memory
  /// out of bounds (FitsHeaders.cpp).
  void checkHeaders() const;
  /// Counts the HDUs and refuses a truncated file (FitsIntegrity.cpp). Makes HDU 1 the current one.
  void checkIntegrity();
  long double promisedBytes() const;
  LONGLONG dataEnd() const;
  void checkComplete() const;
  void checkRemainder() const;
  /// Throws Error(File) with the system's reason if a read has failed, which CFITSIO may not report.
  void requireReads() const;
  /// Verifies the checksums of the current HDU (FitsChecksum.cpp). `ownDescriptor` is a second descriptor of the file,
  /// −1 if it is in `bytes`.
  void verifyHdu(int ownDescriptor, Job& job, ProgressMeter* meter) const;

  /// Returns the layout of a column. Throws if the column cannot be read as `form`, which is "numbers", "text" or
  /// "arrays", or if the rows do not exist.
  Layout layout(int column, std::int64_t first, std::int64_t count, std::string_view form) const;
  void describePlainColumns();
  void bufferRows(std::int64_t first, std::int64_t count);
  /// Returns the column if it is plain and these rows are buffered, otherwise nullptr.
  const PlainColumn* bufferedColumn(int column, std::int64_t first, std::int64_t count) const;
  /// Reads values from the buffered rows. Returns false if CFITSIO must read them.
  template <typename Value>
  bool readBuffered(int column, std::int64_t first, std::int64_t count, std::span<Value> out) const;
  bool readBufferedText(int column, std::int64_t first, std::int64_t count, std::vector<std::string>& out) const;

  /// Reads logicals (kUndefinedLogical if undefined) or bits, one char each.
  std::vector<char> readFlags(int column, std::int64_t first, const Layout& found, std::size_t count) const;
  std::vector<std::string> readVaryingText(int column, std::int64_t first, std::int64_t count,
                                           const Layout& found) const;
  /// Returns the number of elements that a row of a column of varying length states. Refuses more than `maxElements`.
  LONGLONG varyingLength(int column, std::int64_t row, const Layout& found, LONGLONG maxElements) const;
  /// Returns the bytes of the current HDU's heap.
  LONGLONG heapBytes(const Layout& found) const;
  void readVarying(int column, std::int64_t first, std::int64_t count, const Layout& found, FitsArrays& into) const;
  /// Place of a column in the rows of an ASCII table.
  struct AsciiField {
    long firstByte;
    std::size_t width;
    bool isScaled;  ///< true if it has TSCAL or TZERO
  };
  std::optional<AsciiField> asciiField(int column) const;  ///< std::nullopt in a binary table
  std::string asciiCell(const AsciiField& field, std::int64_t row) const;
  /// Sets values of an ASCII table to NaN whose text is TNULL. CFITSIO compares it with the field from its first byte
  /// on, so that it overlooks right-aligned numbers.
  template <typename Value>
  void markAsciiNulls(int column, std::int64_t first, std::span<Value> values) const;
  /// Reads integers beyond 2^53 of an ASCII table again from their digits, because CFITSIO reads them as doubles.
  void readExactDigits(int column, std::int64_t first, std::span<std::int64_t> values) const;
  template <typename Value>
  void read(int column, std::int64_t first, std::int64_t count, std::span<Value> out, int code) const;
};

inline void trimRight(std::string& text) {
  text.erase(text.find_last_not_of(' ') + 1);
}

}  // namespace maury::io
