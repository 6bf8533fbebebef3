// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/ColumnMeta.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "survey/dataset/LabelNames.h"

namespace maury::survey {

namespace {

struct MetaRow {
  std::string_view name;  ///< in lower case
  std::string_view description;
  std::string_view ucd;
};

constexpr std::array kLabelRows = {
    MetaRow{"teff", "Effective temperature", "phys.temperature.effective"},
    MetaRow{"logg", "Surface gravity, log10 of cm/s2", "phys.gravity"},
    MetaRow{"mh", "Metallicity [M/H]", "phys.abund.Z"},
    MetaRow{"feh", "Iron abundance [Fe/H]", "phys.abund.Fe"},
    MetaRow{"alpham", "Alpha elements over metals, [alpha/M]", "phys.abund"},
    MetaRow{"alphafe", "Alpha elements over iron, [alpha/Fe]", "phys.abund"},
    MetaRow{"ali", "Lithium abundance A(Li)", "phys.abund"},
};

constexpr std::array kRows = {
    MetaRow{"id", "Identifier of the star", "meta.id;meta.main"},
    MetaRow{"source_id", "Gaia source identifier", "meta.id;meta.main"},
    MetaRow{"designation", "Name in its catalogue", "meta.id"},
    MetaRow{"file", "File of the spectrum", "meta.id"},
    MetaRow{"ra", "Right ascension", "pos.eq.ra;meta.main"},
    MetaRow{"dec", "Declination", "pos.eq.dec;meta.main"},
    MetaRow{"l", "Galactic longitude", "pos.galactic.lon"},
    MetaRow{"b", "Galactic latitude", "pos.galactic.lat"},
    MetaRow{"parallax", "Parallax", "pos.parallax.trig"},
    MetaRow{"pmra", "Proper motion in right ascension times cos(dec)", "pos.pm;pos.eq.ra"},
    MetaRow{"pmdec", "Proper motion in declination", "pos.pm;pos.eq.dec"},
    MetaRow{"radial_velocity", "Radial velocity", "spect.dopplerVeloc"},
    MetaRow{"rv", "Radial velocity", "spect.dopplerVeloc"},
    MetaRow{"vbroad", "Line broadening as a velocity", "phys.veloc.rotat"},
    MetaRow{"phot_g_mean_mag", "Gaia G magnitude", "phot.mag;em.opt"},
    MetaRow{"phot_bp_mean_mag", "Gaia G_BP magnitude", "phot.mag;em.opt.B"},
    MetaRow{"phot_rp_mean_mag", "Gaia G_RP magnitude", "phot.mag;em.opt.R"},
    MetaRow{"phot_g_mean_flux", "Gaia G flux", "phot.flux;em.opt"},
    MetaRow{"phot_bp_mean_flux", "Gaia G_BP flux", "phot.flux;em.opt.B"},
    MetaRow{"phot_rp_mean_flux", "Gaia G_RP flux", "phot.flux;em.opt.R"},
    MetaRow{"bp_rp", "Gaia colour G_BP - G_RP", "phot.color;em.opt.B;em.opt.R"},
    MetaRow{"j", "J magnitude", "phot.mag;em.IR.J"},
    MetaRow{"h", "H magnitude", "phot.mag;em.IR.H"},
    MetaRow{"k", "K magnitude", "phot.mag;em.IR.K"},
    MetaRow{"j_m", "J magnitude", "phot.mag;em.IR.J"},
    MetaRow{"h_m", "H magnitude", "phot.mag;em.IR.H"},
    MetaRow{"ks_m", "Ks magnitude", "phot.mag;em.IR.K"},
    MetaRow{"wise1", "WISE W1 magnitude", "phot.mag;em.IR.3-4um"},
    MetaRow{"wise2", "WISE W2 magnitude", "phot.mag;em.IR.4-8um"},
    MetaRow{"a_v", "Extinction in V", "phys.absorption;em.opt.V"},
    MetaRow{"snr", "Signal-to-noise ratio", "stat.snr"},
    MetaRow{"distance_kpc", "Distance", "pos.distance"},
    MetaRow{"r_kpc", "Galactocentric cylindrical radius", "pos.distance;pos.galactic"},
    MetaRow{"z_kpc", "Height above the Galactic plane", "pos.cartesian.z;pos.galactic"},
    MetaRow{"abs_z_kpc", "Distance from the Galactic plane", "pos.distance;pos.galactic"},
    MetaRow{"age", "Age", "time.age"},
    MetaRow{"mass", "Mass", "phys.mass"},
    MetaRow{"bp_coefficients", "XP basis coefficients, blue", "stat.fit.param"},
    MetaRow{"rp_coefficients", "XP basis coefficients, red", "stat.fit.param"},
    MetaRow{"wavelength", "Wavelength in vacuum", "em.wl"},
    MetaRow{"wavelength_nm", "Wavelength in vacuum", "em.wl"},
    MetaRow{"flux", "Flux of each pixel, as prepared for the network", "phot.flux.density;em.wl"},
    MetaRow{"flag_boundary", "A digit a label, then a digit an input: 1 is outside what the network was trained on",
            "meta.code.qual"},
    MetaRow{"in_limits", "1 if no digit of flag_boundary is set", "meta.code.qual"},
    MetaRow{"split", "Part of the network's split: training, validation or test", "meta.code.class"},
    MetaRow{"population", "Stellar population", "meta.code.class"},
    MetaRow{"visits", "Number of visits", "meta.number"},
    MetaRow{"nvisits", "Number of visits", "meta.number"},
};

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

template <typename Rows>
const MetaRow* find(const Rows& rows, std::string_view name) {
  const auto* row = std::find_if(rows.begin(), rows.end(), [&](const MetaRow& r) { return r.name == name; });
  return row == rows.end() ? nullptr : row;
}

/// The first letter small, unless the word is a symbol: "[M/H]", "Gaia", "XP".
std::string inSentence(std::string text) {
  const bool isWord = text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])) != 0;
  if (isWord && !text.starts_with("Gaia"))
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

