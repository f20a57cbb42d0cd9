#include "core/io/event_writer.h"

#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/tensorboard_event.pb.h"
#include "core/io/tfrecord.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Two records put together by hand: the version at 1.5 s, then at 2.5 s the
// point (7, 0) of the curve "loss". The value 0 is there: 15 00000000.
constexpr char kVersionRecord[] =
    "1800000000000000a37f4b22"
    "09000000000000f83f1a0d627261696e2e4576656e743a32"
    "2a28646c";
constexpr char kPointRecord[] =
    "1a00000000000000129bd82d"
    "09000000000000044010072a0d0a0b0a046c6f73731500000000"
    "38426ba2";

std::string FreshPath(absl::string_view name) {
  const std::string path =
      JoinPath(testing::TempDir(), absl::StrCat(name, ".tfevents.0"));
  unlink(path.c_str());
  return path;
}

std::string Content(const std::string& path) {
  absl::StatusOr<std::string> content = ReadFile(path);
  FLOW_CHECK(content.ok()) << content.status().message();
  return *std::move(content);
}

// Every event as "tag step value", the version as itself.
std::vector<std::string> Events(const std::string& path) {
  std::vector<std::string> events;
  const std::string content = Content(path);
  absl::string_view rest = content;
  while (const auto record = TakeRecord(rest)) {
    tensorboard::Event event;
    EXPECT_TRUE(event.ParseFromString(std::string(*record)));
    if (event.has_file_version()) events.push_back(event.file_version());
    for (const auto& value : event.summary().value()) {
      events.push_back(absl::StrCat(value.tag(), " ", event.step(), " ",
                                    value.simple_value()));
    }
  }
  EXPECT_TRUE(rest.empty()) << rest.size() << " bytes follow the last record";
  return events;
}

void Add(const std::string& path, absl::string_view tag, int64_t step,
         double value) {
  ASSERT_OK_AND_ASSIGN(EventWriter writer, EventWriter::Create(path));
  ASSERT_OK(writer.AddScalar(tag, step, value, 2.5));
  ASSERT_OK(writer.Flush());
}

TEST(EventWriterTest, WritesKnownBytes) {
  const std::string path = FreshPath("known");
  ASSERT_OK_AND_ASSIGN(EventWriter writer, EventWriter::Create(path));
  ASSERT_OK(writer.AddScalar("loss", 7, 0.0, 2.5));
  ASSERT_OK(writer.Flush());
  const std::string content = Content(path);
  // the version record bears the time of the first point: only its tail differs
  EXPECT_EQ(content.substr(40), absl::HexStringToBytes(kPointRecord));
  EXPECT_EQ(content.substr(0, 13),
            absl::HexStringToBytes(kVersionRecord).substr(0, 13));
}

TEST(EventWriterTest, ContinuesAFileWrittenElsewhere) {
  const std::string path = FreshPath("elsewhere");
  ASSERT_OK(WriteFileAtomically(path, absl::HexStringToBytes(kVersionRecord)));
  Add(path, "loss", 7, 0.0);
  EXPECT_EQ(Content(path),
            absl::HexStringToBytes(absl::StrCat(kVersionRecord, kPointRecord)));
}

TEST(EventWriterTest, KeepsPointsInOrderUnderOneVersion) {
  const std::string path = FreshPath("order");
  Add(path, "train/loss", 1, 0.5);
  Add(path, "train/loss", 2, -0.25);
  Add(path, "eval/w2", 2, 0);
  EXPECT_THAT(Events(path), ElementsAre("brain.Event:2", "train/loss 1 0.5",
                                        "train/loss 2 -0.25", "eval/w2 2 0"));
}

TEST(EventWriterTest, TheVersionBearsTheTimeOfTheFirstPoint) {
  const std::string path = FreshPath("time");
  Add(path, "loss", 1, 0.5);
  const std::string content = Content(path);
  absl::string_view rest = content;
  tensorboard::Event version;
  ASSERT_TRUE(version.ParseFromString(std::string(*TakeRecord(rest))));
  EXPECT_EQ(version.wall_time(), 2.5);
}

