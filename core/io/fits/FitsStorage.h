// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace maury::io {

/// File that CFITSIO reads and writes through a driver of Maury. CFITSIO's own driver writes through a buffered stream
/// and ignores the result of seeks, which may write the buffer. If the disk is full or fails at that moment, the error
/// is lost and the file lacks a block (CFITSIO 4.2, ffbfwt() and file_seek()). It also takes a failed read for the end
/// of the file. This driver passes each read and write to the descriptor at once and remembers the first error. CFITSIO
/// never sees the name of the file, which it would interpret. Each object belongs to one thread at a time; different
/// objects may be used at the same time.
class FitsStorage {
public:
  /// Initialises CFITSIO together with these functions, once in a process. CFITSIO does so itself at its first open,
  /// but without a lock, so every use of CFITSIO must call this first; any thread may. Throws Error(File) if CFITSIO
  /// accepts no further driver.
  static void initialiseCfitsio();

  /// Uses an open descriptor, which must stay open for as long as this object exists. To be written, the file must be
  /// empty, and the descriptor readable and writable. Throws std::bad_alloc, and what initialiseCfitsio() throws.
  explicit FitsStorage(int descriptor);
  ~FitsStorage();
  FitsStorage(const FitsStorage&) = delete;
  FitsStorage& operator=(const FitsStorage&) = delete;

  /// Returns the name under which fits_open_file() and fits_create_file() find this file.
  std::string url() const;
  /// Returns errno of the first read or write that failed, or 0.
  int errorCode() const noexcept { return m_errorCode; }

private:
  struct Driver;

  /// Remembers errno and returns `status`.
  int fail(int status) noexcept;

  int m_handle = -1;
  int m_descriptor = -1;
  std::int64_t m_position = 0;  ///< offset of the next byte that CFITSIO reads or writes
  int m_errorCode = 0;
};

}  // namespace maury::io
