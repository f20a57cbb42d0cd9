#include "flowlang/schema/documented_schema.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "core/base/check.h"
#include "flowlang/schema/schema_bytes.h"
#include "google/protobuf/descriptor.pb.h"

namespace flow::lang {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptorSet;

DescriptorPool* BuildPool() {
  FileDescriptorSet files;
  const absl::string_view bytes = SchemaBytes();
  FLOW_CHECK(files.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
      << "the embedded schema is damaged";
  auto* pool = new DescriptorPool();
  // protoc writes what is imported before what imports it
  for (const auto& file : files.file()) {
    FLOW_CHECK(pool->BuildFile(file) != nullptr) << file.name();
  }
  return pool;
}

std::string Paragraphs(const std::string& raw) {
  std::string text;
  for (const absl::string_view line : absl::StrSplit(raw, '\n')) {
    const absl::string_view words = absl::StripAsciiWhitespace(line);
    if (words.empty()) {
      if (!text.empty() && text.back() != '\n') text += "\n\n";
      continue;
    }
    if (!text.empty() && text.back() != '\n') text += ' ';
    text.append(words.data(), words.size());
  }
  absl::StripTrailingAsciiWhitespace(&text);
  return text;
}

template <typename D>
std::string Comment(const D& descriptor) {
  google::protobuf::SourceLocation location;
  if (!descriptor.GetSourceLocation(&location)) return "";
  return Paragraphs(location.leading_comments);
}

}  // namespace

const DescriptorPool& DocumentedSchema() {
  static const DescriptorPool* const pool = BuildPool();
  return *pool;
}

std::string CommentOf(const google::protobuf::Descriptor& descriptor) {
  return Comment(descriptor);
}

std::string CommentOf(const google::protobuf::FieldDescriptor& descriptor) {
  return Comment(descriptor);
}

std::string CommentOf(const google::protobuf::EnumDescriptor& descriptor) {
  return Comment(descriptor);
}

std::string CommentOf(const google::protobuf::EnumValueDescriptor& descriptor) {
  return Comment(descriptor);
}

}  // namespace flow::lang
