// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/Job.h"
#include "io/archives/ZipArchive.h"
#include "io/fits/Fits.h"
#include "io/tables/Table.h"
#include "survey/dataset/TextCase.h"

namespace maury::survey {

class RoleMap;

/// Zip archive shared by several threads, which lock `mutex` to unpack a member.
struct SharedArchive {
  explicit SharedArchive(const std::filesystem::path& path) : archive(path) {}
  std::mutex mutex;
  io::ZipArchive archive;
};

/// File to be recognised and read, on disk or in a zip archive. Each part is read once, on first use, and shared by the
/// formats that examine it. Not thread-safe. Member functions throw Error(File | Format) like the readers of io.
class SourceFile {
public:
  explicit SourceFile(std::filesystem::path path);
  SourceFile(std::shared_ptr<SharedArchive> archive, std::size_t member);

  const std::string& source() const { return m_source; }      ///< "a/b.fits", "a/bundle.zip: b.fits", for messages
  const std::string& fileName() const { return m_fileName; }  ///< without folder
  std::string stem() const;                                   ///< stemOf() the file name

  /// Sets the roles that the user gave to columns; they must outlive this object.
  void useRoles(RoleMap& roles) { m_roles = &roles; }
  RoleMap* roles() const { return m_roles; }  ///< nullptr if there are none

  bool isFits();
  /// Verifies the checksums of a FITS file (FitsReader::verifyChecksums()); does nothing for other files.
  void verifyChecksums(Job& job);
  /// Returns the reader, positioned at the HDU that its last user selected.
  io::FitsReader& fits();
  /// FITS image with values.
  struct Image {
    int hdu = 1;
    std::string name;                ///< EXTNAME in upper case
    std::vector<std::int64_t> axes;  ///< lengths of the axes, without trailing axes of length 1
    std::int64_t length(std::size_t axis) const { return axis < axes.size() ? axes[axis] : 1; }
  };
  const std::vector<Image>& images();  ///< images of a FITS file; empty for other files
  bool hasTable();                     ///< true for a VOTable or text file, and for FITS with a table HDU
  /// Returns the number of the table HDU of a FITS file: the first with a flux column, or else the first; 1 if there is
  /// none.
  int tableHdu();
  int fluxTables();  ///< number of table HDUs with a flux column

  /// Returns the table; for FITS, that in tableHdu().
  const io::Table& table();
  /// Moves the table out of this object, because it may be large.
  io::Table takeTable();
  /// Returns the names of the table's columns in lower case. For a text file, only the header line is read, to avoid
  /// reading a large table that is not needed.
  const std::vector<std::string>& columnNames();

  /// Returns the source_id that a DataLink file of one star states outside its columns: in the meta block of ECSV, in a
  /// PARAM of a VOTable, in the FITS key SOURCE_ID, or as "Gaia DR3 123" in the file name. Empty if there is none.
  std::string statedSourceId();

private:
  const std::string& bytes();  ///< content of a member of an archive
  std::string start();         ///< first 64 KiB, unpacked
  io::FileKind kind();

  RoleMap* m_roles = nullptr;
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

/// Header keys of an HDU; keys that it lacks are looked up in the primary HDU. Leaves the reader at the HDU.
class HeaderKeys {
public:
  HeaderKeys(io::FitsReader& fits, int hdu) : m_fits(fits), m_hdu(hdu) {}
  std::optional<std::string> text(const std::string& key);
  /// Returns nullopt if the key is absent or not a finite number ("12:00:00").
  std::optional<double> number(const std::string& key);

private:
  io::FitsReader& m_fits;
  int m_hdu;
};

/// Throws Error(Format) with the message "source: reason".
[[noreturn]] void refuseFile(const std::string& source, const std::string& reason,
                             const std::string& commandLineStep = {});

}  // namespace maury::survey
