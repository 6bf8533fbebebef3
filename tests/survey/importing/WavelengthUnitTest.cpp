// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"
#include "survey/importing/WavelengthUnit.h"
#include "survey/importing/wavelengths/WavelengthScale.h"

#include <cmath>
#include <utility>
#include <vector>

#include "support/ErrorOf.h"

using namespace maury::survey;
using maury::ErrorKind;
using Units = std::vector<WavelengthUnit>;

namespace {

constexpr WavelengthUnit kLog10Nm{WavelengthScale::Log10, 1.0};

std::vector<double> evenly(double first, double last, std::size_t count = 400) {
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = first + (last - first) * static_cast<double>(i) / static_cast<double>(count - 1);
  return values;
}

/// Unit that was chosen, or the choices of the error, with its message or the notes.
struct Chosen {
  std::optional<WavelengthUnit> unit;
  Units choices;
  std::string text;
  bool says(const std::string& part) const { return text.find(part) != std::string::npos; }
};

Chosen choose(const std::vector<double>& values, const StatedScale& stated = {},
              const std::optional<WavelengthUnit>& said = std::nullopt) {
  Chosen chosen;
  WavelengthNotes notes;
  try {
    chosen.unit = chooseWavelengthUnit(values, stated, said, "a.fits", notes).unit;
    for (const std::string& sentence : notes.sentences())
      chosen.text += sentence;
  } catch (const UnitUnknown& unknown) {
    chosen.choices = unknown.choices();
    chosen.text = unknown.what();
  }
  CHECK(isWavelengthUnitClear(values, stated, said) == chosen.unit.has_value());
  return chosen;
}

}  // namespace

TEST_CASE("wavelength units: texts are read, and written such that they read back") {
  CHECK(parseWavelengthUnit("Angstrom") == kAngstrom);
  CHECK(parseWavelengthUnit("1e-10 m") == kAngstrom);
  CHECK(parseWavelengthUnit("micrometers") == kMicron);
  for (const char* text : {"log10(A)", "log(angstrom)", "log10 Angstrom", "LOG10(ANGSTROMS)", "lg(A)", "dex(AA)",
                           "[log10 Angstrom]", "log10(lambda/Angstrom)", "log10 of Å", "log(wavelength [A])"}) {
    INFO(text);
    CHECK(parseWavelengthUnit(text) == kLog10Angstrom);
  }
  CHECK(parseWavelengthUnit("ln(A)") == kLnAngstrom);
  CHECK(parseWavelengthUnit("loge(Angstrom)") == kLnAngstrom);
  CHECK(parseWavelengthUnit("log10(nm)") == kLog10Nm);
  for (const char* text : {"cm-1", "1/cm", "cm^-1", "cm**-1", "/cm", "cm^(-1)", "cm⁻¹", "kayser"}) {
    INFO(text);
    CHECK(parseWavelengthUnit(text) == kPerCentimetre);
  }
  for (const char* text : {"", "Hz", "log10", "ln", "dex", "log10(K)", "-1", "1/s", "furlong", "log(g)", "("})
    CHECK_FALSE(parseWavelengthUnit(text));
  for (const WavelengthUnit& unit :
       {kAngstrom, kNanometre, kMicron, kMetre, kLog10Angstrom, kLnAngstrom, kLog10Nm, kPerCentimetre,
        WavelengthUnit{WavelengthScale::Linear, 2.5}, WavelengthUnit{WavelengthScale::Wavenumber, 2.5}}) {
    INFO(wavelengthUnitText(unit));
    CHECK(parseWavelengthUnit(wavelengthUnitText(unit)) == unit);
    CHECK(parseWavelengthUnit(wavelengthUnitName(unit)) == unit);
  }
  CHECK(wavelengthUnitText(kLog10Angstrom) == "log10(A)");
  CHECK(wavelengthUnitName(kLog10Angstrom) == "log10 of Å");
}

TEST_CASE("wavelength units: values are converted to nm") {
  CHECK(kAngstrom.toNm(5001.0) == 5001.0 * 0.1);
  CHECK(kLog10Angstrom.toNm(4.0) == Approx(1000.0));
  CHECK(kLnAngstrom.toNm(std::log(8460.0)) == Approx(846.0));
  CHECK(kPerCentimetre.toNm(12500.0) == Approx(800.0));
  CHECK(kMetre.toNm(8.46e-7) == Approx(846.0));
}

TEST_CASE("wavelength units: a column's name can end in a unit") {
  CHECK(unitOfColumnName("wave_um") == "um");
  CHECK(unitOfColumnName("WAVELENGTH_AA_VAC") == "aa");
  CHECK(unitOfColumnName("lambda_nm_air") == "nm");
  CHECK(unitOfColumnName("WAVE_A") == "a");
  CHECK(unitOfColumnName("wave_angstrom") == "angstrom");
  CHECK(unitOfColumnName("lambda (nm)") == "nm");
  CHECK(unitOfColumnName("wave[Angstrom]") == "angstrom");
  CHECK(unitOfColumnName("sigma_cm1") == "cm-1");
  for (const char* name : {"wavelength", "wave_vac", "wave_b", "nm", "_nm", "um", "wave (vacuum)", "(nm)", ""})
    CHECK(unitOfColumnName(name).empty());
}

