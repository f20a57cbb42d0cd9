#include "flowlang/parse/scalar_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>

#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/parse/testing/sample.pb.h"

namespace flow::lang {
namespace {

using sample::Scalars;

// What becomes of one value in one field of an empty message.
struct Outcome {
  Scalars message;
  std::optional<ValueMistake> mistake;
};

Outcome Set(const std::string& field, const std::string& text) {
  const SourceText source("a.textproto", text);
  DiagnosticSink sink;
  const TokenTable tokens(source, &sink);
  ScalarText value;
  value.negative = tokens.Is(tokens[0], '-');
  for (int i = value.negative; i + 1 < tokens.size(); ++i) {
    value.pieces.emplace_back(tokens.text(tokens[i]));
  }
  value.kind = tokens[value.negative].kind;
  value.text = value.pieces[0];
  Outcome outcome;
  outcome.mistake = SetScalar(value, "x." + field,
                              *Scalars::descriptor()->FindFieldByName(field),
                              &outcome.message);
  EXPECT_EQ(outcome.mistake.has_value(), outcome.message.ByteSizeLong() == 0)
      << "sets the field or says why not";
  return outcome;
}

std::string Message(const std::string& field, const std::string& text) {
  const Outcome outcome = Set(field, text);
  return outcome.mistake ? outcome.mistake->message : "";
}

std::string Help(const std::string& field, const std::string& text) {
  const Outcome outcome = Set(field, text);
  return outcome.mistake ? outcome.mistake->help : "no mistake";
}

TEST(ScalarValueTest, WholeNumbersReachTheirLimits) {
  EXPECT_EQ(Set("i32", "2147483647").message.i32(), 2147483647);
  EXPECT_EQ(Set("i32", "-2147483648").message.i32(),
            std::numeric_limits<int32_t>::min());
  EXPECT_EQ(Set("i64", "-9223372036854775808").message.i64(),
            std::numeric_limits<int64_t>::min());
  EXPECT_EQ(Set("u64", "18446744073709551615").message.u64(),
            std::numeric_limits<uint64_t>::max());
  EXPECT_EQ(Set("i32", "0x1F").message.i32(), 31);
  EXPECT_EQ(Set("i32", "017").message.i32(), 15);
}

TEST(ScalarValueTest, WholeNumbersEndAtTheirLimits) {
  EXPECT_EQ(Message("i32", "2147483648"),
            "'x.i32' must be <= 2147483647; got 2147483648");
  EXPECT_EQ(Message("i32", "-2147483649"),
            "'x.i32' must be >= -2147483648; got -2147483649");
  EXPECT_EQ(Message("u32", "-1"), "'x.u32' must be >= 0; got -1");
  EXPECT_EQ(Message("u64", "99999999999999999999"),
            "'x.u64' must be <= 18446744073709551615; got "
            "99999999999999999999");
  EXPECT_EQ(Set("u32", "-1").mistake->code, Code::kOutOfRange);
}

TEST(ScalarValueTest, WholeNumbersAreWhole) {
  EXPECT_EQ(Message("i64", "1.5"), "'x.i64' must be a whole number; got 1.5");
  EXPECT_EQ(Set("i64", "1.5").mistake->code, Code::kWrongType);
  EXPECT_EQ(Help("i64", "1.5"), "");
  EXPECT_EQ(Help("i64", "2e4"), "write 20000");
  EXPECT_EQ(Help("i64", "-3.0"), "write -3");
  EXPECT_EQ(Help("i64", "1e300"), "");
  EXPECT_EQ(Message("i64", "64k"), "'x.i64' must be a whole number; got 64k");
  EXPECT_EQ(Message("i64", "\"64\""),
            "'x.i64' must be a whole number; got \"64\"");
  EXPECT_EQ(Message("i64", "many"), "'x.i64' must be a whole number; got many");
}

TEST(ScalarValueTest, RealNumbers) {
  EXPECT_EQ(Set("f64", "1e-3").message.f64(), 1e-3);
  EXPECT_EQ(Set("f64", "-2").message.f64(), -2);
  EXPECT_EQ(Set("f64", "1.5f").message.f64(), 1.5);
  EXPECT_EQ(Set("f32", "0.1").message.f32(), 0.1f);
  EXPECT_TRUE(std::isnan(Set("f64", "nan").message.f64()));
  EXPECT_EQ(Set("f64", "-inf").message.f64(), -INFINITY);
  EXPECT_EQ(Set("f32", "1e300").message.f32(), INFINITY);
  EXPECT_EQ(Message("f64", "small"), "'x.f64' must be a number; got small");
  EXPECT_EQ(Message("f64", "0x10"), "'x.f64' must be a number; got 0x10");
  EXPECT_EQ(Message("f64", "1.2.3"), "'x.f64' must be a number; got 1.2.3");
}

TEST(ScalarValueTest, TruthValues) {
  EXPECT_TRUE(Set("flag", "true").message.flag());
  EXPECT_TRUE(Set("flag", "1").message.flag());
  EXPECT_FALSE(Set("flag", "f").message.flag());
  EXPECT_EQ(Message("flag", "yes"), "'x.flag' must be true or false; got yes");
  EXPECT_EQ(Message("flag", "2"), "'x.flag' must be true or false; got 2");
}

TEST(ScalarValueTest, Words) {
  EXPECT_EQ(Set("word", "SILU").message.word(), sample::SILU);
  EXPECT_EQ(Set("word", "2").message.word(), sample::TANH);
  EXPECT_EQ(Message("word", "silu"), "'x.word' has no value 'silu'");
  EXPECT_EQ(Set("word", "silu").mistake->code, Code::kUnknownValue);
  EXPECT_EQ(Help("word", "silu"), "did you mean 'SILU'?");
  EXPECT_EQ(Help("word", "SWISHY"), "choose one of RELU, SILU, TANH, GELU");
  EXPECT_EQ(Message("word", "7"), "'x.word' has no value '7'");
  EXPECT_EQ(Set("word", "\"SILU\"").mistake->code, Code::kWrongType);
  EXPECT_EQ(Help("word", "\"SILU\""), "write SILU without quotes");
}

TEST(ScalarValueTest, Texts) {
  EXPECT_EQ(Set("text", "\"moons\"").message.text(), "moons");
  EXPECT_EQ(Set("text", "'a' \"b\\n\" 'c'").message.text(), "ab\nc");
  EXPECT_EQ(Set("raw", "\"\\x01\"").message.raw(), "\x01");
  EXPECT_EQ(Message("text", "moons"),
            "'x.text' must be text in quotes; got moons");
  EXPECT_EQ(Help("text", "moons"), "write \"moons\"");
}

}  // namespace
}  // namespace flow::lang
