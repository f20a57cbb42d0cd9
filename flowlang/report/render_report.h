#ifndef FLOWLANG_REPORT_RENDER_REPORT_H_
#define FLOWLANG_REPORT_RENDER_REPORT_H_

#include <string>

#include "flowlang/report/report_data.h"

namespace flow::lang {

/// One HTML page that needs nothing else: style, plotting library, script and
/// data are inside, and a content policy forbids it to fetch anything. About
/// 4.5 MB and the data. The same data give the same bytes.
std::string RenderReport(const ReportData& data);

}  // namespace flow::lang

#endif  // FLOWLANG_REPORT_RENDER_REPORT_H_
