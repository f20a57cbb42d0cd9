#include "flowlang/format/gap.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "flowlang/source/utf8.h"

namespace flow::lang {
namespace {

int ColumnOf(const SourceText& source, int offset) {
  const LineColumn place = source.Locate(offset);
  return CodePointCount(source.Line(place.line).substr(0, place.column - 1));
}

}  // namespace

Gap ReadGap(const SourceText& source, int begin, int end) {
  const absl::string_view text(source.text());
  Gap gap;
  int line_ends = 0;  // since the last token or comment
  for (int at = begin; at < end; ++at) {
    if (text[at] == '\n') ++line_ends;
    if (text[at] != '#') continue;
    const int stop = std::min<size_t>(text.find('\n', at), end);
    Comment comment;
    comment.text = std::string(
        absl::StripTrailingAsciiWhitespace(text.substr(at, stop - at)));
    comment.own_line = line_ends > 0 || (begin == 0 && gap.comments.empty());
    comment.blank_line_before = std::exchange(line_ends, 0) > 1;
    comment.column = ColumnOf(source, at);
    gap.comments.push_back(std::move(comment));
    at = stop - 1;
  }
  gap.blank_line_at_end = line_ends > 1;
  return gap;
}

}  // namespace flow::lang
