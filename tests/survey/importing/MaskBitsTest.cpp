// SPDX-License-Identifier: GPL-3.0-or-later
// Bits of masks that mean no data, as surveys define them.
#include "survey/importing/columns/MaskBits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/importing/FitsImages.h"
#include "survey/importing/Import.h"
#include "survey/importing/columns/PixelMask.h"

using maury::Job;
using namespace maury::survey;
using namespace maury::test;

namespace {

struct Imported {
  Dataset dataset;
  ImportReport report;

  /// Returns the entry of the mask in the reading report.
  const ReadPart& mask() const {
    const std::vector<ReadPart>& parts = report.reading.groups.at(0).parts;
    const auto found =
        std::find_if(parts.begin(), parts.end(), [](const ReadPart& part) { return part.role == PartRole::Mask; });
    REQUIRE(found != parts.end());
    return *found;
  }
};

Imported runImport(const std::filesystem::path& path, const ImportOptions& given = {}) {
  ImportOptions options = given;
  options.medium = ImportOptions::Medium::Vacuum;
  Imported result;
  Job job;
  result.dataset = importSurvey({path}, options, result.report, job);
  return result;
}

bool hasNote(const ImportReport& report, const std::string& part) {
  return std::any_of(report.notes.begin(), report.notes.end(),
                     [&](const std::string& note) { return contains(note, part); });
}

std::size_t missingIn(const Dataset& stars) {
  return static_cast<std::size_t>(
      std::count_if(stars.flux.begin(), stars.flux.end(), [](float flux) { return std::isnan(flux); }));
}

/// Returns a table of 20 pixels with these names after wavelength, flux and ivar. `bits` returns what follows for a
/// pixel: ",0,4".
template <typename Bits>
std::string pixels(const std::string& names, const Bits& bits) {
  std::string text = "wavelength,flux,ivar" + names + "\n";
  for (int pixel = 0; pixel < 20; ++pixel)
    text += fmt::format("{},1,4{}\n", 8460.0 + pixel, bits(pixel));
  return text;
}

}  // namespace

TEST_CASE("mask bits: SDSS's and_mask is preferred to or_mask, and only bits without data count") {
  const TemporaryFolder folder;
  // All pixels have no data in some exposure; pixel 5 in all (NODATA, bit 24), pixel 6 has a bright sky (bit 23).
  writeBytes(folder / "a.csv", pixels(",or_mask,and_mask", [](int pixel) {
               return fmt::format(",16777216,{}", pixel == 5 ? 1 << 24 : pixel == 6 ? 1 << 23 : 0);
             }));
  const Imported sdss = runImport(folder / "a.csv");
  CHECK(std::isnan(sdss.dataset.flux[5]));
  CHECK(missingIn(sdss.dataset) == 1);
  CHECK(sdss.mask().name == "and_mask");
  CHECK(sdss.mask().detail == "bits 18, 22, 24 of SPPIXMASK (FULLREJECT, NOSKY, NODATA) mean no data");
  const std::vector<std::string> lines = readingLines(sdss.report.reading, true);
  CHECK(std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
    return line.starts_with("  mask: and_mask") && contains(line, "; bits 18, 22, 24 of SPPIXMASK");
  }));
  CHECK(hasNote(sdss.report, "1 of 20 pixels have no data according to the mask 'and_mask'"));
  CHECK(hasNote(sdss.report,
                "1 of 20 pixels have bits set in the mask 'and_mask' that were ignored, because only bits "
                "18, 22, 24 of SPPIXMASK mean no data"));
  ImportOptions options;
  options.maskBits = parseMaskBits("23");
  const Imported chosen = runImport(folder / "a.csv", options);
  CHECK(std::isnan(chosen.dataset.flux[6]));
  CHECK(missingIn(chosen.dataset) == 1);
  CHECK(chosen.mask().detail == "bit 23 means no data, as you stated");
}

TEST_CASE("mask bits: by a survey's definition, most pixels may be without data") {
  const TemporaryFolder folder;
  writeBytes(folder / "a.csv",
             pixels(",and_mask", [](int pixel) { return fmt::format(",{}", pixel < 12 ? 1 << 22 : 0); }));
  CHECK(missingIn(runImport(folder / "a.csv").dataset) == 12);
}

TEST_CASE("mask bits: a mask of any exposure marks nothing") {
  const TemporaryFolder folder;
  writeBytes(folder / "a.csv", pixels(",or_mask", [](int) { return ",16777216"; }));
  const Imported any = runImport(folder / "a.csv");
  CHECK(missingIn(any.dataset) == 0);
  CHECK(any.mask().detail ==
        "its bits are ignored, because they are those of any exposure, while the others may have data");
}

