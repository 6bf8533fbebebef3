// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "io/arrays/ArrayFile.h"
#include "survey/importing/columns/FluxColumns.h"

namespace maury::survey {

class RoleMap;
class SourceFile;

/// Roles of the arrays in an HDF5, .npy or .npz file of spectra: indices of io::ArrayFile::arrays().
struct ArrayRoles {
  std::size_t flux = 0;
  bool isGuess = false;  ///< true if its name does not say that it is the flux
  std::optional<std::size_t> wavelength, error, mask;
  FluxColumns names;          ///< roles that the names of these arrays or the user state
  bool isTransposed = false;  ///< the rows of the matrices are pixels, and their columns stars
  std::size_t stars = 0, pixels = 0;
  std::vector<std::size_t> columns;  ///< arrays with one value per star
};

/// Returns true if a matrix in the file holds spectra, by the user's roles, the chosen array, or its name. Throws
/// Error(Format) with the list of arrays if several matrices are equally likely.
bool hasFluxMatrix(SourceFile& file);

/// Finds the roles of the arrays of a file for which hasFluxMatrix() is true: by the user's roles, by names and by
/// shapes. The rows of the flux are stars unless only its rows have as many wavelengths, or as `givenWavelengths`.
/// Errors and masks have the shape of the flux. Arrays of a training set ("x_train") do not belong to one of a test set
/// ("ids_test"). Throws Error(Format) for roles that contradict the shapes.
ArrayRoles arrayRolesOf(SourceFile& file, std::optional<std::size_t> givenWavelengths);

/// Returns the arrays whose names say that they hold wavelengths, the most likely first.
std::vector<std::size_t> wavelengthArrays(const io::ArrayFile& arrays);

}  // namespace maury::survey
