// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/names/LabelNames.h"

#include "support/Catch.h"

using namespace maury::survey;

TEST_CASE("label names: all spellings in catalogues lead to one label name") {
  for (const char* name : {"teff", "Teff", "TEFF", "T_eff", "t_eff"})
    CHECK(canonicalLabelName(name) == "teff");
  for (const char* name : {"logg", "log_g", "LOGG", "log g", "logg_cgs"})
    CHECK(canonicalLabelName(name) == "logg");
  for (const char* name : {"MH", "M_H", "[M/H]", "mh"})
    CHECK(canonicalLabelName(name) == "mh");
  for (const char* name : {"FeH", "FE_H", "[Fe/H]", "fe_h"})
    CHECK(canonicalLabelName(name) == "feh");
  for (const char* name : {"alphaM", "AlphaM", "ALPHA_M", "alpha_m", "[α/M]"})
    CHECK(canonicalLabelName(name) == "alpham");
  for (const char* name : {"alpha_fe", "alphafe", "[α/Fe]"})
    CHECK(canonicalLabelName(name) == "alphafe");
  for (const char* name : {"MgFe", "MG_FE", "[Mg/Fe]"})
    CHECK(canonicalLabelName(name) == "mgfe");
  for (const char* name : {"A(Li)", "ALI", "a_li"})
    CHECK(canonicalLabelName(name) == "ali");
  CHECK(canonicalLabelName("C_FE") == "c_fe");
  CHECK(canonicalLabelName("MG_H") == "mg_h");
}

TEST_CASE("label names: other columns are not labels and keep their names") {
  for (const char* name : {"snr", "R_kpc", "phot_g_mean_mag", "source_id", "ch", "sfe", "", "e_teff", "life", "Safe"}) {
    CAPTURE(name);
    CHECK_FALSE(isKnownLabel(name));
    CHECK(canonicalLabelName(name) == name);
  }
}

TEST_CASE("label names: canonical names are unchanged") {
  for (const char* name :
       {"teff", "logg", "mh", "feh", "alpham", "alphafe", "ali", "mgfe", "sife", "alfe", "nife", "c_fe", "mg_h"})
    CHECK(canonicalLabelName(name) == name);
}

TEST_CASE("label names: figures use the usual notation of the field") {
  CHECK(displayName("teff") == "Teff");
  CHECK(displayName("logg") == "log g");
  CHECK(displayName("mh") == "[M/H]");
  CHECK(displayName("feh") == "[Fe/H]");
  CHECK(displayName("alpham") == "[α/M]");
  CHECK(displayName("alphafe") == "[α/Fe]");
  CHECK(displayName("nife") == "[Ni/Fe]");
  CHECK(displayName("ali") == "A(Li)");
  CHECK(displayName("e_teff") == "σ(Teff)");
  CHECK(displayName("my_column") == "my_column");
}

TEST_CASE("label names: axis texts carry the unit unless it is dex") {
  CHECK(axisLabel("teff", "") == "Teff (K)");
  CHECK(axisLabel("teff", "kK") == "Teff (kK)");
  CHECK(axisLabel("alpham", "dex") == "[α/M]");
  CHECK(axisLabel("logg", "") == "log g");
  CHECK(axisLabel("R_kpc", "") == "R (kpc)");
  CHECK(axisLabel("Z_kpc", "kpc") == "Z (kpc)");
  CHECK(axisLabel("snr", "") == "S/N");
  CHECK(axisLabel("phot_g_mean_mag", "") == "G (mag)");
  CHECK(axisLabel("parallax", "") == "ϖ (mas)");
  CHECK(axisLabel("my_column", "") == "my_column");
  CHECK(axisLabel("_kpc", "") == "_kpc");
}

TEST_CASE("label names: labels without a stated unit get the usual one") {
  CHECK(defaultUnit("Teff") == "K");
  CHECK(defaultUnit("e_teff") == "K");
  CHECK(defaultUnit("mgfe") == "dex");
  CHECK(defaultUnit("ra") == "deg");
  CHECK(defaultUnit("my_column").empty());
}