TEST_CASE("wavelength units: without a unit, the usual one of the whole range is taken and noted") {
  struct Case {
    double first, last;
    WavelengthUnit unit;
  };
  const std::vector<Case> cases = {
      {846.0, 870.0, kNanometre},   // Gaia RVS
      {300.0, 2480.0, kNanometre},  // X-shooter
      {3540.5, 7409.6, kAngstrom},  // MILES
      {500.0, 9700.0, kAngstrom},   // models: nm would be possible
      {500.0, 55000.0, kAngstrom},  // models beyond the plausible range in either unit
      {8460.0, 8700.0, kAngstrom},
      {15100.0, 17000.0, kAngstrom},
      {1150.0, 10200.0, kAngstrom},
      {50000.0, 280000.0, kAngstrom},
      {0.846, 0.870, kMicron},
      {0.3, 25.0, kMicron},
      {1.95, 2.5, kMicron},
      {5.0, 28.0, kMicron},
      {2.87, 5.2, kMicron},
      {8.46e-7, 8.7e-7, kMetre},
      {3.5, 4.05, kLog10Angstrom},
      {3.5589, 4.0151, kLog10Angstrom},
      {4.179, 4.2304, kLog10Angstrom},
      {8.0, 9.4, kLnAngstrom},
      {9.04, 9.044, kLnAngstrom},
  };
  for (const auto& [first, last, unit] : cases) {
    const Chosen chosen = choose(evenly(first, last));
    INFO(first << "–" << last << ": " << chosen.text);
    CHECK(chosen.unit == unit);
    CHECK(chosen.says("without a unit were read as " + wavelengthUnitName(unit)));
    CHECK(choose(evenly(last, first)).unit == unit);  // descending
  }
  CHECK(choose(evenly(3.5589, 4.0151))
            .says("a.fits: the wavelengths 3.5589–4.0151 without a unit were read as log10 of "
                  "Å (362.16–1035.38 nm), the usual unit for such values; possible would also "
                  "be µm (3558.9–4015.1 nm)."));
  CHECK(choose(evenly(846.0, 870.0)).says("read as nm (846–870 nm), the only plausible unit."));
}

TEST_CASE("wavelength units: if two units are equally usual, both are named") {
  const Chosen fuse = choose(evenly(917.186, 1005.469));
  CHECK_FALSE(fuse.unit);
  CHECK(fuse.choices == Units{kAngstrom, kNanometre});
  CHECK(
      fuse.says("a.fits: its wavelengths 917.186–1005.47 have no unit. The values may be in Å (91.7186–100.547 nm) or "
                "nm (917.186–1005.47 nm)."));
  const UnitUnknown error("a.fits: which?", {kAngstrom, kLog10Angstrom, kNanometre});
  CHECK(error.commandLineStep() == "Use --unit A, --unit 'log10(A)' or --unit nm.");
  for (const auto& [first, last] : {std::pair(1510.0, 1700.0), std::pair(200.0, 10000.0), std::pair(2290.0, 2350.0)})
    CHECK(choose(evenly(first, last)).choices == Units{kAngstrom, kNanometre});
  CHECK(choose(evenly(4.5, 4.9)).choices == Units{kMicron, kLog10Angstrom});
  CHECK(choose(evenly(917.186, 1005.469), {}, kAngstrom).unit == kAngstrom);
  CHECK(choose(evenly(917.186, 1005.469), {}, kAngstrom).text.empty());
  CHECK(choose(evenly(917.186, 1005.469), {}, kNanometre).unit == kNanometre);
}

TEST_CASE("wavelength units: a log scale that the file states restricts the readings") {
  StatedScale log{"", true, false, "column 'loglam'"};
  CHECK(choose(evenly(3.55, 4.02), log).unit == kLog10Angstrom);
  CHECK(choose(evenly(9.0431, 9.0711), log).unit == kLnAngstrom);
  CHECK(choose(evenly(2.9274, 2.9395), log).unit == kLog10Nm);
  CHECK(choose(evenly(4.55, 4.6), log).unit == kLog10Angstrom);
  CHECK_FALSE(choose(evenly(3700.0, 9000.0), log).unit);  // wavelengths under the name of a logarithm
  log.unit = "Angstrom";
  CHECK(choose(evenly(3.55, 4.02), log).unit == kLog10Angstrom);
  CHECK(choose(evenly(3.55, 4.02), log).text.empty());
  CHECK(choose(evenly(3.55, 4.02), {"log", false, false, "CUNIT1"}).unit == kLog10Angstrom);
  CHECK(choose(evenly(2.9274, 2.9395), {"", true, false, ""}, kNanometre).unit == kLog10Nm);
}

