// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/ReadFiles.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "base/Error.h"
#include "base/Parallel.h"
#include "spectra/Resample.h"
#include "survey/importing/CombineArms.h"
#include "survey/importing/MergedNotes.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/source/SpectrumArms.h"
#include "survey/importing/source/UnusedHdus.h"
#include "survey/importing/wavelengths/WavelengthScale.h"
#include "survey/importing/wavelengths/Wavelengths.h"

namespace maury::survey {

namespace {

/// Size of a batch of files that are read in parallel before their spectra are collected: enough to keep every thread
/// busy, and small enough to fit in memory. A large file forms its own batch and is collected while it is read.
constexpr std::size_t kFilesPerBatch = 256;
constexpr std::uint64_t kBytesPerBatch = std::uint64_t{128} << 20;

/// Note about a file, with the key of the notes with which it is merged (MergedNotes.h).
struct FileNote {
  std::string text, key = {};
};

/// Content of one file, or the reason why it has none.
struct FileResult {
  std::vector<SpectraBlock> spectra;
  std::vector<StarInputs> inputs;
  std::vector<FileNote> notes;
  ReadGroup reading;
  Refusal refusal;  ///< its reason is empty if the file is a spectrum
  std::exception_ptr error;
};

/// Returns the reason in an error message, without the leading file name and the trailing full stop.
std::string reasonIn(std::string sentence, const std::string& source) {
  if (sentence.starts_with(source)) sentence.erase(0, source.size());
  sentence.erase(0, sentence.find_first_not_of(":, "));
  while (!sentence.empty() && sentence.back() == '.')
    sentence.pop_back();
  return sentence;
}

void rebinTo(const std::shared_ptr<const spectra::WavelengthGrid>& grid, SpectraBlock& block) {
  for (Spectrum& spectrum : block.spectra) {
    if (spectrum.grid == grid || spectrum.grid->matches(*grid)) continue;
    std::vector<float> flux(grid->size()), errors(spectrum.fluxError.empty() ? 0 : grid->size());
    spectra::rebin(*spectrum.grid, spectrum.flux, spectrum.fluxError, *grid, flux, errors);
    spectrum.flux = std::move(flux);
    spectrum.fluxError = std::move(errors);
    spectrum.grid = grid;
  }
}

/// Counts the spectra of a block and widens the range of their wavelengths.
void countSpectra(const SpectraBlock& block, ReadGroup& reading) {
  reading.starCount += block.areArms ? 1 : block.spectra.size();
  reading.isSecondary = reading.isSecondary || block.isFallback;
  for (const Spectrum& spectrum : block.spectra) {
    const std::size_t pixels = spectrum.grid->size();
    reading.pixelCount += pixels;
    if (!reading.wavelengths) reading.wavelengths.emplace();
    ReadWavelengths& wavelengths = *reading.wavelengths;
    const bool isFirst = wavelengths.maxPixels == 0;
    wavelengths.firstNm = isFirst ? spectrum.grid->first() : std::min(wavelengths.firstNm, spectrum.grid->first());
    wavelengths.lastNm = isFirst ? spectrum.grid->last() : std::max(wavelengths.lastNm, spectrum.grid->last());
    wavelengths.minPixels = isFirst ? pixels : std::min(wavelengths.minPixels, pixels);
    wavelengths.maxPixels = std::max(wavelengths.maxPixels, pixels);
  }
}

/// Adds the parts of another arm of the same spectra; parts that are named alike in all arms are listed once.
void addArm(ReadGroup& reading, ReadGroup&& arm) {
  for (ReadPart& part : arm.parts) {
    const auto same = std::find_if(reading.parts.begin(), reading.parts.end(), [&](const ReadPart& known) {
      return known.name == part.name && known.role == part.role && known.target == part.target;
    });
    if (same == reading.parts.end())
      reading.parts.push_back(std::move(part));
    else
      mergeParts(*same, part);
  }
  if (!reading.wavelengths) {
    reading.wavelengths = std::move(arm.wavelengths);
  } else if (arm.wavelengths && arm.wavelengths->isDoubtful && !reading.wavelengths->isDoubtful) {
    reading.wavelengths->isDoubtful = true;
    reading.wavelengths->doubt = std::move(arm.wavelengths->doubt);
  }
  if (!arm.isDoubtful || reading.isDoubtful) return;
  reading.isDoubtful = true;
  reading.doubt = std::move(arm.doubt);
}

class FilesReader {
public:
  FilesReader(const std::vector<ImportFile>& files, const ImportOptions& options,
              const std::vector<std::string>* alignedIds, RoleMap& roles, SpectraCollector& collector,
              ImportReport& report, Job& job)
      : m_files(files), m_roles(roles), m_collector(collector), m_report(report), m_context{options,
                                                                                            m_grids,
                                                                                            m_wavelengthNotes,
                                                                                            job,
                                                                                            files.size() == 1,
                                                                                            alignedIds} {
    if (options.grid) m_target = std::make_shared<const spectra::WavelengthGrid>(options.grid->grid());
  }

