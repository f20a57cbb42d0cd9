#include "flowlang/parse/token_table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "flowlang/diag/report.h"
#include "flowlang/source/utf8.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace flow::lang {
namespace {

using google::protobuf::io::ArrayInputStream;
using google::protobuf::io::ErrorCollector;
using google::protobuf::io::Tokenizer;

// after so many unreadable places the rest is no better
constexpr int kMostMistakes = 100;

// The length of the mark that some editors put before the first character.
int ByteOrderMark(absl::string_view text) {
  return absl::StartsWith(text, "\xEF\xBB\xBF") ? 3 : 0;
}

// Byte offsets of the tokenizer's positions, which must come in order.
class OffsetCursor {
 public:
  explicit OffsetCursor(const Span& part)
      : text_(absl::string_view(part.source->text()).substr(0, part.end)),
        offset_(part.begin + ByteOrderMark(part.text())) {}

  int OffsetOf(int line, int column) {
    while (offset_ < text_.size() &&
           (line_ < line || (line_ == line && column_ < column))) {
      Step(text_[offset_++]);
    }
    return offset_;
  }

 private:
  void Step(char passed) {
    if (passed == '\n') {
      ++line_;
      column_ = 0;
    } else {
      column_ += passed == '\t' ? 8 - column_ % 8 : 1;
    }
  }

  absl::string_view text_;
  int offset_;
  int line_ = 0;
  int column_ = 0;
};

struct Mistake {
  std::string message;  // the tokenizer's
  int line;
  int column;
};

class MistakeCollector : public ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    // a run of control characters makes many before the next token
    if (mistakes_.size() < kMostMistakes) {
      mistakes_.push_back({message, line, column});
    }
  }
  std::vector<Mistake> Take() { return std::exchange(mistakes_, {}); }

 private:
  std::vector<Mistake> mistakes_;
};

Token::Kind KindOf(const Tokenizer::Token& token) {
  switch (token.type) {
    case Tokenizer::TYPE_IDENTIFIER:
      return Token::Kind::kIdentifier;
    case Tokenizer::TYPE_INTEGER:
      return Token::Kind::kInteger;
    case Tokenizer::TYPE_FLOAT:
      return Token::Kind::kFloat;
    case Tokenizer::TYPE_STRING:
      return Token::Kind::kString;
    default:
      return Token::Kind::kSymbol;
  }
}

bool IsNumber(const Token& token) {
  return token.kind == Token::Kind::kInteger ||
         token.kind == Token::Kind::kFloat ||
         token.kind == Token::Kind::kBadNumber;
}

// Our words for what the tokenizer says of a quoted text.
std::string StringMistake(absl::string_view message) {
  if (absl::StrContains(message, "escape")) {
    return "a backslash must be followed by one of n t r \\ ' \" or by a code";
  }
  return "the quoted text is not closed on its line";
}

// Turns the tokenizer's tokens into ours, one by one.
class TokenReader {
 public:
  TokenReader(const Span& part, DiagnosticSink* sink)
      : part_(part),
        source_(*part.source),
        sink_(sink),
        input_(
            part.text().data() + ByteOrderMark(part.text()),
            static_cast<int>(part.text().size()) - ByteOrderMark(part.text())),
        tokenizer_(&input_, &collector_),
        cursor_(part) {
    tokenizer_.set_comment_style(Tokenizer::SH_COMMENT_STYLE);
    tokenizer_.set_allow_f_after_float(true);
    // numbers glued to words are ours to report: we know the field
    tokenizer_.set_require_space_after_number(false);
  }

  int mistakes() const { return mistakes_; }

  std::vector<Token> Read() {
    while (mistakes_ < kMostMistakes && tokenizer_.Next()) {
      const Tokenizer::Token& raw = tokenizer_.current();
      const int begin = cursor_.OffsetOf(raw.line, raw.column);
      Append({KindOf(raw), begin, begin + static_cast<int>(raw.text.size())});
    }
    // control characters behind the last token
    for (const Mistake& mistake : collector_.Take()) ReportControl(mistake);
    tokens_.push_back({Token::Kind::kEnd, part_.end, part_.end});
    return std::move(tokens_);
  }

 private:
  void Append(Token token) {
    std::vector<Mistake> mistakes = collector_.Take();
    // control characters lie before the token, all else is about it
    while (!mistakes.empty() &&
           absl::StrContains(mistakes.front().message, "control char")) {
      ReportControl(mistakes.front());
      mistakes.erase(mistakes.begin());
    }
    if (GlueToNumber(token, !mistakes.empty())) return;
    if (source_.text()[token.begin] & 0x80) return AppendForeign(token);
    if (token.kind == Token::Kind::kString && !mistakes.empty()) {
      ReportString(&token, mistakes.front());
    }
    tokens_.push_back(token);
  }

