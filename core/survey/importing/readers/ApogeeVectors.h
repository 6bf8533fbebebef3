// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/tables/Table.h"
#include "survey/importing/readers/SourceFile.h"

namespace maury::survey {

/// Takes the vectors of an allStar table apart where another HDU of the file says what their elements are: FPARAM and
/// PARAM by PARAM_SYMBOL (FPARAM_TEFF …), X_H and X_M with their errors by ELEM_SYMBOL (X_H_MG …). Others stay arrays.
void takeApartApogeeVectors(SourceFile& file, io::Table& table);

}  // namespace maury::survey
