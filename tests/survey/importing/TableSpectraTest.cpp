// SPDX-License-Identifier: GPL-3.0-or-later
// Spectra in tables: which column is the wavelength, the flux, its error and the mask. The numbers of real files were
// computed from them with Python, independently of this program.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/FitsFile.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/importing/Import.h"
#include "survey/importing/columns/ColumnNames.h"
#include "survey/importing/columns/FluxColumns.h"

using maury::ErrorKind;
using maury::Job;
using namespace maury::survey;
using namespace maury::test;
using Names = std::vector<std::string>;

namespace {

struct Imported {
  Dataset dataset;
  ImportReport report;
};

ImportOptions inVacuum() {
  ImportOptions options;
  options.medium = ImportOptions::Medium::Vacuum;
  return options;
}

Imported runImport(const std::filesystem::path& path, const ImportOptions& options = inVacuum()) {
  Imported result;
  Job job;
  result.dataset = importSurvey({path}, options, result.report, job);
  return result;
}

CaughtError importError(const std::filesystem::path& path, const ImportOptions& options = inVacuum()) {
  return errorOf([&] { (void)runImport(path, options); });
}

bool hasNote(const ImportReport& report, const std::string& part) {
  return std::any_of(report.notes.begin(), report.notes.end(),
                     [&](const std::string& note) { return note.find(part) != std::string::npos; });
}

std::filesystem::path caseFile(const std::string& name) {
  return realData("../cases/files/" + name);
}

ImportOptions withRoles(const Names& roles) {
  ImportOptions options = inVacuum();
  for (const std::string& role : roles)
    options.roles.push_back(parseColumnRole(role));
  return options;
}

/// Returns 20 pixels from 8460 Å in steps of 0.5 Å with these columns after the wavelength, each a constant.
std::string pixels(const std::string& header, const std::string& cells) {
  std::string text = header.empty() ? "" : header + "\n";
  for (int i = 0; i < 20; ++i)
    text += fmt::format("{}{}{}\n", 8460.0 + 0.5 * i, cells.empty() ? "" : ",", cells);
  return text;
}

ColumnQuantity quantityOf(const char* name) {
  return interpretColumnName(name).quantity;
}

}  // namespace

TEST_CASE("column names: errors, variances and masks are recognised by their words") {
  for (const char* name :
       {"STATERROR", "stat_error", "std", "unc", "uncertainty", "flux_unc", "flux_uncertainty", "sig", "dflux",
        "error_flux", "flux_sigma", "noise", "ERR_FLUX", "e_flux", "sob_uncert", "err_reduced"})
    CHECK(quantityOf(name) == ColumnQuantity::Sigma);
  for (const char* name : {"fluxVariance", "VAR", "flux_var"})
    CHECK(quantityOf(name) == ColumnQuantity::Variance);
  for (const char* name : {"ivar", "FLUX_IVAR", "invvar", "inverse_variance", "inverse"})
    CHECK(quantityOf(name) == ColumnQuantity::InverseVariance);
  for (const char* name : {"rel_err", "relative_error", "flux_relative_uncertainty"})
    CHECK(quantityOf(name) == ColumnQuantity::RelativeSigma);
  for (const char* name : {"mask", "AND_MASK", "ormask", "QUAL", "quality", "flags", "pixel_flags", "flux_mask", "dq"})
    CHECK(quantityOf(name) == ColumnQuantity::Mask);
  for (const char* name : {"flux_g", "teff", "e_teff", "wavelength_error", "x", "sky", "snr", "parallax", "",
                           "flux_radius", "vari", "e", "n", "model", "loggf", "H_err_x"})
    CHECK(quantityOf(name) == ColumnQuantity::Unknown);
}

