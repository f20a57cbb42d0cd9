#ifndef FLOWLANG_REPORT_PAGE_ASSETS_H_
#define FLOWLANG_REPORT_PAGE_ASSETS_H_

#include "absl/strings/string_view.h"

namespace flow::lang {

/// The files of `assets/`, and plotly.js, compiled in.
absl::string_view PageTemplate();
absl::string_view PageStyle();
absl::string_view PageScript();
absl::string_view PlotlyScript();

}  // namespace flow::lang

#endif  // FLOWLANG_REPORT_PAGE_ASSETS_H_
