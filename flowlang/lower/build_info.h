#ifndef FLOWLANG_LOWER_BUILD_INFO_H_
#define FLOWLANG_LOWER_BUILD_INFO_H_

namespace flow::lang {

/// The commit that the binary was built from, with "+" if files had changed
/// since; "unknown" outside of a repository; "unstamped" of a program whose
/// results are cached, which another commit with the same code must not change.
/// Defined by the one of stamped_build_info and unstamped_build_info that a
/// program links.
extern const char kBuildCommit[];

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_BUILD_INFO_H_
