// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/Option.h"

namespace maury::workbench {

/// Kind of file that an operation writes.
enum class OutputKind {
  Survey,     ///< survey file (FITS)
  Catalogue,  ///< survey file without spectra (FITS), for example predicted labels
  Table,      ///< table for other programs, in the format of the suffix: FITS, VOTable, CSV or ECSV
  Model,      ///< model (safetensors)
  Network,    ///< description of a network (JSON)
  Figure      ///< figure, in the format of the suffix: PDF, SVG or PNG
};

struct OutputFile {
  std::filesystem::path path;
  OutputKind kind = OutputKind::Table;
};

struct OutputOptions {
  bool overwrite = false;  ///< true to replace files of another kind
};

/// Returns the option table of OutputOptions.
const OptionTable<OutputOptions>& outputOptionTable();

/// Checks the outputs of an operation before it starts. Throws Error(Usage) if an output is one of the inputs (a file,
/// or a file in a folder), if two outputs are one file, by any spelling or link (io::isSameFile()), if the suffix of an
/// output is that of a format that the operation does not write, or, unless options.overwrite is set, if an existing
/// file is of another kind; an empty file is of any kind. Throws Error(File) if an output cannot be written
/// (io::AtomicFile). Inputs that do not exist are ignored.
void requireWritableOutputs(const std::vector<OutputFile>& outputs, const std::vector<std::filesystem::path>& inputs,
                            const OutputOptions& options);

}  // namespace maury::workbench
