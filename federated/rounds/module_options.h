#ifndef FEDERATED_ROUNDS_MODULE_OPTIONS_H_
#define FEDERATED_ROUNDS_MODULE_OPTIONS_H_

/// Parts of the network that clients share by rules of their own, as in
/// flow.Module of the schema. No torch: plans carry these.

#include <cstdint>
#include <string>
#include <vector>

namespace flow::federated {

/// With whom a part is shared.
enum class ModuleOwner {
  kGlobal,  // all clients
  kEdge,    // the clients of a group
  kLocal,   // nobody: each client has its own
  kFrozen,  // it is not trained
};

/// What no module covers is kGlobal, every round.
struct ModuleOptions {
  // the parameters of this name, and those whose names begin with it and a dot:
  // "layers.0" is "layers.0.weight" and "layers.0.bias", not "layers.01.bias"
  std::string parameters;
  ModuleOwner owner = ModuleOwner::kGlobal;
  int64_t every = 1;  // rounds from one sharing to the next, >= 1
  // who train and share it, by rising number, each once; all where empty. For
  // the others it is kFrozen.
  std::vector<int64_t> clients;
};

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_MODULE_OPTIONS_H_