TEST_CASE("column names: wavelengths state their unit, medium and logarithm") {
  struct Expected {
    const char* name;
    const char* unit;
    std::optional<bool> isAir;
    bool isLog;
  };
  const Expected all[] = {{"WAVE_A", "Angstrom", {}, false},
                          {"wave_um", "um", {}, false},
                          {"lambda_nm", "nm", {}, false},
                          {"lambda_air_A", "Angstrom", true, false},
                          {"Wavelength(nm)", "nm", {}, false},
                          {"Wavelength [Å]", "Angstrom", {}, false},
                          {"waveobs", "", {}, false},
                          {"wavelength_vac", "", false, false},
                          {"loglam", "", {}, true},
                          {"log_lambda", "", {}, true},
                          {"wl_micron", "um", {}, false}};
  for (const Expected& expected : all) {
    INFO(expected.name);
    const ColumnName name = interpretColumnName(expected.name);
    CHECK(name.quantity == ColumnQuantity::Wavelength);
    CHECK(name.unit == expected.unit);
    CHECK(name.isAir == expected.isAir);
    CHECK(name.isLog == expected.isLog);
  }
  CHECK(quantityOf("flux_lambda") == ColumnQuantity::Flux);
  CHECK(quantityOf("f_lambda") == ColumnQuantity::Flux);
  CHECK(quantityOf("NormFlux") == ColumnQuantity::Flux);
  CHECK(quantityOf("norm flux") == ColumnQuantity::Flux);
}

TEST_CASE("flux columns: the best known name is taken, vacuum before air, and the others are listed") {
  const auto found = fluxColumnsAmong(Names{"wave_air", "wave_vac", "flux", "norm flux", "error", "noise", "mask"});
  REQUIRE(found);
  CHECK(found->wavelength == "wave_vac");
  CHECK(found->isAir == std::optional(false));
  CHECK(found->flux == "flux");
  CHECK(found->error == "error");
  CHECK(found->mask == "mask");
  CHECK(found->others == Names{"wave_air", "norm flux", "noise"});
  CHECK_FALSE(found->isAmbiguous);
  CHECK(fluxColumnsAmong(Names{"wave", "flux1", "flux2"})->isAmbiguous);
  CHECK_FALSE(fluxColumnsAmong(Names{"wave", "flux1"})->isAmbiguous);
  const auto eso = fluxColumnsAmong(Names{"wave", "flux_reduced", "err", "err_reduced"});
  CHECK(eso->error == "err_reduced");
}

TEST_CASE("flux columns: 1e10 is an error like any other, except in APOGEE's files") {
  std::vector<float> flux = {1.0f, 2.0f};
  const std::vector<double> errors = {0.5, 1e11};
  CHECK(sigmasOf(errors, ErrorMeaning::Sigma, flux) == std::vector<float>{0.5f, 1e11f});
  CHECK(flux[1] == 2.0f);
  (void)sigmasOf(errors, ErrorMeaning::Sigma, flux, kApogeeNoDataError);
  CHECK(std::isnan(flux[1]));
  flux = {-4.0f, 2.0f};
  CHECK(sigmasOf(std::vector<double>{0.5, 0.25}, ErrorMeaning::Relative, flux) == std::vector<float>{2.0f, 0.5f});
}

