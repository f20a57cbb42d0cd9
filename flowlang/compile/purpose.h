#ifndef FLOWLANG_COMPILE_PURPOSE_H_
#define FLOWLANG_COMPILE_PURPOSE_H_

namespace flow::lang {

/// What is compiled for: a run is refused what no trainer obeys yet, and images
/// that are not there.
enum class Purpose { kInspect, kRun };

}  // namespace flow::lang

#endif  // FLOWLANG_COMPILE_PURPOSE_H_
