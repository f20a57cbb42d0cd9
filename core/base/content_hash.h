#ifndef CORE_BASE_CONTENT_HASH_H_
#define CORE_BASE_CONTENT_HASH_H_

#include <string>

#include "absl/strings/string_view.h"

namespace flow {

/// SHA-256 of `content` as 64 lower-case hexadecimal digits: what plans, stages
/// and data files are known by.
std::string ContentHash(absl::string_view content);

}  // namespace flow

#endif  // CORE_BASE_CONTENT_HASH_H_