  void run() {
    std::optional<ProgressMeter> meter;
    if (!m_context.isOnlyFile) meter.emplace(m_context.job, "reading", "files", m_files.size());
    for (std::size_t first = 0; first < m_files.size();) {
      const std::size_t count = batchFrom(first);
      if (count == 1)
        readAlone(m_files[first]);
      else
        readBatch(first, count, *meter);
      if (count == 1 && meter) meter->advance();
      first += count;
    }
    finishArms();
    std::vector<std::string> notes = m_wavelengthNotes.sentences();
    std::move(notes.begin(), notes.end(), std::back_inserter(m_report.notes));
    notes = m_notes.take();
    std::move(notes.begin(), notes.end(), std::back_inserter(m_report.notes));
  }

private:
  std::size_t batchFrom(std::size_t first) const {
    // The grid of the first spectrum must be known before the others can be rebinned to it.
    if (m_context.options.usesFirstGrid && !m_target) return 1;
    std::size_t count = 0;
    std::uint64_t bytes = 0;
    while (first + count < m_files.size() && count < kFilesPerBatch) {
      bytes += m_files[first + count].bytes;
      if (count > 0 && bytes > kBytesPerBatch) break;
      ++count;
    }
    return count;
  }

  void collect(SpectraBlock&& block) {
    if (!m_arms.armOf.empty() && m_arms.armOf != block.armOf) finishArms();
    if (!block.armOf.empty()) {
      if (m_arms.spectra.empty()) m_arms = {{}, std::move(block.starTable), true, block.armOf};
      m_arms.spectra.push_back(std::move(block.spectra.front()));
      return;
    }
    if (block.areArms) block = m_combiner.combine(std::move(block), m_target);
    if (m_context.options.usesFirstGrid && !m_target && !block.isFallback) m_target = block.spectra.front().grid;
    if (m_target) rebinTo(m_target, block);
    m_collector.add(std::move(block));
  }

  /// Joins the arms of the star whose files were read last.
  void finishArms() {
    if (m_arms.spectra.empty()) return;
    SpectraBlock arms = std::exchange(m_arms, SpectraBlock());
    arms.armOf.clear();
    const std::string first = arms.spectra.front().file;
    const std::size_t count = arms.spectra.size();
    if (count == 1) {
      arms.areArms = false;
      m_notes.add(first,
                  fmt::format("{}: it was read alone; the files of the other arms of the star are missing.", first));
    } else {
      m_notes.add(first,
                  fmt::format("{}: joined with {} other files of the same star to one spectrum.", first, count - 1));
    }
    collect(std::move(arms));
  }

  /// Reads a file. Returns why it is not a spectrum, or an empty refusal. Throws the errors of the reader.
  Refusal readTo(const ImportFile& file, const FormatOutput& output, const std::function<void(FileNote&&)>& note) {
    SourceFile source = file.open();
    output.reading.firstFile = source.fileName();
    source.useRoles(m_roles);
    source.hasGivenWavelengths = !m_context.options.wavelengths.empty();
    source.chooseHdu(m_context.options.hdu);
    source.verifyChecksums(m_context.job);
    const Format* format = formatOf(source);
    if (format == nullptr) return refusalOf(source);
    output.reading.format = format->name;
    output.reading.placeReason = placeReason(source, *format);
    const std::vector<int> arms = armHdus(source, format->arms);
    if (arms.empty())
      format->read(source, m_context, output);
    else
      note(readArms(source, arms, output));
    output.reading.place = usedHdus(source);
    if (source.arrays() != nullptr) {
      if (format != &kArraySpectra) output.reading.unused = unusedArrays(source.table());
      return {};
    }
    output.reading.unused = unusedParts(source);
    std::string key;
    if (const std::string unused = unusedHdus(source, output.reading.unused, key); !unused.empty())
      note({source.source() + unused, key});
    return {};
  }

