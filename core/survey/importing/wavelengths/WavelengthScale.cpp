// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/wavelengths/WavelengthScale.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <utility>

#include "base/text/Printable.h"
#include "io/Units.h"
#include "survey/importing/source/SourceFile.h"
#include "survey/names/TextCase.h"

namespace maury::survey {

namespace {

using Scale = WavelengthScale;

constexpr double kShortestNm = 90.0;  // just below the Lyman limit at 91.2 nm
constexpr double kLongestNm = 30000.0;
constexpr double kLeastSpan = 1e-4;     // λmax/λmin − 1
constexpr std::size_t kFewValues = 10;  // so few pixels may span less
constexpr WavelengthUnit kLog10Nanometre{Scale::Log10, 1.0};
constexpr WavelengthUnit kLnNanometre{Scale::Ln, 1.0};
constexpr WavelengthUnit kPerMetre{Scale::Wavenumber, 1e9};

using Units = std::vector<WavelengthUnit>;

enum class Fit { No, Partly, Whole };

/// Values of a spectrum's wavelengths in an unknown unit.
class Values {
public:
  explicit Values(std::span<const double> values) : m_values(values) {
    for (const double value : values) {
      if (!std::isfinite(value)) continue;
      m_low = std::min(m_low, value);
      m_high = std::max(m_high, value);
    }
  }

  bool isAnyFinite() const { return m_low <= m_high; }
  double low() const { return m_low; }
  double high() const { return m_high; }

  /// Returns how well the values are wavelengths in this unit: all or at least half of them in range, and spanning
  /// enough.
  Fit fitOf(const WavelengthUnit& unit) const {
    if (!isAnyFinite()) return Fit::No;
    if (unit.scale == Scale::Wavenumber && m_low <= 0.0) return Fit::No;
    const double a = unit.toNm(m_low), b = unit.toNm(m_high);
    const double shortest = std::min(a, b), longest = std::max(a, b);
    if (!(shortest > 0.0) || !std::isfinite(longest)) return Fit::No;
    if (m_values.size() >= kFewValues && longest / shortest - 1.0 < kLeastSpan) return Fit::No;
    if (shortest >= kShortestNm && longest <= kLongestNm) return Fit::Whole;
    if (longest < kShortestNm || shortest > kLongestNm) return Fit::No;
    return 2 * countInRange(unit) >= m_values.size() ? Fit::Partly : Fit::No;
  }

  bool spansLittle(const WavelengthUnit& unit) const {
    const double ratio = unit.toNm(m_high) / unit.toNm(m_low);
    return m_values.size() > 1 && std::max(ratio, 1.0 / ratio) - 1.0 < kLeastSpan;
  }

  /// Returns the range as written in the file: "3.5589–4.0151".
  std::string text() const {
    return m_low < m_high ? fmt::format("{:.6g}–{:.6g}", m_low, m_high) : fmt::format("{:.6g}", m_low);
  }
  std::string nmText(const WavelengthUnit& unit) const {
    const double a = unit.toNm(m_low), b = unit.toNm(m_high);
    return fmt::format("{:.6g}–{:.6g} nm", std::min(a, b), std::max(a, b));
  }

private:
  std::size_t countInRange(const WavelengthUnit& unit) const {
    return static_cast<std::size_t>(std::count_if(m_values.begin(), m_values.end(), [&](double value) {
      const double nm = unit.toNm(value);
      return nm >= kShortestNm && nm <= kLongestNm;
    }));
  }

