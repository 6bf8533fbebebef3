// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/Job.h"
#include "io/archives/ZipArchive.h"
#include "io/arrays/ArrayFile.h"
#include "io/fits/FitsReader.h"
#include "io/tables/Table.h"
#include "survey/names/TextCase.h"

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
  /// FITS table.
  struct Tabular {
    int hdu = 2;
    std::string name;  ///< EXTNAME in upper case
    std::int64_t rows = 0;
    std::vector<std::string> columns = {};  ///< names in lower case
    /// Names among which the columns of its spectra are: those of the vectors if one of these is a flux, or else all.
    std::vector<std::string> spectrumColumns = {};
    bool hasNumbers = false;  ///< true if a column holds one number per row
    bool hasSpectra = false;  ///< true if it has wavelengths and fluxes, or vectors of fluxes
    bool hasVectors = false;  ///< true if its fluxes are vectors: one row per spectrum
  };
  const std::vector<Tabular>& tables();  ///< tables of a FITS file; empty for other files
  /// Returns the arrays of an HDF5, .npy or .npz file; nullptr for other files.
  io::ArrayFile* arrays();
  bool hasTable();  ///< true for a VOTable, text or arrays, and for FITS with a table HDU
  bool isText() { return kind() == io::FileKind::Text; }
  /// Returns the number of the table HDU of a FITS file: the one that was chosen, or the first that has rows and
  /// spectra, or else rows and numbers, or else rows; or else the first; 1 if there is none.
  int tableHdu();

  /// Chooses the HDU from which a FITS file is read, by its number (1 = primary) or its EXTNAME in any case; of arrays
  /// (HDF5 …), the group, table or array by its path or name. Does nothing for other files. Forgets what was read from
  /// another HDU.
  void chooseHdu(const std::string& nameOrNumber);
  const std::string& choice() const { return m_choice; }  ///< empty if nothing was chosen
  /// Returns the chosen HDU; nullopt if none was chosen. Throws Error(Format), listing the HDUs, if it does not exist.
  std::optional<int> chosenHdu();
  bool choosesTable();  ///< true if the chosen HDU is a table
  /// Returns true if no HDU was chosen, or this one.
  bool mayRead(int hdu) { return chosenHdu().value_or(hdu) == hdu; }
  std::string hduLabel(int hdu);  ///< "HDU 2 (STARS)"; for messages

  /// Records that the spectra, or the table, were read from this HDU.
  void markUsed(int hdu) { m_used.insert(hdu); }
  void unmarkUsed(int hdu) { m_used.erase(hdu); }
  const std::set<int>& usedHdus() const { return m_used; }

  /// True if the user named a file of wavelengths for spectra that have none.
  bool hasGivenWavelengths = false;

  /// Returns the table; for FITS, that in tableHdu(), which is marked as used.
  const io::Table& table();
  io::Table readTable(int hdu);  ///< reads the table in an HDU, and marks it as used
  /// Moves the table out of this object, because it may be large.
  io::Table takeTable();
  /// Returns the names of the table's columns in lower case. For a text file, only the header line is read, to avoid
  /// reading a large table that is not needed.
  const std::vector<std::string>& columnNames();

  /// Returns the start of the file, unpacked. The default is enough for the header of any DataLink product and any
  /// header line.
  std::string start(std::size_t count = 1 << 16);

  /// Returns the source_id that a DataLink file of one star states outside its columns: in the meta block of ECSV, in a
  /// PARAM of a VOTable, in the FITS key SOURCE_ID, or as "Gaia DR3 123" in the file name. Empty if there is none.
  std::string statedSourceId();

private:
  const std::string& bytes();  ///< content of a member of an archive
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
  std::optional<std::vector<Tabular>> m_tables;
  std::optional<int> m_tableHdu;
  std::string m_choice;
  std::optional<int> m_chosen;
  std::set<int> m_used;
  std::optional<io::Table> m_table;
  std::optional<std::vector<std::string>> m_names;
  std::unique_ptr<io::ArrayFile> m_arrays;
};

/// Header keys of an HDU; keys that it lacks are looked up in the primary HDU. Leaves the reader at the HDU.
class HeaderKeys {
public:
  HeaderKeys(io::FitsReader& fits, int hdu) : m_fits(fits), m_hdu(hdu) {}
  /// Returns these keys without those of the primary HDU if the HDU itself has `key`. Keys that belong together, such
  /// as CRVAL1 and CDELT1, must come from one header.
  HeaderKeys fromHeaderOf(const std::string& key) const;
  std::optional<std::string> text(const std::string& key);
  /// Returns nullopt if the key is absent or not a finite number ("12:00:00").
  std::optional<double> number(const std::string& key);

private:
  io::FitsReader& m_fits;
  int m_hdu;
  bool m_inherits = true;
};

/// Throws Error(Format) with the message "source: reason".
[[noreturn]] void refuseFile(const std::string& source, const std::string& reason,
                             const std::string& commandLineStep = {});

}  // namespace maury::survey
