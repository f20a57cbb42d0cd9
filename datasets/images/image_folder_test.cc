#include "datasets/images/image_folder.h"

#include <string>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/jpeg_testing.h"
#include "core/io/png.h"
#include "datasets/images/images_testing.h"
#include "gmock/gmock.h"

namespace flow::datasets {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Split = ImagesOptions::Split;

// Empty files with these names: a folder is listed without looking into them.
std::string FolderOf(const std::string& name,
                     const std::vector<std::string>& files) {
  const std::string folder = EmptyFolder(name);
  for (const std::string& file : files) WriteFile(JoinPath(folder, file), "");
  return folder;
}

TEST(ImageFolderTest, FilesInTheFolderHaveNoLabels) {
  const std::string folder = FolderOf(
      "flat", {"b.png", "a.JPG", "B.jpeg", "notes.txt", ".hidden.png"});
  ASSERT_OK_AND_ASSIGN(const ImageFolder listed,
                       ListImageFolder(folder, Split::kTrain));
  EXPECT_THAT(listed.names, ElementsAre("B.jpeg", "a.JPG", "b.png"));
  EXPECT_THAT(listed.classes, IsEmpty());
  EXPECT_EQ(ListImageFolder(folder, Split::kTest)->names, listed.names);
}

TEST(ImageFolderTest, FoldersAreClassesInTheOrderOfTheirNames) {
  const std::string folder = FolderOf(
      "classes",
      {"dog/2.png", "dog/10.png", "cat/1.png", "readme.md", ".git/x.png"});
  ASSERT_OK_AND_ASSIGN(const ImageFolder listed,
                       ListImageFolder(folder, Split::kTrain));
  EXPECT_THAT(listed.classes, ElementsAre("cat", "dog"));
  EXPECT_THAT(listed.names,
              ElementsAre("cat/1.png", "dog/10.png", "dog/2.png"));
  EXPECT_THAT(listed.label, ElementsAre(0, 1, 1));
}

TEST(ImageFolderTest, TrainAndTestAreSplitsWithTheClassesOfTrain) {
  const std::string folder =
      FolderOf("splits", {"train/a/1.png", "train/b/1.png", "train/c/1.png",
                          "test/c/2.png", "test/b/3.png", "val/a/9.png"});
  ASSERT_OK_AND_ASSIGN(const ImageFolder train,
                       ListImageFolder(folder, Split::kTrain));
  EXPECT_THAT(train.names,
              ElementsAre("train/a/1.png", "train/b/1.png", "train/c/1.png"));
  ASSERT_OK_AND_ASSIGN(const ImageFolder test,
                       ListImageFolder(folder, Split::kTest));
  EXPECT_THAT(test.names, ElementsAre("test/b/3.png", "test/c/2.png"));
  EXPECT_THAT(test.label, ElementsAre(1, 2));
  EXPECT_THAT(test.classes, ElementsAre("a", "b", "c"));
}

TEST(ImageFolderTest, SplitsMayGoWithoutLabels) {
  const std::string folder =
      FolderOf("bare_splits", {"train/1.png", "test/2.png"});
  EXPECT_THAT(ListImageFolder(folder, Split::kTest)->names,
              ElementsAre("test/2.png"));
}

TEST(ImageFolderTest, WhatIsNoDataSetIsRefused) {
  const auto refused = [](const std::vector<std::string>& files,
                          const std::string& message) {
    EXPECT_THAT(
        ListImageFolder(FolderOf("wrong", files), Split::kTest),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(message)));
  };
  refused({}, "wrong: no PNG or JPEG files in this folder");
  refused({"a.txt"}, "wrong: no PNG or JPEG files in this folder");
  refused({"cat/a.png", "dog/a.txt"},
          "wrong/dog: no PNG or JPEG files in this folder");
  refused({"cat/a.png", "b.png"},
          "wrong: 'b.png' lies beside the folder 'cat': either all images are "
          "in folders, their classes, or none");
  refused({"cat/more/a.png"},
          "wrong/cat/more: a folder in a class; a class holds images alone");
  refused({"train/cat/a.png", "test/cow/a.png"},
          "wrong/test/cow: 'train' has no class of this name");
  refused({"train/cat/a.png", "test/a.png"},
          "wrong: of 'train' and 'test' one has class folders and the other "
          "has none");
  EXPECT_THAT(ListImageFolder("absent", Split::kTrain),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("absent")));
}

TEST(ImageFolderTest, FilesAreReadByWhatTheyHold) {
  const std::string folder = EmptyFolder("read");
  WriteFile(JoinPath(folder, "0.png"), core::SerializePng(PlainGrey(2, 3, 50)));
  WriteFile(JoinPath(folder, "1.jpg"),
            core::SerializeJpeg(PlainGrey(4, 5, 60)));
  WriteFile(JoinPath(folder, "2.png"),
            core::SerializeJpeg(PlainGrey(1, 1, 70)));
  ASSERT_OK_AND_ASSIGN(const auto files,
                       OpenImageFolder(folder, Split::kTrain));
  ASSERT_EQ(files->rows(), 3);
  EXPECT_EQ(files->num_classes(), 0);
  EXPECT_EQ(files->Label(1), 0);
  EXPECT_EQ(files->Read(0)->width, 3);
  EXPECT_EQ(files->Read(0)->value[0], 50);
  EXPECT_EQ(files->Read(1)->height, 4);
  EXPECT_EQ(files->Read(1)->value[0], 60);
  EXPECT_EQ(files->Read(2)->value[0], 70);
}

TEST(ImageFolderTest, DamagedFilesAreNamed) {
  const std::string folder = EmptyFolder("damaged");
  const std::string png = core::SerializePng(PlainGrey(8, 8, 50));
  const std::string jpeg = core::SerializeJpeg(PlainGrey(8, 8, 50));
  WriteFile(JoinPath(folder, "0.png"), png.substr(0, 40));
  WriteFile(JoinPath(folder, "1.jpg"), jpeg.substr(0, jpeg.size() / 2));
  WriteFile(JoinPath(folder, "2.png"), "<html>");
  WriteFile(JoinPath(folder, "3.jpg"), "");
  ASSERT_OK_AND_ASSIGN(const auto files,
                       OpenImageFolder(folder, Split::kTrain));
  EXPECT_THAT(files->Read(0), StatusIs(absl::StatusCode::kDataLoss,
                                       HasSubstr("damaged/0.png: ")));
  EXPECT_THAT(files->Read(1), StatusIs(absl::StatusCode::kDataLoss,
                                       HasSubstr("damaged/1.jpg: ")));
  for (const int row : {2, 3}) {
    EXPECT_THAT(files->Read(row),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr(": neither a PNG nor a JPEG file")));
  }
}

}  // namespace
}  // namespace flow::datasets
