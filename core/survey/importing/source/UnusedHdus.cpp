// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/source/UnusedHdus.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <vector>

#include "survey/importing/source/ImageRoles.h"

namespace maury::survey {

namespace {

using Image = SourceFile::Image;

bool holdsSpectra(SourceFile& file, int hdu) {
  return std::any_of(file.tables().begin(), file.tables().end(),
                     [&](const SourceFile::Tabular& table) { return table.hasSpectra && table.hdu == hdu; }) ||
         std::any_of(file.images().begin(), file.images().end(), [&](const Image& image) {
           return image.hdu == hdu && roleOf(file, image) == ImageRole::Spectrum;
         });
}

}  // namespace

std::vector<UnusedPart> unusedParts(SourceFile& file) {
  if (!file.isFits() || file.usedHdus().empty()) return {};
  std::vector<int> hdus;
  for (const Image& image : file.images())
    hdus.push_back(image.hdu);
  for (const SourceFile::Tabular& table : file.tables())
    if (table.rows > 0) hdus.push_back(table.hdu);
  std::sort(hdus.begin(), hdus.end());
  std::erase_if(hdus, [&](int hdu) { return file.usedHdus().contains(hdu); });
  std::vector<UnusedPart> parts;
  for (const int hdu : hdus) {
    UnusedPart part{.name = file.hduLabel(hdu)};
    part.form = armForm(file.fits().keyText("EXTNAME").value_or(""));
    part.maybeSpectra = holdsSpectra(file, hdu);
    parts.push_back(std::move(part));
  }
  return parts;
}

UnusedPart unusedArray(const std::string& description) {
  const std::size_t end = std::min(description.find(" ("), description.find(": "));
  return {.name = description, .form = description.substr(0, end)};
}

std::vector<UnusedPart> unusedArrays(const io::Table& table) {
  std::vector<UnusedPart> parts;
  for (const std::string& description : table.unusedArrays)
    parts.push_back(unusedArray(description));
  return parts;
}

std::string usedHdus(SourceFile& file) {
  if (!file.isFits()) return {};
  std::vector<std::string> used;
  for (const int hdu : file.usedHdus())
    used.push_back(file.hduLabel(hdu));
  return fmt::format("{}", fmt::join(used, ", "));
}

std::string unusedHdus(SourceFile& file, const std::vector<UnusedPart>& parts, std::string& key) {
  key.clear();
  if (parts.empty()) return {};
  constexpr std::size_t kMaxNames = 8;
  std::vector<std::string> left;
  std::set<std::string> forms;
  for (const UnusedPart& part : parts) {
    if (left.size() < kMaxNames) left.push_back(part.name);
    forms.insert(part.form);
  }
  std::string used = usedHdus(file);
  key = fmt::format("{} without {}", used, fmt::join(forms, ","));
  const bool mayHoldSpectra =
      std::any_of(parts.begin(), parts.end(), [](const UnusedPart& part) { return part.maybeSpectra; });
  return fmt::format(
      ": read from {}; not used: {}{}.{}", used, fmt::join(left, ", "),
      parts.size() > kMaxNames ? fmt::format(" and {} more HDUs", parts.size() - kMaxNames) : "",
      mayHoldSpectra ? " Some of these may be spectra; choose an HDU by name or number to read it." : "");
}

}  // namespace maury::survey
