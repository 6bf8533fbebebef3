// SPDX-License-Identifier: GPL-3.0-or-later
// For the sources of FitsReader only: nobody else sees CFITSIO.
#pragma once

#include <fitsio.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/fits/Fits.h"

namespace maury::io {

struct FitsReader::Impl {
  /// What reading needs to know of a column.
  struct Layout {
    char type;           ///< TFORM letter
    bool varies;         ///< the row holds a descriptor of an array in the heap
    LONGLONG elements;   ///< values a row (texts for 'A')
    LONGLONG textWidth;  ///< characters of one text
    std::string label;   ///< "column 3 'flux'"
  };

  /// A column that can be decoded from a row's bytes: a number or text of fixed width, neither scaled nor with a null.
  struct PlainColumn {
    char type = 0;  ///< E, D, K or A; 0: CFITSIO reads it
    std::size_t offset = 0, elements = 0;
    std::string label;
  };
  /// Rows of the current HDU as they stand in the file (FitsReaderRows.cpp).
  struct HeldRows {
    std::int64_t first = 0, count = 0;
    std::size_t rowBytes = 0;
    std::vector<char> bytes;
    std::vector<PlainColumn> columns;
  };

  std::filesystem::path path;
  std::string bytes;       ///< the file, where it was unpacked or never was on disk
  void* memory = nullptr;  ///< and what CFITSIO is told of it: it keeps pointers to both
  std::size_t memoryBytes = 0;
  std::uintmax_t fileBytes = 0;
  fitsfile* file = nullptr;
  int hduCount = 0;
  int number = 1;
  HeldRows held;
  std::string name;  ///< EXTNAME of the current HDU, kept so that a message can be made after an error

  Impl() = default;
  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::string label() const;
  [[noreturn]] void fail(std::string_view what, int status) const;
  [[noreturn]] void refuse(std::string_view reason) const;

  void openFile();
  void openBytes(std::string contents);
  void noteHdu();
  void moveTo(int target);
  void requireTable() const;
  std::string columnKey(std::string_view root, int column) const;

  /// Refuses tables whose mandatory cards are damaged, without CFITSIO, which must not see them (FitsHeaders.cpp).
  void checkHeaders() const;
  /// Counts the HDUs and looks into each one for a file that ends too early (FitsIntegrity.cpp); ends at HDU 1.
  void walk();
  long double promisedBytes() const;
  LONGLONG dataEnd() const;
  void checkComplete() const;
  void checkRemainder() const;

  /// Finds the column and refuses what cannot be read `as` "numbers", "text" or "arrays", or rows that are not there.
  Layout layout(int column, std::int64_t first, std::int64_t count, std::string_view as) const;
  void describePlainColumns();
  void holdRows(std::int64_t first, std::int64_t count);
  /// The column if those rows of it are held and plain, else nullptr.
  const PlainColumn* heldColumn(int column, std::int64_t first, std::int64_t count) const;
  /// False where the values must come through CFITSIO.
  template <typename Value>
  bool readHeld(int column, std::int64_t first, std::int64_t count, std::span<Value> out) const;
  bool readHeldText(int column, std::int64_t first, std::int64_t count, std::vector<std::string>& out) const;

  std::vector<char> readLogical(int column, std::int64_t first, const Layout& found, std::size_t count) const;
  void readVarying(int column, std::int64_t first, std::int64_t count, const Layout& found, FitsArrays& into) const;
  template <typename Value>
  void read(int column, std::int64_t first, std::int64_t count, std::span<Value> out, int code) const;
};

inline void trimRight(std::string& text) {
  text.erase(text.find_last_not_of(' ') + 1);
}

}  // namespace maury::io