TEST_CASE("mask bits: LAMOST's ANDMASK marks all but a bright sky, other masks any bit") {
  const TemporaryFolder folder;
  const auto bits = [](int pixel) { return fmt::format(",{}", pixel < 6 ? 1 << pixel : 0); };
  writeBytes(folder / "lamost.csv", pixels(",andmask", bits));
  const Imported lamost = runImport(folder / "lamost.csv");
  CHECK(missingIn(lamost.dataset) == 5);
  CHECK(lamost.dataset.flux[3] == 1.0F);
  CHECK(contains(lamost.mask().detail, "bits 0, 1, 2, 4, 5 of LAMOST's pixel mask (BADCCD, "));
  writeBytes(folder / "other.csv", pixels(",mask", bits));
  const Imported other = runImport(folder / "other.csv");
  CHECK(missingIn(other.dataset) == 6);
  CHECK(other.mask().detail == "any bit means no data");
}

TEST_CASE("mask bits: images named ANDMASK are SDSS's unless the telescope is LAMOST, those of arms are DESI's") {
  const TemporaryFolder folder;
  const std::vector<std::string> axis = {"CRVAL1  = 5000.0", "CDELT1  = 1.0", "CRPIX1  = 1", "CTYPE1  = 'WAVE    '",
                                         "CUNIT1  = 'Angstrom'"};
  const std::vector<double> flux(8, 2.0), bits = {0, 1, 262144, 4194304, 8388608, 16777216, 0, 0};
  writeImages(folder / "plate.fits", {{axis, {8}, flux}, {{"EXTNAME = 'ANDMASK '"}, {8}, bits}});
  const Imported plate = runImport(folder / "plate.fits");
  CHECK(missingIn(plate.dataset) == 3);  // bits 18, 22 and 24, not 0 and 23
  CHECK(plate.dataset.flux[1] == 2.0F);
  CHECK(contains(plate.mask().detail, "of SPPIXMASK"));
  std::vector<std::string> lamost = axis;
  lamost.emplace_back("TELESCOP= 'LAMOST  '");
  writeImages(folder / "lamost.fits", {{lamost, {8}, flux}, {{"EXTNAME = 'ANDMASK '"}, {8}, bits}});
  const Imported other = runImport(folder / "lamost.fits");
  CHECK(missingIn(other.dataset) == 1);  // bit 0
  CHECK(std::isnan(other.dataset.flux[1]));

  const MaskDefinition* desi = maskDefinitionOf({.name = "b_mask", .isImage = true});
  REQUIRE(desi != nullptr);
  CHECK(desi->bad == ~std::uint64_t{0});
  CHECK(maskDefinitionOf({.name = "mask", .isImage = true}) == nullptr);
}

TEST_CASE("mask bits: pixel_flags of SDSS-V are APOGEE's, or those of any exposure of BOSS") {
  FluxColumns columns;
  columns.errorMeaning = ErrorMeaning::InverseVariance;
  const auto rule = [&](const std::string& table) {
    return maskRuleOf({.name = "pixel_flags", .table = table}, columns, std::nullopt);
  };
  CHECK(rule("apogee/apo").bits == 0xFF);
  CHECK(contains(rule("apogee/lco").statement, "bits 0 to 7 of APOGEE_PIXMASK (BADPIX, "));
  CHECK(rule("boss/apo").bits == 0);
  CHECK(contains(rule("boss/apo").reason, "any exposure"));
  CHECK(rule("").bits == 0);
  CHECK(rule("").reason == "the inverse variance marks the pixels without data");
  CHECK(maskRuleOf({.name = "mask", .isImage = true, .isApogee = true}, {}, std::nullopt).bits == 0xFF);
}

TEST_CASE("mask bits: real files of DESI, APOGEE, LAMOST and SDSS-V state them", "[real]") {
  const auto folder = realData("../cases/files");
  if (folder.empty()) return;
  CHECK(runImport(folder / "desi-coadd-one-target.fits").mask().detail == "any bit of DESI's specmask means no data");
  CHECK(contains(runImport(folder / "apVisit-r13-5095-55844-128.fits").mask().detail, "APOGEE_PIXMASK"));
  CHECK(contains(runImport(folder / "lamost-dr1-five-rows.fits").mask().detail, "LAMOST's pixel mask"));
  const Imported medium = runImport(folder / "lamost-mrs-med-58625-TD192102N424113K01_sp12-076.fits.gz");
  CHECK(contains(medium.mask().detail, "LAMOST's pixel mask"));
}
