// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/source/UnusedHdus.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "survey/importing/source/ImageRoles.h"

namespace maury::survey {

namespace {

using Image = SourceFile::Image;

bool holdSpectra(SourceFile& file, const std::vector<int>& hdus) {
  const auto isListed = [&](int hdu) { return std::find(hdus.begin(), hdus.end(), hdu) != hdus.end(); };
  return std::any_of(file.tables().begin(), file.tables().end(),
                     [&](const SourceFile::Tabular& table) { return table.hasSpectra && isListed(table.hdu); }) ||
         std::any_of(file.images().begin(), file.images().end(), [&](const Image& image) {
           return isListed(image.hdu) && roleOf(file, image) == ImageRole::Spectrum;
         });
}

}  // namespace

std::string unusedHdus(SourceFile& file, std::string& key) {
  key.clear();
  if (!file.isFits() || file.usedHdus().empty()) return {};
  std::vector<int> hdus;
  for (const Image& image : file.images())
    hdus.push_back(image.hdu);
  for (const SourceFile::Tabular& table : file.tables())
    if (table.rows > 0) hdus.push_back(table.hdu);
  std::sort(hdus.begin(), hdus.end());
  std::erase_if(hdus, [&](int hdu) { return file.usedHdus().contains(hdu); });
  if (hdus.empty()) return {};
  std::vector<std::string> used, left;
  for (const int hdu : file.usedHdus())
    used.push_back(file.hduLabel(hdu));
  constexpr std::size_t kMaxNames = 8;
  for (const int hdu : hdus)
    if (left.size() < kMaxNames) left.push_back(file.hduLabel(hdu));
  std::set<std::string> forms;
  for (const int hdu : hdus) {
    file.fits().moveTo(hdu);
    forms.insert(armForm(file.fits().keyText("EXTNAME").value_or("")));
  }
  key = fmt::format("{} without {}", fmt::join(used, ","), fmt::join(forms, ","));
  return fmt::format(": read from {}; not used: {}{}.{}", fmt::join(used, ", "), fmt::join(left, ", "),
                     hdus.size() > kMaxNames ? fmt::format(" and {} more HDUs", hdus.size() - kMaxNames) : "",
                     holdSpectra(file, hdus) ? " Some of these may be spectra; choose an HDU by name or number to read "
                                               "it."
                                             : "");
}

}  // namespace maury::survey
