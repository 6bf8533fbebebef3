// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "survey/importing/ReadingReport.h"
#include "survey/importing/columns/FluxColumns.h"
#include "survey/importing/source/SourceFile.h"

namespace maury::survey {

/// Role of an image of a FITS file, as its EXTNAME says, or its BUNIT if it has no name (APOGEE).
enum class ImageRole {
  Spectrum,    ///< flux, or anything that is not recognised
  Error,       ///< errors, variances or inverse variances of the flux
  Mask,        ///< 0 = good
  Wavelength,  ///< wavelengths of pixels
  Other        ///< resolution, sky, telluric absorption, model … and images with more than two axes
};

ImageRole roleOf(SourceFile& file, const SourceFile::Image& image);
/// Returns the kind of errors in an image whose role is Error.
ErrorMeaning errorsIn(SourceFile& file, const SourceFile::Image& image);
/// Returns true if an image holds errors as a fraction of the flux (GALAH's input_sigma and relative_error).
bool isRelativeError(const SourceFile::Image& image);

/// Returns the image of flux: the one that the user chose; or else the first called FLUX, or the like, among those with
/// the role Spectrum; or else the first that has wavelengths in its header or two axes; or else the first. nullptr if
/// there is none, or if the user chose a table.
const SourceFile::Image* fluxImage(SourceFile& file);
/// Returns why fluxImage() returned this image; unknown for an HDU that the user chose.
Reason fluxReason(SourceFile& file, const SourceFile::Image& flux);

/// Returns the part of an EXTNAME that does not name the arm or number: "COADD_*" for COADD_B, "*_FLUX" for B_FLUX, "*"
/// for BLUE, "CCD" for CCD3. HDUs of equal form may be arms of one spectrum.
std::string armForm(std::string_view extensionName);
/// Returns the arm in an EXTNAME: "B" in B_FLUX, "" in FLUX.
std::string armOf(std::string_view extensionName);

/// Returns the image of this role that belongs to a flux image: with its axes, and of its arm or of none; nullptr if
/// there is none.
const SourceFile::Image* companionOf(SourceFile& file, const SourceFile::Image& flux, ImageRole role);

/// Returns the image of wavelengths that belongs to a flux image: of its arm, if it has one, and with the length of one
/// of its axes or with the same axes; nullptr if there is none.
const SourceFile::Image* wavelengthsOf(SourceFile& file, const SourceFile::Image& flux);

}  // namespace maury::survey
