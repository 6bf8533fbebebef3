// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ErrorText.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <system_error>

#include "app/Console.h"
#include "base/process/Log.h"
#include "base/process/Memory.h"
#include "base/text/Printable.h"
#include "survey/filter/FilterError.h"

namespace maury::app {

namespace {

/// Returns the filter with a caret under the byte at `position`; empty for a text of several lines, one with control
/// characters, or a very long one.
std::string filterWithCaret(const std::string& text, std::size_t position) {
  constexpr std::size_t kMaxBytes = 400;
  if (text.empty() || text.size() > kMaxBytes || printable(text) != text) return {};
  std::size_t column = 0;
  for (std::size_t i = 0; i < std::min(position, text.size()); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0u) != 0x80u) ++column;  // UTF-8: one column per character
  return fmt::format("  {}\n  {:>{}}", text, "^", column + 1);
}

/// Returns the message of an error and, as a sentence of its own, the next step on the command line.
std::string errorText(const Error& error) {
  std::string sentences = error.what();
  if (error.commandLineStep().empty()) return sentences;
  if (!sentences.ends_with('.')) sentences += '.';
  return sentences + ' ' + error.commandLineStep();
}

}  // namespace

void reportError(const std::string& program, const Error& error) {
  const auto* filterError = dynamic_cast<const survey::FilterError*>(&error);
  const std::string sentence = filterError == nullptr ? errorText(error) : error.what();
  log::error(sentence);
  printLine(fmt::format("{}: {}{}", program, filterError == nullptr ? "" : "filter: ", sentence));
  if (filterError == nullptr) return;
  const std::string shown = filterWithCaret(filterError->text, filterError->position);
  if (!shown.empty()) std::fprintf(stderr, "%s\n", shown.c_str());
}

int reportException(const std::string& program) {
  const auto report = [&program](const std::string& sentence) {
    log::error(sentence);
    printLine(fmt::format("{}: {}", program, sentence));
  };
  try {
    throw;
  } catch (const Error& error) {
    reportError(program, error);
    return exitCode(error.kind());
  } catch (const ReportedFailure& failure) {
    return failure.exitCode;
  } catch (const NotEnoughMemory& error) {
    report(error.what());
    return kNotEnoughMemoryExitCode;
  } catch (const std::bad_alloc&) {
    report(notEnoughMemoryText());
    return kNotEnoughMemoryExitCode;
  } catch (const std::exception& error) {
    // initialiseProcess() reports failed writes to standard output when the process exits.
    if (std::ferror(stdout) != 0) return exitCode(ErrorKind::File);
    const auto* system = dynamic_cast<const std::system_error*>(&error);
    if (system != nullptr && system->code() == std::errc::resource_unavailable_try_again) {
      report("The system refuses to start another thread. " + notEnoughMemoryText());
      return kNotEnoughMemoryExitCode;
    }
    report(fmt::format("unexpected error: {}", error.what()));
    return 1;
  }
}

}  // namespace maury::app
