// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "io/archives/ZipArchive.h"
#include "io/fits/Fits.h"
#include "io/tables/Table.h"
#include "survey/dataset/TextCase.h"

namespace maury::survey {

/// A zip archive whose members several threads unpack, one at a time.
struct SharedArchive {
  explicit SharedArchive(const std::filesystem::path& path) : archive(path) {}
  std::mutex mutex;
  io::ZipArchive archive;
};

/// A file that is to be told apart and read: one on disk, or a member of a zip archive. Each part of it is read once,
/// when it is first asked for, and shared by the formats that look at it. Not thread-safe. Members throw Error(File |
/// Format) as the readers of io do.
class SourceFile {
public:
  explicit SourceFile(std::filesystem::path path);
  SourceFile(std::shared_ptr<SharedArchive> archive, std::size_t member);

  const std::string& source() const { return m_source; }      ///< "a/b.fits", "a/bundle.zip: b.fits", for messages
  const std::string& fileName() const { return m_fileName; }  ///< without folder
  std::string stem() const;                                   ///< the file name without suffixes; see stemOf()

  bool isFits();
  /// Opened where the last who asked left it.
  io::FitsReader& fits();
  /// A FITS image with values.
  struct Image {
    int hdu = 1;
    std::string name;                ///< EXTNAME in capitals
    std::vector<std::int64_t> axes;  ///< without trailing ones of length 1
    std::int64_t length(std::size_t axis) const { return axis < axes.size() ? axes[axis] : 1; }
  };
  const std::vector<Image>& images();  ///< of a FITS file; empty for others
  bool hasTable();                     ///< not FITS, or FITS with a table HDU
  /// Number of the table HDU of a FITS file that has a column of flux, else of the first table; 1 if there is none.
  int tableHdu();
  int fluxTables();  ///< how many table HDUs have a column of flux

  /// The table: of a FITS file that of tableHdu().
  const io::Table& table();
  /// The same, which is then not held here: it may be large.
  io::Table takeTable();
  /// Names of its columns; of a text file only the header line is read for them, so that a large table that is of no
  /// use is not. In lower case.
  const std::vector<std::string>& columnNames();

  /// The source_id that a DataLink file of one star states outside its columns: in ECSV's meta, in a PARAM of a
  /// VOTable, in a FITS key SOURCE_ID, or as "Gaia DR3 123" in its name. Empty if there is none.
  std::string statedSourceId();

private:
  const std::string& bytes();  ///< of a member
  std::string start();         ///< the first 64 KiB, unpacked
  io::FileKind kind();

  std::filesystem::path m_path;
  std::shared_ptr<SharedArchive> m_archive;
  std::size_t m_member = 0;
  std::string m_source, m_fileName;
  std::optional<std::string> m_bytes;
  std::optional<io::FileKind> m_kind;
  std::unique_ptr<io::FitsReader> m_fits;
  std::optional<std::vector<Image>> m_images;
  std::optional<int> m_tableHdu;
  int m_fluxTables = 0;
  std::optional<io::Table> m_table;
  std::optional<std::vector<std::string>> m_names;
};

/// Keys of an HDU, or of the primary HDU where it lacks them. Leaves the reader at the HDU.
class HeaderKeys {
public:
  HeaderKeys(io::FitsReader& fits, int hdu) : m_fits(fits), m_hdu(hdu) {}
  std::optional<std::string> text(const std::string& key);
  /// No value where the key is absent or no finite number ("12:00:00").
  std::optional<double> number(const std::string& key);

private:
  io::FitsReader& m_fits;
  int m_hdu;
};

/// Throws Error(Format) "source: reason".
[[noreturn]] void refuseFile(const std::string& source, const std::string& reason);

}  // namespace maury::survey
