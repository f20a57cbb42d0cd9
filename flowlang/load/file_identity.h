#ifndef FLOWLANG_LOAD_FILE_IDENTITY_H_
#define FLOWLANG_LOAD_FILE_IDENTITY_H_

#include <string>

namespace flow::lang {

/// One name for a file however it is written: "../a/b" and "b" may be the same.
/// Absolute, links followed as far as the path exists; the path itself where
/// the system will not tell.
std::string FileIdentity(const std::string& path);

}  // namespace flow::lang

#endif  // FLOWLANG_LOAD_FILE_IDENTITY_H_
