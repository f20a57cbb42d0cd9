#include "flowlang/format/syntax_tree.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "flowlang/diag/report.h"
#include "flowlang/format/gap.h"
#include "flowlang/parse/token_table.h"
#include "flowlang/source/utf8.h"

namespace flow::lang {
namespace {

using Kind = SyntaxNode::Kind;

// Where a comment on the line of the last thing read goes.
std::vector<std::string>* CommentsBehind(SyntaxNode* block) {
  if (block->children.empty()) return &block->opening_comments;
  SyntaxNode& last = block->children.back();
  return last.kind == Kind::kComment ? nullptr : &last.comments;
}

void AppendComment(const Comment& comment, bool* blank, SyntaxNode* block) {
  SyntaxNode node;
  node.kind = Kind::kComment;
  node.blank_line_before =
      std::exchange(*blank, false) || comment.blank_line_before;
  node.text = comment.text;
  block->children.push_back(std::move(node));
}

// Walks the tokens once. A Read... starts at its first token and leaves `at_`
// behind its last one; false after a mistake. `blank` is whether a blank line
// is waiting for the next child of the block.
class TreeReader {
 public:
  TreeReader(const SourceText& source, const TokenTable& tokens,
             DiagnosticSink* sink)
      : source_(source), tokens_(tokens), sink_(sink) {}

  // All brackets must have partners, so that every one found later closes what
  // is being read.
  bool CheckBrackets() {
    for (at_ = 0; at_ + 1 < tokens_.size(); ++at_) {
      const bool opening = tokens_.IsOpening(Peek());
      if ((!opening && !tokens_.IsClosing(Peek())) || Peek().partner >= 0) {
        continue;
      }
      return Report(
          absl::StrCat("this ", Quoted(Peek()), " ",
                       opening ? "is never closed" : "closes nothing"));
    }
    at_ = 0;
    return true;
  }

  bool ReadFields(SyntaxNode* block, int end) {
    bool blank = false;
    while (true) {
      TakeComments(&blank, block);
      if (at_ == end) return true;
      if (!ReadField(&blank, block)) return false;
      if (Next(',') || Next(';')) {
        TakeComments(&blank, block);
        ++at_;
      }
    }
  }

 private:
  bool ReadElements(SyntaxNode* list, int end) {
    bool blank = false;
    TakeComments(&blank, list);
    if (at_ == end) return true;
    while (true) {
      SyntaxNode element;
      if (!ReadValue(&element, &blank, list)) return false;
      Append(std::move(element), &blank, list);
      TakeComments(&blank, list);
      if (at_ == end) return true;
      if (!Next(',')) return ReportUnexpected("',' or ']' in the list");
      ++at_;
      TakeComments(&blank, list);
    }
  }

  bool ReadField(bool* blank, SyntaxNode* block) {
    SyntaxNode field;
    if (!ReadName(&field.name, blank, block)) return false;
    if (Next(':')) {
      Step(blank, block);
    } else if (!MayDoWithoutColon()) {
      return ReportUnexpected(
          absl::StrCat("':' after '", Shortened(field.name), "'"));
    }
    if (Next('[')) {
      field.kind = Kind::kList;
      if (!ReadBrackets(&field)) return false;
    } else if (!ReadValue(&field, blank, block)) {
      return false;
    }
    Append(std::move(field), blank, block);
    return true;
  }

  // A word, or the path of an extension in brackets.
  bool ReadName(std::string* name, bool* blank, SyntaxNode* block) {
    const bool extends = Next('[');
    const int last = extends ? Peek().partner : at_;
    while (at_ <= last) {
      const bool joint = Next('[') || Next(']') || Next('.');
      const bool word = Peek().kind == Token::Kind::kIdentifier;
      if (!word && !(extends && joint)) break;
      absl::StrAppend(name, std::string(tokens_.text(Peek())));
      Step(blank, block);
    }
    return at_ > last || ReportUnexpected("the name of a setting");
  }

  // Messages and lists of them may.
  bool MayDoWithoutColon() const {
    if (!Next('[')) return Next('{') || Next('<');
    const Token& inner = tokens_[at_ + 1];
    return tokens_.Is(inner, '{') || tokens_.Is(inner, '<') ||
           tokens_.Is(inner, ']');
  }

  // Anything but a list; `node` may have its name already.
  bool ReadValue(SyntaxNode* node, bool* blank, SyntaxNode* block) {
    if (Next('{') || Next('<')) {
      node->kind = Kind::kMessage;
      return ReadBrackets(node);
    }
    if (Peek().kind == Token::Kind::kString) {
      ReadPieces(node);
      return true;
    }
    if (Next('-')) {
      node->text.push_back('-');
      Step(blank, block);
    }
    if (!IsWordOrNumber()) {
      return ReportUnexpected(
          node->name.empty()
              ? "a value"
              : absl::StrCat("a value for '", Shortened(node->name), "'"));
    }
    absl::StrAppend(&node->text, std::string(tokens_.text(Peek())));
    ++at_;
    return true;
  }

