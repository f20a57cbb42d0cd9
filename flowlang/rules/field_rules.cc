#include "flowlang/rules/field_rules.h"

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "flowlang/diag/report.h"
#include "flowlang/rules/number_text.h"
#include "flowlang/rules/pattern.h"
#include "flowlang/schema/field_name.h"
#include "flowlang/schema/rules.pb.h"
#include "flowlang/source/utf8.h"
#include "google/protobuf/text_format.h"

namespace flow::lang {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;
using google::protobuf::Reflection;
using google::protobuf::TextFormat;

// The value of a numeric field or element; empty for other types.
std::optional<double> NumberOf(const Message& message,
                               const FieldDescriptor* field, int index) {
  const Reflection* r = message.GetReflection();
  const bool list = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return list ? r->GetRepeatedInt32(message, field, index)
                  : r->GetInt32(message, field);
    case FieldDescriptor::CPPTYPE_INT64:
      return list ? r->GetRepeatedInt64(message, field, index)
                  : r->GetInt64(message, field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return list ? r->GetRepeatedUInt32(message, field, index)
                  : r->GetUInt32(message, field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return list ? r->GetRepeatedUInt64(message, field, index)
                  : r->GetUInt64(message, field);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return list ? r->GetRepeatedFloat(message, field, index)
                  : r->GetFloat(message, field);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return list ? r->GetRepeatedDouble(message, field, index)
                  : r->GetDouble(message, field);
    default:
      return std::nullopt;
  }
}

bool IsFloating(const FieldDescriptor* field) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE ||
         field->cpp_type() == FieldDescriptor::CPPTYPE_FLOAT;
}

// The bound that the value breaks, ">= 1"; empty when it breaks none. The other
// bounds of the field would not help.
std::string BrokenBound(double value, const FieldRules& rules) {
  if (rules.probability() && !(value >= 0 && value <= 1)) {
    return "between 0 and 1";
  }
  auto bound = [](const char* relation, double number) {
    return absl::StrCat(relation, NumberText(number));
  };
  if (rules.has_gt() && !(value > rules.gt())) return bound("> ", rules.gt());
  if (rules.has_gte() && !(value >= rules.gte())) {
    return bound(">= ", rules.gte());
  }
  if (rules.has_lt() && !(value < rules.lt())) return bound("< ", rules.lt());
  if (rules.has_lte() && !(value <= rules.lte())) {
    return bound("<= ", rules.lte());
  }
  return "";
}

std::string Elements(int n) {
  return absl::StrCat(n, n == 1 ? " element" : " elements");
}

class Walker {
 public:
  Walker(const LocationMap& locations, DiagnosticSink* sink)
      : locations_(locations), sink_(sink) {}

  void Walk(const Message& message, const std::string& path) {
    const auto* type = message.GetDescriptor();
    for (int i = 0; i < type->real_oneof_decl_count(); ++i) {
      CheckOneof(message, type->oneof_decl(i), path);
    }
    for (int i = 0; i < type->field_count(); ++i) {
      CheckField(message, type->field(i), path);
    }
    for (const FieldDescriptor* extension : ExtensionsIn(message)) {
      CheckField(message, extension, path);
    }
  }

 private:
  // Where something is missing: the name of the enclosing message, or the
  // beginning of the file.
  Span Opening(const std::string& path) const {
    const Span name = locations_.FindNearest(path).name;
    if (path.empty()) return {name.source, 0, 0};
    return name;
  }

  static std::string Title(const Message& message, const std::string& path) {
    if (!path.empty()) return absl::StrCat("'", path, "'");
    return absl::StrCat("the ",
                        absl::AsciiStrToLower(message.GetDescriptor()->name()));
  }

  // The value as the user wrote it, or as the text format prints it.
  std::string Got(const Message& message, const FieldDescriptor* field,
                  int index, const std::string& path) const {
    const FieldLocation* found = locations_.Find(path);
    if (found != nullptr) return std::string(found->value.text());
    return Printed(message, field, index);
  }

  static std::string Printed(const Message& message,
                             const FieldDescriptor* field, int index) {
    std::string text;
    TextFormat::PrintFieldValueToString(message, field, index, &text);
    return text;
  }

  void CheckOneof(const Message& message, const OneofDescriptor* oneof,
                  const std::string& path) {
    if (!oneof->options().GetExtension(required_oneof) ||
        message.GetReflection()->HasOneof(message, oneof) ||
        !ExtensionsIn(message).empty()) {
      return;
    }
    std::vector<std::string> arms;
    for (int i = 0; i < oneof->field_count(); ++i) {
      arms.push_back(oneof->field(i)->name());
    }
    ReportError(sink_, Code::kMissingRequired, Opening(path),
                absl::StrCat(Title(message, path), " needs a choice"),
                absl::StrCat("choose ", arms.size() > 1 ? "one of " : "",
                             absl::StrJoin(arms, ", ")));
  }