TEST_CASE("wavelength units: wavenumbers are read if the file or the user says so") {
  CHECK(choose(evenly(11494.0, 11820.0), {"cm-1"}).unit == kPerCentimetre);
  CHECK(choose(evenly(11494.0, 11820.0), {}, kPerCentimetre).unit == kPerCentimetre);
  CHECK(choose(evenly(11494.0, 11820.0), {"", false, true, "CTYPE1"}).unit == kPerCentimetre);
  CHECK(choose(evenly(1149400.0, 1182000.0), {"", false, true, "CTYPE1"}).unit->nm == 1e9);
}

TEST_CASE("wavelength units: a stated unit counts unless it is implausible") {
  CHECK(choose(evenly(917.0, 1005.0), {"Angstrom", false, false, "CUNIT1"}).unit == kAngstrom);
  CHECK(choose(evenly(500.0, 9700.0), {"nm"}).unit == kNanometre);
  CHECK(choose(evenly(500.0, 9700.0), {"nm"}).text.empty());
  const Chosen log = choose(evenly(3.5589, 4.0151), {"Angstrom"});
  CHECK(log.unit == kLog10Angstrom);
  CHECK(log.says("were read as log10 of Å (362.16–1035.38 nm), because as Å they would be 0.35589–0.40151 nm"));
  CHECK(choose(evenly(9.0431, 9.0711), {"Angstrom"}).unit == kLnAngstrom);
  const Chosen micron = choose(evenly(0.846, 0.87), {"Angstrom"});
  CHECK_FALSE(micron.unit);
  CHECK(micron.choices == Units{kMicron});
  CHECK(micron.says("0.0846–0.087 nm if read as Å, as stated"));
  CHECK(choose(evenly(0.846, 0.87), {"Angstrom"}, kMicron).unit == kMicron);
  CHECK(choose(evenly(0.846, 0.87), {"Angstrom"}, kMicron).says("although their unit is stated as 'Angstrom'"));
  // A plausible statement is stronger than the user's word for files without a unit, and says so.
  const Chosen both = choose(evenly(8460.0, 8700.0), {"Angstrom"}, kNanometre);
  CHECK(both.unit == kAngstrom);
  CHECK(both.says("its wavelengths are in Å, as it states, not in nm"));
  const Chosen foreign = choose(evenly(8460.0, 8700.0), {"Hz", false, false, "CUNIT1"});
  CHECK_FALSE(foreign.unit);
  CHECK(foreign.says("the unit of wavelength (CUNIT1) is 'Hz', but must be nm"));
  CHECK(choose(evenly(8460.0, 8700.0), {"NONE"}).unit == kAngstrom);
}

TEST_CASE("wavelength units: implausible ranges are never accepted without a word") {
  CHECK_FALSE(choose(evenly(40.0, 60.0), {"nm"}).unit);
  CHECK_FALSE(choose(evenly(40.0, 60.0), {"um"}).unit);
  CHECK_FALSE(choose(evenly(40.0, 60.0)).unit);
  CHECK_FALSE(choose(evenly(-5.0, 5.0), {"", true, false, "column 'loglam'"}).unit);
  CHECK_FALSE(choose(evenly(40.0, 60.0), {}, kNanometre).unit);
  const WavelengthUnit logMicron{WavelengthScale::Log10, 1e3};
  CHECK(choose(evenly(-0.0726, -0.0605), {}, logMicron).unit == logMicron);
  // CRVAL in Å with a step in log10.
  CHECK_FALSE(choose(evenly(8460.0, 8460.004), {"Angstrom"}).unit);
  CHECK(choose(evenly(8460.0, 8460.004), {"Angstrom"}).says("a spectrum spans more than 0.01 % of its wavelength"));
  CHECK_FALSE(choose(evenly(8460.0, 8460.004)).unit);
  CHECK(choose(evenly(846.0, 846.03, 4), {"nm"}).says("span only 846–846.03 nm"));
  // Models that reach beyond the range are read, with a note.
  const Chosen model = choose(evenly(500.0, 320000.0), {"Angstrom"});
  CHECK(model.unit == kAngstrom);
  CHECK(model.says("the wavelengths 50–32000 nm reach beyond 90 nm–30 µm"));
}

TEST_CASE("wavelength units: equal notes on many files become one sentence") {
  WavelengthNotes notes;
  const std::vector<double> values = evenly(8460.0, 8700.0);
  for (const char* file : {"b.fits", "a.fits", "c.fits", "a.fits"})
    (void)chooseWavelengthUnit(values, {}, std::nullopt, file, notes);
  REQUIRE(notes.sentences().size() == 1);
  CHECK(notes.sentences()[0].starts_with("a.fits: the wavelengths 8460–8700 without a unit were read as Å"));
  CHECK(notes.sentences()[0].ends_with(" The same holds for 2 more files."));
}
