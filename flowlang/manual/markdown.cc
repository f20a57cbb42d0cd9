#include "flowlang/manual/markdown.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "core/base/check.h"

namespace flow::lang {
namespace {

using Cells = std::vector<std::string>;

std::string Line(const Cells& cells, const std::vector<size_t>& columns) {
  std::string line = "|";
  for (const size_t column : columns) {
    absl::StrAppend(&line, " ",
                    absl::StrReplaceAll(cells[column], {{"|", "\\|"}}), " |");
  }
  return line + "\n";
}

bool HasText(const std::vector<Cells>& rows, size_t column) {
  return std::any_of(rows.begin(), rows.end(), [&](const Cells& cells) {
    return !cells[column].empty();
  });
}

}  // namespace

std::string EscapeMarkdown(absl::string_view text) {
  std::string escaped;
  bool quoted = false;
  for (const char c : text) {
    if (c == '`') quoted = !quoted;
    const bool has_meaning =
        absl::string_view("*_<\\").find(c) != absl::string_view::npos;
    if (has_meaning && !quoted) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string AnchorOf(absl::string_view heading) {
  std::string anchor;
  for (const char c : heading) {
    if (c == ' ') anchor += '-';
    if (absl::ascii_isalnum(c) || c == '-' || c == '_') {
      anchor += absl::ascii_tolower(c);
    }
  }
  return anchor;
}

std::string LinkTo(absl::string_view heading) {
  return absl::StrCat("[", heading, "](#", AnchorOf(heading), ")");
}

std::string MarkdownTable(const Cells& titles, const std::vector<Cells>& rows) {
  if (rows.empty()) return "";
  std::vector<size_t> columns;
  for (size_t i = 0; i < titles.size(); ++i) {
    if (HasText(rows, i)) columns.push_back(i);
  }
  std::string table = Line(titles, columns);
  table += Line(Cells(titles.size(), "---"), columns);
  for (const Cells& cells : rows) {
    FLOW_CHECK(cells.size() == titles.size()) << absl::StrJoin(cells, ", ");
    table += Line(cells, columns);
  }
  return table;
}

}  // namespace flow::lang
