// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/ColumnMeta.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "survey/names/KnownNames.h"
#include "survey/names/LabelNames.h"
#include "survey/names/PredictedNames.h"
#include "survey/names/TextCase.h"

namespace maury::survey {

namespace {

template <typename Rows, typename Same>
std::optional<ColumnMeta> metaOf(const Rows& rows, const Same& isSame) {
  const auto* row = std::find_if(rows.begin(), rows.end(), [&](const auto& known) { return isSame(known.name); });
  if (row == rows.end()) return std::nullopt;
  return ColumnMeta{std::string(row->description), std::string(row->ucd)};
}

/// Lower-cases the first letter, unless the first word is a symbol or name: "[M/H]", "Gaia", "XP".
std::string uncapitalize(std::string text) {
  const bool isWord = text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])) != 0;
  if (isWord && !text.starts_with("Gaia"))
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

/// Turns "phys.gravity" into "stat.error;phys.gravity". Drops ";meta.main": the error of the main position is not a
/// main position.
std::string errorUcd(std::string ucd) {
  if (const std::size_t position = ucd.find(";meta.main"); position != std::string::npos) ucd.erase(position);
  return ucd.empty() ? "stat.error" : "stat.error;" + ucd;
}

ColumnMeta errorOf(std::string_view name) {
  const ColumnMeta meta = columnMeta(name);
  return {fmt::format("1-sigma uncertainty of {}",
                      meta.description.empty() ? std::string(name) : uncapitalize(meta.description)),
          errorUcd(meta.ucd)};
}

}  // namespace

ColumnMeta columnMeta(std::string_view name) {
  if (name.empty()) return {};
  if (isPredictedLabel(name)) {
    ColumnMeta meta = columnMeta(referenceName(name));
    if (!meta.description.empty()) meta.description += ", predicted by a network";
    return meta;
  }
  const std::string canonical = canonicalLabelName(name);
  if (const auto meta = metaOf(kKnownLabels, [&](std::string_view label) { return label == canonical; })) return *meta;
  if (isKnownLabel(name)) return {fmt::format("Abundance {}", displayName(name)), "phys.abund"};
  const std::string lower = lowerCase(name);
  if (const auto meta = metaOf(kKnownColumns, [&](std::string_view column) { return lowerCase(column) == lower; }))
    return *meta;

  if (const std::string_view label = labelOfSigma(name); !label.empty()) {
    ColumnMeta meta = errorOf(label);
    meta.description = "Calibrated " + meta.description;  // short, because FITS truncates descriptions
    return meta;
  }
  if (const std::string_view label = labelOfError(name); isPredictedLabel(label)) {
    ColumnMeta meta = errorOf(label);
    meta.description = fmt::format("Scatter over the networks (internal precision) of {}", referenceName(label));
    return meta;
  }
  constexpr std::string_view kError = "_error";
  if (lower.starts_with("e_") && lower.size() > 2) return errorOf(name.substr(2));
  if (lower.ends_with(kError) && lower.size() > kError.size())
    return errorOf(name.substr(0, name.size() - kError.size()));
  if (lower.starts_with("snr_") || isSignalToNoise(lower)) return {"Signal-to-noise ratio", "stat.snr"};
  if (lower.ends_with("_id")) return {"Identifier", "meta.id"};
  return {};
}

}  // namespace maury::survey
