// SPDX-License-Identifier: GPL-3.0-or-later
// Reading report of an import: how each file was read, and why. Plain values and functions, thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maury::survey {

/// Part of a file that holds one quantity.
enum class PartKind {
  Column,       ///< column of a table with one value per row
  ArrayColumn,  ///< column of a table with a vector in each row
  ColumnRun,    ///< neighbouring columns, one for each pixel
  Image,        ///< image HDU
  ImageRow,     ///< row of an image
  Array,        ///< array of an HDF5 or NumPy file
  HeaderKey     ///< key of a FITS header
};

/// Role of a part in the survey.
enum class PartRole {
  Wavelength,
  Flux,
  Error,            ///< 1σ error of the flux, in its unit
  RelativeError,    ///< 1σ error as a fraction of the flux
  Variance,         ///< square of the 1σ error
  InverseVariance,  ///< its inverse
  Mask,
  Id,
  Label,
  LabelError,
  Input,
  RightAscension,
  Declination,
  Distance,
  Parallax,
  ProperMotion,
  Radius,  ///< Galactocentric, in cylindrical coordinates
  Height,  ///< above the Galactic plane
  SignalToNoise,
  Other,   ///< kept as a column without a special meaning
  NotUsed  ///< left out
};

/// Ground of a decision.
enum class Ground {
  Unknown,      ///< the reader does not report it
  User,         ///< stated by the user
  Name,         ///< name of the column or HDU
  Unit,         ///< unit that the file states
  Ucd,          ///< UCD of the column
  Description,  ///< description of the column
  Header,       ///< key of a header
  Values,       ///< the values themselves
  DataModel,    ///< definition of the survey or file format
  Default       ///< nothing states it; the usual choice
};

/// Ground of a decision and the place of the statement, e.g. {Header, "CUNIT1"} or {Ucd, "em.wl;obs.atmos"}.
struct Reason {
  Ground ground = Ground::Unknown;
  std::string detail = {};
  bool operator==(const Reason&) const = default;
};

/// Reason why a value was taken as missing.
enum class MissingCause {
  NotFinite,      ///< not a number or infinite in the file
  Masked,         ///< marked by a mask
  Sentinel,       ///< a number that stands for "no value", such as −9999
  OutsideRange,   ///< beyond the limits of the quantity
  ErrorSaysNone,  ///< flux whose error or inverse variance marks a pixel without data
  ZeroFlux,       ///< flux of exactly 0 in files where it means no data
  BadError        ///< error that is 0, negative or not finite
};

/// Number of values that were taken as missing for one reason.
struct MissingCount {
  MissingCause cause = MissingCause::NotFinite;
  std::size_t count = 0;
  std::string detail = {};  ///< the numbers or limits: "-9999.99", "1000–200000 K"; may be empty
};

/// Column, image or other part of a file, and what it was read as.
struct ReadPart {
  std::string name = {};  ///< as in the file: "FLUX", "flux_0 … flux_799", "HDU 2 (ERR)", "row 2 (IVAR)"
  PartKind kind = PartKind::Column;
  PartRole role = PartRole::Other;
  std::string target = {};  ///< name in the survey: that of a label, input or column; empty for spectra and ids
  std::string unit = {};    ///< as it was understood; empty: none
  Reason roleReason = {}, unitReason = {};
  std::vector<std::string> samples = {};    ///< up to three of its first values; empty text: missing
  std::vector<PartRole> alternatives = {};  ///< other roles that its type allows, the likely ones first
  std::vector<MissingCount> missing = {};   ///< counts of its missing values
  bool isKept = false;                      ///< the values in `missing` were kept, as the user demanded
  bool isDoubtful = false;                  ///< the user should look at it
  std::string doubt = {};                   ///< clause that says what is odd; empty unless isDoubtful
  std::string detail = {};                  ///< further statement, as a clause: "any bit means no data"; may be empty
};

/// Wavelengths of the spectra of a group.
struct ReadWavelengths {
  std::string place =
      {};  ///< place of the values: "column 'wave'", "CRVAL1 and CDELT1 of HDU 1", "HDU 5 (WAVE)", "a.csv"
  std::string unit = {};  ///< unit in the file: "nm", "Å", "log10 of Å"
  Reason unitReason = {};
  bool isAir = false;  ///< they were in air, and have been converted to vacuum
  Reason mediumReason = {};
  bool isMediumStated = true;          ///< false if a reader that asks about the medium assumed one
  double firstNm = 0.0, lastNm = 0.0;  ///< least and greatest of all spectra, in vacuum
  std::size_t minPixels = 0, maxPixels = 0;
  bool isDoubtful = false;
  std::string doubt = {};  ///< as in ReadPart
};

