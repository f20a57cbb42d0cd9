#ifndef CORE_BASE_STATUS_MACROS_H_
#define CORE_BASE_STATUS_MACROS_H_

/// Early returns for absl::Status, with context prepended:
///
///     FLOW_RETURN_IF_ERROR(Save(path)) << "while saving step " << k;
///     FLOW_ASSIGN_OR_RETURN(Plan plan, MakePlan(file));
///
/// The first gives the error "while saving step 3: <cause>" with the cause's
/// code.

#include <sstream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace flow::internal {

/// A status on its way out, with a sentence to put before its message.
class StatusBuilder {
 public:
  explicit StatusBuilder(absl::Status status) : status_(std::move(status)) {}

  template <typename T>
  StatusBuilder&& operator<<(const T& value) && {
    context_ << value;
    return std::move(*this);
  }

  operator absl::Status() && { return Build(); }
  template <typename T>
  operator absl::StatusOr<T>() && {
    return Build();
  }

 private:
  absl::Status Build() {
    const std::string context = context_.str();
    if (context.empty()) return std::move(status_);
    return absl::Status(status_.code(),
                        absl::StrCat(context, ": ", status_.message()));
  }

  absl::Status status_;
  std::ostringstream context_;
};

}  // namespace flow::internal

#define FLOW_RETURN_IF_ERROR(expr)                           \
  if (absl::Status flow_status = (expr); flow_status.ok()) { \
  } else /* NOLINT */                                        \
    return ::flow::internal::StatusBuilder(std::move(flow_status))

#define FLOW_INTERNAL_CONCAT_(a, b) a##b
#define FLOW_INTERNAL_CONCAT(a, b) FLOW_INTERNAL_CONCAT_(a, b)

#define FLOW_ASSIGN_OR_RETURN(lhs, expr) \
  FLOW_INTERNAL_ASSIGN_OR_RETURN(        \
      FLOW_INTERNAL_CONCAT(flow_status_or_, __LINE__), lhs, expr)

#define FLOW_INTERNAL_ASSIGN_OR_RETURN(value, lhs, expr) \
  auto value = (expr);                                   \
  if (!value.ok()) return std::move(value).status();     \
  lhs = *std::move(value)

#endif  // CORE_BASE_STATUS_MACROS_H_
