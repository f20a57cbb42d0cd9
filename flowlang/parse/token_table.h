#ifndef FLOWLANG_PARSE_TOKEN_TABLE_H_
#define FLOWLANG_PARSE_TOKEN_TABLE_H_

/// The words of a text, with byte offsets and with brackets paired.
///
/// protobuf's io::Tokenizer decides what a token is, so that the two agree; its
/// positions (0-based, a tab advancing to a multiple of eight) are turned into
/// byte offsets here, once.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/source/source_text.h"

namespace flow::lang {

struct Token {
  enum class Kind {
    kIdentifier,
    kInteger,    // without sign; decimal, 0x1F or 017
    kFloat,      // without sign
    kBadNumber,  // what begins like a number and is none: 64k, 1.2.3, 10_000
    kString,     // one quoted piece
    kSymbol,     // one character
    kMistake,    // already reported; say nothing more about it
    kEnd,        // behind the last token; empty
  };
  Kind kind = Kind::kEnd;
  int begin = 0;
  int end = 0;
  int partner = -1;  // of a bracket: the index of the other one; -1: has none
};

/// The tokens of one text; the last is kEnd.
class TokenTable {
 public:
  /// No text of an experiment nests deeper than this; a recursive reader may
  /// rely on it.
  static constexpr int kMaxDepth = 100;

  /// Reports what is no token (syntax): bytes that are not text, quotes that
  /// are not closed, characters that have no meaning, brackets nested too deep.
  /// `source` must outlive the table.
  TokenTable(const SourceText& source, DiagnosticSink* sink)
      : TokenTable(Span{&source, 0, source.size()}, sink) {}

  /// The same of a part of a text, whose beginning and end cut no token.
  TokenTable(Span part, DiagnosticSink* sink);

  /// False if the text is not worth reading any further: it is not text, nests
  /// too deep, or is wrong in too many places. The table is then empty.
  bool readable() const { return readable_; }

  /// False if anything was reported.
  bool clean() const { return clean_; }

  int size() const { return static_cast<int>(tokens_.size()); }
  const Token& operator[](int index) const { return tokens_[index]; }

  Span span(const Token& token) const {
    return {part_.source, token.begin, token.end};
  }
  absl::string_view text(const Token& token) const {
    return span(token).text();
  }
  bool Is(const Token& token, char symbol) const {
    return token.kind == Token::Kind::kSymbol &&
           part_.source->text()[token.begin] == symbol;
  }
  bool IsOpening(const Token& token) const;
  bool IsClosing(const Token& token) const;

 private:
  bool CheckIsText(DiagnosticSink* sink);
  void ReadTokens(DiagnosticSink* sink);
  void PairBrackets(DiagnosticSink* sink);
  void GiveUp();

  Span part_;
  std::vector<Token> tokens_;
  bool readable_ = true;
  bool clean_ = true;
};

}  // namespace flow::lang

#endif  // FLOWLANG_PARSE_TOKEN_TABLE_H_
