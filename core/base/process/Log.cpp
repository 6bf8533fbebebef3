// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/process/Log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/ringbuffer_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>

#include "base/text/Printable.h"

namespace maury::log {

namespace {

constexpr std::size_t kLinesInMemory = 200;

spdlog::level::level_enum toSpdlog(Level level) {
  switch (level) {
    case Level::Debug:
      return spdlog::level::debug;
    case Level::Info:
      return spdlog::level::info;
    case Level::Warning:
      return spdlog::level::warn;
    case Level::Error:
      return spdlog::level::err;
    case Level::Off:
      break;
  }
  return spdlog::level::off;
}

/// Sink that passes each line to a function.
class PrintSink : public spdlog::sinks::base_sink<std::mutex> {
public:
  explicit PrintSink(std::function<void(const std::string&)> print) : m_print(std::move(print)) {}

private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    std::string text = fmt::to_string(line);
    while (!text.empty() && text.back() == '\n')
      text.pop_back();
    m_print(text);
  }
  void flush_() override {}

  std::function<void(const std::string&)> m_print;
};

using Sink = std::shared_ptr<spdlog::sinks::sink>;

/// Log that the whole process shares. Never destroyed, so that it can be written to while the process exits.
class ProcessLog {
public:
  static ProcessLog& instance() {
    static ProcessLog& log = *new ProcessLog;
    return log;
  }

  void open(const LogOptions& options) {
    const std::lock_guard lock(m_mutex);
    m_options = options;
    m_memory = std::make_shared<spdlog::sinks::ringbuffer_sink_mt>(kLinesInMemory);
    m_file = openFile();
    setPatterns();
  }

  void showOnTerminal(Level level, std::function<void(const std::string&)> print) {
    const std::lock_guard lock(m_mutex);
    m_terminal = std::make_shared<PrintSink>(std::move(print));
    m_terminal->set_level(toSpdlog(level));
    setPatterns();
  }

  void setFileLevel(Level level) {
    const std::lock_guard lock(m_mutex);
    m_options.fileLevel = level;
    if (m_file) m_file->set_level(toSpdlog(level));
  }

  void write(Level level, std::string_view message) {
    const std::lock_guard lock(m_mutex);
    const std::string text = printable(redactNames(message, m_options.arguments));
    const spdlog::details::log_msg line(spdlog::string_view_t(m_options.program.data(), m_options.program.size()),
                                        toSpdlog(level), spdlog::string_view_t(text.data(), text.size()));
    for (const Sink& sink : {m_memory, m_file, m_terminal})
      if (sink && sink->should_log(line.level)) sink->log(line);
    if (m_file) m_file->flush();
  }

  std::vector<std::string> lastLines(std::size_t count) {
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> lines = m_file ? linesOfFiles(count) : linesInMemory();
    if (lines.size() > count) lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(count));
    return lines;
  }

private:
  ProcessLog() : m_memory(std::make_shared<spdlog::sinks::ringbuffer_sink_mt>(kLinesInMemory)) { setPatterns(); }

  Sink openFile() const {
    if (m_options.file.empty()) return nullptr;
    try {
      std::filesystem::create_directories(m_options.file.parent_path());
      const std::size_t older = std::max<std::size_t>(m_options.files, 1) - 1;
      auto file =
          std::make_shared<spdlog::sinks::rotating_file_sink_mt>(m_options.file.string(), m_options.fileBytes, older);
      file->set_level(toSpdlog(m_options.fileLevel));
      return file;
    } catch (const std::exception&) {
      return nullptr;
    }
  }

  void setPatterns() {
    for (const Sink& sink : {m_memory, m_file})
      if (sink) sink->set_pattern("%Y-%m-%d %H:%M:%S.%e %l %n[%P] %v");
    if (m_terminal) m_terminal->set_pattern("%H:%M:%S.%e %l %v");
  }

  std::vector<std::string> linesInMemory() const {
    std::vector<std::string> lines = static_cast<spdlog::sinks::ringbuffer_sink_mt&>(*m_memory).last_formatted();
    for (std::string& line : lines)
      while (!line.empty() && line.back() == '\n')
        line.pop_back();
    return lines;
  }

  /// Returns the lines of the current file and, if they are fewer than `count`, those of earlier files too.
  std::vector<std::string> linesOfFiles(std::size_t count) const {
    std::vector<std::string> lines;
    for (std::size_t index = 0; index < m_options.files && lines.size() < count; ++index) {
      std::ifstream stream(spdlog::sinks::rotating_file_sink_mt::calc_filename(m_options.file.string(), index));
      std::vector<std::string> older;
      for (std::string line; std::getline(stream, line);)
        older.push_back(std::move(line));
      lines.insert(lines.begin(), std::make_move_iterator(older.begin()), std::make_move_iterator(older.end()));
    }
    return lines;
  }

  std::mutex m_mutex;  ///< guards everything below
  LogOptions m_options;
  Sink m_memory, m_file, m_terminal;
};

void write(Level level, std::string_view message) noexcept {
  try {
    ProcessLog::instance().write(level, message);
  } catch (...) {  // a missing log line is no reason to fail
  }
}

