#include "flowlang/parse/scalar_value.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "flowlang/diag/closest_name.h"
#include "flowlang/source/utf8.h"
#include "google/protobuf/io/strtod.h"
#include "google/protobuf/io/tokenizer.h"

namespace flow::lang {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::io::SafeDoubleToFloat;
using google::protobuf::io::Tokenizer;

// The magnitude of a kInteger; empty if it needs more than 64 bits.
std::optional<uint64_t> Magnitude(const std::string& text) {
  uint64_t magnitude = 0;
  constexpr uint64_t kMost = std::numeric_limits<uint64_t>::max();
  if (!Tokenizer::ParseInteger(text, kMost, &magnitude)) return std::nullopt;
  return magnitude;
}

template <typename T>
std::optional<T> ToInteger(const ScalarText& value) {
  const std::optional<uint64_t> magnitude = Magnitude(value.text);
  if (!magnitude) return std::nullopt;
  constexpr uint64_t kMost = std::numeric_limits<T>::max();
  if (!value.negative) {
    if (*magnitude > kMost) return std::nullopt;
    return static_cast<T>(*magnitude);
  }
  if (*magnitude > (std::is_signed_v<T> ? kMost + 1 : 0)) return std::nullopt;
  return static_cast<T>(0 - *magnitude);
}

// Decimal numbers, inf and nan, of either sign.
std::optional<double> ToDouble(const ScalarText& value) {
  const std::string lower = absl::AsciiStrToLower(value.text);
  double magnitude;
  if (value.kind == Token::Kind::kIdentifier) {
    if (lower == "nan") {
      magnitude = std::numeric_limits<double>::quiet_NaN();
    } else if (lower == "inf" || lower == "infinity") {
      magnitude = std::numeric_limits<double>::infinity();
    } else {
      return std::nullopt;
    }
  } else if (value.kind == Token::Kind::kFloat ||
             (value.kind == Token::Kind::kInteger &&
              (value.text == "0" || value.text[0] != '0'))) {
    magnitude = Tokenizer::ParseFloat(value.text);
  } else {
    return std::nullopt;
  }
  return value.negative ? -magnitude : magnitude;
}

std::optional<bool> ToBool(const ScalarText& value) {
  const std::string& text = value.text;
  if (value.negative) return std::nullopt;
  if (value.kind == Token::Kind::kInteger) {
    const std::optional<uint64_t> magnitude = Magnitude(text);
    if (!magnitude || *magnitude > 1) return std::nullopt;
    return *magnitude == 1;
  }
  if (value.kind != Token::Kind::kIdentifier) return std::nullopt;
  if (text == "true" || text == "True" || text == "t") return true;
  if (text == "false" || text == "False" || text == "f") return false;
  return std::nullopt;
}

const EnumValueDescriptor* ToEnum(const ScalarText& value,
                                  const EnumDescriptor& type) {
  if (value.kind == Token::Kind::kIdentifier && !value.negative) {
    return type.FindValueByName(value.text);
  }
  if (value.kind != Token::Kind::kInteger) return nullptr;
  const std::optional<int32_t> number = ToInteger<int32_t>(value);
  return number ? type.FindValueByNumber(*number) : nullptr;
}

std::vector<std::string> ValueNames(const EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    names.push_back(type.value(i)->name());
  }
  return names;
}

// One value on its way into one field.
class Setter {
 public:
  Setter(const ScalarText& value, absl::string_view path,
         const FieldDescriptor& field, Message* message)
      : value_(value), path_(path), field_(field), message_(message) {}

  std::optional<ValueMistake> Set() {
    switch (field_.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return SetInteger<int32_t>(&Reflection::SetInt32,
                                   &Reflection::AddInt32);
      case FieldDescriptor::CPPTYPE_INT64:
        return SetInteger<int64_t>(&Reflection::SetInt64,
                                   &Reflection::AddInt64);
      case FieldDescriptor::CPPTYPE_UINT32:
        return SetInteger<uint32_t>(&Reflection::SetUInt32,
                                    &Reflection::AddUInt32);
      case FieldDescriptor::CPPTYPE_UINT64:
        return SetInteger<uint64_t>(&Reflection::SetUInt64,
                                    &Reflection::AddUInt64);
      case FieldDescriptor::CPPTYPE_FLOAT:
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return SetReal();
      case FieldDescriptor::CPPTYPE_BOOL:
        return SetBool();
      case FieldDescriptor::CPPTYPE_ENUM:
        return SetEnum();
      case FieldDescriptor::CPPTYPE_STRING:
        return SetString();
      case FieldDescriptor::CPPTYPE_MESSAGE:
        break;
    }
    return WrongType("");
  }

