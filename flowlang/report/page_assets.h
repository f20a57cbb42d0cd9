#ifndef FLOWLANG_REPORT_PAGE_ASSETS_H_
#define FLOWLANG_REPORT_PAGE_ASSETS_H_

#include "absl/strings/string_view.h"

namespace flow::lang {

/// The files of `assets/`, compiled in, and plotly.js, which is large: as zlib
/// compresses it, in Base64.
absl::string_view PageTemplate();
absl::string_view PageStyle();
absl::string_view PageScript();
absl::string_view PlotlyDeflated();

}  // namespace flow::lang

#endif  // FLOWLANG_REPORT_PAGE_ASSETS_H_