  std::span<const double> m_values;
  double m_low = std::numeric_limits<double>::infinity();
  double m_high = -std::numeric_limits<double>::infinity();
};

Units thatFit(const Values& values, const Units& units, Fit least) {
  Units fitting;
  std::copy_if(units.begin(), units.end(), std::back_inserter(fitting),
               [&](const WavelengthUnit& unit) { return values.fitOf(unit) >= least; });
  return fitting;
}

bool contains(const Units& units, const WavelengthUnit& unit) {
  return std::find(units.begin(), units.end(), unit) != units.end();
}

/// Returns nm or Å, whichever is usual for values that fit both: nm up to the near infrared, Å in the optical, and
/// neither where near infrared in nm looks like ultraviolet in Å.
std::optional<WavelengthUnit> usualLength(const Values& values) {
  constexpr double kLyman = 900.0;          // Å
  constexpr double kNearInfrared = 2500.0;  // nm; the end of the K band
  constexpr double kOptical = 2000.0;       // Å
  constexpr double kMidInfrared = 6000.0;   // nm; spectra beyond it are in µm
  if (values.low() < kLyman) {
    // Observed spectra of 300–2500 nm end before 3 µm; models of 500–9700 Å begin in the extreme ultraviolet.
    if (values.low() >= kShortestNm && values.high() <= 3000.0) return kNanometre;
    const bool isModel = values.low() >= 400.0 && values.high() > 3000.0 && values.fitOf(kAngstrom) != Fit::No;
    return isModel ? std::optional(kAngstrom) : std::nullopt;
  }
  if (values.high() <= kNearInfrared) return std::nullopt;
  if (values.low() < kOptical && values.high() <= kMidInfrared) return std::nullopt;
  return kAngstrom;
}

/// Returns the unit in which values that fit several units are usually written; nullopt if more than one is usual.
std::optional<WavelengthUnit> usualOf(const Values& values, const Units& fitting, const StatedScale& stated) {
  if (stated.isLog)
    for (const WavelengthUnit& unit : {kLog10Angstrom, kLnAngstrom})
      if (contains(fitting, unit)) return unit;
  if (stated.isWavenumber && contains(fitting, kPerCentimetre)) return kPerCentimetre;
  if (fitting.size() == 1 && fitting.front() != kNanometre) return fitting.front();
  // From 250 nm to 2.5 µm, where most spectra lie.
  if (contains(fitting, kLog10Angstrom) && values.low() >= 3.4 && values.high() <= 4.4) return kLog10Angstrom;
  if (contains(fitting, kLnAngstrom) && values.low() >= 7.8 && values.high() <= 10.15) return kLnAngstrom;
  // No spectrum in logarithms extends over a factor of 30.
  const double factor = std::log(30.0);
  if (contains(fitting, kMicron) &&
      values.high() - values.low() > (contains(fitting, kLnAngstrom) ? factor : factor / std::log(10.0)))
    return kMicron;
  return contains(fitting, kNanometre) ? usualLength(values) : std::nullopt;
}

const Units& candidatesFor(const StatedScale& stated) {
  static const Units kWavenumbers = {kPerCentimetre, kPerMetre};
  static const Units kLogarithms = {kLog10Angstrom, kLnAngstrom, kLog10Nanometre, kLnNanometre};
  // Files in log10 of nm or in wavenumbers say so.
  static const Units kAll = {kAngstrom, kNanometre, kMicron, kMetre, kLog10Angstrom, kLnAngstrom};
  if (stated.isWavenumber) return kWavenumbers;
  return stated.isLog ? kLogarithms : kAll;
}

/// Returns the readings to offer to the user: the plausible ones of any kind.
Units choicesFor(const Values& values) {
  return thatFit(values, candidatesFor({}), Fit::Partly);
}

std::string listed(const Values& values, const Units& units) {
  std::string text;
  for (std::size_t i = 0; i < units.size(); ++i)
    text += fmt::format("{}{} ({})",
                        i == 0                  ? ""
                        : i + 1 == units.size() ? " or "
                                                : ", ",
                        wavelengthUnitName(units[i]), values.nmText(units[i]));
  return text;
}

/// Result of the decision: a unit, or a reason to refuse with the choices for the user.
struct Decision {
  std::optional<WavelengthUnit> unit;
  std::string kind = {};  ///< kind of note; empty: no note
  std::string text = {};  ///< note or reason, without the name of the file
  Units choices = {};
  Reason reason = {Ground::Default};
  bool isDoubtful = false;  ///< the user should look at the choice
};

Decision refusal(const Values& values, const std::string& reason) {
  Decision decision{.unit = std::nullopt, .text = reason, .choices = choicesFor(values)};
  if (!decision.choices.empty())
    decision.text +=
        fmt::format(" The values {} in {}.", decision.choices.size() == 1 ? "would be plausible" : "may be",
                    listed(values, decision.choices));
  return decision;
}

class Chooser {
public:
  Chooser(std::span<const double> values, const StatedScale& stated, const std::optional<WavelengthUnit>& said)
      : m_values(values), m_stated(stated), m_said(said) {
    const std::string word = lowerCase(stated.unit);
    // Some files give the logarithm as the unit, without its argument.
    if (word == "log" || word == "log10" || word == "dex") m_stated = {"", true, false, stated.where};
    if (io::isNoUnit(m_stated.unit)) m_stated.unit.clear();
    m_unit = m_stated.unit.empty() ? std::nullopt : parseWavelengthUnit(m_stated.unit);
    if (m_unit && m_stated.isLog && m_unit->scale == Scale::Linear) m_unit->scale = Scale::Log10;
  }

