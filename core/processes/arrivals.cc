#include "core/processes/arrivals.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "core/processes/time_left.h"

namespace flow::core {
namespace {

constexpr char kVerdict[] = "verdict";  // empty, or what rank 0 has missed

std::string KeyOf(int64_t rank) { return absl::StrCat("here/", rank); }

absl::StatusOr<std::string> Missing(ProcessStore& store, int64_t processes) {
  std::vector<int64_t> missing;
  for (int64_t rank = 1; rank < processes; ++rank) {
    FLOW_ASSIGN_OR_RETURN(const bool here, store.Has(KeyOf(rank)));
    if (!here) missing.push_back(rank);
  }
  if (missing.empty()) return "";  // the last came while we looked
  return absl::StrCat(missing.size(), " of ", processes,
                      " processes did not come in time: rank",
                      missing.size() == 1 ? " " : "s ",
                      absl::StrJoin(missing, ", "));
}

absl::StatusOr<std::string> WaitForAll(ProcessStore& store, int64_t processes,
                                       absl::Duration timeout) {
  const TimeLeft left(timeout);
  for (int64_t rank = 1; rank < processes; ++rank) {
    const absl::Status here = store.Get(KeyOf(rank), left.Get()).status();
    if (absl::IsDeadlineExceeded(here)) {
      return Missing(store, processes);
    }
    FLOW_RETURN_IF_ERROR(here);
  }
  return "";
}

}  // namespace

absl::Status AwaitArrivals(ProcessStore& store, int64_t rank, int64_t processes,
                           absl::Duration timeout) {
  std::string verdict;
  if (rank == 0) {
    FLOW_ASSIGN_OR_RETURN(verdict, WaitForAll(store, processes, timeout));
    FLOW_RETURN_IF_ERROR(store.Set(kVerdict, verdict));
  } else {
    FLOW_RETURN_IF_ERROR(store.Set(KeyOf(rank), ""));
    absl::StatusOr<std::string> said = store.Get(kVerdict, timeout);
    FLOW_RETURN_IF_ERROR(said.status()) << "while waiting for rank 0";
    verdict = *std::move(said);
  }
  return verdict.empty() ? absl::OkStatus()
                         : absl::DeadlineExceededError(verdict);
}

}  // namespace flow::core
