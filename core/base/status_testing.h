#ifndef CORE_BASE_STATUS_TESTING_H_
#define CORE_BASE_STATUS_TESTING_H_

/// Matchers for absl::Status and absl::StatusOr:
///
///     EXPECT_OK(Save(x));
///     EXPECT_THAT(Load(path), StatusIs(absl::StatusCode::kNotFound, "…"));
///     EXPECT_THAT(Parse("3"), IsOkAndHolds(3));
///     ASSERT_OK_AND_ASSIGN(auto plan, MakePlan(file));
///
/// The second argument of StatusIs is a string (equality) or a matcher.

#include <ostream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/status_macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow {
namespace internal {

inline const absl::Status& ToStatus(const absl::Status& status) {
  return status;
}
template <typename T>
const absl::Status& ToStatus(const absl::StatusOr<T>& value) {
  return value.status();
}

}  // namespace internal

MATCHER(IsOk, negation ? "is an error" : "is OK") {
  const absl::Status& status = internal::ToStatus(arg);
  *result_listener << status.ToString();
  return status.ok();
}

MATCHER_P2(StatusIs, code, message,
           absl::StrCat("has the code ", absl::StatusCodeToString(code))) {
  const absl::Status& status = internal::ToStatus(arg);
  *result_listener << status.ToString();
  return status.code() == code &&
         testing::ExplainMatchResult(message, std::string(status.message()),
                                     result_listener);
}

inline auto StatusIs(absl::StatusCode code) {
  return StatusIs(code, testing::_);
}

MATCHER_P(IsOkAndHolds, matcher, "is OK and holds the value") {
  if (!arg.ok()) {
    *result_listener << arg.status().ToString();
    return false;
  }
  return testing::ExplainMatchResult(matcher, *arg, result_listener);
}

}  // namespace flow

#define EXPECT_OK(expr) EXPECT_THAT(expr, ::flow::IsOk())
#define ASSERT_OK(expr) ASSERT_THAT(expr, ::flow::IsOk())

#define ASSERT_OK_AND_ASSIGN(lhs, expr) \
  FLOW_INTERNAL_ASSERT_OK_AND_ASSIGN(   \
      FLOW_INTERNAL_CONCAT(flow_assert_value_, __LINE__), lhs, expr)
#define FLOW_INTERNAL_ASSERT_OK_AND_ASSIGN(value, lhs, expr) \
  auto value = (expr);                                       \
  ASSERT_THAT(value, ::flow::IsOk());                        \
  lhs = *std::move(value)

#endif  // CORE_BASE_STATUS_TESTING_H_
