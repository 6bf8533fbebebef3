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
#include "survey/Helpers.h"
#include "survey/importing/FitsImages.h"
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
  writeImages(folder / "image.fits", {{kAxis, {6}, {4, 2, 3, 1, 5, 6}}, {named("MASK"), {6}, {0, 1, 2, 4, 0, 0}}});
  CHECK(same(importFile(folder / "image.fits").flux, std::vector<float>{4, kNaN, kNaN, kNaN, 5, 6}));
  ImportOptions options = vacuum();
  options.maskBits = 0b100;
  CHECK(same(importFile(folder / "image.fits", options).flux, std::vector<float>{4, 2, 3, kNaN, 5, 6}));
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

TEST_CASE("images: the coordinates of an image are those of its own header") {
  const TemporaryFolder folder;
  const std::vector<std::string> sky = {"CRVAL1  = 150.0",      "CD1_1   = -7.0E-5",    "CRPIX1  = 512",
                                        "CTYPE1  = 'RA---TAN'", "CUNIT1  = 'deg     '", "DC-FLAG = 1"};
  writeImages(folder / "t.fits",
              {{sky, {}, {}},
               {{"EXTNAME = 'FLUX    '", "CRVAL1  = 8460.0", "CDELT1  = 0.5", "CTYPE1  = 'WAVE    '"},
                {20},
                std::vector<double>(20, 1.0)}});
  const Dataset stars = importFile(folder / "t.fits");
  CHECK(stars.grid.first() == Approx(846.0).epsilon(1e-12));
  CHECK(stars.grid.last() == Approx(846.95).epsilon(1e-12));
}

TEST_CASE("images: errors far below the range of floats, and bits beyond it") {
  const TemporaryFolder folder;
  writeImages(folder / "var.fits", {{kAxis, {3}, {1e-18, 2e-18, 3e-18}},
                                    {named("VARIANCE"), {3}, {1e-40, 4e-42, 9e-44}},
                                    {named("MASK"), {3}, {0, 0, 0}}});
  const Dataset small = importFile(folder / "var.fits");
  CHECK(small.fluxError[0] == Approx(1e-20));
  CHECK(small.fluxError[2] == Approx(3e-22));
  writeImages(folder / "ivar.fits",
              {{kAxis, {2}, {1e-18, 2e-18}}, {named("IVAR"), {2}, {1e40, 4e40}}, {named("MASK"), {2}, {0, 0}}});
  CHECK(importFile(folder / "ivar.fits").fluxError[1] == Approx(5e-21));
  const double bit40 = 1099511627776.0;
  writeImages(folder / "mask.fits", {{kAxis, {3}, {1, 2, 3}}, {named("MASK"), {3}, {bit40, bit40 + 1.0, 1.0}}});
  ImportOptions options = vacuum();
  options.maskBits = 1;
  CHECK(same(importFile(folder / "mask.fits", options).flux, std::vector<float>{1, kNaN, kNaN}));
}

TEST_CASE("image masks: a mask of most pixels, which may mark the good ones, is refused unless its bits are chosen") {
  const TemporaryFolder folder;
  writeImages(folder / "t.fits", {{kAxis, {4}, {4, 2, 3, 1}}, {named("MASK"), {4}, {1, 1, 0, 1}}});
  const auto error = errorOf([&] { (void)importFile(folder / "t.fits"); });
  REQUIRE(error);
  CHECK(error->says("HDU 2 (MASK) masks 3 of 4 pixels with flux"));
  ImportOptions options = vacuum();
  options.maskBits = 0;
  CHECK(same(importFile(folder / "t.fits", options).flux, std::vector<float>{4, 2, 3, 1}));
}

TEST_CASE("images: ESO's keys and names say which error an image holds") {
  const TemporaryFolder folder;
  const auto errorOfImage = [&](const std::vector<std::string>& cards) {
    writeImages(folder / "t.fits", {{kAxis, {2}, {1, 2}}, {cards, {2}, {0.25, 0.25}}});
    const Dataset stars = importFile(folder / "t.fits");
    return stars.fluxError.empty() ? -1.0f : stars.fluxError[0];
  };
  const std::vector<std::string> isError = {"EXTNAME = 'ERRDATA '", "HDUCLAS2= 'ERROR   '"};
  const auto withKind = [&](const std::string& kind) {
    return std::vector<std::string>{isError[0], isError[1], "HDUCLAS3= '" + kind + "'"};
  };
  CHECK(errorOfImage(isError) == 0.25f);
  CHECK(errorOfImage(withKind("MSE     ")) == 0.5f);
  CHECK(errorOfImage(withKind("RMSE    ")) == 0.25f);
  CHECK(errorOfImage(withKind("INVMSE  ")) == 2.0f);
  CHECK(errorOfImage(named("STAT")) == 0.5f);
}

TEST_CASE("masks: a number beyond 2^53 counts as having every bit") {
  MaskApplier mask("mask", {1, false, true, ""});
  std::vector<float> flux = {1, 2, 3};
  mask.apply(std::vector<double>{9223372036854775808.0, 2.0, 1.0}, flux);
  CHECK(same(flux, std::vector<float>{kNaN, 2, kNaN}));
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