 private:
  template <typename SetMember, typename AddMember, typename Value>
  std::optional<ValueMistake> Store(SetMember set, AddMember add, Value value) {
    const Reflection& reflection = *message_->GetReflection();
    if (field_.is_repeated()) {
      (reflection.*add)(message_, &field_, value);
    } else {
      (reflection.*set)(message_, &field_, value);
    }
    return std::nullopt;
  }

  template <typename T, typename SetMember, typename AddMember>
  std::optional<ValueMistake> SetInteger(SetMember set, AddMember add) {
    if (value_.kind != Token::Kind::kInteger) return WrongType(WholeHelp());
    const std::optional<T> number = ToInteger<T>(value_);
    if (number) return Store(set, add, *number);
    using Limits = std::numeric_limits<T>;
    const bool low = value_.negative;
    return ValueMistake{
        Code::kOutOfRange,
        absl::StrCat("'", path_, "' must be ",
                     low ? ">= " : "<= ", low ? Limits::min() : Limits::max(),
                     "; got ", value_.AsWritten()),
        ""};
  }

  std::optional<ValueMistake> SetReal() {
    const std::optional<double> number = ToDouble(value_);
    if (!number) return WrongType("");
    if (field_.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
      return Store(&Reflection::SetDouble, &Reflection::AddDouble, *number);
    }
    return Store(&Reflection::SetFloat, &Reflection::AddFloat,
                 SafeDoubleToFloat(*number));
  }

  std::optional<ValueMistake> SetBool() {
    const std::optional<bool> value = ToBool(value_);
    if (!value) return WrongType("");
    return Store(&Reflection::SetBool, &Reflection::AddBool, *value);
  }

  std::optional<ValueMistake> SetEnum() {
    const EnumDescriptor& type = *field_.enum_type();
    const EnumValueDescriptor* found = ToEnum(value_, type);
    if (found) return Store(&Reflection::SetEnum, &Reflection::AddEnum, found);
    if (value_.kind == Token::Kind::kString) {
      const std::string bare = Joined();
      const bool known = type.FindValueByName(bare) != nullptr;
      return WrongType(known ? absl::StrCat("write ", bare, " without quotes")
                             : SuggestName(bare, ValueNames(type)));
    }
    return ValueMistake{
        Code::kUnknownValue,
        absl::StrCat("'", path_, "' has no value '", value_.AsWritten(), "'"),
        SuggestName(value_.text, ValueNames(type))};
  }

  std::optional<ValueMistake> SetString() {
    if (value_.kind != Token::Kind::kString) {
      return WrongType(absl::StrCat("write \"", value_.AsWritten(), "\""));
    }
    const Reflection& reflection = *message_->GetReflection();
    if (field_.is_repeated()) {
      reflection.AddString(message_, &field_, Joined());
    } else {
      reflection.SetString(message_, &field_, Joined());
    }
    return std::nullopt;
  }

  std::string Joined() const {
    std::string joined;
    for (const std::string& piece : value_.pieces) {
      Tokenizer::ParseStringAppend(piece, &joined);
    }
    return joined;
  }

  // 2e4 is a whole number for a person.
  std::string WholeHelp() const {
    const std::optional<double> real = ToDouble(value_);
    constexpr double kExact = 1LL << 53;
    if (value_.kind != Token::Kind::kFloat || !real) return "";
    if (std::abs(*real) > kExact || *real != std::floor(*real)) return "";
    return absl::StrCat("write ", static_cast<int64_t>(*real));
  }

  ValueMistake WrongType(std::string help) const {
    return {Code::kWrongType,
            absl::StrCat("'", path_, "' must be ", WhatItTakes(field_),
                         "; got ", value_.AsWritten()),
            std::move(help)};
  }

  const ScalarText& value_;
  absl::string_view path_;
  const FieldDescriptor& field_;
  Message* message_;
};

}  // namespace

std::string ScalarText::AsWritten() const {
  return absl::StrCat(negative ? "-" : "", Shortened(text));
}

std::optional<ValueMistake> SetScalar(const ScalarText& value,
                                      absl::string_view path,
                                      const FieldDescriptor& field,
                                      Message* message) {
  return Setter(value, path, field, message).Set();
}

std::string WhatItTakes(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return "a whole number";
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return "a number";
    case FieldDescriptor::CPPTYPE_BOOL:
      return "true or false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return "a word of its list";
    case FieldDescriptor::CPPTYPE_STRING:
      return "text in quotes";
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return "a group { ... }";
}

}  // namespace flow::lang