TEST_CASE("roles: a column can be assigned to a quantity, with its unit") {
  const ColumnRole role = parseColumnRole("x=wavelength:Angstrom");
  CHECK(role.column == "x");
  CHECK(role.role == "wavelength");
  CHECK(role.unit == "Angstrom");
  CHECK(columnRoleText(role) == "x=wavelength:Angstrom");
  CHECK(errorOf([] { (void)parseColumnRole("x=wavelengths"); }).says("unknown role 'wavelengths'"));
  CHECK(errorOf([] { (void)parseColumnRole("x=wavelength:"); }).says("no unit after the colon"));

  const TemporaryFolder folder;
  writeBytes(folder / "a.csv", pixels("a,b,c,d", "2,0.01,0"));
  const auto named =
      runImport(folder / "a.csv", withRoles({"a=wavelength:nm", "b=flux", "c=relative-error", "d=mask"}));
  CHECK(named.dataset.pixelCount() == 20);
  CHECK(named.dataset.grid.first() == Approx(8460.0));
  CHECK(named.dataset.fluxErrorOf(0)[3] == Approx(0.02));
  writeBytes(folder / "b.csv", pixels("wavelength,flux1,flux2,c", "2,3,16"));
  const auto chosen = runImport(folder / "b.csv", withRoles({"flux2=flux", "c=ivar"}));
  CHECK(chosen.dataset.flux[0] == 3.0f);
  CHECK(chosen.dataset.fluxErrorOf(0)[0] == 0.25f);
  CHECK(importError(folder / "b.csv", withRoles({"flux2=flux", "sky=ignore"})).says("no table has a column 'sky'"));
  CHECK(importError(folder / "b.csv").says("the flux could be in the columns 'flux1', 'flux2'"));
  CHECK(importError(folder / "b.csv").commandLineStep == "Use --map flux1=flux.");
  writeBytes(folder / "c.ecsv",
             "# %ECSV 1.0\n# ---\n# datatype:\n# - {name: id, datatype: string}\n# - {name: ra, unit: deg, datatype: "
             "float64}\n# - {name: teff, datatype: float64}\nid ra teff\na 1.5 5000\nb 2.5 5100\n");
  const Dataset inHours = runImport(folder / "c.ecsv", withRoles({"ra=ra:hourangle"})).dataset;
  CHECK(inHours.unitOf("ra") == "deg");
  CHECK(inHours.numeric("ra") == std::vector<double>{22.5, 37.5});
}

TEST_CASE("pixel table: a table whose first column rises like wavelengths is a spectrum, whatever its names") {
  const TemporaryFolder folder;
  writeBytes(folder / "a.csv", pixels("", "1.5,0.01"));
  const auto [plain, report] = runImport(folder / "a.csv");
  REQUIRE(plain.starCount() == 1);
  CHECK(plain.grid.first() == Approx(846.0));
  CHECK(plain.fluxErrorOf(0)[0] == 0.01f);
  CHECK(hasNote(report, "column 'col1' was taken as the wavelength and 'col2' as the flux, 'col3' as its error"));
  writeBytes(folder / "b.csv", pixels("x,y", "1.5"));
  CHECK(runImport(folder / "b.csv").dataset.pixelCount() == 20);
  writeBytes(folder / "c.csv", pixels("wavelength,star1,star2", "1.5,2"));
  CHECK(importError(folder / "c.csv").says("the flux could be in the columns 'star1', 'star2'"));
}

TEST_CASE("pixel table: catalogues stay catalogues") {
  const TemporaryFolder folder;
  std::string ids = "n,teff,logg\n", sorted = "period,amplitude\n", random;
  double period = 100.0;
  for (int i = 0; i < 40; ++i) {
    period -= 10.0 * std::log(((i * 37) % 41 + 0.5) / 41.0);  // as the sorted values of a sample are spaced
    ids += fmt::format("{},{},{}\n", 1000 + i, 4000 + 37 * (i * i % 41), 2.5);
    sorted += fmt::format("{},{}\n", period, i);
    random += fmt::format("{},{}\n", 1000 + i, 4000 + 37 * (i * 17 % 41));
  }
  writeBytes(folder / "ids.csv", ids);
  CHECK(runImport(folder / "ids.csv").dataset.starCount() == 40);
  writeBytes(folder / "sorted.csv", sorted);
  CHECK(runImport(folder / "sorted.csv").dataset.starCount() == 40);
  writeBytes(folder / "random.csv", random);
  CHECK(runImport(folder / "random.csv").dataset.starCount() == 40);
  CHECK(runImport(folder / "random.csv").dataset.pixelCount() == 0);
}

TEST_CASE("pixel table: numeric columns that are not used are named in a note") {
  const TemporaryFolder folder;
  writeBytes(folder / "a.csv", pixels("wavelength,flux,continuum,err", "1,2,0.01"));
  CHECK(hasNote(runImport(folder / "a.csv").report,
                "wavelength 'wavelength', flux 'flux', error 'err'. Left out: "
                "'continuum'."));
  writeBytes(folder / "b.csv", pixels("wavelength,flux", "1"));
  CHECK_FALSE(hasNote(runImport(folder / "b.csv").report, "Left out"));
}

