#ifndef FLOWLANG_LSP_URI_PATH_H_
#define FLOWLANG_LSP_URI_PATH_H_

#include <string>

#include "absl/strings/string_view.h"

namespace flow::lang {

/// The inverse of FileUri: the path of a `file` URI (RFC 8089), its
/// percent-encoding undone. Other URIs, of texts that have no file, stand for
/// themselves.
std::string PathOfUri(absl::string_view uri);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_URI_PATH_H_