/// "phys.gravity" → "stat.error;phys.gravity"; the main position's error is not the main position.
std::string errorUcd(std::string ucd) {
  if (const std::size_t at = ucd.find(";meta.main"); at != std::string::npos) ucd.erase(at);
  return ucd.empty() ? "stat.error" : "stat.error;" + ucd;
}

ColumnMeta errorOf(std::string_view name) {
  const ColumnMeta meta = columnMeta(name);
  return {fmt::format("1-sigma uncertainty of {}",
                      meta.description.empty() ? std::string(name) : inSentence(meta.description)),
          errorUcd(meta.ucd)};
}

}  // namespace

ColumnMeta columnMeta(std::string_view name) {
  if (name.empty()) return {};
  const std::string canonical = canonicalLabelName(name);
  if (const MetaRow* row = find(kLabelRows, canonical)) return {std::string(row->description), std::string(row->ucd)};
  if (isKnownLabel(name)) return {fmt::format("Abundance {}", displayName(name)), "phys.abund"};
  const std::string lower = lowerCase(name);
  if (const MetaRow* row = find(kRows, lower)) return {std::string(row->description), std::string(row->ucd)};

  constexpr std::string_view kError = "_error";
  constexpr std::string_view kReference = "_reference";
  if (lower.starts_with("e_") && lower.size() > 2) return errorOf(name.substr(2));
  constexpr std::string_view kSigma = "sigma_";  // of a catalogue of predictions
  if (lower.starts_with(kSigma) && lower.size() > kSigma.size()) {
    ColumnMeta meta = errorOf(name.substr(kSigma.size()));
    meta.description = "Calibrated " + meta.description;  // short: FITS cuts it
    return meta;
  }
  if (lower.ends_with(kError) && lower.size() > kError.size())
    return errorOf(name.substr(0, name.size() - kError.size()));
  if (lower.ends_with(kReference) && lower.size() > kReference.size()) {
    ColumnMeta meta = columnMeta(name.substr(0, name.size() - kReference.size()));
    if (!meta.description.empty()) meta.description += ", as the survey gives it";
    return meta;
  }
  if (lower.starts_with("snr_") || isSignalToNoise(lower)) return {"Signal-to-noise ratio", "stat.snr"};
  if (lower.ends_with("_id")) return {"Identifier", "meta.id"};
  return {};
}

}  // namespace maury::survey
