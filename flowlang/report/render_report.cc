#include "flowlang/report/render_report.h"

#include <zlib.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "core/base/check.h"
#include "flowlang/compare/xml_escape.h"
#include "flowlang/report/page_assets.h"
#include "flowlang/report/page_data.h"

namespace flow::lang {
namespace {

// As zlib compresses it, in Base64: what `inflated` of the page reads back.
std::string Deflated(const std::string& text) {
  uLongf size = compressBound(text.size());
  std::string bytes(size, '\0');
  const int code = compress2(reinterpret_cast<Bytef*>(bytes.data()), &size,
                             reinterpret_cast<const Bytef*>(text.data()),
                             text.size(), Z_BEST_COMPRESSION);
  FLOW_CHECK(code == Z_OK) << "zlib says " << code;
  bytes.resize(size);
  return absl::Base64Escape(bytes);
}

std::string DataText(const ReportData& data) {
  return PageData(data).dump(-1, ' ', /*ensure_ascii=*/false,
                             nlohmann::ordered_json::error_handler_t::replace);
}

// In the script "</script" can only stand inside a string or a regular
// expression, where the backslash changes nothing.
std::string InlineScript(absl::string_view script) {
  return absl::StrReplaceAll(script, {{"</script", "<\\/script"}});
}

}  // namespace

std::string RenderReport(const ReportData& data) {
  return absl::StrReplaceAll(PageTemplate(),
                             {{"{{title}}", EscapeXml(data.title)},
                              {"{{style}}", PageStyle()},
                              {"{{plotly}}", PlotlyDeflated()},
                              {"{{data}}", Deflated(DataText(data))},
                              {"{{script}}", InlineScript(PageScript())}});
}

}  // namespace flow::lang
