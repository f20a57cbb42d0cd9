#include "flowlang/manual/setting_paths.h"

#include <map>
#include <set>

#include "core/base/check.h"
#include "flowlang/schema/documented_schema.h"
#include "flowlang/schema/rules.pb.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

const Descriptor& Documented(const std::string& name) {
  const Descriptor* type = DocumentedSchema().FindMessageTypeByName(name);
  FLOW_CHECK(type != nullptr) << name;
  return *type;
}

struct Index {
  std::vector<Setting> settings;
  std::map<const Descriptor*, std::string> paths;
};

Index BuildIndex() {
  Index index;
  index.settings =
      SettingsFrom({{&ExperimentType(), ""}, {&SuiteType(), "suite"}});
  index.paths = {{&ExperimentType(), ""}, {&SuiteType(), "suite"}};
  for (const Setting& setting : index.settings) {
    const Descriptor* inner = setting.field->message_type();
    if (inner != nullptr) index.paths.emplace(inner, setting.path);
  }
  return index;
}

const Index& TheIndex() {
  static const Index* const index = new Index(BuildIndex());
  return *index;
}

void CollectRun(const Descriptor& type, std::set<const Descriptor*>* found) {
  if (!found->insert(&type).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->message_type() == nullptr ||
        field->options().GetExtension(rules).planned()) {
      continue;
    }
    CollectRun(*field->message_type(), found);
  }
}

// What a run obeys, whichever way.
std::set<const Descriptor*> CollectAllRun() {
  std::set<const Descriptor*> found;
  CollectRun(ExperimentType(), &found);
  CollectRun(SuiteType(), &found);
  return found;
}

}  // namespace

const Descriptor& ExperimentType() {
  static const Descriptor& type = Documented("flow.Experiment");
  return type;
}

const Descriptor& SuiteType() {
  static const Descriptor& type = Documented("flow.Suite");
  return type;
}

const std::vector<Setting>& AllSettings() { return TheIndex().settings; }

const std::string& PathTo(const Descriptor& type) {
  const auto found = TheIndex().paths.find(&type);
  FLOW_CHECK(found != TheIndex().paths.end()) << type.full_name();
  return found->second;
}

std::vector<Setting> HoldersOf(const Descriptor& type) {
  std::vector<Setting> holders;
  for (const Setting& setting : AllSettings()) {
    if (setting.field->message_type() == &type) holders.push_back(setting);
  }
  return holders;
}

bool IsPlanned(const Descriptor& type) {
  static const auto* const run =
      new std::set<const Descriptor*>(CollectAllRun());
  return run->count(&type) == 0;
}

}  // namespace flow::lang
