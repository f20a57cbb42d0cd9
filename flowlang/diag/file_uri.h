#ifndef FLOWLANG_DIAG_FILE_URI_H_
#define FLOWLANG_DIAG_FILE_URI_H_

#include <string>

#include "absl/strings/string_view.h"

namespace flow::lang {

/// A path as a URI reference (RFC 3986): relative paths stay relative, in their
/// normal form without "." and with ".." at most in front; absolute ones get
/// the scheme "file". All bytes but letters, digits and -._~/ are
/// percent-encoded.
std::string FileUri(absl::string_view path);

}  // namespace flow::lang

#endif  // FLOWLANG_DIAG_FILE_URI_H_
