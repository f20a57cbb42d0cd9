#ifndef FLOWLANG_CLI_CLIENT_ARGUMENTS_H_
#define FLOWLANG_CLI_CLIENT_ARGUMENTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "flowlang/cli/arguments.h"
#include "flowlang/cli/compile_input.h"

namespace flow::lang {

inline constexpr Flag kClientFlags[] = {
    {"client", "N", "which client, from 0; 0 when left out"},
    {"round", "N", "which round, from 0; 0 when left out"},
    {"weights", "FILE",
     "the server's weights, as safetensors; when left out the initial weights "
     "are written and nothing is trained"},
    {"out", "DIR", "a folder of the client's own, for update.safetensors"},
    kSeedFlag,
    kSetFlag,
    {"threads", "N", "how many threads; one when left out"},
};

/// The arguments of `flow client`, which two programs read.
struct ClientArguments {
  Arguments arguments;
  std::string file;
  int64_t client = 0, round = 0;
  std::string weights;  // empty: none
  std::string out;
  int threads = 1;
};

/// InvalidArgument when the words are not a command line of `flow client`.
absl::StatusOr<ClientArguments> ParseClientArguments(
    const std::vector<std::string>& words);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_CLIENT_ARGUMENTS_H_
