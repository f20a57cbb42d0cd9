#include "flowlang/report/render_report.h"

#include "absl/strings/str_replace.h"
#include "flowlang/compare/xml_escape.h"
#include "flowlang/report/page_assets.h"
#include "flowlang/report/page_data.h"

namespace flow::lang {
namespace {

// In JSON "<" occurs only inside strings, where an escape says the same: so no
// label can end the script element or open a comment in it.
std::string ScriptJson(const ReportData& data) {
  const std::string text =
      PageData(data).dump(-1, ' ', /*ensure_ascii=*/false,
                          nlohmann::ordered_json::error_handler_t::replace);
  return absl::StrReplaceAll(text, {{"<", "\\u003c"}});
}

// In the scripts "</script" can only stand inside a string or a regular
// expression, where the backslash changes nothing.
std::string InlineScript(absl::string_view script) {
  return absl::StrReplaceAll(script, {{"</script", "<\\/script"}});
}

}  // namespace

std::string RenderReport(const ReportData& data) {
  return absl::StrReplaceAll(PageTemplate(),
                             {{"{{title}}", EscapeXml(data.title)},
                              {"{{style}}", PageStyle()},
                              {"{{plotly}}", InlineScript(PlotlyScript())},
                              {"{{data}}", ScriptJson(data)},
                              {"{{script}}", InlineScript(PageScript())}});
}

}  // namespace flow::lang