TEST(EventWriterTest, WritesAtFlushOrWhenMuchIsPending) {
  const std::string path = FreshPath("pending");
  ASSERT_OK_AND_ASSIGN(EventWriter writer, EventWriter::Create(path));
  ASSERT_OK(writer.AddScalar("loss", 0, 1, 0));
  EXPECT_EQ(Content(path), "");
  for (int step = 1; step < 2000; ++step) {
    ASSERT_OK(writer.AddScalar("loss", step, 1, 0));
  }
  EXPECT_GE(Content(path).size(), size_t{1} << 16);
  ASSERT_OK(writer.Flush());
  EXPECT_EQ(Events(path).size(), 2001u);
}

TEST(EventWriterTest, ARecordCutShortAnywhereIsRemovedOnResume) {
  const std::string path = FreshPath("torn");
  Add(path, "loss", 1, 0.5);
  Add(path, "loss", 2, 0.25);
  const std::string whole = Content(path);
  const size_t second = 40 + (whole.size() - 40) / 2;
  for (size_t size = second; size < whole.size(); ++size) {
    ASSERT_OK(WriteFileAtomically(path, whole.substr(0, size)));
    Add(path, "loss", 3, 0.125);
    ASSERT_THAT(Events(path),
                ElementsAre("brain.Event:2", "loss 1 0.5", "loss 3 0.125"))
        << size;
  }
}

TEST(EventWriterTest, AVersionCutShortIsWrittenAgain) {
  const std::string path = FreshPath("torn_version");
  const std::string version = absl::HexStringToBytes(kVersionRecord);
  for (size_t size = 0; size < version.size(); ++size) {
    ASSERT_OK(WriteFileAtomically(path, version.substr(0, size)));
    Add(path, "loss", 3, 0.125);
    ASSERT_THAT(Events(path), ElementsAre("brain.Event:2", "loss 3 0.125"))
        << size;
  }
}

TEST(EventWriterTest, DropsThePointsOfACurveBeyondAStep) {
  const std::string path = FreshPath("drop");
  for (int step = 1; step <= 3; ++step) {
    Add(path, "train/loss", step, 0.5);
    Add(path, "eval/w2", step, 0.25);
  }
  ASSERT_OK_AND_ASSIGN(EventWriter writer, EventWriter::Create(path));
  ASSERT_OK(writer.DropPoints("train/", 1));
  EXPECT_THAT(Events(path),
              ElementsAre("brain.Event:2", "train/loss 1 0.5", "eval/w2 1 0.25",
                          "eval/w2 2 0.25", "eval/w2 3 0.25"));
  ASSERT_OK(writer.AddScalar("train/loss", 2, 0.125, 2.5));
  ASSERT_OK(writer.Flush());
  EXPECT_EQ(Events(path).back(), "train/loss 2 0.125");
}

TEST(EventWriterTest, DroppingNothingLeavesTheFileInPlace) {
  const std::string path = FreshPath("drop_nothing");
  Add(path, "loss", 1, 0.5);
  struct stat before, after;
  ASSERT_EQ(stat(path.c_str(), &before), 0);
  ASSERT_OK_AND_ASSIGN(EventWriter writer, EventWriter::Create(path));
  ASSERT_OK(writer.DropPoints("loss", 1));
  ASSERT_EQ(stat(path.c_str(), &after), 0);
  EXPECT_EQ(before.st_ino, after.st_ino);
}

TEST(EventWriterTest, RefusesAnotherKindOfFileAndLeavesItAlone) {
  const std::string path = FreshPath("other");
  std::string foreign;
  AppendRecord("a record without a version", foreign);
  for (const std::string& content : {std::string("x,y\n1,2\n"), foreign}) {
    ASSERT_OK(WriteFileAtomically(path, content));
    EXPECT_THAT(EventWriter::Create(path),
                StatusIs(absl::StatusCode::kDataLoss,
                         path + ": not a TensorBoard event file"));
    EXPECT_EQ(Content(path), content);
  }
}

TEST(EventWriterTest, AFolderThatIsMissingIsFoundAtOnce) {
  EXPECT_THAT(EventWriter::Create("/no/such/folder/x.tfevents"),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("/no/such/folder/x.tfevents")));
}

}  // namespace
}  // namespace flow::core
