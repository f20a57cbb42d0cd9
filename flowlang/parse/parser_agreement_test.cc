/// The reader and protobuf's own give the same message on valid texts, and
/// refuse the same invalid ones.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/diag/diag_testing.h"
#include "flowlang/parse/parser.h"
#include "flowlang/parse/testing/sample.pb.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace flow::lang {
namespace {

using google::protobuf::TextFormat;

class Silence : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int, int, const std::string&) override {}
};

bool ParseTheirs(const std::string& text, sample::Trial* trial) {
  TextFormat::Parser parser;
  Silence silence;
  parser.RecordErrorsTo(&silence);
  return parser.ParseFromString(text, trial);
}

class ParserAgreementTest : public DiagnosticTest {
 protected:
  void ExpectSame(const std::string& text) {
    SCOPED_TRACE(text);
    const SourceText source("a.textproto", text);
    sample::Trial ours, theirs;
    LocationMap locations;
    DiagnosticSink mistakes;
    ASSERT_TRUE(ParseTheirs(text, &theirs));
    EXPECT_TRUE(ParseTextproto(source, &ours, &locations, &mistakes));
    EXPECT_EQ(mistakes.size(), 0);
    EXPECT_EQ(ours.SerializeAsString(), theirs.SerializeAsString());
  }

  void ExpectBothRefuse(const std::string& text) {
    SCOPED_TRACE(text);
    const SourceText source("a.textproto", text);
    sample::Trial trial;
    LocationMap locations;
    DiagnosticSink mistakes;
    EXPECT_FALSE(ParseTheirs(text, &trial));
    EXPECT_FALSE(ParseTextproto(source, &trial, &locations, &mistakes));
    EXPECT_TRUE(mistakes.has_errors());
  }
};

TEST_F(ParserAgreementTest, Numbers) {
  for (const char* value :
       {"0", "7", "-7", "- 7", "-\n7", "2147483647", "-2147483648", "0x7F",
        "-0x7f", "0X1F", "017", "00", "-0"}) {
    ExpectSame(absl::StrCat("scalars { i32: ", value, " }"));
    ExpectSame(absl::StrCat("scalars { i64: ", value, " }"));
  }
  for (const char* value : {"0", "4294967295", "0xFFFFFFFF", "0777"}) {
    ExpectSame(absl::StrCat("scalars { u32: ", value, " u64: ", value, " }"));
  }
  ExpectSame("scalars { u64: 18446744073709551615 }");
  ExpectSame("scalars { i64: -9223372036854775808 }");
}

TEST_F(ParserAgreementTest, Reals) {
  for (const char* value : {"0",
                            "1",
                            "-1",
                            "0.1",
                            ".5",
                            "5.",
                            "1e3",
                            "1E-3",
                            "-1.5e+2",
                            "1f",
                            "2.5F",
                            "inf",
                            "-inf",
                            "infinity",
                            "INF",
                            "1e40",
                            "1e400",
                            "-1e400",
                            "1e-400",
                            "3.4028235e38",
                            "18446744073709551616",
                            "123456789012345678901234567890",
                            "0.1234567890123456789"}) {
    ExpectSame(absl::StrCat("scalars { f64: ", value, " f32: ", value, " }"));
  }
}

TEST_F(ParserAgreementTest, Strings) {
  for (const char* value :
       {R"("")", R"("a")", R"('a')", R"("a" 'b' "c")", R"("it's")",
        R"('say "x"')", R"("\n\t\r\\\"\'\?\a\b\f\v")", R"("\x41\101\u0041")",
        R"("\U0001F300")", "\"ü→\"", R"("#")", "\"a\" # x\n \"b\""}) {
    ExpectSame(absl::StrCat("scalars { text: ", value, " raw: ", value, " }"));
  }
}

TEST_F(ParserAgreementTest, Words) {
  for (const char* value : {"true", "false", "t", "f", "True", "False", "1",
                            "0", "0x1", "00", "01"}) {
    ExpectSame(absl::StrCat("scalars { flag: ", value, " }"));
  }
  for (const char* value : {"RELU", "SILU", "0", "2", "0x1"}) {
    ExpectSame(absl::StrCat("scalars { word: ", value, " }"));
  }
}

TEST_F(ParserAgreementTest, Structure) {
  for (const char* text :
       {"",
        "# x",
        "seed: 1",
        "seed:1",
        "seed : 1",
        "seed: 1,",
        "seed: 1;",
        "seed: 1 name: 'a'",
        "seed:1,name:'a';",
        "seed\n:\n1",
        "train {}",
        "train: {}",
        "train <>",
        "train: < batch: 1 >",
        "train{batch:1}",
        "train {} ;",
        "seeds: []",
        "seeds: [1]",
        "seeds: [1, 2] seeds: 3 seeds: [4]",
        "seeds: [ 1 , -2 ]",
        "evaluate []",
        "evaluate [{}]",
        "evaluate: [{}, <>]",
        "evaluate {} evaluate [{ metric { w2 {} } }]",
        "tag: ['a' 'b', 'c']",
        "train { activations: [RELU, 1] betas: [1, .5, inf] }",
        "coupling { minibatch_ot { solver: SINKHORN } }",
        "\r\nseed: 1\r\n",
        "\tseed:\t1\t",
        "seed: 1# x",
        "seed: 1 #",
        "scalars { inner { inner < many {} many { i32: 1 } > } }"}) {
    ExpectSame(text);
  }
}

TEST_F(ParserAgreementTest, BothRefuse) {
  for (const char* text : {"seed",
                           "seed:",
                           "seed 1",
                           "seed: 1 seed: 2",
                           "seed: -1",
                           "seed: 1.0",
                           "seed: [1]",
                           "seeds: [1,]",
                           "seeds: [,1]",
                           "seeds: [1 2]",
                           "seeds: [1",
                           "seeds 1",
                           "train",
                           "train:",
                           "train {",
                           "train { >",
                           "train }",
                           "train: 1",
                           "}",
                           "{}",
                           ",",
                           "seed: 1,,",
                           "seed: 1,;",
                           "nope: 1",
                           "name: a",
                           "name: \"a",
                           "name: \"\\q\"",
                           "name: 1",
                           "seed: 'a'",
                           "coupling { independent {} minibatch_ot {} }",
                           "train { shuffle: yes }",
                           "train { shuffle: 2 }",
                           "train { activation: SWISHY }",
                           "train { activation: 9 }",
                           "train { activation: -1 }",
                           "scalars { f64: 0x10 }",
                           "scalars { f64: 010 }",
                           "scalars { f64: x }",
                           "scalars { i32: 2147483648 }",
                           "seed: 08",
                           "seed: 0x",
                           "scalars { i32: - }",
                           "scalars { flag: -1 }",
                           "train { batch: 1e3 }",
                           "evaluate { metric { w2 } }",
                           "seed: 1 / 2",
                           "// x",
                           "seed = 1"}) {
    ExpectBothRefuse(text);
  }
}

}  // namespace
}  // namespace flow::lang
