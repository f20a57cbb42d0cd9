#include "flowlang/lsp/outline.h"

#include <algorithm>
#include <utility>

#include "absl/strings/strip.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// The index of each bracket's partner, or -1. A closing bracket closes whatever
// was left open inside of its pair: a list that is being typed must not swallow
// the end of the group around it.
std::vector<int> PairAllThatCan(const SourceText& source,
                                const TokenTable& tokens) {
  constexpr absl::string_view kOpening = "{[<", kClosing = "}]>";
  std::vector<int> partners(tokens.size(), -1);
  std::vector<int> open;
  for (int i = 0; i < tokens.size(); ++i) {
    if (tokens.IsOpening(tokens[i])) open.push_back(i);
    if (!tokens.IsClosing(tokens[i])) continue;
    const auto symbol = [&](int at) { return source.text()[tokens[at].begin]; };
    const char opening = kOpening[kClosing.find(symbol(i))];
    const auto match = std::find_if(open.rbegin(), open.rend(), [&](int at) {
      return symbol(at) == opening;
    });
    if (match == open.rend()) continue;
    partners[i] = *match;
    partners[*match] = i;
    open.erase(match.base() - 1, open.end());
  }
  return partners;
}

class OutlineReader {
 public:
  OutlineReader(const SourceText& source, const TokenTable& tokens)
      : source_(source),
        tokens_(tokens),
        partners_(PairAllThatCan(source, tokens)) {}

  OutlineGroup ReadRoot(const Descriptor& type) {
    OutlineGroup root;
    root.type = &type;
    root.closed = true;
    root.span = {&source_, 0, source_.size()};
    limit_ = tokens_.size() - 1;
    while (!AtEnd()) {
      ReadSetting(&root);
      if (tokens_.IsClosing(Now())) ++at_;  // of nothing
    }
    return root;
  }

 private:
  const Token& Now() const { return tokens_[at_]; }
  const Token& Behind(int index) const {
    return tokens_[std::min(index + 1, tokens_.size() - 1)];
  }
  bool AtEnd() const { return Now().kind == Token::Kind::kEnd; }
  bool Is(char symbol) const { return tokens_.Is(Now(), symbol); }
  bool OpensGroup(const Token& token) const {
    return tokens_.Is(token, '{') || tokens_.Is(token, '<');
  }

  // Whether a name stands here even where a value is expected.
  bool IsSurelyName() const {
    if (Now().kind != Token::Kind::kIdentifier) return false;
    const Token& next = Behind(at_);
    return tokens_.Is(next, ':') || OpensGroup(next);
  }

  bool IsScalar() const {
    switch (Now().kind) {
      case Token::Kind::kIdentifier:
        return !IsSurelyName();
      case Token::Kind::kSymbol:
        return Is('-');
      case Token::Kind::kEnd:
        return false;
      default:
        return true;
    }
  }

  // One setting of the group, or whatever else stands there; stops before a
  // closing bracket.
  void ReadSetting(OutlineGroup* group) {
    if (AtEnd() || tokens_.IsClosing(Now())) return;
    const bool extension = Is('[');
    if (!extension && Now().kind != Token::Kind::kIdentifier) {
      ++at_;
      return;
    }
    OutlineSetting setting;
    setting.name = extension ? ReadExtensionName() : tokens_.span(Now());
    if (!extension) ++at_;
    setting.field = FieldOf(*group, setting.name);
    ReadValue(&setting);
    group->settings.push_back(std::move(setting));
  }

  // [my.lab.spiral]; of one that is not closed the first token.
  Span ReadExtensionName() {
    const Token first = Now();
    at_ = std::max(at_, partners_[at_]) + 1;
    return {&source_, first.begin, tokens_[at_ - 1].end};
  }

  static const FieldDescriptor* FieldOf(const OutlineGroup& group, Span name) {
    if (group.type == nullptr) return nullptr;
    absl::string_view text = name.text();
    if (!absl::ConsumePrefix(&text, "[")) {
      return group.type->FindFieldByName(std::string(text));
    }
    absl::ConsumeSuffix(&text, "]");
    const FieldDescriptor* field =
        group.type->file()->pool()->FindExtensionByName(std::string(text));
    const bool ours =
        field != nullptr && field->containing_type() == group.type;
    return ours ? field : nullptr;
  }

