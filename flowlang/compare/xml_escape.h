#ifndef FLOWLANG_COMPARE_XML_ESCAPE_H_
#define FLOWLANG_COMPARE_XML_ESCAPE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace flow::lang {

/// `text` for XML or HTML content, or a quoted attribute; control characters,
/// which XML forbids, become spaces.
std::string EscapeXml(absl::string_view text);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_XML_ESCAPE_H_
