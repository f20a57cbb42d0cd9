#ifndef FEDERATED_ROUNDS_MODULE_RANGES_H_
#define FEDERATED_ROUNDS_MODULE_RANGES_H_

/// Where modules lie in the flat weights. No torch: the compiler looks, too.

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/nn/parameter_shapes.h"
#include "federated/rounds/module_options.h"
#include "federated/topology/hierarchy.h"

namespace flow::federated {

/// Whether the module has the parameter of this name.
bool Covers(const ModuleOptions& module, absl::string_view parameter);

/// Whether clients have a module for themselves: it is trained, and not shared
/// by all in every round.
bool IsKept(const ModuleOptions& module);

/// Whether a client is one of those who train the module.
bool IsTrainedBy(const ModuleOptions& module, int64_t client);

/// Of so many clients, those who train a module that is not frozen.
int64_t CountMembers(const ModuleOptions& module, int64_t clients);

/// The numbers from `begin` to before `end` of the flat weights.
struct ModuleRange {
  int64_t begin = 0, end = 0;
  int64_t module = 0;  // its place in the list

  int64_t size() const { return end - begin; }
};

/// Of all modules, by rising `begin`, each as long as it can be. `parameters`
/// are those of the network, in order. InvalidArgument where a module covers
/// none, or two cover one: the message names them.
absl::StatusOr<std::vector<ModuleRange>> FindModuleRanges(
    absl::Span<const ModuleOptions> modules,
    absl::Span<const core::ParameterShape> parameters);

/// Those of modules that the client does not train.
std::vector<ModuleRange> FrozenFor(int64_t client,
                                   absl::Span<const ModuleOptions> modules,
                                   absl::Span<const ModuleRange> ranges);

/// How many of `all` numbers a client that takes part in all rounds gets in a
/// round, and sends, in the mean over many rounds and over so many `clients`.
double MeanNumbersShared(absl::Span<const ModuleOptions> modules,
                         absl::Span<const ModuleRange> ranges, int64_t clients,
                         int64_t all);

/// How many of `all` numbers an edge server and the server send each other
/// after so many rounds of the edges, in the mean over many rounds of the
/// server and over the groups.
double MeanNumbersOfEdge(absl::Span<const ModuleOptions> modules,
                         absl::Span<const ModuleRange> ranges,
                         const ClientGroups& groups, int64_t all,
                         int64_t edge_rounds);

/// How many numbers a client has for itself, in the mean over so many.
double MeanNumbersKept(absl::Span<const ModuleOptions> modules,
                       absl::Span<const ModuleRange> ranges, int64_t clients);

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_MODULE_RANGES_H_
