// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps in a small JSON file how the user had files of one form read, and returns it when a file of that form comes
// again.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "survey/importing/Import.h"

namespace maury::workbench {

/// Returns what the user stated about files of this form (survey::formOf()); nullopt for an unknown form, and if `file`
/// does not exist or is damaged, which is logged. Thread-safe; does not throw Error.
std::optional<survey::ImportOptions> optionsOfForm(const std::filesystem::path& file, const std::string& form);

/// Keeps the options about the contents of files of this form: roles, units, medium, HDU, ids, bits of masks and "no
/// value" numbers; forgets the form if these are the defaults. Writes `file` atomically and creates its folder. The
/// forms that were stated last are kept, at most 200. Throws Error(File).
void keepOptionsOfForm(const std::filesystem::path& file, const std::string& form,
                       const survey::ImportOptions& options);

}  // namespace maury::workbench
