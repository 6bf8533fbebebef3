// SPDX-License-Identifier: GPL-3.0-or-later
// Options of an import for images of spectra: bits of masks, and the unit of an image of wavelengths; and notes about
// many files.
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/TemporaryFolder.h"
#include "survey/FitsImages.h"
#include "survey/Helpers.h"
#include "survey/importing/Import.h"
#include "survey/importing/MergedNotes.h"
#include "survey/importing/columns/PixelMask.h"

using namespace maury::survey;
using namespace maury::test;
using maury::Job;

namespace {

ImportOptions vacuum() {
  ImportOptions options;
  options.medium = ImportOptions::Medium::Vacuum;
  return options;
}

Dataset importFile(const std::filesystem::path& path, const ImportOptions& options = vacuum()) {
  ImportReport report;
  Job job;
  return importSurvey({path}, options, report, job);
}

const std::vector<std::string> kAxis = {"CRVAL1  = 5000.0", "CDELT1  = 1.0", "CRPIX1  = 1", "CTYPE1  = 'WAVE    '",
                                        "CUNIT1  = 'Angstrom'"};

std::vector<std::string> named(const std::string& name) {
  return {"EXTNAME = '" + name + "'"};
}

}  // namespace

TEST_CASE("structure: the bits of masks in images and rows can be chosen") {
  const TemporaryFolder folder;
  writeImages(folder / "image.fits", {{kAxis, {4}, {4, 2, 3, 1}}, {named("MASK"), {4}, {0, 1, 2, 4}}});
  CHECK(same(importFile(folder / "image.fits").flux, std::vector<float>{4, kNaN, kNaN, kNaN}));
  ImportOptions options = vacuum();
  options.maskBits = 0b100;
  CHECK(same(importFile(folder / "image.fits", options).flux, std::vector<float>{4, 2, 3, kNaN}));
  std::vector<std::string> cards = kAxis;
  cards.insert(cards.end(), {"ROW1    = 'DATA    '", "ROW2    = 'MASK    '"});
  writeImages(folder / "rows.fits", {{cards, {4, 2}, {4, 2, 3, 1, 0, 1, 2, 4}}});
  CHECK(same(importFile(folder / "rows.fits").flux, std::vector<float>{4, kNaN, kNaN, kNaN}));
  CHECK(same(importFile(folder / "rows.fits", options).flux, std::vector<float>{4, 2, 3, kNaN}));
}

TEST_CASE("structure: an image of wavelengths for each row has one unit, which the user can state") {
  const TemporaryFolder folder;
  writeImages(folder / "chips.fits", {{{}, {}, {}},
                                      {named("FLUX"), {4, 2}, {1, 2, 3, 4, 5, 6, 7, 8}},
                                      {named("WAVE"), {4, 2}, {950, 951, 952, 953, 990, 991, 992, 993}}});
  CHECK(errorOf([&] { (void)importFile(folder / "chips.fits"); }).says("its wavelengths 950–993 have no unit"));
  ImportOptions options = vacuum();
  options.unit = kNanometre;
  const Dataset dataset = importFile(folder / "chips.fits", options);
  REQUIRE(dataset.starCount() == 1);
  CHECK(dataset.grid.first() == Approx(950.0));
  CHECK(dataset.grid.last() == Approx(993.0));
}

TEST_CASE("notes: a key counts files, and notes without one are merged if they differ only in numbers") {
  MergedNotes notes;
  notes.add("a.fits", "a.fits: 3 pixels are masked.");
  notes.add("b.fits", "b.fits: 40 pixels are masked.");
  notes.add("b.fits", "b.fits: read from HDU 2.", "HDU 2");
  notes.add("c.fits", "c.fits: read from HDU 2 too.", "HDU 2");
  notes.add("c.fits", "A column has no unit.", "unit");
  notes.add("d.fits", "A column has no unit.", "unit");
  CHECK(notes.take() == std::vector<std::string>{"a.fits: 3 pixels are masked. (1 more note of this kind)",
                                                 "b.fits and 1 more file: read from HDU 2.",
                                                 "c.fits and 1 more file: A column has no unit."});
  CHECK(notes.take().empty());
}

TEST_CASE("image masks: a value that is no set of bits masks its pixel, however large") {
  constexpr std::uint64_t kAll = ~std::uint64_t{0};
  CHECK_FALSE(isMasked(0.0, kAll));
  CHECK(isMasked(4.0, kAll));
  CHECK_FALSE(isMasked(4.0, 3));
  CHECK(isMasked(-1.0, 1));
  for (const double odd : {-3.7e24, 1e300, 0.5, std::nan("")})
    CHECK(isMasked(odd, 1));
}
