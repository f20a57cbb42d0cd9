#ifndef FLOWLANG_COMPARE_TABLE_H_
#define FLOWLANG_COMPARE_TABLE_H_

/// A comparison for people, on the terminal.

#include <string>
#include <vector>

#include "flowlang/compare/comparison.h"
#include "flowlang/compare/verdict.h"

namespace flow::lang {

/// The table, the paired differences to the first label and the verdicts, in
/// lines of at most `width` columns. Each cell is mean ± sample standard
/// deviation over seeds with the bootstrap interval of the mean below; `*`
/// marks the best mean of a metric, arrows its better direction. Published
/// values stand in rows of their own below, their sources under the table.
/// Labels are columns, or rows when there are more than four.
std::string RenderTable(const Comparison& comparison,
                        const std::vector<Verdict>& verdicts, int width = 80);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_TABLE_H_
