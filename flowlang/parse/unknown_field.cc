#include "flowlang/parse/unknown_field.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/mutex.h"
#include "flowlang/diag/closest_name.h"
#include "flowlang/schema/settings.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

struct Synonym {
  absl::string_view name;
  absl::string_view meant;
};

// what other programs call the same thing
constexpr Synonym kSynonyms[] = {
    {"lr", "learning_rate"},
    {"step_size", "learning_rate"},
    {"bs", "batch"},
    {"batch_size", "batch"},
    {"wd", "weight_decay"},
    {"epochs", "steps"},
    {"iterations", "steps"},
    {"max_steps", "steps"},
    {"n", "samples"},
    {"num_samples", "samples"},
    {"n_samples", "samples"},
    {"eps", "epsilon"},
    {"reg", "regularization"},
    {"dropout", "drop"},
    {"nonlinearity", "activation"},
    {"num_steps", "steps"},
    {"n_steps", "steps"},
    {"num_clients", "clients"},
    {"n_clients", "clients"},
    {"path", "folder"},
    {"dir", "folder"},
    {"directory", "folder"},
    {"root", "folder"},
    {"resolution", "size"},
    {"image_size", "size"},
    {"shuffle", "draws"},
    {"replacement", "draws"},
    {"amp", "precision"},
    {"dtype", "precision"},
    {"moons", "two_moons"},
    {"normal", "gaussian"},
    {"ot", "minibatch_ot"},
    {"optimal_transport", "minibatch_ot"},
    {"wasserstein", "w2"},
    {"emd", "w1"},
    {"rectified_flow", "linear"},
    {"schroedinger_bridge", "brownian_bridge"},
};

// The name here of what others call `name`, or "".
std::string SynonymFor(absl::string_view name) {
  for (const Synonym& synonym : kSynonyms) {
    if (synonym.name == name) return std::string(synonym.meant);
  }
  return "";
}

struct Places {
  std::map<std::string, std::string> paths;  // the shortest of each name
  std::vector<std::string> names;
};

// Kept for the life of the program, as the descriptors of the language are: a
// file with a hundred unknown fields walks the language once.
const Places& PlacesFrom(const Descriptor& root) {
  static absl::Mutex mutex(absl::kConstInit);
  static auto* const known = new std::map<const Descriptor*, Places>();
  const absl::MutexLock lock(&mutex);
  const auto [place, is_new] = known->try_emplace(&root);
  Places& places = place->second;
  if (!is_new) return places;
  for (const Setting& setting : SettingsFrom({{&root, ""}})) {
    places.paths.emplace(setting.field->name(), setting.path);
  }
  for (const auto& [name, path] : places.paths) places.names.push_back(name);
  return places;
}

// Where in the language a field lives that is called so, or nearly so, or "".
std::string PathElsewhere(absl::string_view name, const std::string& synonym,
                          const Descriptor& root) {
  const Places& places = PlacesFrom(root);
  const auto path_of = [&places](const std::string& sought) {
    const auto found = places.paths.find(sought);
    return found == places.paths.end() ? "" : found->second;
  };
  std::string path = path_of(std::string(name));
  if (path.empty()) path = path_of(synonym);
  // a short word is near to many
  constexpr size_t kShort = 5;
  if (path.empty() && name.size() >= kShort) {
    path = path_of(ClosestName(name, places.names));
  }
  return path;
}

// "its fields are a, b, c", if they are few.
std::string ListOf(const std::vector<std::string>& names) {
  constexpr size_t kMostListed = 8;
  if (names.empty()) return "it has no fields";
  if (names.size() == 1) return absl::StrCat("its only field is ", names[0]);
  if (names.size() > kMostListed) return "";
  return absl::StrCat("its fields are ", absl::StrJoin(names, ", "));
}

std::vector<std::string> FieldNames(const Descriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.field_count(); ++i) {
    names.push_back(type.field(i)->name());
  }
  return names;
}

}  // namespace

const FieldDescriptor* FieldMeantBy(absl::string_view name,
                                    const Descriptor& type) {
  const std::string synonym = SynonymFor(name);
  const FieldDescriptor* same =
      synonym.empty() ? nullptr : type.FindFieldByName(synonym);
  if (same != nullptr) return same;
  return type.FindFieldByName(ClosestName(name, FieldNames(type)));
}

std::string HelpForUnknownField(absl::string_view name, const Descriptor& type,
                                const Descriptor& root) {
  const std::vector<std::string> names = FieldNames(type);
  const std::string synonym = SynonymFor(name);
  const FieldDescriptor* meant = FieldMeantBy(name, type);
  if (meant != nullptr)
    return absl::StrCat("did you mean '", meant->name(), "'?");
  const std::string path = PathElsewhere(name, synonym, root);
  return path.empty() ? ListOf(names) : absl::StrCat("there is '", path, "'");
}

}  // namespace flow::lang