  /// Returns why the HDU was chosen, if the file has several tables; the formats of images report it themselves.
  Reason placeReason(SourceFile& source, const Format& format) const {
    if (!source.isFits()) return {};
    if (!m_context.options.hdu.empty()) return {Ground::User};
    const bool isTable = format.arms == Format::Arms::InTables && source.tables().size() > 1;
    return isTable ? Reason{Ground::Default, "the first table with spectra"} : Reason{};
  }

  /// Returns callbacks that count spectra and pixels for the report before they pass them on.
  static FormatOutput counting(FormatOutput output) {
    output.spectra = [pass = std::move(output.spectra), &reading = output.reading](SpectraBlock&& block) {
      countSpectra(block, reading);
      pass(std::move(block));
    };
    output.inputs = [pass = std::move(output.inputs), &reading = output.reading](StarInputs&& stars) {
      reading.content = ReadGroup::Content::Inputs;
      reading.starCount += stars.ids.size();
      pass(std::move(stars));
    };
    return output;
  }

  /// Reads the arms of each star from several HDUs, as if each were the only one, and joins them. Returns a note.
  FileNote readArms(SourceFile& source, const std::vector<int>& hdus, const FormatOutput& output) {
    std::vector<std::vector<Spectrum>> arms;
    std::vector<SpectraBlock> blocks;  // of the first arm
    std::vector<std::string> labels;
    for (const int hdu : hdus) {
      source.chooseHdu(std::to_string(hdu));
      labels.push_back(source.hduLabel(hdu));
      const Format* format = formatOf(source);
      if (format == nullptr)
        refuseFile(source.source(), fmt::format("{}: {}", labels.back(), refusalOf(source).reason));
      arms.emplace_back();
      ReadGroup reading;
      FormatOutput capture{{}, output.inputs, output.note, reading};
      capture.spectra = [&](SpectraBlock&& block) {
        std::move(block.spectra.begin(), block.spectra.end(), std::back_inserter(arms.back()));
        if (arms.size() == 1) blocks.push_back(std::move(block));
      };
      if (arms.size() > 1) capture.note = [](std::string&&) {};
      format->read(source, m_context, capture);
      addArm(output.reading, std::move(reading));
      if (arms.back().size() != arms.front().size())
        refuseFile(source.source(), fmt::format("{} has {} spectra, but {} has {}.", labels.back(), arms.back().size(),
                                                labels.front(), arms.front().size()));
    }
    std::size_t star = 0;
    std::string grid;
    for (SpectraBlock& block : blocks) {
      for (Spectrum& spectrum : block.spectra) {
        std::vector<Spectrum> parts;
        for (std::vector<Spectrum>& arm : arms)
          parts.push_back(std::move(arm[star]));
        spectrum = m_combiner.combine(parts, m_target);
        if (star++ == 0) grid = spectrum.grid->describe();
        m_context.job.checkpoint();
      }
      std::erase_if(block.starTable.columns, [](const io::Column& column) { return lowerCase(column.name) == "snr"; });
      output.spectra(std::move(block));
    }
    const std::string joined = fmt::format("{}", fmt::join(labels, ", "));
    output.reading.remarks.push_back(fmt::format("the arms {} were joined to one spectrum", joined));
    return {fmt::format("{}: the arms {} were joined to one spectrum of {}.", source.source(), joined, grid),
            "arms " + joined};
  }

  void readAlone(const ImportFile& file) {
    ReadGroup reading;
    const FormatOutput output = counting({[&](SpectraBlock&& block) { collect(std::move(block)); },
                                          [&](StarInputs&& stars) { m_collector.add(std::move(stars)); },
                                          [&](std::string&& note) { m_notes.add(file.source(), note); }, reading});
    try {
      const Refusal refusal =
          readTo(file, output, [&](FileNote&& note) { m_notes.add(file.source(), note.text, note.key); });
      if (refusal.reason.empty())
        addGroup(m_report.reading, std::move(reading));
      else
        leaveOut(file, refusal, ErrorKind::Format);
    } catch (const Error&) {
      handleError(file, std::current_exception());
    }
  }

