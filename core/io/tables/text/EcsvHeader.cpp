// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/text/EcsvHeader.h"

#include <fmt/core.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "base/Error.h"
#include "io/Numbers.h"

namespace maury::io {
namespace {

constexpr std::size_t kMaxHeaderBytes = 4 << 20;  // enough for tens of thousands of columns
constexpr std::size_t kMaxYamlDepth = 64;         // a column's meta reaches 6

/// Follows the events of yaml-cpp's parser, without building nodes, and stops it where the document nests too deep:
/// the parser, and the nodes that it builds, are recursive. An alias costs no memory, because yaml-cpp shares the node
/// and nothing here visits all of them.
class YamlDepth : public YAML::EventHandler {
public:
  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnAlias(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnScalar(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                const std::string& /*value*/) override {}
  void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                       YAML::EmitterStyle::value /*style*/) override {
    enter(mark);
  }
  void OnSequenceEnd() override { --m_depth; }
  void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {
    enter(mark);
  }
  void OnMapEnd() override { --m_depth; }

private:
  void enter(const YAML::Mark& mark) {
    if (++m_depth > kMaxYamlDepth)
      throw YAML::ParserException(mark, fmt::format("lists nested more than {} deep", kMaxYamlDepth));
  }

  std::size_t m_depth = 0;
};

std::string textOf(const YAML::Node& node) {
  return node && node.IsScalar() ? node.Scalar() : std::string();
}

/// Returns the value of `key` in a map, or in a list of maps (!!omap, in which astropy writes a column's meta); an
/// undefined node if there is none.
YAML::Node valueOf(const YAML::Node& node, const std::string& key) {
  if (!node) return YAML::Node(YAML::NodeType::Undefined);
  if (node.IsMap()) return node[key];
  if (node.IsSequence())
    for (const YAML::Node& entry : node)
      if (entry.IsMap() && entry[key]) return entry[key];
  return YAML::Node(YAML::NodeType::Undefined);
}

std::pair<std::string, EcsvColumn> columnOf(const YAML::Node& node) {
  EcsvColumn column;
  column.datatype = textOf(node["datatype"]);
  column.unit = textOf(node["unit"]);
  column.description = textOf(node["description"]);
  column.ucd = textOf(valueOf(node["meta"], "ucd"));
  const std::string subtype = textOf(node["subtype"]);
  const bool hasNumbers = subtype.starts_with("float") || subtype.starts_with("int") || subtype.starts_with("uint") ||
                          subtype.starts_with("bool");
  column.isArray = hasNumbers && subtype.ends_with(']');
  if (column.isArray) column.datatype = subtype.substr(0, subtype.find('['));
  return {textOf(node["name"]), column};
}

void readYaml(CsvPreamble& preamble, const std::string& yaml, const std::string& source) {
  try {
    std::istringstream stream(yaml);
    YamlDepth depth;
    YAML::Parser(stream).HandleNextDocument(depth);
    const YAML::Node header = YAML::Load(yaml);
    if (!header.IsMap()) return;
    if (textOf(header["delimiter"]) == ",") preamble.delimiter = ',';
    const YAML::Node columns = header["datatype"];
    if (!columns || !columns.IsSequence()) return;
    for (const YAML::Node& column : columns)
      if (column.IsMap()) preamble.columns.insert(columnOf(column));
  } catch (const YAML::Exception& error) {
    throw Error(ErrorKind::Format, fmt::format("{}, line {}: the ECSV header is not valid YAML ({})", source,
                                               error.mark.line + 2, error.msg));
  }
}

/// Returns true for a line that is a comment. Spreadsheets that separate cells by semicolons begin a line with one if
/// its first cell is empty.
bool isComment(std::string_view line) {
  if (line.front() == ';') return line.find(';', line.find_first_not_of(';')) == std::string_view::npos;
  return std::string_view("#!%").find(line.front()) != std::string_view::npos;
}

void addComment(CsvPreamble& preamble, std::string_view line) {
  constexpr std::size_t kMaxComments = 1024;  // lines that may describe columns, which come last
  if (preamble.commentMarks.find(line.front()) == std::string::npos) preamble.commentMarks += line.front();
  line.remove_prefix(std::min(line.find_first_not_of(line.front()), line.size()));
  line = trim(line);
  if (line.find_first_not_of("-=*_~+") == std::string_view::npos) return;  // empty, or a rule
  if (preamble.comments.size() == kMaxComments) preamble.comments.pop_front();
  preamble.comments.push_back(line);
}

}  // namespace

CsvPreamble takeCsvPreamble(std::string_view& text, const std::string& source) {
  CsvPreamble preamble;
  std::string yaml;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // byte order mark
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    std::string_view line = text.substr(0, newline);
    const std::string_view visible = trim(line);
    if (!visible.empty() && !isComment(visible)) break;
    if (!visible.empty() && !preamble.isEcsv) addComment(preamble, visible);
    if (visible.starts_with("# %ECSV")) {
      preamble.isEcsv = true;
      preamble.delimiter = ' ';  // ECSV's default
    } else if (preamble.isEcsv) {
      // Remove "# " but keep the indentation after it, which matters in YAML.
      line = visible.empty() ? visible : visible.substr(visible.starts_with("# ") ? 2 : 1);
      yaml.append(line).append("\n");
      if (yaml.size() > kMaxHeaderBytes)
        throw Error(ErrorKind::Format,
                    fmt::format("{}: its ECSV header is larger than {} bytes", source, kMaxHeaderBytes));
    }
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    ++preamble.lines;
  }
  if (preamble.isEcsv) readYaml(preamble, yaml, source);
  return preamble;
}

}  // namespace maury::io
