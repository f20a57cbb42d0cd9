#ifndef CORE_BASE_CHECK_H_
#define CORE_BASE_CHECK_H_

/// FLOW_CHECK: what must hold unless the program itself is wrong.
///
///     FLOW_CHECK(n > 0) << "the caller validates the batch; got " << n;
///
/// Prints the condition, the sentence and the place to stderr and ends the
/// process with exit code 4 ("our bug"). User mistakes are diagnostics and the
/// world's failures are absl::Status: neither belongs here.

#include <sstream>

namespace flow::internal {

/// Collects the sentence; the destructor prints it and ends the process.
class CheckFailure {
 public:
  CheckFailure(const char* condition, const char* file, int line);
  [[noreturn]] ~CheckFailure();

  std::ostream& stream() { return sentence_; }

 private:
  std::ostringstream sentence_;
};

/// Gives both arms of the macro's conditional the type void.
struct Voidify {
  void operator&(std::ostream&) const {}
};

}  // namespace flow::internal

#define FLOW_CHECK(condition)                                              \
  (condition)                                                              \
      ? (void)0                                                            \
      : ::flow::internal::Voidify() &                                      \
            ::flow::internal::CheckFailure(#condition, __FILE__, __LINE__) \
                .stream()

#endif  // CORE_BASE_CHECK_H_
