// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "io/tables/Table.h"

/// Ids of stars: the columns that hold them, and their spellings. All functions are thread-safe.
namespace maury::survey {

/// Returns the column with the ids of the stars, by its name in any case: file, id, source_id, RAVE_OBS_ID, or a name
/// of other surveys (APOGEE_ID, sobject_id, obsid, targetid, CNAME, sdss_id, TRG_UID, OBJ_UID, SPECUID), or one of a
/// match with Gaia (GaiaDR3, gaiadr3_source_id, Source …); nullptr if there is none. If several columns hold the same
/// id (source_id_1, source_id_2, Source …), the one without missing values is taken, and integers or text rather than
/// real numbers. If every column of one id has missing values, a complete column of the next id is preferred.
const io::Column* findIdColumn(const std::vector<io::Column>& columns);

/// Returns the columns that hold ids of Gaia DR3 (or of a later release under the name source_id).
std::vector<const io::Column*> gaiaIdColumns(const std::vector<io::Column>& columns);

/// Returns the columns in which equal values mean the same star, by their names in any case: those of findIdColumn()
/// except file and id, and gp_id, designation, star, star_id, star_name, starname, tmass_id and twomass_id. Real
/// numbers are left out, because they may be rounded.
std::vector<const io::Column*> starIdColumns(const std::vector<io::Column>& columns);

/// Returns the id without what catalogues add to it: blanks at its ends, "Gaia DR3 " and "Gaia EDR3 " (whose ids are
/// the same) before digits, and, after the name of a file, its folder and the suffixes .fits, .fit and .gz. Other
/// releases of Gaia keep their prefix, because a star may have another id there.
std::string plainId(std::string_view id);

/// Returns the id in printable ASCII, the only characters that FITS can store: Greek letters are spelled out, accents
/// are dropped ("ü" → "u"), and other characters become their code: "星" → "u661f". ASCII ids are returned unchanged.
std::string asciiId(std::string_view id);

/// Returns the first three ids for a message: "'a', 'b', 'c' …"; "no ids" if there are none.
std::string firstIds(const std::vector<std::string>& ids);

}  // namespace maury::survey
