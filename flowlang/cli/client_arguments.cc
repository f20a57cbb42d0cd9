#include "flowlang/cli/client_arguments.h"

#include <optional>

#include "core/base/status_macros.h"

namespace flow::lang {

absl::StatusOr<ClientArguments> ParseClientArguments(
    const std::vector<std::string>& words) {
  ClientArguments client;
  FLOW_ASSIGN_OR_RETURN(client.arguments,
                        Arguments::Parse(words, kClientFlags));
  FLOW_ASSIGN_OR_RETURN(client.file, client.arguments.OneFile());
  FLOW_ASSIGN_OR_RETURN(const std::optional<int64_t> number,
                        client.arguments.GetInt("client", 0));
  FLOW_ASSIGN_OR_RETURN(const std::optional<int64_t> round,
                        client.arguments.GetInt("round", 0));
  FLOW_ASSIGN_OR_RETURN(const std::optional<int> threads,
                        client.arguments.GetThreads());
  client.client = number.value_or(0);
  client.round = round.value_or(0);
  client.threads = threads.value_or(1);
  client.weights = client.arguments.Get("weights").value_or("");
  client.out = client.arguments.Get("out").value_or("");
  if (client.out.empty()) {
    return absl::InvalidArgumentError(
        "--out is missing: where the update goes");
  }
  return client;
}

}  // namespace flow::lang