  void ReadValue(OutlineSetting* setting) {
    int end = setting->name.end;
    if (Is(':')) {
      setting->form = OutlineSetting::Form::kScalar;
      end = setting->colon_end = Now().end;
      ++at_;
    }
    setting->value = {&source_, end, end};
    if (OpensGroup(Now())) {
      setting->form = OutlineSetting::Form::kGroup;
      setting->groups.push_back(ReadGroup(setting->field));
      setting->value = setting->groups.back().span;
    } else if (Is('[') && setting->form == OutlineSetting::Form::kScalar) {
      setting->form = OutlineSetting::Form::kList;
      ReadList(setting);
    } else if (setting->form == OutlineSetting::Form::kScalar && IsScalar()) {
      setting->value = ReadScalar();
      setting->scalars.push_back(setting->value);
    }
  }

  OutlineGroup ReadGroup(const FieldDescriptor* field) {
    OutlineGroup group;
    if (field != nullptr) group.type = field->message_type();
    const Token open = Now();
    const int partner = partners_[at_++];
    // inside of a group that is closed, one that is not ends with it
    const int close = partner < 0 ? limit_ : partner;
    const int outer = std::exchange(limit_, close);
    while (at_ < close) {
      ReadSetting(&group);
      if (at_ < close && tokens_.IsClosing(Now())) ++at_;
    }
    limit_ = outer;
    group.closed = partner >= 0;
    if (group.closed) ++at_;
    group.span = {&source_, open.begin,
                  group.closed ? tokens_[close].end : tokens_[close].begin};
    return group;
  }

  void ReadList(OutlineSetting* setting) {
    const Token open = Now();
    const int partner = partners_[at_++];
    setting->closed = partner >= 0;
    const int close = setting->closed ? partner : limit_;
    const int outer = std::exchange(limit_, close);
    while (at_ < close) {
      if (OpensGroup(Now())) {
        setting->groups.push_back(ReadGroup(setting->field));
      } else if (IsScalar()) {
        setting->scalars.push_back(ReadScalar());
      } else if (!setting->closed && !Is(',')) {
        break;  // what follows belongs to the next setting
      } else {
        ++at_;
      }
    }
    limit_ = outer;
    if (setting->closed) ++at_;
    setting->value = {&source_, open.begin, tokens_[at_ - 1].end};
  }

  Span ReadScalar() {
    const Token first = Now();
    int end = first.end;
    ++at_;
    if (tokens_.Is(first, '-') && IsScalar() && !Is('-')) {
      end = Now().end;
      ++at_;
    }
    while (first.kind == Token::Kind::kString &&
           Now().kind == Token::Kind::kString) {
      end = Now().end;
      ++at_;
    }
    return {&source_, first.begin, end};
  }

  const SourceText& source_;
  const TokenTable& tokens_;
  std::vector<int> partners_;
  int at_ = 0;
  int limit_ = 0;  // the token where the innermost bracket that is open ends
};

}  // namespace

OutlineGroup ReadOutline(const SourceText& source, const TokenTable& tokens,
                         const Descriptor& type) {
  return OutlineReader(source, tokens).ReadRoot(type);
}

OutlineGroup ReadOutline(const SourceText& source, const Descriptor& type) {
  DiagnosticSink mistakes;  // those of the compiler are told instead
  return ReadOutline(source, TokenTable(source, &mistakes), type);
}

std::vector<const OutlineSetting*> SettingsNamed(const OutlineGroup& group,
                                                 absl::string_view name) {
  std::vector<const OutlineSetting*> found;
  for (const OutlineSetting& setting : group.settings) {
    if (setting.name.text() == name) found.push_back(&setting);
  }
  return found;
}

std::string TextOf(const Span& scalar) {
  absl::string_view text = scalar.text();
  const char quote = text.empty() ? '\0' : text[0];
  if (quote != '"' && quote != '\'') return std::string(text);
  text.remove_prefix(1);
  if (!text.empty() && text.back() == quote) text.remove_suffix(1);
  return std::string(text);
}

std::string TextOf(const OutlineGroup& group, absl::string_view name) {
  const auto settings = SettingsNamed(group, name);
  if (settings.empty() || settings[0]->scalars.empty()) return "";
  return TextOf(settings[0]->scalars[0]);
}

}  // namespace flow::lang
