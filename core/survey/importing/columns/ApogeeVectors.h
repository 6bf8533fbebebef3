// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/tables/Table.h"
#include "survey/importing/source/SourceFile.h"

namespace maury::survey {

/// Splits vectors of an allStar table into columns if another HDU of the file names their elements: FPARAM and PARAM by
/// PARAM_SYMBOL (FPARAM_TEFF …), X_H and X_M with their errors by ELEM_SYMBOL (X_H_MG …). Other vectors stay arrays.
void splitApogeeVectors(SourceFile& file, io::Table& table);

}  // namespace maury::survey