  void CheckField(const Message& message, const FieldDescriptor* field,
                  const std::string& path) {
    const Reflection* reflection = message.GetReflection();
    const FieldRules& rules = field->options().GetExtension(flow::rules);
    const std::string field_path = JoinFieldPath(path, FieldName(*field));
    if (field->is_repeated()) {
      CheckList(message, field, rules, path, field_path);
    } else if (!reflection->HasField(message, field)) {
      if (rules.required()) {
        ReportError(
            sink_, Code::kMissingRequired, Opening(path),
            absl::StrCat(Title(message, path), " needs '", field->name(), "'"),
            rules.advice());
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Walk(reflection->GetMessage(message, field), field_path);
    } else {
      CheckValue(message, field, -1, rules, field_path);
    }
  }

  void CheckList(const Message& message, const FieldDescriptor* field,
                 const FieldRules& rules, const std::string& path,
                 const std::string& field_path) {
    const int size = message.GetReflection()->FieldSize(message, field);
    CheckSize(size, rules, path, field_path);
    std::map<std::string, std::string> seen;  // element paths by value
    for (int i = 0; i < size; ++i) {
      const std::string element = IndexedPath(field_path, i);
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Walk(message.GetReflection()->GetRepeatedMessage(message, field, i),
             element);
        continue;
      }
      CheckValue(message, field, i, rules, element);
      if (!rules.unique()) continue;
      const auto [first, is_new] =
          seen.emplace(Printed(message, field, i), element);
      if (!is_new)
        ReportTwice(field_path, first->first, first->second, element);
    }
  }

  // Where a list is that is too short: its brackets, its first element, or the
  // message that should hold it.
  Span ListPlace(const std::string& path, const std::string& field_path) const {
    for (const std::string& part : {field_path, IndexedPath(field_path, 0)}) {
      if (const FieldLocation* found = locations_.Find(part)) {
        return found->value;
      }
    }
    return Opening(path);
  }

  void CheckSize(int size, const FieldRules& rules, const std::string& path,
                 const std::string& field_path) {
    if (size < rules.min_items()) {
      ReportError(sink_, size == 0 ? Code::kMissingRequired : Code::kOutOfRange,
                  ListPlace(path, field_path),
                  absl::StrCat("'", field_path, "' must have at least ",
                               Elements(rules.min_items()), "; got ", size),
                  rules.advice());
    } else if (rules.has_max_items() && size > rules.max_items()) {
      const std::string first_extra =
          IndexedPath(field_path, rules.max_items());
      ReportError(sink_, Code::kOutOfRange,
                  locations_.FindNearest(first_extra).value,
                  absl::StrCat("'", field_path, "' must have at most ",
                               Elements(rules.max_items()), "; got ", size),
                  rules.advice());
    }
  }

  void ReportTwice(const std::string& field_path, const std::string& value,
                   const std::string& first, const std::string& second) {
    ReportError(
        sink_, Code::kDuplicateName, locations_.FindNearest(second).value,
        absl::StrCat("'", field_path, "' must have ", value, " only once"), "",
        {{"first one here", locations_.FindNearest(first).value}});
  }

  void CheckValue(const Message& message, const FieldDescriptor* field,
                  int index, const FieldRules& rules, const std::string& path) {
    if (const auto number = NumberOf(message, field, index)) {
      CheckNumber(*number, message, field, index, rules, path);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
               rules.has_pattern()) {
      std::string scratch;
      const Reflection* r = message.GetReflection();
      CheckPattern(index < 0 ? r->GetStringReference(message, field, &scratch)
                             : r->GetRepeatedStringReference(message, field,
                                                             index, &scratch),
                   rules, path);
    }
  }

  void CheckNumber(double value, const Message& message,
                   const FieldDescriptor* field, int index,
                   const FieldRules& rules, const std::string& path) {
    const bool wild =
        IsFloating(field) && rules.finite() && !std::isfinite(value);
    const std::string rule = wild ? "finite" : BrokenBound(value, rules);
    if (rule.empty()) return;
    ReportError(sink_, Code::kOutOfRange, locations_.FindNearest(path).value,
                absl::StrCat("'", path, "' must be ", rule, "; got ",
                             Got(message, field, index, path)),
                rules.advice());
  }

  void CheckPattern(const std::string& value, const FieldRules& rules,
                    const std::string& path) {
    if (MatchesWhole(value, rules.pattern())) return;
    ReportError(sink_, Code::kOutOfRange, locations_.FindNearest(path).value,
                absl::StrCat("'", path, "' must match ", rules.pattern(),
                             "; got '", Shortened(value), "'"),
                rules.advice());
  }

  const LocationMap& locations_;
  DiagnosticSink* sink_;
};

}  // namespace

void CheckFieldRules(const Message& message, const LocationMap& locations,
                     DiagnosticSink* sink) {
  Walker(locations, sink).Walk(message, "");
}

void CheckRulesOfWhatIsThere(const Message& message,
                             const LocationMap& locations,
                             DiagnosticSink* sink) {
  DiagnosticSink all;
  CheckFieldRules(message, locations, &all);
  for (const Diagnostic& diagnostic : all.Sorted()) {
    if (diagnostic.code != Code::kMissingRequired) sink->Add(diagnostic);
  }
}

}  // namespace flow::lang
