#include "flowlang/schema/settings.h"

#include <set>

#include "flowlang/source/location_map.h"

namespace flow::lang {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Breadth first, so that the first path to a message is a shortest one.
std::vector<Setting> SettingsFrom(
    const std::vector<std::pair<const Descriptor*, std::string>>& roots) {
  std::vector<Setting> settings;
  auto queue = roots;
  std::set<const Descriptor*> seen;
  for (const auto& [type, path] : roots) seen.insert(type);
  for (size_t next = 0; next < queue.size(); ++next) {
    const auto [type, prefix] = queue[next];
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      const std::string path = JoinFieldPath(prefix, field->name());
      settings.push_back({field, path});
      const Descriptor* inner = field->message_type();
      if (inner != nullptr && seen.insert(inner).second) {
        queue.emplace_back(inner, path);
      }
    }
  }
  return settings;
}

}  // namespace flow::lang
