// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/columns/ReadParts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "io/Numbers.h"
#include "survey/importing/ColumnRoles.h"
#include "survey/importing/columns/ColumnNames.h"
#include "survey/importing/wavelengths/Wavelengths.h"

namespace maury::survey {

namespace {

constexpr std::size_t kSamples = 3;

/// Returns the number with as many digits as its 32-bit or 64-bit type needs; empty if it is missing.
std::string numberText(double value) {
  if (std::isnan(value)) return {};
  const auto narrow = static_cast<float>(value);
  return static_cast<double>(narrow) == value ? io::shortestFloatText(value) : io::shortestText(value);
}

bool isOfSpectrum(PartRole role) {
  return role <= PartRole::Mask;
}

/// Returns the other roles that the user can give to a column, errors first for a column of errors.
std::vector<PartRole> alternativesTo(PartRole role, bool mayBeSpectrum, bool isText) {
  using Role = PartRole;
  std::vector<Role> roles;
  if (mayBeSpectrum) {
    roles = {Role::Flux,     Role::Error, Role::RelativeError, Role::InverseVariance,
             Role::Variance, Role::Mask,  Role::Wavelength,    Role::NotUsed};
    if (role >= Role::Error && role <= Role::InverseVariance)
      std::rotate(roles.begin(), roles.begin() + 1, roles.end());
  } else if (isText) {
    roles = {Role::Id, Role::RightAscension, Role::Declination, Role::NotUsed};
  } else {
    roles = {Role::Label,    Role::Input,  Role::Id,     Role::RightAscension, Role::Declination,
             Role::Distance, Role::Radius, Role::Height, Role::SignalToNoise,  Role::NotUsed};
  }
  std::erase(roles, role);
  return roles;
}

template <typename Column>
ReadPart partOf(const Column& column, PartKind kind, PartRole role, const Reason& reason) {
  ReadPart part{.name = column.name, .kind = kind, .role = role, .unit = column.unit, .roleReason = reason};
  if (!part.unit.empty()) part.unitReason = {Ground::Unit};
  return part;
}

/// Returns true if the name tells that the column holds what it was read as.
bool isNamedSo(const std::string& name, PartRole role) {
  const ColumnQuantity quantity = interpretColumnName(name).quantity;
  switch (role) {
    case PartRole::Wavelength:
      return quantity == ColumnQuantity::Wavelength;
    case PartRole::Flux:
      return quantity == ColumnQuantity::Flux;
    case PartRole::Mask:
      return quantity == ColumnQuantity::Mask;
    default:
      return quantity == ColumnQuantity::Sigma || quantity == ColumnQuantity::RelativeSigma ||
             quantity == ColumnQuantity::Variance || quantity == ColumnQuantity::InverseVariance;
  }
}

/// Adds a column of the spectrum by its name in lower case; does nothing for an empty name or one of no column.
ReadPart* addColumn(ReadGroup& group, const io::Table& table, const std::string& name, PartRole role,
                    const Reason& reason) {
  if (name.empty()) return nullptr;
  const io::Column* column = table.find(name);
  const io::ArrayColumn* array = column == nullptr ? table.findArray(name) : nullptr;
  if (column == nullptr && array == nullptr) return nullptr;
  group.parts.push_back(column != nullptr ? readPart(*column, role, reason) : readPart(*array, role, reason));
  group.parts.back().alternatives = alternativesTo(role, true, column != nullptr && column->isText());
  return &group.parts.back();
}

}  // namespace

PartRole roleOfErrors(ErrorMeaning meaning) {
  switch (meaning) {
    case ErrorMeaning::Sigma:
      return PartRole::Error;
    case ErrorMeaning::Relative:
      return PartRole::RelativeError;
    case ErrorMeaning::Variance:
      return PartRole::Variance;
    case ErrorMeaning::InverseVariance:
      return PartRole::InverseVariance;
    case ErrorMeaning::None:
      break;
  }
  return PartRole::NotUsed;
}

std::vector<std::string> samplesOf(std::span<const double> values) {
  std::vector<std::string> samples;
  for (const double value : values.first(std::min(kSamples, values.size())))
    samples.push_back(numberText(value));
  return samples;
}

std::vector<std::string> samplesOf(std::span<const float> values) {
  std::vector<double> few;
  for (const float value : values.first(std::min(kSamples, values.size())))
    few.push_back(static_cast<double>(value));
  return samplesOf(few);
}

std::vector<std::string> samplesOf(const io::Column& column) {
  if (const auto* reals = std::get_if<std::vector<double>>(&column.values)) return samplesOf(std::span(*reals));
  std::vector<std::string> samples;
  const std::size_t count = std::min(kSamples, column.size());
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values))
    samples.assign(texts->begin(), texts->begin() + static_cast<std::ptrdiff_t>(count));
  else
    for (std::size_t i = 0; i < count; ++i)
      samples.push_back(std::to_string(std::get<std::vector<std::int64_t>>(column.values)[i]));
  return samples;
}