  void readBatch(std::size_t first, std::size_t count, ProgressMeter& meter) {
    std::vector<FileResult> results(count);
    parallelChunks(count, 1, m_context.options.threads, [&](std::size_t begin, std::size_t, unsigned) {
      FileResult& result = results[begin];
      const FormatOutput output =
          counting({[&](SpectraBlock&& block) {
                      if (block.areArms) block = m_combiner.combine(std::move(block), m_target);
                      if (m_target && block.armOf.empty()) rebinTo(m_target, block);
                      result.spectra.push_back(std::move(block));
                    },
                    [&](StarInputs&& stars) { result.inputs.push_back(std::move(stars)); },
                    [&](std::string&& note) { result.notes.push_back({std::move(note)}); }, result.reading});
      try {
        result.refusal =
            readTo(m_files[first + begin], output, [&](FileNote&& note) { result.notes.push_back(std::move(note)); });
      } catch (const Error& error) {
        if (error.kind() == ErrorKind::Cancelled) throw;
        result.error = std::current_exception();
      }
      meter.advance();
    });
    for (std::size_t i = 0; i < count; ++i)
      collect(m_files[first + i], std::move(results[i]));
  }

  void collect(const ImportFile& file, FileResult&& result) {
    if (result.error) {
      handleError(file, result.error);
      return;
    }
    if (result.refusal.reason.empty())
      addGroup(m_report.reading, std::move(result.reading));
    else
      leaveOut(file, result.refusal, ErrorKind::Format);
    for (SpectraBlock& block : result.spectra)
      collect(std::move(block));
    for (StarInputs& stars : result.inputs)
      m_collector.add(std::move(stars));
    for (const FileNote& note : result.notes)
      m_notes.add(file.source(), note.text, note.key);
  }

  /// Leaves out a file that is damaged or in a wrong format. Rethrows the error if the user named the file or must
  /// state the medium or the unit, or if the error concerns more than this file.
  void handleError(const ImportFile& file, const std::exception_ptr& thrown) {
    try {
      std::rethrow_exception(thrown);
    } catch (const MediumUnknown&) {
      throw;
    } catch (const UnitUnknown& unknown) {
      // A question to the user, unless no unit or a single one is possible, as in a foreign file.
      if (unknown.choices().size() > 1 || file.isNamed) throw;
      leaveOut(file, {reasonIn(unknown.what(), file.source())}, unknown.kind());
    } catch (const Error& error) {
      const bool isOfOneFile = error.kind() == ErrorKind::Format || error.kind() == ErrorKind::File;
      if (!isOfOneFile || file.isNamed) throw;
      leaveOut(file, {reasonIn(error.what(), file.source())}, error.kind());
    }
  }

  void leaveOut(const ImportFile& file, const Refusal& refusal, ErrorKind kind) {
    if (file.isNamed)
      throw Error(kind, fmt::format("{} is not a spectrum: {}.", file.source(), refusal.reason),
                  refusal.isWithoutWavelengths ? "Use --wavelengths to name a file that has them."
                                               : "Use --labels to name a label table.");
    m_report.leftOut.push_back({file.source(), refusal.reason});
  }

  const std::vector<ImportFile>& m_files;
  RoleMap& m_roles;
  SpectraCollector& m_collector;
  ImportReport& m_report;
  GridStore m_grids;
  WavelengthNotes m_wavelengthNotes;
  ReadContext m_context;
  ArmCombiner m_combiner;
  SpectraBlock m_arms;  ///< arms of one star from the files read last
  MergedNotes m_notes;
  std::shared_ptr<const spectra::WavelengthGrid> m_target;
};

}  // namespace

void readFiles(const std::vector<ImportFile>& files, const ImportOptions& options,
               const std::vector<std::string>* alignedIds, RoleMap& roles, SpectraCollector& collector,
               ImportReport& report, Job& job) {
  FilesReader(files, options, alignedIds, roles, collector, report, job).run();
}

}  // namespace maury::survey
