#include <string>
#include <variant>
#include <vector>

#include "flowlang/cli/client_arguments.h"
#include "flowlang/cli/compile_input.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/cli/trainer_commands.h"
#include "flowlang/cli/warning_printer.h"
#include "flowlang/lower/client_round.h"

namespace flow::lang {
namespace {

int Run(const std::vector<std::string>& words) {
  const auto client = ParseClientArguments(words);
  if (!client.ok()) {
    return UsageError(kTrainerClient, std::string(client.status().message()));
  }
  const auto compiled =
      CompileOrTell(client->file, client->arguments, Purpose::kRun);
  if (!compiled.ok()) {
    return UsageError(kTrainerClient, std::string(compiled.status().message()));
  }
  if (!*compiled) return kExitWrong;
  const auto* plan = std::get_if<ExperimentPlan>(&**compiled);
  if (plan == nullptr) {
    return UsageError(kTrainerClient, "a suite has no clients of its own");
  }
  WarningPrinter progress("flow client");
  const absl::Status status = RunClientRound(*plan,
                                             {.client = client->client,
                                              .round = client->round,
                                              .weights = client->weights,
                                              .out = client->out,
                                              .threads = client->threads},
                                             &progress);
  return status.ok() ? kExitOk : FailedCommand(kTrainerClient, status);
}

}  // namespace

const Command kTrainerClient = {
    "client", "FILE",
    "trains one client for one round, for the server of another program",
    kClientFlags, Run};

}  // namespace flow::lang
