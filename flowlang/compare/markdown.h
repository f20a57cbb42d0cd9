#ifndef FLOWLANG_COMPARE_MARKDOWN_H_
#define FLOWLANG_COMPARE_MARKDOWN_H_

/// A comparison as Markdown: for pages of results and the summaries of CI.

#include <string>
#include <vector>

#include "flowlang/compare/comparison.h"
#include "flowlang/compare/verdict.h"

namespace flow::lang {

/// One table a protocol, as RenderTable has it, the best mean in bold; the
/// verdicts as a list.
std::string RenderMarkdown(const Comparison& comparison,
                           const std::vector<Verdict>& verdicts);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_MARKDOWN_H_