ReadPart readPart(const io::Column& column, PartRole role, const Reason& reason) {
  ReadPart part = partOf(column, PartKind::Column, role, reason);
  part.samples = samplesOf(column);
  part.alternatives = alternativesTo(role, isOfSpectrum(role), column.isText());
  return part;
}

ReadPart readPart(const io::ArrayColumn& column, PartRole role, const Reason& reason) {
  ReadPart part = partOf(column, PartKind::ArrayColumn, role, reason);
  std::size_t row = 0;
  while (row + 1 < column.size() && column.row(row).empty())
    ++row;
  if (row < column.size()) part.samples = samplesOf(column.row(row));
  part.alternatives = alternativesTo(role, true, false);
  return part;
}

ReadPart spectrumPart(const io::Column& column, PartRole role, const Reason& reason) {
  ReadPart part = readPart(column, role, reason);
  part.alternatives = alternativesTo(role, true, column.isText());
  return part;
}

ReadPart readPart(SourceFile& file, int hdu, PartRole role, const Reason& reason, std::span<const float> values) {
  ReadPart part{.name = file.hduLabel(hdu), .kind = PartKind::Image, .role = role, .roleReason = reason};
  part.unit = file.fits().keyText("BUNIT").value_or("");
  if (!part.unit.empty()) part.unitReason = {Ground::Header, "BUNIT"};
  part.samples = samplesOf(values);
  return part;
}

void addFluxColumns(ReadGroup& group, const io::Table& table, const FluxColumns& names, RoleMap* roles,
                    bool isGuessed) {
  const auto add = [&](const std::string& name, PartRole role) {
    const bool isUsers = roles != nullptr && !name.empty() && !roles->roleOf(name).empty();
    const bool isByValues = isGuessed && !isUsers && !isNamedSo(name, role);
    ReadPart* part = addColumn(group, table, name, role,
                               {isUsers      ? Ground::User
                                : isByValues ? Ground::Values
                                             : Ground::Name});
    if (part != nullptr && isByValues) {
      part->isDoubtful = true;
      part->doubt = fmt::format("taken as the {} because of its values and place", roleText(role));
    }
    return part;
  };
  add(names.wavelength, PartRole::Wavelength);
  ReadPart* flux = add(names.flux, PartRole::Flux);
  if (flux != nullptr && names.isAmbiguous && flux->roleReason.ground == Ground::Name && !names.others.empty()) {
    flux->isDoubtful = true;
    flux->doubt = fmt::format("'{}' could also be the flux", names.others.front());
  }
  if (names.errorMeaning != ErrorMeaning::None) add(names.error, roleOfErrors(names.errorMeaning));
  add(names.mask, PartRole::Mask);
  for (const std::string& other : names.others)
    addColumn(group, table, other, PartRole::NotUsed, {Ground::Default, "another column was preferred"});
}

void addIdColumn(ReadGroup& group, const io::Column* column, RoleMap* roles) {
  if (column == nullptr) return;
  const bool isUsers = roles != nullptr && roles->roleOf(column->name) == "id";
  group.parts.push_back(readPart(*column, PartRole::Id, {isUsers ? Ground::User : Ground::Name}));
}

void setWavelengths(ReadGroup& group, const StatedWavelengths& wavelengths) {
  const ReadWavelengths& reading = wavelengths.reading;
  if (group.wavelengths) {
    if (!reading.isDoubtful || group.wavelengths->isDoubtful) return;
    group.wavelengths->isDoubtful = true;
    group.wavelengths->doubt = reading.doubt;
    return;
  }
  group.wavelengths = reading;
  const auto part = std::find_if(group.parts.begin(), group.parts.end(),
                                 [](const ReadPart& p) { return p.role == PartRole::Wavelength; });
  if (part == group.parts.end()) return;
  part->unit = reading.unit;
  part->unitReason = reading.unitReason;
}

void countMissing(ReadGroup& group, PartRole role, MissingCause cause, std::size_t count) {
  if (count == 0) return;
  const auto part =
      std::find_if(group.parts.begin(), group.parts.end(), [&](const ReadPart& p) { return p.role == role; });
  if (part == group.parts.end()) return;
  const auto known =
      std::find_if(part->missing.begin(), part->missing.end(), [&](const MissingCount& m) { return m.cause == cause; });
  if (known == part->missing.end())
    part->missing.push_back({cause, count});
  else
    known->count += count;
}

}  // namespace maury::survey
