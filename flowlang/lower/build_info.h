#ifndef FLOWLANG_LOWER_BUILD_INFO_H_
#define FLOWLANG_LOWER_BUILD_INFO_H_

namespace flow::lang {

/// The commit that the binary was built from, with "+" if files had changed
/// since; "unknown" outside of a repository.
extern const char kBuildCommit[];

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_BUILD_INFO_H_