  Decision decide() const {
    // Wavelengths that are not positive numbers are refused with their place when the grid is made.
    const auto mayBeLength = [](const auto& unit) { return !unit || unit->scale == Scale::Linear; };
    const bool isLength = !m_stated.isLog && !m_stated.isWavenumber && mayBeLength(m_unit) && mayBeLength(m_said);
    if (!m_values.isAnyFinite() || (isLength && m_values.low() <= 0.0))
      return {.unit = m_unit ? *m_unit : kNanometre, .reason = m_unit ? stated() : Reason{Ground::Default}};
    if (m_unit && m_values.fitOf(*m_unit) != Fit::No) return acceptStated();
    if (m_said) return asSaid();
    if (m_unit) return otherScale();
    return m_stated.unit.empty() ? withoutUnit() : foreignUnit();
  }

private:
  /// Returns the place of the file's statement.
  Reason stated() const {
    return {m_stated.ground,
            m_stated.ground == Ground::Header || m_stated.ground == Ground::Unit ? m_stated.where : ""};
  }

  /// Returns the decision for a unit that is certain, with a note if the range is odd.
  Decision accept(const WavelengthUnit& unit, const Reason& reason) const {
    Decision decision{.unit = unit, .reason = reason};
    if (m_values.fitOf(unit) == Fit::Partly) {
      decision.kind = "wide " + wavelengthUnitText(unit);
      decision.text = fmt::format("the wavelengths {} reach beyond 90 nm–30 µm.", m_values.nmText(unit));
    } else if (m_values.spansLittle(unit)) {
      decision.kind = "narrow";
      decision.text = fmt::format("the wavelengths span only {}.", m_values.nmText(unit));
    }
    decision.isDoubtful = !decision.kind.empty();
    return decision;
  }

  Decision acceptStated() const {
    if (m_said && *m_said != *m_unit && !(m_stated.isLog && m_said->nm == m_unit->nm))
      return {
          .unit = m_unit,
          .kind = "stated " + wavelengthUnitText(*m_unit),
          .text = fmt::format("its wavelengths are in {}, as it states, not in {}, as given for files without a unit.",
                              wavelengthUnitName(*m_unit), wavelengthUnitName(*m_said)),
          .reason = stated(),
          .isDoubtful = true};
    return accept(*m_unit, stated());
  }

  Decision asSaid() const {
    WavelengthUnit unit = *m_said;
    if (m_stated.isLog && unit.scale == Scale::Linear) {
      const WavelengthUnit logarithm{Scale::Log10, unit.nm};
      if (m_values.fitOf(logarithm) != Fit::No) unit = logarithm;
    }
    if (m_values.fitOf(unit) == Fit::No) return implausible(unit, "as given");
    if (m_stated.unit.empty()) return accept(unit, {Ground::User});
    return {
        .unit = unit,
        .kind = "given " + wavelengthUnitText(unit),
        .text = fmt::format("the wavelengths {} were read as {} ({}), as given, although their unit is stated as "
                            "'{}'.",
                            m_values.text(), wavelengthUnitName(unit), m_values.nmText(unit), excerpt(m_stated.unit)),
        .reason = {Ground::User}};
  }

  Decision implausible(const WavelengthUnit& unit, const char* origin) const {
    const double a = unit.toNm(m_values.low()), b = unit.toNm(m_values.high());
    const bool isInRange = std::min(a, b) >= kShortestNm && std::max(a, b) <= kLongestNm;
    return refusal(
        m_values, fmt::format("its wavelengths {} are {} if read as {}, {}; a spectrum {}.", m_values.text(),
                              m_values.nmText(unit), wavelengthUnitName(unit), origin,
                              isInRange ? "spans more than 0.01 % of its wavelength" : "lies between 90 nm and 30 µm"));
  }

  /// Tries the logarithms of the stated unit, for files that do not say that they hold logarithms.
  Decision otherScale() const {
    Units scales = {{Scale::Ln, m_unit->nm}};
    if (m_unit->scale == Scale::Linear) scales.push_back({Scale::Log10, m_unit->nm});
    if (m_unit->scale == Scale::Wavenumber) scales.clear();
    const Units fitting = thatFit(m_values, scales, Fit::Whole);
    if (fitting.size() != 1) return implausible(*m_unit, "as stated");
    const WavelengthUnit unit = fitting.front();
    return {.unit = unit,
            .kind = "scale " + wavelengthUnitText(unit),
            .text = fmt::format("the wavelengths {} were read as {} ({}), because as {} they would be {}.",
                                m_values.text(), wavelengthUnitName(unit), m_values.nmText(unit),
                                wavelengthUnitName(*m_unit), m_values.nmText(*m_unit)),
            .reason = {Ground::Values},
            .isDoubtful = true};
  }

  Decision foreignUnit() const {
    Decision decision =
        refusal(m_values, fmt::format("the unit of wavelength ({}) is '{}', but must be nm, Angstrom, um "
                                      "or m.",
                                      m_stated.where, excerpt(m_stated.unit)));
    // A folder may contain such files, which are left out without a question.
    if (decision.choices.size() > 1) decision.choices.clear();
    return decision;
  }