TEST_CASE("notes: those that differ only in numbers are given once for a folder") {
  const TemporaryFolder folder;
  for (int i = 0; i < 5; ++i)
    writeBytes(folder / fmt::format("a{}.csv", i), pixels("wavelength,flux,sky", fmt::format("1,{}", i)));
  const auto [dataset, report] = runImport(folder.path());
  CHECK(dataset.starCount() == 5);
  REQUIRE(report.notes.size() == 2);  // another one is about the unit of the wavelengths
  CHECK(hasNote(report, "a0.csv: wavelength 'wavelength'"));
  CHECK(hasNote(report, "Left out: 'sky'. (4 more notes of this kind)"));
}

TEST_CASE("masks: any bit or the chosen bits mean no data, and a mask of all pixels is refused") {
  const TemporaryFolder folder;
  std::string text = "wavelength,flux,mask\n", most = text, good = "wavelength,flux,good\n",
              sdss = "loglam,flux,ivar,and_mask\n";
  for (int i = 0; i < 20; ++i) {
    text += fmt::format("{},1,{}\n", 8460.0 + i, i == 3 ? 1 : i == 4 ? 6 : 0);
    most += fmt::format("{},1,{}\n", 8460.0 + i, i == 3 ? 0 : 1);
    good += fmt::format("{},1,{}\n", 8460.0 + i, i == 3 ? 0 : 1);
    sdss += fmt::format("{},1,{},{}\n", 3.9 + 1e-4 * i, i == 3 ? 0 : 4, i > 1 ? 16 : 0);
  }
  writeBytes(folder / "a.csv", text);
  writeBytes(folder / "most.csv", most);
  writeBytes(folder / "good.csv", good);
  writeBytes(folder / "sdss.csv", sdss);
  const auto [all, report] = runImport(folder / "a.csv");
  CHECK(std::isnan(all.flux[3]));
  CHECK(std::isnan(all.flux[4]));
  CHECK(all.flux[5] == 1.0f);
  CHECK(hasNote(report, "2 of 20 pixels have no data according to the mask 'mask'"));
  ImportOptions options = inVacuum();
  options.maskBits = parseMaskBits("1,2");
  const auto [two, chosen] = runImport(folder / "a.csv", options);
  CHECK(two.flux[3] == 1.0f);
  CHECK(std::isnan(two.flux[4]));
  CHECK(hasNote(chosen, "1 of 20 pixels have bits set in the mask 'mask' that were ignored"));
  CHECK(importError(folder / "most.csv").says("column 'mask' masks 19 of 20 pixels with flux"));
  CHECK(importError(folder / "most.csv").commandLineStep.find("--mask-bits") != std::string::npos);
  options.maskBits = parseMaskBits("none");
  CHECK(runImport(folder / "most.csv", options).dataset.flux[0] == 1.0f);
  const Dataset valid = runImport(folder / "good.csv").dataset;
  CHECK(std::isnan(valid.flux[3]));
  CHECK(valid.flux[4] == 1.0f);
  const auto [visits, sdssReport] = runImport(folder / "sdss.csv");
  CHECK(std::isnan(visits.flux[3]));
  CHECK(visits.flux[4] == 1.0f);
  CHECK(hasNote(sdssReport, "because only bits 18, 22, 24 of SPPIXMASK mean no data"));
}

TEST_CASE("masks: bits are written as numbers") {
  CHECK(parseMaskBits("0,3") == 9);
  CHECK(parseMaskBits("all") == ~std::uint64_t{0});
  CHECK(maskBitsText(9) == "0,3");
  CHECK(maskBitsText(0) == "none");
  CHECK(maskBitsText(parseMaskBits("63")) == "63");
  CHECK(errorOf([] { (void)parseMaskBits("64"); }).says("numbers of bits from 0 to 63"));
  CHECK(errorOf([] { (void)parseMaskBits(""); }).says("--mask-bits"));
}

