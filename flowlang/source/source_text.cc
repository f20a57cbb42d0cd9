#include "flowlang/source/source_text.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/base/check.h"

namespace flow::lang {

SourceText::SourceText(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)), line_starts_({0}) {
  FLOW_CHECK(text_.size() < std::numeric_limits<int>::max())
      << "offsets are ints; whoever reads the file refuses such sizes";
  for (int i = 0; i < size(); ++i) {
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
  }
}

LineColumn SourceText::Locate(int offset) const {
  FLOW_CHECK(offset >= 0 && offset <= size())
      << "offset " << offset << " is outside " << path_;
  auto next =
      std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const int line = static_cast<int>(next - line_starts_.begin());
  return {line, offset - line_starts_[line - 1] + 1};
}

int SourceText::OffsetOf(LineColumn place) const {
  FLOW_CHECK(place.line >= 1 && place.column >= 1) << "places count from 1";
  if (place.line > line_count()) return size();
  const int length = static_cast<int>(Line(place.line).size());
  return line_starts_[place.line - 1] + std::min(place.column - 1, length);
}

absl::string_view SourceText::Line(int line) const {
  FLOW_CHECK(line >= 1 && line <= line_count())
      << "line " << line << " is outside " << path_;
  const int begin = line_starts_[line - 1];
  int end = line < line_count() ? line_starts_[line] - 1 : size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return absl::string_view(text_).substr(begin, end - begin);
}

absl::string_view Span::text() const {
  if (source == nullptr) return "";
  return absl::string_view(source->text()).substr(begin, end - begin);
}

}  // namespace flow::lang
