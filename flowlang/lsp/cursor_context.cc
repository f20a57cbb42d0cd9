#include "flowlang/lsp/cursor_context.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"

namespace flow::lang {
namespace {

using Place = CursorContext::Place;
using Form = OutlineSetting::Form;

bool Touches(const Span& span, int offset) {
  return span.begin <= offset && offset <= span.end;
}

// Between the braces; behind the opening one when there is no other.
bool IsInside(const OutlineGroup& group, int offset) {
  if (offset <= group.span.begin) return false;
  return !group.closed || offset < group.span.end;
}

// Comments are no tokens: the place is in one when a # stands before it, behind
// the last token, on its line.
bool IsInComment(const SourceText& source, const TokenTable& tokens,
                 int offset) {
  int gap = 0;
  for (int i = 0; i < tokens.size() && tokens[i].begin < offset; ++i) {
    gap = tokens[i].end;
  }
  if (gap >= offset) return false;
  absl::string_view between = source.text();
  between = between.substr(gap, offset - gap);
  const size_t line = between.rfind('\n');
  if (line != absl::string_view::npos) between.remove_prefix(line);
  return absl::StrContains(between, '#');
}

class ContextFinder {
 public:
  ContextFinder(const SourceText& source, int offset)
      : source_(source), offset_(offset) {}

  CursorContext Find(const OutlineGroup& root) {
    context_.word = {&source_, offset_, offset_};
    FindInGroup(root);
    return context_;
  }

 private:
  void FindInGroup(const OutlineGroup& group) {
    context_.groups.push_back(&group);
    // the last one that begins before the place
    const auto next = std::upper_bound(
        group.settings.begin(), group.settings.end(), offset_,
        [](int at, const OutlineSetting& s) { return at < s.name.begin; });
    if (next == group.settings.begin()) {
      context_.place = Place::kName;
    } else {
      FindInSetting(*std::prev(next));
    }
  }

  void FindInSetting(const OutlineSetting& setting) {
    if (Touches(setting.name, offset_)) {
      context_.word = setting.name;
      return Settle(Place::kName, &setting);
    }
    for (const OutlineGroup& group : setting.groups) {
      if (!IsInside(group, offset_)) continue;
      context_.via.push_back(&setting);
      return FindInGroup(group);
    }
    if (IsInValue(setting)) {
      for (const Span& scalar : setting.scalars) {
        if (Touches(scalar, offset_)) context_.word = scalar;
      }
      return Settle(Place::kValue, &setting);
    }
    // a name may follow a value, but not come between it and its own name
    const bool behind = offset_ >= setting.value.end;
    Settle(behind ? Place::kName : Place::kNowhere, nullptr);
  }

  bool IsInValue(const OutlineSetting& setting) const {
    const Span& value = setting.value;
    if (setting.form == Form::kScalar) {
      // a value that is missing may come on any later line
      return offset_ >= setting.colon_end &&
             (setting.scalars.empty() || offset_ <= value.end);
    }
    return setting.form == Form::kList && offset_ > value.begin &&
           (!setting.closed || offset_ < value.end);
  }

  void Settle(Place place, const OutlineSetting* setting) {
    context_.place = place;
    context_.setting = setting;
  }

  const SourceText& source_;
  int offset_;
  CursorContext context_;
};

}  // namespace

CursorContext ContextAt(const SourceText& source, const TokenTable& tokens,
                        const OutlineGroup& root, int offset) {
  CursorContext context = ContextFinder(source, offset).Find(root);
  if (IsInComment(source, tokens, offset)) {
    context.place = Place::kNowhere;
    context.setting = nullptr;
  }
  return context;
}

}  // namespace flow::lang