TEST_CASE("column matrix: columns named by wavelengths are the pixels of one spectrum a row") {
  const TemporaryFolder folder;
  std::string header = "star", header2, first = "a", second = "b", errors;
  for (int i = 0; i < 30; ++i) {
    header += fmt::format(",flux_{:.2f}nm", 846.0 + 0.05 * i);
    header2 += fmt::format(",err_{:.2f}nm", 846.0 + 0.05 * i);
    first += fmt::format(",{}", 1.0 + i);
    second += i == 4 ? "," : fmt::format(",{}", 2.0 + i);
    errors += ",0.5";
  }
  writeBytes(folder / "a.csv", header + header2 + ",teff\n" + first + errors + ",5000\n" + second + errors + ",5100\n");
  const auto [stars, report] = runImport(folder / "a.csv");
  REQUIRE(stars.ids == Names{"a", "b"});
  CHECK(stars.pixelCount() == 30);
  CHECK(stars.grid[2] == Approx(846.1));
  CHECK(stars.fluxOf(0)[7] == 8.0f);
  CHECK(std::isnan(stars.fluxOf(1)[4]));
  CHECK(stars.fluxErrorOf(1)[0] == 0.5f);
  CHECK(stars.findLabel("teff")->values == std::vector<float>{5000, 5100});
  CHECK(hasNote(report, "30 columns, 'flux_846.00nm' to 'flux_847.45nm', were read as the pixels"));
}

TEST_CASE("column matrix: columns that count up ask for wavelengths, and coefficients stay columns") {
  const TemporaryFolder folder;
  std::string header = "id", row, wavelengths, coefficients = "id";
  for (int i = 0; i < 70; ++i) {
    header += fmt::format(",flux_{}", i);
    coefficients += fmt::format(",bp_{}", i);
    row += fmt::format(",{}", 1 + i);
    wavelengths += fmt::format("{}\n", 846.0 + 0.01 * i);
  }
  writeBytes(folder / "a.csv", header + "\na" + row + "\nb" + row + "\n");
  const CaughtError error = importError(folder / "a.csv");
  CHECK(
      error.says("the 70 columns 'flux_0' to 'flux_69' are the pixels of one spectrum a row, but nothing states their "
                 "wavelengths"));
  CHECK(error.commandLineStep.find("--wavelengths") != std::string::npos);
  ImportOptions options = inVacuum();
  options.wavelengths = writeBytes(folder / "wave.txt", wavelengths);
  const Dataset stars = runImport(folder / "a.csv", options).dataset;
  CHECK(stars.pixelCount() == 70);
  CHECK(stars.grid.last() == Approx(846.69));
  writeBytes(folder / "c.csv", coefficients + "\na" + row + "\nb" + row + "\n");
  CHECK(runImport(folder / "c.csv").dataset.pixelCount() == 0);
}

TEST_CASE("case files: text spectra of many forms have one star on the right wavelengths", "[real]") {
  // First and last wavelength (nm), as in the files, and whether they have errors.
  struct Expected {
    const char* file;
    double firstNm, lastNm;
    bool hasErrors;
  };
  const Expected all[] = {{"headerless-two-columns.txt", 846.0, 870.0, false},
                          {"headerless-three-columns.dat", 846.0, 870.0, true},
                          {"commented-header-with-units.txt", 846.0, 870.0, true},
                          {"ispec-waveobs.txt", 846.0, 870.0, true},
                          {"kurucz-style.txt", 846.0, 870.0, false},
                          {"x-y-columns.csv", 846.0, 870.0, false},
                          {"wl-flux-continuum.csv", 846.0, 870.0, true},
                          {"wave_a-column.csv", 846.0, 870.0, false},
                          {"air-and-vacuum-columns.csv", 846.0, 870.0, true}};
  for (const Expected& expected : all) {
    const auto path = caseFile(expected.file);
    if (path.empty()) return;
    INFO(expected.file);
    const Dataset stars = runImport(path).dataset;
    REQUIRE(stars.starCount() == 1);
    CHECK(stars.grid.first() == Approx(expected.firstNm).epsilon(1e-8));
    CHECK(stars.grid.last() == Approx(expected.lastNm).epsilon(1e-8));
    CHECK(stars.fluxError.empty() != expected.hasErrors);
    CHECK(stars.flux.front() == 1.0f);
    if (expected.hasErrors) CHECK(stars.fluxError.front() == 0.01f);
  }
}

