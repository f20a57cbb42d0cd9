#include "flowlang/manual/look_up.h"

#include <set>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "flowlang/diag/closest_name.h"
#include "flowlang/source/location_map.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

using Subjects = std::vector<Subject>;

Subject SubjectOf(const FieldDescriptor& field, std::string path) {
  return {std::move(path), &field, field.message_type()};
}

// "evaluate[0].metric" as "evaluate.metric".
std::vector<std::string> Segments(absl::string_view name) {
  std::vector<std::string> segments;
  for (const absl::string_view part : absl::StrSplit(name, '.')) {
    segments.emplace_back(part.substr(0, part.find('[')));
  }
  return segments;
}

// Follows the names from a root as far as they lead.
struct Walk {
  Subject reached;
  size_t steps = 0;  // names that were followed
};

Walk Follow(const std::vector<std::string>& names, Subject from) {
  Walk walk{std::move(from)};
  for (const std::string& name : names) {
    if (walk.reached.type == nullptr) break;
    const FieldDescriptor* field = walk.reached.type->FindFieldByName(name);
    if (field == nullptr) break;
    walk.reached = SubjectOf(*field, JoinFieldPath(walk.reached.path, name));
    ++walk.steps;
  }
  return walk;
}

Walk FollowFromRoot(std::vector<std::string> names) {
  const bool suite = names[0] == "suite";
  if (suite || names[0] == "experiment") names.erase(names.begin());
  Walk walk = Follow(names, suite ? Subject{"suite", nullptr, &SuiteType()}
                                  : Subject{"", nullptr, &ExperimentType()});
  return walk;
}

Subjects ByPath(const std::string& name) {
  const std::vector<std::string> names = Segments(name);
  const bool rooted = names[0] == "suite" || names[0] == "experiment";
  const Walk walk = FollowFromRoot(names);
  if (walk.steps + (rooted ? 1 : 0) < names.size()) return {};
  return {walk.reached};
}

std::string ShortName(const std::string& full_name) {
  return std::string(absl::StripPrefix(full_name, "flow."));
}

// The messages of the language in the order of their paths.
std::vector<const Descriptor*> AllTypes() {
  std::vector<const Descriptor*> types = {&ExperimentType(), &SuiteType()};
  std::set<const Descriptor*> seen(types.begin(), types.end());
  for (const Setting& setting : AllSettings()) {
    const Descriptor* type = setting.field->message_type();
    if (type != nullptr && seen.insert(type).second) types.push_back(type);
  }
  return types;
}

template <typename Same>
Subjects TypesNamed(const std::string& name, Same same) {
  Subjects subjects;
  for (const Descriptor* type : AllTypes()) {
    if (same(type->name(), name) || same(ShortName(type->full_name()), name) ||
        same(type->full_name(), name)) {
      subjects.push_back({PathTo(*type), nullptr, type});
    }
  }
  return subjects;
}

Subjects ByTypeName(const std::string& name) {
  return TypesNamed(
      name, [](const std::string& a, const std::string& b) { return a == b; });
}

Subjects ByEndOfPath(const std::string& name) {
  const std::string end = absl::StrCat(
      ".", absl::AsciiStrToLower(absl::StrJoin(Segments(name), ".")));
  Subjects subjects;
  for (const auto& [field, path] : AllSettings()) {
    const std::string typed =
        absl::AsciiStrToLower(absl::StrCat(".", field->full_name()));
    if (absl::EndsWith("." + path, end) || absl::EndsWith(typed, end)) {
      subjects.push_back(SubjectOf(*field, path));
    }
  }
  return subjects;
}

bool HasWord(const FieldDescriptor& field, const std::string& word) {
  const EnumDescriptor* words = field.enum_type();
  for (int i = 0; words != nullptr && i < words->value_count(); ++i) {
    if (absl::EqualsIgnoreCase(words->value(i)->name(), word)) return true;
  }
  return false;
}

Subjects ByOtherNames(const std::string& name) {
  Subjects subjects =
      TypesNamed(name, [](const std::string& a, const std::string& b) {
        return absl::EqualsIgnoreCase(a, b);
      });
  for (const auto& [field, path] : AllSettings()) {
    const EnumDescriptor* words = field->enum_type();
    if (HasWord(*field, name) ||
        (words != nullptr && absl::EqualsIgnoreCase(words->name(), name))) {
      subjects.push_back(SubjectOf(*field, path));
    }
  }
  return subjects;
}

std::vector<std::string> FieldNames(const Descriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.field_count(); ++i) {
    names.push_back(type.field(i)->name());
  }
  return names;
}

std::vector<std::string> EveryName() {
  std::set<std::string> names;
  for (const Descriptor* type : AllTypes()) names.insert(type->name());
  for (const Setting& setting : AllSettings()) {
    names.insert(setting.field->name());
    const EnumDescriptor* words = setting.field->enum_type();
    for (int i = 0; words != nullptr && i < words->value_count(); ++i) {
      names.insert(words->value(i)->name());
    }
  }
  return {names.begin(), names.end()};
}

absl::Status Unknown(const std::string& name) {
  const std::vector<std::string> names = Segments(name);
  const Walk walk = FollowFromRoot(names);
  const std::string& path = walk.reached.path;
  if (walk.steps == 0) {
    const std::string help = SuggestName(name, EveryName());
    return absl::NotFoundError(absl::StrCat(
        "there is nothing called '", name, "'",
        help.empty() ? "; `flow doc` alone lists the topics" : "; ", help));
  }
  if (walk.reached.type == nullptr) {
    return absl::NotFoundError(
        absl::StrCat("'", path, "' has no settings of its own"));
  }
  const size_t root = names[0] == "suite" || names[0] == "experiment" ? 1 : 0;
  const std::string& wrong = names[root + walk.steps];
  const std::string help = SuggestName(wrong, FieldNames(*walk.reached.type));
  return absl::NotFoundError(absl::StrCat("'", path, "' has no setting '",
                                          wrong, "'", help.empty() ? "" : "; ",
                                          help));
}

}  // namespace

absl::StatusOr<std::vector<Subject>> LookUp(const std::string& name) {
  for (const auto& find : {ByPath, ByTypeName, ByEndOfPath, ByOtherNames}) {
    Subjects subjects = find(name);
    if (!subjects.empty()) return subjects;
  }
  return Unknown(name);
}

}  // namespace flow::lang