bool isPunctuation(char c) {
  return std::string_view("()[]{}<>\"'`,;:.!?…").find(c) != std::string_view::npos;
}

/// Returns the placeholder for a word that looks like a file name or an id; std::nullopt for other words.
std::optional<std::string_view> placeholderFor(std::string_view word) {
  // Units and abundance ratios ("epochs/s", "Mg/Fe") end in a slash and at most two characters; they are no paths.
  constexpr std::size_t kLongestRatio = 3;
  const std::size_t slash = word.rfind('/');
  if (slash != std::string_view::npos && (slash == 0 || word.size() - slash > kLongestRatio)) return "(file)";
  const std::size_t dot = word.rfind('.');
  if (dot != std::string_view::npos && dot > 0 && word.size() - dot > 2 &&
      std::all_of(word.begin() + static_cast<std::ptrdiff_t>(dot) + 1, word.end(),
                  [](unsigned char c) { return std::isalpha(c) != 0; }))
    return "(file)";
  constexpr auto kDigitsOfId = 8;
  if (std::count_if(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c) != 0; }) >= kDigitsOfId)
    return "(id)";
  return std::nullopt;
}

using WordTest = std::function<bool(std::string_view word)>;

/// Returns true if a quoted text is an id, by the words before it. `followsId` is true if the previous one was an id.
bool isQuotedId(std::string_view before, bool followsId) {
  constexpr std::array<std::string_view, 8> kIntroductions = {
      "id ", "id is ", "star ", "stars is ", "begin with ", "of the stars with ", "catalogue with ", "in ASCII: "};
  return (followsId && (before == ", " || before == " as ")) ||
         std::any_of(kIntroductions.begin(), kIntroductions.end(),
                     [&](std::string_view words) { return before.ends_with(words); });
}

/// Returns the message with "(id)" in place of ids in quotes, which may be any text: "the id 'HD 3'", "ids begin with
/// 'HD 3', 'HD 4'", "star 'HD 3'".
std::string redactQuotedIds(std::string_view message, const WordTest& wasTyped) {
  std::string text;
  bool isId = false;
  while (!message.empty()) {
    const std::size_t open = message.find('\'');
    const std::size_t close = open == std::string_view::npos ? open : message.find('\'', open + 1);
    if (close == std::string_view::npos) break;
    const std::string_view before = message.substr(0, open), quoted = message.substr(open + 1, close - open - 1);
    isId = isQuotedId(before, isId);
    text += before;
    text += isId && !wasTyped(quoted) ? "'(id)'" : fmt::format("'{}'", quoted);
    message.remove_prefix(close + 1);
  }
  return text += message;
}

}  // namespace

std::string redactNames(std::string_view original, const std::vector<std::string>& arguments) {
  const auto wasTyped = [&arguments](std::string_view word) {
    return std::any_of(arguments.begin(), arguments.end(),
                       [word](const std::string& argument) { return argument.find(word) != std::string::npos; });
  };
  const std::string message = redactQuotedIds(original, wasTyped);
  std::string text;
  for (std::size_t begin = 0; begin < message.size();) {
    if (std::isspace(static_cast<unsigned char>(message[begin])) != 0) {
      text += message[begin++];
      continue;
    }
    std::size_t end = begin;
    while (end < message.size() && std::isspace(static_cast<unsigned char>(message[end])) == 0)
      ++end;
    std::size_t first = begin, last = end;
    while (first < last && isPunctuation(message[first]) && message[first] != '.')
      ++first;
    while (last > first && isPunctuation(message[last - 1]))
      --last;
    const std::string_view word = std::string_view(message).substr(first, last - first);
    const auto placeholder = word.empty() || wasTyped(word) ? std::nullopt : placeholderFor(word);
    text += message.substr(begin, first - begin);
    text += placeholder.value_or(word);
    text += message.substr(last, end - last);
    begin = end;
  }
  return text;
}

void open(const LogOptions& options) {
  ProcessLog::instance().open(options);
}

void showOnTerminal(Level level, std::function<void(const std::string& line)> print) {
  ProcessLog::instance().showOnTerminal(level, std::move(print));
}

void setFileLevel(Level level) {
  ProcessLog::instance().setFileLevel(level);
}

void debug(std::string_view message) noexcept {
  write(Level::Debug, message);
}
void info(std::string_view message) noexcept {
  write(Level::Info, message);
}
void warning(std::string_view message) noexcept {
  write(Level::Warning, message);
}
void error(std::string_view message) noexcept {
  write(Level::Error, message);
}

std::vector<std::string> lastLines(std::size_t count) {
  return ProcessLog::instance().lastLines(count);
}

std::filesystem::path defaultFile() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && std::filesystem::path(state).is_absolute())
    return std::filesystem::path(state) / "maury" / "maury.log";
  const char* home = std::getenv("HOME");
  if (home == nullptr || !std::filesystem::path(home).is_absolute()) return {};
  return std::filesystem::path(home) / ".local" / "state" / "maury" / "maury.log";
}

}  // namespace maury::log