TEST_CASE("case files: air and vacuum columns, Pollux, and several fluxes", "[real]") {
  const auto both = caseFile("air-and-vacuum-columns.csv");
  if (both.empty()) return;
  const auto [vacuum, report] = runImport(both, {});
  CHECK(vacuum.grid[1] == Approx(846.49));
  CHECK(hasNote(report, "Left out: 'wave_air'"));
  // 8460 Å in air, converted with equation 8 of Morton (2000).
  CHECK(runImport(caseFile("lam-air-column.csv"), {}).dataset.grid.first() == Approx(846.2325).epsilon(1e-7));
  const auto [pollux, polluxReport] = runImport(caseFile("pollux-style.txt"));
  CHECK(pollux.grid.first() == Approx(846.0));
  CHECK(pollux.flux.front() == 1.0f);
  CHECK(hasNote(polluxReport, "Left out: 'norm flux'"));
  CHECK(importError(caseFile("several-flux-columns.csv")).says("the flux could be in the columns 'flux1', 'flux2'"));
  CHECK(runImport(caseFile("several-flux-columns.csv"), withRoles({"flux2=flux"})).dataset.pixelCount() == 50);
}

TEST_CASE("case files: headerless stars, three stars of a VOTable, masks and errors", "[real]") {
  for (const char* name : {"headerless-ids.csv", "headerless-ids.txt"}) {
    const auto path = caseFile(name);
    if (path.empty()) return;
    const auto [stars, report] = runImport(path);
    CHECK(stars.ids == Names{"2M00002012+5612368", "2M00002036+6153416", "2M00002118+6136420"});
    CHECK(stars.numeric("col2") == std::vector<double>{4567, 4821, 4399});
    CHECK(report.warnings.front().find("they are called col1 … col4") != std::string::npos);
  }
  const Dataset three = runImport(caseFile("three-spectra-in-one-votable.vot"), {}).dataset;
  CHECK(three.ids == Names{"5937083312263888000", "5937083312263888001", "5937083312263888002"});
  CHECK(three.pixelCount() == 50);
  CHECK(three.grid.first() == Approx(846.0));

  const auto [masked, report] = runImport(caseFile("mask-column.fits"));
  CHECK(std::none_of(masked.flux.begin(), masked.flux.end(), [](float flux) { return flux == 99.0f; }));
  const auto missing = std::count_if(masked.flux.begin(), masked.flux.end(), [](float f) { return std::isnan(f); });
  CHECK(missing == 10);
  CHECK(hasNote(report, fmt::format("{} of 400 pixels have no data according to the mask 'mask'", missing)));
  CHECK_FALSE(runImport(caseFile("error-column-staterror.fits")).dataset.fluxError.empty());
}

TEST_CASE("case files: a spectrum a row", "[real]") {
  const auto path = caseFile("one-spectrum-a-row.csv");
  if (path.empty()) return;
  const Dataset stars = runImport(path).dataset;
  CHECK(stars.starCount() == 5);
  CHECK(stars.pixelCount() == 400);
  CHECK(stars.grid.first() == Approx(846.0));
  CHECK(stars.grid.last() == Approx(870.0));
  CHECK(stars.findLabel("teff") != nullptr);
  CHECK(importError(caseFile("three-thousand-columns.csv"))
            .says("the 3000 columns 'col0000' to 'col2999' are the pixels of one spectrum a row"));
}
