// SPDX-License-Identifier: GPL-3.0-or-later
// Table of known labels and columns with units, descriptions and UCDs. Used by LabelNames.cpp and ColumnMeta.cpp only.
#pragma once

#include <array>
#include <string_view>

#include "survey/names/PositionColumns.h"

namespace maury::survey {

struct KnownLabel {
  std::string_view name;     ///< canonical
  std::string_view display;  ///< name in figures
  std::string_view unit;     ///< unit if a file states none
  /// Accepted spellings, separated by blanks: lower case, without blanks, brackets and '_', '-', '/', '.'.
  std::string_view aliases;
  std::string_view description;
  std::string_view ucd;
  double low, high;  ///< physical limits: values outside are no measurements
};

/// Limits of abundance ratios [X/Y] (dex).
inline constexpr double kLowestRatio = -8.0, kHighestRatio = 6.0;

inline constexpr std::array kKnownLabels = {
    KnownLabel{"teff", "Teff", "K", "teff teffk temperature effectivetemperature", "Effective temperature",
               "phys.temperature.effective", 1000.0, 200000.0},
    KnownLabel{"logg", "log g", "dex", "logg loggcgs surfacegravity", "Surface gravity, log10 of cm/s2", "phys.gravity",
               -1.0, 9.9},
    KnownLabel{"mh", "[M/H]", "dex", "mh mhatm metallicity", "Metallicity [M/H]", "phys.abund.Z", kLowestRatio,
               kHighestRatio},
    KnownLabel{"feh", "[Fe/H]", "dex", "feh", "Iron abundance [Fe/H]", "phys.abund.Fe", kLowestRatio, kHighestRatio},
    KnownLabel{"alpham", "[α/M]", "dex", "alpham αm alphamatm", "Alpha elements over metals, [alpha/M]", "phys.abund",
               kLowestRatio, kHighestRatio},
    KnownLabel{"alphafe", "[α/Fe]", "dex", "alphafe αfe afe", "Alpha elements over iron, [alpha/Fe]", "phys.abund",
               kLowestRatio, kHighestRatio},
    KnownLabel{"ali", "A(Li)", "dex", "ali", "Lithium abundance A(Li)", "phys.abund", -3.0, 13.0},
};

/// Elements whose [X/Fe] and [X/H] are labels (mgfe, mg_h …), in order of atomic number.
inline constexpr std::array<std::string_view, 29> kElementSymbols = {
    "C",  "N",  "O",  "Na", "Mg", "Al", "Si", "P",  "S",  "K",  "Ca", "Sc", "Ti", "V", "Cr",
    "Mn", "Co", "Ni", "Cu", "Zn", "Sr", "Y",  "Zr", "Ba", "La", "Ce", "Nd", "Sm", "Eu"};

/// Known column or network input. Gaia's names and units are those of gaia_source (DR3 data model).
struct KnownColumn {
  std::string_view name;
  std::string_view display;  ///< name in figures; empty: the column name without a unit suffix such as "_kpc"
  std::string_view unit;     ///< empty: the unit suffix of the name, if any
  std::string_view description;
  std::string_view ucd;
};

inline constexpr std::array kKnownColumns = {
    KnownColumn{"id", "", "", "Identifier of the star", "meta.id;meta.main"},
    KnownColumn{"source_id", "", "", "Gaia source identifier", "meta.id;meta.main"},
    KnownColumn{"designation", "", "", "Name in its catalogue", "meta.id"},
    KnownColumn{"file", "", "", "File of the spectrum", "meta.id"},
    KnownColumn{kRightAscensionColumn, "RA", "deg", "Right ascension", "pos.eq.ra;meta.main"},
    KnownColumn{kDeclinationColumn, "Dec", "deg", "Declination", "pos.eq.dec;meta.main"},
    KnownColumn{"l", "", "", "Galactic longitude", "pos.galactic.lon"},
    KnownColumn{"b", "", "", "Galactic latitude", "pos.galactic.lat"},
    KnownColumn{kParallaxColumn, "ϖ", "mas", "Parallax", "pos.parallax.trig"},
    KnownColumn{"pmra", "", "", "Proper motion in right ascension times cos(dec)", "pos.pm;pos.eq.ra"},
    KnownColumn{"pmdec", "", "", "Proper motion in declination", "pos.pm;pos.eq.dec"},
    KnownColumn{"radial_velocity", "RV", "km/s", "Radial velocity", "spect.dopplerVeloc"},
    KnownColumn{"rv", "", "", "Radial velocity", "spect.dopplerVeloc"},
    KnownColumn{"vbroad", "", "", "Line broadening as a velocity", "phys.veloc.rotat"},
    KnownColumn{"phot_g_mean_mag", "G", "mag", "Gaia G magnitude", "phot.mag;em.opt"},
    KnownColumn{"phot_bp_mean_mag", "G_BP", "mag", "Gaia G_BP magnitude", "phot.mag;em.opt.B"},
    KnownColumn{"phot_rp_mean_mag", "G_RP", "mag", "Gaia G_RP magnitude", "phot.mag;em.opt.R"},
    KnownColumn{"phot_g_mean_flux", "", "", "Gaia G flux", "phot.flux;em.opt"},
    KnownColumn{"phot_bp_mean_flux", "", "", "Gaia G_BP flux", "phot.flux;em.opt.B"},
    KnownColumn{"phot_rp_mean_flux", "", "", "Gaia G_RP flux", "phot.flux;em.opt.R"},
    KnownColumn{"bp_rp", "G_BP − G_RP", "mag", "Gaia colour G_BP - G_RP", "phot.color;em.opt.B;em.opt.R"},
    KnownColumn{"j", "", "", "J magnitude", "phot.mag;em.IR.J"},
    KnownColumn{"h", "", "", "H magnitude", "phot.mag;em.IR.H"},
    KnownColumn{"k", "", "", "K magnitude", "phot.mag;em.IR.K"},
    KnownColumn{"j_m", "", "", "J magnitude", "phot.mag;em.IR.J"},
    KnownColumn{"h_m", "", "", "H magnitude", "phot.mag;em.IR.H"},
    KnownColumn{"ks_m", "", "", "Ks magnitude", "phot.mag;em.IR.K"},
    KnownColumn{"wise1", "", "", "WISE W1 magnitude", "phot.mag;em.IR.3-4um"},
    KnownColumn{"wise2", "", "", "WISE W2 magnitude", "phot.mag;em.IR.4-8um"},
    KnownColumn{"a_v", "", "", "Extinction in V", "phys.absorption;em.opt.V"},
    KnownColumn{"snr", "S/N", "", "Signal-to-noise ratio", "stat.snr"},
    KnownColumn{kDistanceColumn, "distance", "kpc", "Distance", "pos.distance"},
    KnownColumn{kRadiusColumn, "", "", "Galactocentric cylindrical radius", "pos.distance;pos.galactic"},
    KnownColumn{kHeightColumn, "", "", "Height above the Galactic plane", "pos.cartesian.z;pos.galactic"},
    KnownColumn{"abs_Z_kpc", "|Z|", "kpc", "Distance from the Galactic plane", "pos.distance;pos.galactic"},
    KnownColumn{"age", "age", "Gyr", "Age", "time.age"},
    KnownColumn{"mass", "", "", "Mass", "phys.mass"},
    KnownColumn{"bp_coefficients", "XP blue", "", "XP basis coefficients, blue", "stat.fit.param"},
    KnownColumn{"rp_coefficients", "XP red", "", "XP basis coefficients, red", "stat.fit.param"},
    KnownColumn{"wavelength", "", "", "Wavelength in vacuum", "em.wl"},
    KnownColumn{"wavelength_nm", "", "", "Wavelength in vacuum", "em.wl"},
    KnownColumn{"flux", "", "", "Flux of each pixel, as prepared for the network", "phot.flux.density;em.wl"},
    KnownColumn{"flag_boundary", "", "",
                "One digit per label, then one per input: 1 if outside the range of the training set",
                "meta.code.qual"},
    KnownColumn{"in_limits", "", "", "1 if no digit of flag_boundary is set", "meta.code.qual"},
    KnownColumn{"split", "", "", "Part of the network's split: training, validation or test", "meta.code.class"},
    KnownColumn{"population", "", "", "Stellar population", "meta.code.class"},
    KnownColumn{"visits", "", "", "Number of visits", "meta.number"},
    KnownColumn{"nvisits", "", "", "Number of visits", "meta.number"},
};

}  // namespace maury::survey
