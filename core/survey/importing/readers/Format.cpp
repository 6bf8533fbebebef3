// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/readers/Format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "survey/importing/readers/GaiaProducts.h"
#include "survey/importing/source/ForeignFormats.h"
#include "survey/importing/source/SourceFile.h"
#include "survey/importing/wavelengths/Wavelengths.h"

namespace maury::survey {

namespace {

Refusal imageRefusal(SourceFile& file) {
  const SourceFile::Image& image = file.images().front();
  if (image.axes.size() > 2)
    return {fmt::format("its image has {} axes, but a spectrum has one and a matrix of spectra has two",
                        image.axes.size())};
  HeaderKeys keys(file.fits(), image.hdu);
  if (image.axes.size() == 1 && !hasWavelengthAxis(keys, 1))
    return {"its header has no wavelengths (CRVAL1 with CDELT1 or CD1_1)", true};
  return {image.axes.size() == 1 ? "its image contains errors without a flux"
                                 : "the second axis of its 2-D image does not count stars"};
}

}  // namespace

const Format* formatOf(SourceFile& file) {
  constexpr std::array kImageFormats = {&kApogeeStar, &kStackedRows, &kGalahSpectrum, &kMatrixImage, &kImageSpectrum};
  constexpr std::array kTableFormats = {&kXpCoefficients, &kColumnMatrix, &kArrayTable, &kPixelTable};
  if (kArraySpectra.recognises(file)) return &kArraySpectra;
  const bool isChosen = file.chosenHdu().has_value();
  if (!isChosen || !file.choosesTable())
    for (const Format* format : kImageFormats)
      if (format->recognises(file)) return format;
  if (!isChosen || file.choosesTable())
    for (const Format* format : kTableFormats)
      if (format->recognises(file)) return format;
  return nullptr;
}

Refusal refusalOf(SourceFile& file) {
  if (const std::string foreign = foreignFormat(file.start()); !foreign.empty()) return {foreign};
  if (const auto hdu = file.chosenHdu(); hdu && !file.choosesTable())
    return {fmt::format("{} holds no spectrum", file.hduLabel(*hdu))};
  if (file.isFits() && !file.images().empty() && !file.choosesTable()) return imageRefusal(file);
  if (!file.hasTable())
    return {file.isFits() ? "it has neither an image nor a table"
                          : "it is neither FITS nor a VOTable nor a CSV file with columns wavelength and flux"};
  const std::vector<std::string>& names = file.columnNames();
  if (const std::string product = otherGaiaProduct(names); !product.empty()) return {"it holds " + product};
  constexpr std::size_t kShown = 6;
  std::string shown;
  for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i)
    shown += (i > 0 ? ", " : "") + names[i].substr(0, 24);
  return {fmt::format("it is a table without the columns wavelength and flux (it has {}{})", shown,
                      names.size() > kShown ? " …" : "")};
}

}  // namespace maury::survey
