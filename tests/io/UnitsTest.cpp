// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/Units.h"
#include "support/Catch.h"

using namespace maury::io;

TEST_CASE("units: lengths are recognised in all spellings in use") {
  for (const char* unit :
       {"Angstrom", "ANGSTROMS", "Ang", "ANG", "Angstroem", "Ångström", "Å", "A", "AA", "0.1nm", "0.1 nm", "1e-10 m",
        "1.0E-10m", "10**-10 m", "10^(-10)m", "[Angstrom]", "'angstrom'", " angstrom ", "\xC5"}) {
    INFO(unit);
    CHECK(nmOfLength(unit) == 0.1);
  }
  for (const char* unit : {"nm", "NM", "nanometer", "Nanometers", "nanometre", "nanometres", "1e-9 m", "10 Angstrom"}) {
    INFO(unit);
    CHECK(nmOfLength(unit) == 1.0);
  }
  for (const char* unit : {"um", "µm", "μm", "micron", "Microns", "micrometer", "micrometres", "1e-6 m", "\xB5m"}) {
    INFO(unit);
    CHECK(nmOfLength(unit) == 1e3);
  }
  CHECK(nmOfLength("m") == 1e9);
  CHECK(nmOfLength("cm") == 1e7);
  CHECK(nmOfLength("mm") == 1e6);
  CHECK(*nmOfLength("2.5 nm") == Approx(2.5));
}

TEST_CASE("units: other quantities are no lengths") {
  for (const char* unit :
       {"", "Hz", "km/s", "pixel", "cm-1", "1/cm", "nmx", "1e-10", "1e400 m", "0 m", "log10(A)", "()"}) {
    INFO(unit);
    CHECK_FALSE(nmOfLength(unit));
  }
}

TEST_CASE("units: words for 'no unit'") {
  for (const char* unit : {"", "  ", "NONE", "none", "Pixel", "unknown", "n/a", "-"})
    CHECK(isNoUnit(unit));
  for (const char* unit : {"nm", "Hz", "A"})
    CHECK_FALSE(isNoUnit(unit));
}

TEST_CASE("units: spellings of wavelength units become standard ones") {
  CHECK(standardUnit("Ang") == "Angstrom");
  CHECK(standardUnit("ANGSTROM") == "Angstrom");
  CHECK(standardUnit("microns") == "um");
  CHECK(standardUnit("nanometers") == "nm");
}