/// Part of a file that was left out.
struct UnusedPart {
  std::string name = {};      ///< "HDU 3 (SKY)"
  std::string form = {};      ///< equal in files of the same kind; for merging
  bool maybeSpectra = false;  ///< it may hold spectra, which the user can choose instead
};

/// Files that were read alike.
struct ReadGroup {
  /// Content that was read from the files.
  enum class Content {
    Spectra,
    Inputs,  ///< network inputs of stars, without spectra
    Stars,   ///< catalogue: a table of stars without spectra
    Labels,  ///< table that was joined to the spectra
    Survey   ///< survey file of this program
  };
  Content content = Content::Spectra;
  std::string firstFile = {};  ///< name of the first file, without its folder
  std::size_t fileCount = 1;   ///< number of files
  std::string format = {};     ///< "table with one row per pixel", "APOGEE star"
  std::string place = {};      ///< HDUs that were taken: "HDU 2 (COADD)"; empty for files other than FITS
  Reason placeReason = {};
  std::vector<ReadPart> parts = {};
  std::optional<ReadWavelengths> wavelengths = {};  ///< nullopt for content without spectra
  std::size_t starCount = 0;                        ///< stars, or spectra of stars
  std::size_t pixelCount = 0;                       ///< flux values of all spectra together
  std::vector<UnusedPart> unused = {};
  std::vector<std::string> remarks = {};  ///< further statements, as clauses: "arms B, R, Z joined"
  bool isSecondary = false;  ///< holds a second product of the stars, which is used only if they have no other spectra
  bool isDoubtful = false;
  std::string doubt = {};  ///< about the group as a whole, as in ReadPart
};

/// Doubtful decision that the user should check.
struct Doubt {
  std::string file;  ///< ReadGroup::firstFile
  std::string part;  ///< ReadPart::name, "wavelengths", or empty for the group as a whole
  std::string text;  ///< clause
};

/// How the files of an import were read.
struct ReadingReport {
  std::vector<ReadGroup> groups;    ///< in the order of their first files; the label table comes last
  std::size_t otherFiles = 0;       ///< files beyond the groups listed, each read in another way
  std::optional<double> medianSnr;  ///< median over the spectra of the median flux/error; none without errors
  // Totals of all spectra after masks and errors were applied:
  std::size_t fluxCount = 0;      ///< flux values
  std::size_t missingFlux = 0;    ///< missing flux values, whatever the reason
  std::size_t missingErrors = 0;  ///< errors that are missing although there is flux: not finite, 0 or negative

  bool empty() const { return groups.empty(); }
  /// Returns the doubtful decisions in the order of the groups and parts.
  std::vector<Doubt> doubts() const;
};

/// Adds a group, or merges it with one of files that were read alike: counts are added, ranges widened, and samples are
/// those of the first file.
void addGroup(ReadingReport& report, ReadGroup&& group);

/// Adds the counts and the doubt of a part that was read alike.
void mergeParts(ReadPart& part, const ReadPart& more);

/// Adds the columns of the stars of all files: to the only group with this content, or else as a group of their own.
/// Header keys that a group lists already (ReadPart::target) are not repeated, but completed.
void addStarParts(ReadingReport& report, std::vector<ReadPart>&& parts, ReadGroup::Content content,
                  const std::string& firstFile, std::size_t starCount);

/// Returns the role in the words of `ColumnRole` ("ivar", "ra"), so that the user can assign it; empty if it cannot be
/// assigned.
std::string_view roleWord(PartRole role);
std::string_view roleText(PartRole role);              ///< returns the role for messages: "inverse variance"
std::string reasonText(const Reason& reason);          ///< returns a clause: "by name", "from CUNIT1"; empty if unknown
std::string missingText(const MissingCount& missing);  ///< returns "20 values of -9999.99"

/// Returns the report without the doubts that one of `sentences` contains, such as notes that are shown as well.
ReadingReport withoutDoubtsIn(ReadingReport report, const std::vector<std::string>& sentences);

/// Returns the report as lines of text: with `isWhole`, everything; otherwise the essentials and the doubts. Lines of a
/// group after its first are indented.
std::vector<std::string> readingLines(const ReadingReport& report, bool isWhole);

}  // namespace maury::survey
