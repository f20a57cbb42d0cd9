#include "flowlang/parse/unknown_field.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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

// Where in the language a field lives that is called so, or nearly so, or "".
std::string PathElsewhere(absl::string_view name, const std::string& synonym,
                          const Descriptor& root) {
  std::map<std::string, std::string> paths;  // the shortest of each name
  for (const Setting& setting : SettingsFrom({{&root, ""}})) {
    paths.emplace(setting.field->name(), setting.path);
  }
  std::vector<std::string> names;
  for (const auto& [known, path] : paths) names.push_back(known);
  // a short word is near to many
  constexpr size_t kShort = 5;
  const std::string near = name.size() < kShort ? "" : ClosestName(name, names);
  for (const std::string& sought : {std::string(name), synonym, near}) {
    const auto found = paths.find(sought);
    if (found != paths.end()) return found->second;
  }
  return "";
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
