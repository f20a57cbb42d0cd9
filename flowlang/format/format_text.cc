#include "flowlang/format/format_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "flowlang/format/syntax_tree.h"
#include "flowlang/source/utf8.h"

namespace flow::lang {
namespace {

using Kind = SyntaxNode::Kind;

constexpr int kWidth = 100;
constexpr int kIndent = 2;

// What stands before the value of a field; nothing in lists.
std::string Label(const SyntaxNode& node) {
  if (node.name.empty()) return "";
  return absl::StrCat(node.name, node.kind == Kind::kMessage ? " " : ": ");
}

std::string Enclose(const SyntaxNode& node,
                    const std::vector<std::string>& parts) {
  switch (node.kind) {
    case Kind::kMessage:
      return parts.empty()
                 ? "{}"
                 : absl::StrCat("{ ", absl::StrJoin(parts, " "), " }");
    case Kind::kList:
      return absl::StrCat("[", absl::StrJoin(parts, ", "), "]");
    default:
      return absl::StrJoin(parts, " ");
  }
}

// The field on one line, however long, if it may stand on one.
std::optional<std::string> OnOneLine(const SyntaxNode& node) {
  if (node.kind == Kind::kComment) return std::nullopt;
  if (node.kind == Kind::kScalar) return Label(node) + node.text;
  if (!node.opening_comments.empty()) return std::nullopt;
  // a person's choice, but there is none for lists and for what is empty
  const bool spread = !node.one_line && node.kind != Kind::kList;
  if (spread && !node.children.empty()) return std::nullopt;
  std::vector<std::string> parts;
  for (const SyntaxNode& child : node.children) {
    std::optional<std::string> part = OnOneLine(child);
    if (!part || !child.comments.empty()) return std::nullopt;
    parts.push_back(*std::move(part));
  }
  return Label(node) + Enclose(node, parts);
}

// Whether a list is of words, numbers and texts, with nothing said about them.
bool MayFill(const SyntaxNode& node) {
  return node.kind == Kind::kList && !node.children.empty() &&
         std::all_of(node.children.begin(), node.children.end(),
                     [](const SyntaxNode& child) {
                       return child.kind == Kind::kScalar &&
                              child.comments.empty();
                     });
}

class Printer {
 public:
  std::string Print(const SyntaxNode& root) {
    PrintChildren(root, 0);
    return std::move(out_);
  }

 private:
  void PrintChildren(const SyntaxNode& block, int indent) {
    // in a list, commas are behind all elements but the last
    int elements = 0;
    for (const SyntaxNode& child : block.children) {
      elements += block.kind == Kind::kList && child.kind != Kind::kComment;
    }
    bool first = true;
    for (const SyntaxNode& child : block.children) {
      if (!first && child.blank_line_before) out_ += '\n';
      first = false;
      if (child.kind == Kind::kComment) {
        Indent(indent);
        out_ += child.text;
        EndLine({});
      } else {
        PrintNode(child, indent, --elements > 0 ? "," : "");
      }
    }
  }

  void PrintNode(const SyntaxNode& node, int indent, absl::string_view comma) {
    const std::optional<std::string> line = OnOneLine(node);
    // what has no parts cannot be broken
    if (line &&
        (node.children.empty() ||
         indent + CodePointCount(*line) + CodePointCount(comma) <= kWidth)) {
      Indent(indent);
      out_ += *line;
    } else if (node.kind == Kind::kText) {
      PrintPieces(node, indent);
    } else {
      PrintGroup(node, indent);
    }
    absl::StrAppend(&out_, comma);
    EndLine(node.comments);
  }

  void PrintGroup(const SyntaxNode& node, int indent) {
    const bool list = node.kind == Kind::kList;
    Indent(indent);
    absl::StrAppend(&out_, Label(node), list ? "[" : "{");
    EndLine(node.opening_comments);
    if (MayFill(node)) {
      Fill(node, indent + kIndent);
    } else {
      PrintChildren(node, indent + kIndent);
    }
    Indent(indent);
    out_ += list ? ']' : '}';
  }

  // As many elements on a line as fit it.
  void Fill(const SyntaxNode& list, int indent) {
    int column = 0;
    for (const SyntaxNode& child : list.children) {
      const bool last = &child == &list.children.back();
      const std::string piece = absl::StrCat(child.text, last ? "" : ",");
      if (column > 0 && column + 1 + CodePointCount(piece) > kWidth) {
        EndLine({});
        column = 0;
      }
      if (column == 0) {
        Indent(indent);
        column = indent;
      } else {
        out_ += ' ';
        ++column;
      }
      out_ += piece;
      column += CodePointCount(piece);
    }
    EndLine({});
  }

  // Every piece on its line, those of a field below its name. The last line is
  // left open.
  void PrintPieces(const SyntaxNode& node, int indent) {
    if (!node.name.empty()) {
      Indent(indent);
      absl::StrAppend(&out_, node.name, ":");
      EndLine({});
      indent += kIndent;
    }
    PrintChildren(node, indent);
    out_.pop_back();
  }

  void Indent(int indent) { out_.append(indent, ' '); }

  void EndLine(const std::vector<std::string>& comments) {
    if (!comments.empty()) out_ += "  ";
    const size_t line = out_.rfind('\n') + 1;  // 0 when there is none
    const int column = CodePointCount(
        absl::string_view(out_).substr(line, out_.size() - line));
    absl::StrAppend(
        &out_,
        absl::StrJoin(comments, absl::StrCat("\n", std::string(column, ' '))),
        "\n");
  }

  std::string out_;
};

}  // namespace

std::optional<std::string> FormatTextproto(const SourceText& source,
                                           DiagnosticSink* sink) {
  const std::optional<SyntaxNode> root = ReadSyntaxTree(source, sink);
  if (!root) return std::nullopt;
  return Printer().Print(*root);
}

}  // namespace flow::lang
