#include "flowlang/load/override.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "flowlang/diag/closest_name.h"
#include "flowlang/diag/report.h"
#include "flowlang/load/merge.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;

constexpr int kNoSuchIndex = std::numeric_limits<int>::max();

// One name of the path, and the index behind it if there is one.
struct Segment {
  std::string name;
  int index = -1;  // -1: none
  Span span;       // of the name
};

std::vector<Segment> SplitPath(Span path) {
  std::vector<Segment> segments;
  int begin = path.begin;
  for (const absl::string_view part : absl::StrSplit(path.text(), '.')) {
    Segment segment;
    const size_t bracket = part.find('[');
    const absl::string_view name = part.substr(0, bracket);
    segment.name = std::string(name);
    segment.span = {path.source, begin, begin + static_cast<int>(name.size())};
    if (bracket != absl::string_view::npos) {
      absl::string_view index = part.substr(bracket + 1);
      index = index.substr(0, index.find(']'));
      if (!absl::SimpleAtoi(index, &segment.index) || segment.index < 0) {
        segment.index = kNoSuchIndex;
      }
    }
    segments.push_back(segment);
    begin += part.size() + 1;
  }
  return segments;
}

class Application {
 public:
  Application(const Override& override, LocationMap* locations,
              DiagnosticSink* sink)
      : override_(override),
        segments_(SplitPath(override.field)),
        locations_(locations),
        sink_(sink) {}

  void Apply(size_t depth, const std::string& path, Message* message) {
    const Segment& segment = segments_[depth];
    const FieldDescriptor* field = FindField(*message, path, segment);
    if (field == nullptr || !MayHaveIndex(depth, field)) return;
    const std::string field_path = JoinFieldPath(path, field->name());
    if (depth + 1 == segments_.size()) {
      SetLeaf(field, path, message);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      Report(Code::kWrongType, segment.span,
             absl::StrCat("'", field_path, "' has no fields of its own"));
    } else if (field->is_repeated()) {
      ApplyToElements(depth, segment, field_path, field, message);
    } else {
      Apply(depth + 1, field_path,
            message->GetReflection()->MutableMessage(message, field));
    }
  }

 private:
  const FieldDescriptor* FindField(const Message& message,
                                   const std::string& path,
                                   const Segment& segment) {
    const Descriptor* type = message.GetDescriptor();
    const FieldDescriptor* field = type->FindFieldByName(segment.name);
    if (field != nullptr) return field;
    std::vector<std::string> names;
    for (int i = 0; i < type->field_count(); ++i) {
      names.push_back(type->field(i)->name());
    }
    const std::string closest = ClosestName(segment.name, names);
    Report(Code::kUnknownField, segment.span,
           absl::StrCat(
               path.empty() ? "the experiment" : absl::StrCat("'", path, "'"),
               " has no field '", segment.name, "'"),
           closest.empty()
               ? absl::StrCat("its fields are ", absl::StrJoin(names, ", "))
               : absl::StrCat("did you mean '", closest, "'?"));
    return nullptr;
  }

  // An index chooses a message of a list to go into, nothing else.
  bool MayHaveIndex(size_t depth, const FieldDescriptor* field) {
    const Segment& segment = segments_[depth];
    if (segment.index < 0) return true;
    if (!field->is_repeated()) {
      Report(Code::kWrongType, segment.span,
             absl::StrCat("'", segment.name, "' is not a list"));
      return false;
    }
    if (depth + 1 < segments_.size()) return true;
    Report(Code::kWrongType, segment.span,
           absl::StrCat("the list '", segment.name,
                        "' can only be set as a whole, without an index"));
    return false;
  }