  Decision withoutUnit() const {
    Units fitting = thatFit(m_values, candidatesFor(m_stated), Fit::Whole);
    if (fitting.empty()) fitting = thatFit(m_values, candidatesFor(m_stated), Fit::Partly);
    const char* quantity = m_stated.isLog          ? "logarithms of wavelength"
                           : m_stated.isWavenumber ? "wavenumbers"
                                                   : "wavelengths";
    if (fitting.empty())
      return refusal(m_values,
                     fmt::format("its {} {} without a unit lie between 90 nm and 30 µm in no unit, or span less than "
                                 "0.01 %.",
                                 quantity, m_values.text()));
    const auto usual = usualOf(m_values, fitting, m_stated);
    if (!usual) return refusal(m_values, fmt::format("its {} {} have no unit.", quantity, m_values.text()));
    std::string text = fmt::format("the {} {} without a unit were read as {} ({})", quantity, m_values.text(),
                                   wavelengthUnitName(*usual), m_values.nmText(*usual));
    Units others;
    for (const WavelengthUnit& unit : choicesFor(m_values))
      if (unit != *usual) others.push_back(unit);
    const bool isNamed = m_stated.isLog || m_stated.isWavenumber;
    if (others.empty())
      text += ", the only plausible unit.";
    else if (isNamed)
      text += ".";
    else
      text += fmt::format(", the usual unit for such values; possible would also be {}.", listed(m_values, others));
    return {.unit = usual,
            .kind = "without " + wavelengthUnitText(*usual),
            .text = text,
            .reason = {Ground::Values},
            .isDoubtful = !isNamed && !others.empty()};
  }

  Values m_values;
  StatedScale m_stated;
  std::optional<WavelengthUnit> m_said;
  std::optional<WavelengthUnit> m_unit;  ///< stated by the file
};

}  // namespace

StatedScale statedScaleOf(const std::string& columnName, const std::string& unit, bool isLog) {
  StatedScale stated{unit, isLog, lowerCase(columnName).find("wavenum") != std::string::npos,
                     fmt::format("column '{}'", columnName), Ground::Unit};
  stated.place = stated.where;
  if (!io::isNoUnit(unit)) return stated;
  stated.unit = unitOfColumnName(columnName);
  stated.ground = Ground::Name;
  return stated;
}

StatedScale statedScaleOf(const std::string& columnName, const std::string& unit, const FluxColumns& columns) {
  StatedScale stated = statedScaleOf(columnName, columns.unitOr(unit), columns.isLog);
  if (columns.isUnitChosen)
    stated.ground = Ground::User;
  else if (unit.empty())
    stated.ground = Ground::Name;
  return stated;
}

void WavelengthNotes::add(const std::string& kind, const std::string& source, const std::string& sentence) {
  const std::lock_guard lock(m_mutex);
  Note& note = m_notes[kind];
  note.files.insert(std::hash<std::string>()(source));
  if (!note.source.empty() && note.source <= source) return;
  note.source = source;
  note.sentence = sentence;
}

std::vector<std::string> WavelengthNotes::sentences() const {
  const std::lock_guard lock(m_mutex);
  std::vector<std::string> sentences;
  for (const auto& [kind, note] : m_notes) {
    const std::size_t more = note.files.size() - 1;
    sentences.push_back(fmt::format("{}: {}", note.source, note.sentence));
    if (more > 0)
      sentences.back() += fmt::format(" The same holds for {} more {}.", more, more == 1 ? "file" : "files");
  }
  return sentences;
}

ChosenUnit chooseWavelengthUnit(std::span<const double> values, const StatedScale& stated,
                                const std::optional<WavelengthUnit>& said, const std::string& source,
                                WavelengthNotes& notes) {
  const Decision decision = Chooser(values, stated, said).decide();
  if (!decision.unit) throw UnitUnknown(fmt::format("{}: {}", source, decision.text), decision.choices);
  if (!decision.kind.empty()) notes.add(decision.kind, source, decision.text);
  std::string doubt = decision.isDoubtful ? decision.text : "";
  if (doubt.ends_with('.')) doubt.pop_back();
  return {*decision.unit, decision.reason, std::move(doubt)};
}

bool isWavelengthUnitClear(std::span<const double> values, const StatedScale& stated,
                           const std::optional<WavelengthUnit>& said) {
  return Chooser(values, stated, said).decide().unit.has_value();
}

bool isPlausibleUnit(std::span<const double> values, const WavelengthUnit& unit) {
  return Values(values).fitOf(unit) != Fit::No;
}

}  // namespace maury::survey