  bool ReadBrackets(SyntaxNode* node) {
    const int opening = at_;
    const int closing = Peek().partner;
    ++at_;
    if (node->kind == Kind::kList ? !ReadElements(node, closing)
                                  : !ReadFields(node, closing)) {
      return false;
    }
    ++at_;
    node->one_line = AreOnOneLine(opening, closing);
    return true;
  }

  void ReadPieces(SyntaxNode* node) {
    const int first = at_;
    bool blank = false;
    while (Peek().kind == Token::Kind::kString) {
      // what stands behind the last piece stands behind the field
      if (at_ > first) TakeComments(&blank, node);
      SyntaxNode piece;
      piece.text = std::string(tokens_.text(Peek()));
      Append(std::move(piece), &blank, node);
      ++at_;
    }
    if (at_ == first + 1) {
      node->text = std::move(node->children[0].text);
      node->children.clear();
      return;
    }
    node->kind = Kind::kText;
    node->one_line = AreOnOneLine(first, at_ - 1);
  }

  static void Append(SyntaxNode node, bool* blank, SyntaxNode* block) {
    node.blank_line_before = std::exchange(*blank, false);
    block->children.push_back(std::move(node));
  }

  // --- comments

  Gap GapBefore(int token) const {
    const int begin = token == 0 ? 0 : tokens_[token - 1].end;
    return ReadGap(source_, begin, tokens_[token].begin);
  }

  // The comments before this token: behind what was read last, or children.
  void TakeComments(bool* blank, SyntaxNode* block) {
    const Gap gap = GapBefore(at_);
    std::vector<std::string>* behind = CommentsBehind(block);
    if (behind != nullptr && !behind->empty()) behind = nullptr;
    int column = -1;
    for (const Comment& comment : gap.comments) {
      const bool goes_on = comment.own_line && !comment.blank_line_before &&
                           comment.column == column;
      if (behind != nullptr && (goes_on || !comment.own_line)) {
        behind->push_back(comment.text);
        column = comment.column;
      } else {
        AppendComment(comment, blank, block);
        behind = nullptr;
      }
    }
    *blank |= gap.blank_line_at_end;
  }

  // To the next token of a field, whose comments go before the field.
  void Step(bool* blank, SyntaxNode* block) {
    ++at_;
    for (Comment comment : GapBefore(at_).comments) {
      comment.blank_line_before = false;
      AppendComment(comment, blank, block);
    }
  }

  // --- tokens and reports

  const Token& Peek() const { return tokens_[at_]; }
  bool Next(char symbol) const { return tokens_.Is(Peek(), symbol); }

  bool IsWordOrNumber() const {
    const Token::Kind kind = Peek().kind;
    if (kind == Token::Kind::kIdentifier) {
      // where a field begins, the value before it is missing
      return !tokens_.Is(tokens_[at_ + 1], ':');
    }
    return kind == Token::Kind::kInteger || kind == Token::Kind::kFloat ||
           kind == Token::Kind::kBadNumber;
  }

  bool AreOnOneLine(int first, int last) const {
    const Span span = {&source_, tokens_[first].begin, tokens_[last].end};
    return span.text().find('\n') == absl::string_view::npos;
  }

  std::string Quoted(const Token& token) const {
    if (token.kind == Token::Kind::kEnd) return "the end of the file";
    return absl::StrCat("'", Shortened(tokens_.text(token)), "'");
  }

  bool ReportUnexpected(const std::string& what) {
    return Report(absl::StrCat("expected ", what, "; got ", Quoted(Peek())));
  }

  bool Report(std::string message) {
    ReportError(sink_, Code::kSyntax, tokens_.span(Peek()), std::move(message));
    return false;
  }

  const SourceText& source_;
  const TokenTable& tokens_;
  DiagnosticSink* sink_;
  int at_ = 0;
};

}  // namespace

std::optional<SyntaxNode> ReadSyntaxTree(const SourceText& source,
                                         DiagnosticSink* sink) {
  const TokenTable tokens(source, sink);
  if (!tokens.readable() || !tokens.clean()) return std::nullopt;
  SyntaxNode root;
  root.kind = Kind::kMessage;
  TreeReader reader(source, tokens, sink);
  if (!reader.CheckBrackets() || !reader.ReadFields(&root, tokens.size() - 1)) {
    return std::nullopt;
  }
  return root;
}

}  // namespace flow::lang
