#include "federated/rounds/module_ranges.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"

namespace flow::federated {
namespace {

using core::ParameterShape;

std::string NamesOf(absl::Span<const ParameterShape> parameters) {
  return absl::StrJoin(parameters, ", ",
                       [](std::string* out, const ParameterShape& p) {
                         absl::StrAppend(out, p.name);
                       });
}

// The module that has the parameter, if one has.
absl::StatusOr<std::optional<int64_t>> ModuleOf(
    const ParameterShape& parameter, absl::Span<const ModuleOptions> modules) {
  std::optional<int64_t> found;
  for (int64_t m = 0; m < std::ssize(modules); ++m) {
    if (!Covers(modules[m], parameter.name)) continue;
    if (found) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the modules '", modules[*found].parameters, "' and '",
          modules[m].parameters, "' both have '", parameter.name, "'"));
    }
    found = m;
  }
  return found;
}

absl::Status CheckAllCover(absl::Span<const ModuleOptions> modules,
                           absl::Span<const ParameterShape> parameters) {
  for (const ModuleOptions& module : modules) {
    bool covers = false;
    for (const ParameterShape& p : parameters) {
      covers = covers || Covers(module, p.name);
    }
    if (covers) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("no parameter of the network is in module '",
                     module.parameters, "'; there are ", NamesOf(parameters)));
  }
  return absl::OkStatus();
}

void Append(const ModuleRange& range, std::vector<ModuleRange>* ranges) {
  if (!ranges->empty() && ranges->back().end == range.begin &&
      ranges->back().module == range.module) {
    ranges->back().end = range.end;
  } else {
    ranges->push_back(range);
  }
}

double ShareOfMembers(const ModuleOptions& module, int64_t clients) {
  return static_cast<double>(CountMembers(module, clients)) /
         static_cast<double>(clients);
}

// Of the groups, those with a client that has it.
double ShareOfGroups(const ModuleOptions& module, const ClientGroups& groups) {
  if (module.clients.empty()) return 1;
  std::set<int64_t> having;
  for (const int64_t client : module.clients) {
    having.insert(groups.GroupOf(client));
  }
  return static_cast<double>(having.size()) /
         static_cast<double>(groups.groups());
}

}  // namespace

bool IsKept(const ModuleOptions& module) {
  return module.owner != ModuleOwner::kFrozen &&
         (module.owner != ModuleOwner::kGlobal || module.every > 1);
}

bool IsTrainedBy(const ModuleOptions& module, int64_t client) {
  const std::vector<int64_t>& members = module.clients;
  return module.owner != ModuleOwner::kFrozen &&
         (members.empty() ||
          std::binary_search(members.begin(), members.end(), client));
}

int64_t CountMembers(const ModuleOptions& module, int64_t clients) {
  return module.clients.empty() ? clients : std::ssize(module.clients);
}

bool Covers(const ModuleOptions& module, absl::string_view parameter) {
  return core::NameCovers(module.parameters, parameter);
}

absl::StatusOr<std::vector<ModuleRange>> FindModuleRanges(
    absl::Span<const ModuleOptions> modules,
    absl::Span<const core::ParameterShape> parameters) {
  FLOW_RETURN_IF_ERROR(CheckAllCover(modules, parameters));
  std::vector<ModuleRange> ranges;
  int64_t begin = 0;
  for (const ParameterShape& p : parameters) {
    FLOW_ASSIGN_OR_RETURN(const std::optional<int64_t> module,
                          ModuleOf(p, modules));
    if (module) Append({begin, begin + p.numbers(), *module}, &ranges);
    begin += p.numbers();
  }
  return ranges;
}

std::vector<ModuleRange> FrozenFor(int64_t client,
                                   absl::Span<const ModuleOptions> modules,
                                   absl::Span<const ModuleRange> ranges) {
  std::vector<ModuleRange> frozen;
  for (const ModuleRange& r : ranges) {
    if (!IsTrainedBy(modules[r.module], client)) frozen.push_back(r);
  }
  return frozen;
}

double MeanNumbersShared(absl::Span<const ModuleOptions> modules,
                         absl::Span<const ModuleRange> ranges, int64_t clients,
                         int64_t all) {
  double numbers = static_cast<double>(all);
  for (const ModuleRange& r : ranges) {
    const ModuleOptions& module = modules[r.module];
    const bool is_shared = module.owner == ModuleOwner::kGlobal ||
                           module.owner == ModuleOwner::kEdge;
    const double share = is_shared ? ShareOfMembers(module, clients) /
                                         static_cast<double>(module.every)
                                   : 0;
    numbers -= (1 - share) * static_cast<double>(r.size());
  }
  return numbers;
}

double MeanNumbersOfEdge(absl::Span<const ModuleOptions> modules,
                         absl::Span<const ModuleRange> ranges,
                         const ClientGroups& groups, int64_t all,
                         int64_t edge_rounds) {
  double numbers = static_cast<double>(all);
  for (const ModuleRange& r : ranges) {
    const ModuleOptions& module = modules[r.module];
    // of rounds of the server, those with a round in which it is shared
    const double share =
        module.owner == ModuleOwner::kGlobal
            ? ShareOfGroups(module, groups) *
                  std::min(1.0, static_cast<double>(edge_rounds) /
                                    static_cast<double>(module.every))
            : 0;
    numbers -= (1 - share) * static_cast<double>(r.size());
  }
  return numbers;
}

double MeanNumbersKept(absl::Span<const ModuleOptions> modules,
                       absl::Span<const ModuleRange> ranges, int64_t clients) {
  double numbers = 0;
  for (const ModuleRange& r : ranges) {
    const ModuleOptions& module = modules[r.module];
    if (!IsKept(module)) continue;
    numbers += ShareOfMembers(module, clients) * static_cast<double>(r.size());
  }
  return numbers;
}

}  // namespace flow::federated