  void ApplyToElements(size_t depth, const Segment& segment,
                       const std::string& path, const FieldDescriptor* field,
                       Message* message) {
    const auto* reflection = message->GetReflection();
    const int size = reflection->FieldSize(*message, field);
    if (segment.index >= size || size == 0) {
      Report(Code::kOutOfRange, segment.span,
             size == 0 ? absl::StrCat("'", path, "' has no elements")
                       : absl::StrCat("'", path, "' has the elements [0] to [",
                                      size - 1, "] only"));
      return;
    }
    for (int i = 0; i < size; ++i) {
      if (segment.index >= 0 && segment.index != i) continue;
      Apply(depth + 1, IndexedPath(path, i),
            reflection->MutableRepeatedMessage(message, field, i));
    }
  }

  // The value is read as the text format reads it, in a message of its own.
  void SetLeaf(const FieldDescriptor* field, const std::string& path,
               Message* message) {
    const std::string field_path = JoinFieldPath(path, field->name());
    const std::unique_ptr<Message> alone(message->New());
    if (!ParseValue(field, alone.get())) {
      Report(Code::kWrongType, override_.value,
             absl::StrCat("'", field_path, "' cannot be '",
                          override_.value.text(), "'; ", Expected(field)));
      return;
    }
    MergeOver(*alone, path, message, locations_);
    locations_->Set(field_path, {override_.field, override_.value});
  }

  bool ParseValue(const FieldDescriptor* field, Message* alone) {
    std::string value(override_.value.text());
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
        (value.empty() || (value[0] != '"' && value[0] != '\''))) {
      value = absl::StrCat("\"", value, "\"");
    }
    TextFormat::Parser parser;
    Silence silence;
    parser.RecordErrorsTo(&silence);
    const bool braces = !value.empty() && value[0] == '{';
    return parser.ParseFromString(
               absl::StrCat(field->name(), braces ? " " : ": ", value),
               alone) &&
           SetsOnly(field, *alone);
  }

  // "64 steps: 5" would set two fields.
  static bool SetsOnly(const FieldDescriptor* field, const Message& alone) {
    std::vector<const FieldDescriptor*> set;
    alone.GetReflection()->ListFields(alone, &set);
    return std::all_of(set.begin(), set.end(),
                       [&](const auto* other) { return other == field; });
  }

  static std::string Expected(const FieldDescriptor* field) {
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return "expected { ... }";
      case FieldDescriptor::CPPTYPE_BOOL:
        return "expected true or false";
      case FieldDescriptor::CPPTYPE_ENUM: {
        std::vector<std::string> names;
        for (int i = 0; i < field->enum_type()->value_count(); ++i) {
          names.push_back(field->enum_type()->value(i)->name());
        }
        return absl::StrCat("expected one of ", absl::StrJoin(names, ", "));
      }
      case FieldDescriptor::CPPTYPE_STRING:
        return "expected text";
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return "expected a number";
      default:
        return "expected a whole number";
    }
  }

  void Report(Code code, Span span, std::string message,
              std::string help = "") {
    ReportError(sink_, code, span, std::move(message), std::move(help));
  }

  // The parser's own messages speak of a text that nobody wrote.
  class Silence : public google::protobuf::io::ErrorCollector {
   public:
    void AddError(int line, int column, const std::string& message) override {}
  };

  const Override& override_;
  std::vector<Segment> segments_;
  LocationMap* locations_;
  DiagnosticSink* sink_;
};

}  // namespace

bool ParseOverride(const SourceText& text, Override* override,
                   DiagnosticSink* sink) {
  const size_t equals = text.text().find('=');
  if (equals == std::string::npos || equals == 0) {
    ReportError(sink, Code::kSyntax, {&text, 0, text.size()},
                "expected field=value, such as train.steps=100");
    return false;
  }
  const int split = static_cast<int>(equals);
  override->field = {&text, 0, split};
  override->value = {&text, split + 1, text.size()};
  return true;
}

void ApplyOverride(const Override& override, Message* message,
                   LocationMap* locations, DiagnosticSink* sink) {
  const int before = sink->error_count();
  const std::unique_ptr<Message> changed(message->New());
  changed->CopyFrom(*message);
  Application(override, locations, sink).Apply(0, "", changed.get());
  if (sink->error_count() == before) message->CopyFrom(*changed);
}

}  // namespace flow::lang
