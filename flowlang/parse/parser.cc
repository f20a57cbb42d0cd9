#include "flowlang/parse/parser.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "flowlang/diag/report.h"
#include "flowlang/parse/scalar_value.h"
#include "flowlang/parse/scope.h"
#include "flowlang/parse/token_table.h"
#include "flowlang/parse/unknown_field.h"
#include "flowlang/schema/field_name.h"
#include "flowlang/source/utf8.h"
#include "google/protobuf/descriptor.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// after so many mistakes a text is of another kind than we think
constexpr int kMostMistakes = 100;

bool IsMessage(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

// Walks the tokens once. Each Read... starts at its first token and leaves
// `at_` behind its last one; after a mistake, behind what the mistake spoils.
class Reader {
 public:
  Reader(const TokenTable& tokens, LocationMap* locations, DiagnosticSink* sink)
      : tokens_(tokens), locations_(locations), sink_(sink) {}

  int mistakes() const { return mistakes_; }

  void ReadRoot(Message* message) {
    Scope root;
    root.message = message;
    root_type_ = &root.type();
    while (!AtEnd()) {
      ReadFields(&root);
      if (AtEnd()) break;
      Report(Code::kSyntax, Here(),
             absl::StrCat("this ", Quoted(Peek()), " closes nothing"));
      ++at_;
    }
  }

  void ReadLoneField(const LoneField& lone, Message* message) {
    Scope scope;
    scope.message = message;
    scope.path = lone.path;
    root_type_ = &lone.root;
    if (AtEnd()) {
      return Report(
          Code::kWrongType, Here(),
          absl::StrCat("'", JoinFieldPath(lone.path, FieldName(lone.field)),
                       "' must be ", WhatItTakes(lone.field), "; got nothing"));
    }
    if (Next('[')) {
      ReadList(lone.field, lone.name, &scope);
    } else {
      ReadValue(lone.field, lone.name, &scope);
    }
    if (AtEnd() || mistakes_ > 0) return;
    Report(Code::kSyntax, Here(),
           absl::StrCat("expected nothing behind the value; got ",
                        Quoted(Peek())));
  }

 private:
  // --- fields

  void ReadFields(Scope* scope) {
    while (!AtEnd() && !tokens_.IsClosing(Peek()) && closing_ == nullptr) {
      ReadField(scope);
      if (Next(',') || Next(';')) ++at_;
    }
  }

  void ReadField(Scope* scope) {
    if (Next('[')) return ReadExtension(scope);
    const Token& name = Peek();
    if (name.kind != Token::Kind::kIdentifier) {
      ReportUnexpected("the name of a setting");
      return Resynchronize();
    }
    const FieldDescriptor* field =
        scope->type().FindFieldByName(std::string(tokens_.text(name)));
    if (field == nullptr) return ReadUnknownField(scope);
    ++at_;
    ReadKnownField(*field, tokens_.span(name), scope);
  }

  // Behind the name.
  void ReadKnownField(const FieldDescriptor& field, Span name, Scope* scope) {
    if (!CheckFirst(field, name, scope)) return SkipValue();
    if (!ReadColon(field)) return Resynchronize();
    if (Next('[')) {
      ReadList(field, name, scope);
    } else {
      ReadValue(field, name, scope);
    }
  }

  // `[my.lab.spiral] { ... }`: a field that a schema besides ours declares.
  void ReadExtension(Scope* scope) {
    const int closing = Peek().partner;
    if (closing < 0) {
      ReportUnexpected("the name of a setting");
      return Resynchronize();
    }
    const Span opening = Here();
    const Span inside = {opening.source, opening.end, tokens_[closing].begin};
    const Span name = {opening.source, opening.begin, tokens_[closing].end};
    at_ = closing + 1;
    const FieldDescriptor* field =
        scope->message->GetReflection()->FindKnownExtensionByName(
            std::string(absl::StripAsciiWhitespace(inside.text())));
    if (field != nullptr) return ReadKnownField(*field, name, scope);
    Report(
        Code::kUnknownField, name,
        absl::StrCat(scope->Title(), " has no extension '",
                     Shortened(inside.text()), "'"),
        scope->type().extension_range_count() == 0
            ? "it takes no extensions"
            : "the program that reads it must be linked with the .proto file "
              "that declares the extension");
    SkipValue();
  }

  void ReadUnknownField(Scope* scope) {
    const Span name = Here();
    if (scope->unclosed && scope->IsKnownOutside(name.text())) {
      Report(Code::kSyntax, name,
             absl::StrCat("a '}' is missing before '", Shortened(name.text()),
                          "'"),
             "", {{absl::StrCat(scope->Title(), " begins here"), scope->name}});
      closing_ = scope;
      return;
    }
    Report(Code::kUnknownField, name,
           absl::StrCat(scope->Title(), " has no field '",
                        Shortened(name.text()), "'"),
           HelpForUnknownField(name.text(), scope->type(), *root_type_));
    ++at_;
    SkipValue();
  }

  // Whether this is the first time that the field, or its oneof, is written.
  bool CheckFirst(const FieldDescriptor& field, Span name, Scope* scope) {
    if (field.is_repeated()) return true;
    const auto [first, is_first] = scope->written.emplace(&field, name);
    const std::string path = JoinFieldPath(scope->path, FieldName(field));
    if (!is_first) {
      Report(Code::kDuplicateField, name,
             absl::StrCat("'", path, "' is set twice"), "",
             {{"first set here", first->second}});
      return false;
    }
    const FieldDescriptor* chosen = scope->ChosenInstead(field);
    if (chosen == nullptr) return true;
    scope->written.erase(first);
    Report(
        Code::kOneofClash, name,
        absl::StrCat(scope->Title(), " takes one choice; got '",
                     FieldName(field), "' beside '", FieldName(*chosen), "'"),
        "", {{"first chosen here", scope->written[chosen]}});
    return false;
  }

  // Messages may do without a colon.
  bool ReadColon(const FieldDescriptor& field) {
    if (Next(':')) {
      ++at_;
      return true;
    }
    const bool opens = tokens_.IsOpening(Peek());
    if (IsMessage(field) && opens) return true;
    // `batch { size: 64 }`: the group is the mistake, not the colon
    if (Next('{') || Next('<')) return true;
    const bool equals = Next('=');
    ReportUnexpected(IsMessage(field) ? "'{'" : "':'",
                     absl::StrCat(" after '", field.name(), "'"));
    // what follows is a value all the same
    if (equals) ++at_;
    return equals || (!opens && !IsMessage(field) && IsScalarStart(at_));
  }

  // --- values

  void ReadList(const FieldDescriptor& field, Span name, Scope* scope) {
    if (!field.is_repeated()) return ReportList(field, *scope);
    const Span opening = Here();
    ++at_;
    if (Next(']')) {
      const Span list = {opening.source, opening.begin, Here().end};
      locations_->Set(JoinFieldPath(scope->path, FieldName(field)),
                      {name, list});
      ++at_;
      return;
    }
    while (true) {
      const int before = mistakes_;
      ReadValue(field, name, scope);
      if (Next(']')) break;
      if (!Next(',')) {
        if (mistakes_ == before) ReportUnexpected("',' or ']'", " in the list");
        return SkipToEndOfList();
      }
      ++at_;
    }
    ++at_;
  }

  void ReportList(const FieldDescriptor& field, const Scope& scope) {
    const Span opening = Here();
    SkipGroup();
    Report(Code::kWrongType,
           {opening.source, opening.begin, tokens_[at_ - 1].end},
           absl::StrCat("'", JoinFieldPath(scope.path, FieldName(field)),
                        "' must be ", WhatItTakes(field), "; got a list"));
  }

  void ReadValue(const FieldDescriptor& field, Span name, Scope* scope) {
    const Reflection& reflection = *scope->message->GetReflection();
    std::string path = JoinFieldPath(scope->path, FieldName(field));
    if (field.is_repeated()) {
      path = IndexedPath(path, reflection.FieldSize(*scope->message, &field));
    }
    if (!IsMessage(field)) return ReadScalar(field, path, name, scope);
    if (!Next('{') && !Next('<')) return ReportNoGroup(field, path);
    Scope inner;
    inner.parent = scope;
    inner.field = &field;
    inner.message = field.is_repeated()
                        ? reflection.AddMessage(scope->message, &field)
                        : reflection.MutableMessage(scope->message, &field);
    inner.path = std::move(path);
    inner.name = name;
    inner.unclosed = scope->unclosed || Peek().partner < 0;
    ReadGroup(&inner);
  }

  // From the opening brace to the closing one.
  void ReadGroup(Scope* scope) {
    const Span opening = Here();
    const char closer = Next('{') ? '}' : '>';
    ++at_;
    ReadFields(scope);
    Span value = opening;
    if (Next(closer) && closing_ == nullptr) {
      value.end = Peek().end;
      ++at_;
    } else {
      value.end = std::max(value.end, tokens_[at_ - 1].end);
      ReportNotClosed(*scope, opening, closer);
    }
    locations_->Set(scope->path, {scope->name, value});
  }

  void ReportNotClosed(const Scope& scope, Span opening, char closer) {
    if (closing_ != nullptr) {
      // reported where the next setting began
      if (closing_ == &scope) closing_ = nullptr;
      return;
    }
    if (!AtEnd()) {
      ReportUnexpected(absl::StrCat("'", std::string(1, closer), "'"),
                       absl::StrCat(" to close ", scope.Title()),
                       {{"opened here", opening}});
      ++at_;
      return;
    }
    if (!std::exchange(reported_end_, true)) {
      Report(Code::kSyntax, opening,
             absl::StrCat("this ", "'", std::string(opening.text()),
                          "' is never closed"));
    }
  }

  void ReadScalar(const FieldDescriptor& field, const std::string& path,
                  Span name, Scope* scope) {
    if (!IsScalarStart(at_)) return ReportNoScalar(field, path);
    const Span first = Here();
    const ScalarText value = TakeScalar();
    const Span span = {first.source, first.begin, tokens_[at_ - 1].end};
    if (value.kind == Token::Kind::kMistake) return SkipBadToken();
    const std::optional<ValueMistake> mistake =
        SetScalar(value, path, field, scope->message);
    if (!mistake) return locations_->Set(path, {name, span});
    Report(mistake->code, span, mistake->message, mistake->help);
    SkipSpoiled();
  }

  // Something that is no single value where one belongs.
  void ReportNoScalar(const FieldDescriptor& field, const std::string& path) {
    if (tokens_.IsOpening(Peek())) {
      Report(Code::kWrongType, Here(),
             absl::StrCat("'", path, "' must be ", WhatItTakes(field),
                          "; got a ", Next('[') ? "list" : "group"));
      return SkipGroup();
    }
    ReportUnexpected(WhatItTakes(field), absl::StrCat(" for '", path, "'"));
    SkipSpoiled();
  }

  // Something that is no message where one belongs.
  void ReportNoGroup(const FieldDescriptor& field, const std::string& path) {
    if (!IsScalarStart(at_)) {
      ReportUnexpected("'{'", absl::StrCat(" for '", path, "'"));
      if (tokens_.IsOpening(Peek())) return SkipGroup();
      return SkipSpoiled();
    }
    const Span first = Here();
    const ScalarText value = TakeScalar();
    if (value.kind == Token::Kind::kMistake) return SkipBadToken();
    // people write `optimizer: adam` for `optimizer { adam {} }`
    const Descriptor& type = *field.message_type();
    const FieldDescriptor* inner = type.FindFieldByName(value.text);
    if (inner == nullptr) inner = FieldMeantBy(value.text, type);
    const bool choice = inner != nullptr && IsMessage(*inner);
    Report(Code::kWrongType, {first.source, first.begin, tokens_[at_ - 1].end},
           absl::StrCat("'", path, "' must be ", WhatItTakes(field), "; got ",
                        value.AsWritten()),
           choice ? absl::StrCat("write ", field.name(), " { ", inner->name(),
                                 " {} }")
                  : "");
    SkipSpoiled();
  }

  // A sign and a token, or a run of strings.
  ScalarText TakeScalar() {
    ScalarText value;
    if (Next('-')) {
      value.negative = true;
      ++at_;
    }
    value.kind = Peek().kind;
    value.text = std::string(tokens_.text(Peek()));
    do {
      // one bad piece spoils the text
      if (Peek().kind == Token::Kind::kMistake) value.kind = Peek().kind;
      value.pieces.emplace_back(tokens_.text(Peek()));
      ++at_;
    } while (tokens_[at_ - 1].kind == Token::Kind::kString &&
             Peek().kind == Token::Kind::kString);
    return value;
  }

  // --- going on after a mistake

  // Behind whatever follows a field's name.
  void SkipValue() {
    const bool colon = Next(':') || Next('=');
    if (colon) ++at_;
    if (tokens_.IsOpening(Peek())) return SkipGroup();
    if (IsScalarStart(at_) && (colon || IsOnOneLine())) TakeScalar();
  }

  // Whether the next token is on the line of the last one.
  bool IsOnOneLine() const {
    const Span gap = {Here().source, tokens_[at_ - 1].end, Peek().begin};
    return gap.text().find('\n') == absl::string_view::npos;
  }

  // Behind the bracket that belongs to this one; if it is missing, to the end,
  // since all that follows lies inside.
  void SkipGroup() {
    const int partner = Peek().partner;
    at_ = partner >= 0 ? partner + 1 : tokens_.size() - 1;
  }

  void SkipToEndOfList() {
    while (!AtEnd() && !Next(']') && !Next('}') && !IsFieldStart(at_)) Skip();
    if (Next(']')) ++at_;
  }

  // To where a field seems to begin or a group to end.
  void Resynchronize() {
    while (!AtEnd() && !tokens_.IsClosing(Peek()) && !IsFieldStart(at_)) {
      Skip();
    }
  }

  // What is left of a bad value: all up to where a list or a group goes on.
  void SkipSpoiled() {
    while (!AtEnd() && !tokens_.IsClosing(Peek()) && !IsFieldStart(at_) &&
           !Next(',') && !Next(';') && IsOnOneLine()) {
      Skip();
    }
  }

  // A token that the table reported counts, but there is no more to say.
  void SkipBadToken() {
    ++mistakes_;
    SkipSpoiled();
  }

  void Skip() {
    if (tokens_.IsOpening(Peek()) && Peek().partner >= 0) return SkipGroup();
    ++at_;
  }

  // `name :`, `name {`: where one begins, the value before it is missing.
  bool IsFieldStart(int at) const {
    if (tokens_[at].kind != Token::Kind::kIdentifier) return false;
    const Token& next = tokens_[at + 1];
    return tokens_.Is(next, ':') || tokens_.Is(next, '=') ||
           tokens_.Is(next, '{') || tokens_.Is(next, '<');
  }

  bool IsScalarStart(int at) const {
    if (tokens_.Is(tokens_[at], '-')) ++at;
    const Token::Kind kind = tokens_[at].kind;
    return kind != Token::Kind::kEnd && kind != Token::Kind::kSymbol &&
           !IsFieldStart(at);
  }

  // --- tokens and reports

  const Token& Peek() const { return tokens_[at_]; }
  Span Here() const { return tokens_.span(Peek()); }
  bool Next(char symbol) const { return tokens_.Is(Peek(), symbol); }

  // Too many mistakes end the text.
  bool AtEnd() {
    if (mistakes_ >= kMostMistakes) {
      at_ = tokens_.size() - 1;
      reported_end_ = true;
    }
    return Peek().kind == Token::Kind::kEnd;
  }

  std::string Quoted(const Token& token) const {
    if (token.kind == Token::Kind::kEnd) return "the end of the file";
    return absl::StrCat("'", Shortened(tokens_.text(token)), "'");
  }

  // "expected <what><where>; got <this token>".
  void ReportUnexpected(const std::string& what, const std::string& where = "",
                        std::vector<Note> notes = {}) {
    // a bad token is reported already
    if (Peek().kind == Token::Kind::kMistake) return;
    Report(Code::kSyntax, Here(),
           absl::StrCat("expected ", what, where, "; got ", Quoted(Peek())), "",
           std::move(notes));
  }

  void Report(Code code, Span span, std::string message, std::string help = "",
              std::vector<Note> notes = {}) {
    ++mistakes_;
    ReportError(sink_, code, span, std::move(message), std::move(help),
                std::move(notes));
  }

  const TokenTable& tokens_;
  LocationMap* locations_;
  DiagnosticSink* sink_;
  const Descriptor* root_type_ = nullptr;
  int at_ = 0;
  int mistakes_ = 0;
  // the scope whose closing brace is missing before the current token
  const Scope* closing_ = nullptr;
  bool reported_end_ = false;
};

FieldLocation RootLocation(const SourceText& source, const TokenTable& tokens) {
  Span first = tokens.span(tokens[0]);
  if (tokens[0].kind == Token::Kind::kEnd) first = {&source, 0, 0};
  return {first, {&source, 0, source.size()}};
}

// A text that begins without a quote is taken as it stands.
bool IsBareText(const FieldDescriptor& field, Span value) {
  if (field.type() != FieldDescriptor::TYPE_STRING) return false;
  const absl::string_view text = absl::StripAsciiWhitespace(value.text());
  return text.empty() || (text[0] != '"' && text[0] != '\'' && text[0] != '[');
}

void SetText(const LoneField& lone, Span value, Message* message,
             LocationMap* locations) {
  const std::string text(value.text());
  std::string path = JoinFieldPath(lone.path, lone.field.name());
  if (lone.field.is_repeated()) {
    message->GetReflection()->AddString(message, &lone.field, text);
    path = IndexedPath(path, 0);
  } else {
    message->GetReflection()->SetString(message, &lone.field, text);
  }
  locations->Set(path, {lone.name, value});
}

}  // namespace

bool ParseFieldValue(const LoneField& lone, Span value, Message* message,
                     LocationMap* locations, DiagnosticSink* sink) {
  if (IsBareText(lone.field, value)) {
    SetText(lone, value, message, locations);
    return true;
  }
  const TokenTable tokens(value, sink);
  if (!tokens.readable()) return false;
  Reader reader(tokens, locations, sink);
  reader.ReadLoneField(lone, message);
  return tokens.clean() && reader.mistakes() == 0;
}

bool ParseTextproto(const SourceText& source, Message* out,
                    LocationMap* locations, DiagnosticSink* sink) {
  out->Clear();
  *locations = LocationMap();
  const TokenTable tokens(source, sink);
  locations->SetRoot(RootLocation(source, tokens));
  if (!tokens.readable()) return false;
  Reader reader(tokens, locations, sink);
  reader.ReadRoot(out);
  return tokens.clean() && reader.mistakes() == 0;
}

}  // namespace flow::lang
