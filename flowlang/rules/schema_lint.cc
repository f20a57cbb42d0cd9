#include "flowlang/rules/schema_lint.h"

#include <memory>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/rules/field_rules.h"
#include "flowlang/rules/pattern.h"
#include "flowlang/schema/default_value.h"
#include "flowlang/schema/rules.pb.h"
#include "flowlang/source/location_map.h"
#include "google/protobuf/dynamic_message.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DynamicMessageFactory;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::SourceLocation;

using Complaints = std::vector<std::string>;

// `type` and all messages that it leads to, each once, in the order of finding.
void Collect(const Descriptor& type, std::vector<const Descriptor*>* found,
             std::set<const Descriptor*>* seen) {
  if (!seen->insert(&type).second) return;
  found->push_back(&type);
  for (int i = 0; i < type.field_count(); ++i) {
    if (const Descriptor* inner = type.field(i)->message_type()) {
      Collect(*inner, found, seen);
    }
  }
}

std::vector<const Descriptor*> Reachable(const Descriptor& root) {
  std::vector<const Descriptor*> found;
  std::set<const Descriptor*> seen;
  Collect(root, &found, &seen);
  return found;
}

std::vector<const FieldDescriptor*> ReachableFields(const Descriptor& root) {
  std::vector<const FieldDescriptor*> fields;
  for (const Descriptor* type : Reachable(root)) {
    for (int i = 0; i < type->field_count(); ++i) {
      fields.push_back(type->field(i));
    }
  }
  return fields;
}

bool IsNumber(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
    case FieldDescriptor::CPPTYPE_ENUM:
    case FieldDescriptor::CPPTYPE_STRING:
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return false;
    default:
      return true;
  }
}

bool HasRange(const FieldRules& rules) {
  return rules.has_gt() || rules.has_gte() || rules.has_lt() ||
         rules.has_lte() || rules.probability();
}

// Both bounds of one kind, or no number between the lower and the upper one.
bool IsEmptyRange(const FieldRules& rules) {
  if ((rules.has_gt() && rules.has_gte()) ||
      (rules.has_lt() && rules.has_lte())) {
    return true;
  }
  const bool below = rules.has_gt() || rules.has_gte();
  const bool above = rules.has_lt() || rules.has_lte();
  if (!below || !above) return false;
  const double low = rules.has_gt() ? rules.gt() : rules.gte();
  const double high = rules.has_lt() ? rules.lt() : rules.lte();
  const bool open = rules.has_gt() || rules.has_lt();
  return open ? low >= high : low > high;
}

void LintNumber(const FieldRules& rules, const std::string& name,
                Complaints* complaints) {
  if (!HasRange(rules) && rules.unbounded().empty()) {
    complaints->push_back(name + ": has no range");
  }
  if (HasRange(rules) && rules.has_unbounded()) {
    complaints->push_back(name + ": has a range and is unbounded");
  }
  if (IsEmptyRange(rules)) complaints->push_back(name + ": allows no number");
}

void LintField(const FieldDescriptor& field, Complaints* complaints) {
  const FieldRules& rules = field.options().GetExtension(flow::rules);
  const std::string& name = field.full_name();
  if (IsNumber(field)) {
    LintNumber(rules, name, complaints);
  } else if (HasRange(rules) || rules.has_unbounded() || rules.has_finite()) {
    complaints->push_back(name + ": has a range but is no number");
  }
  const bool is_string = field.type() == FieldDescriptor::TYPE_STRING;
  if (rules.has_pattern() && !is_string) {
    complaints->push_back(name + ": has a pattern but is no string");
  }
  if (rules.has_pattern() && !IsPattern(rules.pattern())) {
    complaints->push_back(name + ": its pattern is no regular expression");
  }
  const bool of_lists =
      rules.has_min_items() || rules.has_max_items() || rules.has_unique();
  if (of_lists && !field.is_repeated()) {
    complaints->push_back(name + ": has rules of a list but is none");
  }
  if (rules.has_required() && field.is_repeated()) {
    complaints->push_back(name + ": a list is required by min_items");
  }
}

template <typename D>
void LintComment(const D& descriptor, Complaints* complaints) {
  SourceLocation location;
  if (!descriptor.GetSourceLocation(&location)) return;
  if (absl::StripAsciiWhitespace(location.leading_comments).empty()) {
    complaints->push_back(descriptor.full_name() + ": has no comment");
  }
}

void LintOneofs(const Descriptor& type, Complaints* complaints) {
  for (int i = 0; i < type.real_oneof_decl_count(); ++i) {
    const auto& oneof = *type.oneof_decl(i);
    if (!oneof.options().HasExtension(default_arm)) continue;
    const FieldDescriptor* arm =
        type.FindFieldByName(oneof.options().GetExtension(default_arm));
    if (arm == nullptr || arm->real_containing_oneof() != &oneof ||
        arm->message_type() == nullptr) {
      complaints->push_back(oneof.full_name() +
                            ": its default arm is no message of it");
    }
    if (oneof.options().GetExtension(required_oneof)) {
      complaints->push_back(oneof.full_name() +
                            ": is required and has a default arm");
    }
  }
}

}  // namespace

Complaints LintRules(const Descriptor& root) {
  Complaints complaints;
  for (const Descriptor* type : Reachable(root)) LintOneofs(*type, &complaints);
  for (const FieldDescriptor* field : ReachableFields(root)) {
    LintField(*field, &complaints);
  }
  return complaints;
}

Complaints LintDefaults(const Descriptor& root) {
  Complaints complaints;
  DynamicMessageFactory factory;
  for (const FieldDescriptor* field : ReachableFields(root)) {
    if (!field->has_default_value()) continue;
    const std::unique_ptr<Message> message(
        factory.GetPrototype(field->containing_type())->New());
    SetToDefault(*field, message.get());
    DiagnosticSink sink;
    CheckFieldRules(*message, LocationMap(), &sink);
    for (const Diagnostic& diagnostic : sink.Sorted()) {
      // the message is otherwise empty, so that more may be missing
      if (diagnostic.code != Code::kOutOfRange) continue;
      complaints.push_back(absl::StrCat(field->full_name(),
                                        ": its default: ", diagnostic.message));
    }
  }
  return complaints;
}

Complaints LintComments(const Descriptor& root) {
  Complaints complaints;
  std::set<const EnumDescriptor*> enums;
  for (const Descriptor* type : Reachable(root)) {
    LintComment(*type, &complaints);
    for (int i = 0; i < type->field_count(); ++i) {
      LintComment(*type->field(i), &complaints);
      const EnumDescriptor* words = type->field(i)->enum_type();
      if (words == nullptr || !enums.insert(words).second) continue;
      LintComment(*words, &complaints);
      for (int k = 0; k < words->value_count(); ++k) {
        LintComment(*words->value(k), &complaints);
      }
    }
  }
  return complaints;
}

}  // namespace flow::lang