  // 64k, 1.2.3 and 10_000 are two tokens for the tokenizer and one mistake for
  // a person. Gives whether `token` needs no more attention.
  bool GlueToNumber(Token token, bool mistaken) {
    const bool word = token.kind == Token::Kind::kIdentifier;
    if (!tokens_.empty() && tokens_.back().end == token.begin &&
        IsNumber(tokens_.back()) && (word || IsNumber(token))) {
      tokens_.back().kind = Token::Kind::kBadNumber;
      tokens_.back().end = token.end;
      return true;
    }
    if (!mistaken || !IsNumber(token)) return false;
    token.kind = Token::Kind::kBadNumber;
    tokens_.push_back(token);
    return true;
  }

  // Bytes outside of ASCII come one by one; neighbours are one mistake.
  void AppendForeign(Token token) {
    token.kind = Token::Kind::kMistake;
    if (!tokens_.empty() && tokens_.back().end >= token.begin &&
        (source_.text()[tokens_.back().begin] & 0x80)) {
      tokens_.back().end = std::max(tokens_.back().end, token.end);
      return;
    }
    const int length =
        Utf8Length(absl::string_view(source_.text()).substr(token.begin));
    token.end = token.begin + std::max(length, 1);
    const Span span = {&source_, token.begin, token.end};
    const bool quote = span.text() == "“" || span.text() == "”" ||
                       span.text() == "‘" || span.text() == "’";
    ++mistakes_;
    ReportError(sink_, Code::kSyntax, span,
                absl::StrCat("'", std::string(span.text()),
                             "' has no meaning outside of quoted text"),
                quote ? "use straight quotes, \"...\"" : "");
    tokens_.push_back(token);
  }

  void ReportString(Token* token, const Mistake& mistake) {
    token->kind = Token::Kind::kMistake;
    ++mistakes_;
    ReportError(sink_, Code::kSyntax, {&source_, token->begin, token->end},
                StringMistake(mistake.message));
  }

  void ReportControl(const Mistake& mistake) {
    // a cursor of its own, because this lies before the current token
    const int at = OffsetCursor(part_).OffsetOf(mistake.line, mistake.column);
    ++mistakes_;
    ReportError(sink_, Code::kSyntax,
                {&source_, at, std::min(at + 1, source_.size())},
                "a control character has no meaning here");
  }

  const Span part_;
  const SourceText& source_;
  DiagnosticSink* sink_;
  MistakeCollector collector_;
  ArrayInputStream input_;
  Tokenizer tokenizer_;
  OffsetCursor cursor_;
  std::vector<Token> tokens_;
  int mistakes_ = 0;
};

char PartnerOf(char opening) {
  switch (opening) {
    case '{':
      return '}';
    case '<':
      return '>';
    default:
      return ']';
  }
}

}  // namespace

TokenTable::TokenTable(Span part, DiagnosticSink* sink) : part_(part) {
  if (CheckIsText(sink)) ReadTokens(sink);
  if (readable_) PairBrackets(sink);
}

bool TokenTable::IsOpening(const Token& token) const {
  return Is(token, '{') || Is(token, '[') || Is(token, '<');
}

bool TokenTable::IsClosing(const Token& token) const {
  return Is(token, '}') || Is(token, ']') || Is(token, '>');
}

bool TokenTable::CheckIsText(DiagnosticSink* sink) {
  const absl::string_view text = part_.source->text();
  for (int at = part_.begin; at < part_.end;) {
    const int length = Utf8Length(text.substr(at));
    if (length == 0 || text[at] == '\0') {
      ReportError(sink, Code::kSyntax, {part_.source, at, at + 1},
                  absl::StrCat("the file is not text; byte ", at,
                               length == 0 ? " is not UTF-8" : " is zero"));
      GiveUp();
      return false;
    }
    at += length;
  }
  return true;
}

void TokenTable::ReadTokens(DiagnosticSink* sink) {
  TokenReader reader(part_, sink);
  tokens_ = reader.Read();
  clean_ = reader.mistakes() == 0;
  if (reader.mistakes() >= kMostMistakes) GiveUp();
}

void TokenTable::PairBrackets(DiagnosticSink* sink) {
  std::vector<int> open;
  for (int i = 0; i < size(); ++i) {
    const char symbol = text(tokens_[i]).empty() ? '\0' : text(tokens_[i])[0];
    if (IsOpening(tokens_[i])) {
      open.push_back(i);
    } else if (IsClosing(tokens_[i]) && !open.empty() &&
               PartnerOf(text(tokens_[open.back()])[0]) == symbol) {
      tokens_[i].partner = open.back();
      tokens_[open.back()].partner = i;
      open.pop_back();
    }
    if (open.size() > kMaxDepth) {
      ReportError(
          sink, Code::kSyntax, span(tokens_[i]),
          absl::StrCat("brackets may nest at most ", kMaxDepth, " deep"));
      return GiveUp();
    }
  }
}

void TokenTable::GiveUp() {
  readable_ = false;
  clean_ = false;
  tokens_.assign(1, {Token::Kind::kEnd, part_.end, part_.end});
}

}  // namespace flow::lang
