#include "flowlang/load/override.h"

#include <limits>
#include <memory>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "flowlang/diag/report.h"
#include "flowlang/load/merge.h"
#include "flowlang/parse/parser.h"
#include "flowlang/parse/unknown_field.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

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
  Application(const Override& override, const Descriptor& root,
              LocationMap* locations, DiagnosticSink* sink)
      : override_(override),
        root_(root),
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
    Report(Code::kUnknownField, segment.span,
           absl::StrCat(
               path.empty() ? "the experiment" : absl::StrCat("'", path, "'"),
               " has no field '", segment.name, "'"),
           HelpForUnknownField(segment.name, *type, root_));
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

  // The value is read as a file's, into a message of its own.
  void SetLeaf(const FieldDescriptor* field, const std::string& path,
               Message* message) {
    const std::unique_ptr<Message> alone(message->New());
    LocationMap found;
    if (!ParseFieldValue({*field, root_, path, override_.field},
                         override_.value, alone.get(), &found, sink_)) {
      return;
    }
    MergeOver(*alone, path, message, locations_);
    for (const auto& [setting, location] : found) {
      locations_->Set(setting, location);
    }
  }

  void Report(Code code, Span span, std::string message,
              std::string help = "") {
    ReportError(sink_, code, span, std::move(message), std::move(help));
  }

  const Override& override_;
  const Descriptor& root_;
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
  Application(override, *message->GetDescriptor(), locations, sink)
      .Apply(0, "", changed.get());
  if (sink->error_count() == before) message->CopyFrom(*changed);
}

}  // namespace flow::lang
