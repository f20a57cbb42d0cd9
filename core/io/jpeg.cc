#include "core/io/jpeg.h"

// jpeglib.h needs what cstdio declares
// clang-format off
#include <cstdio>
#include <jpeglib.h>
#include <jerror.h>
// clang-format on

#include <csetjmp>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/io/orientation.h"

namespace flow::core {
namespace {

constexpr absl::string_view kSignature = "\xff\xd8\xff";
constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr absl::string_view kExif("Exif\0\0", 6);

// A decoder and what it says. libjpeg knows `jpeg` alone and comes back by it.
struct Decoder {
  jpeg_decompress_struct jpeg = {};
  jpeg_error_mgr errors = {};
  jmp_buf escape;
  char message[JMSG_LENGTH_MAX] = {};
};

[[noreturn]] void Escape(j_common_ptr jpeg) {
  auto* decoder = static_cast<Decoder*>(jpeg->client_data);
  jpeg->err->format_message(jpeg, decoder->message);
  std::longjmp(decoder->escape, 1);
}

// Of libjpeg's warnings these lose no pixel; all others do.
bool IsHarmless(int code) {
  return code == JWRN_EXTRANEOUS_DATA || code == JWRN_ADOBE_XFORM ||
         code == JWRN_TOO_MUCH_DATA || code == JWRN_BOGUS_PROGRESSION;
}

void OnMessage(j_common_ptr jpeg, int level) {
  const bool is_warning = level < 0;
  if (is_warning && !IsHarmless(jpeg->err->msg_code)) Escape(jpeg);
}

// The functions that libjpeg jumps out of, by setjmp, own nothing: no
// destructor is jumped over. False after a jump.

bool ReadHeader(Decoder* decoder, absl::string_view bytes) {
  jpeg_decompress_struct* const jpeg = &decoder->jpeg;
  jpeg->err = jpeg_std_error(&decoder->errors);
  jpeg->err->error_exit = Escape;
  jpeg->err->emit_message = OnMessage;
  jpeg->client_data = decoder;
  if (setjmp(decoder->escape) != 0) return false;
  jpeg_create_decompress(jpeg);
  jpeg_mem_src(jpeg, reinterpret_cast<const unsigned char*>(bytes.data()),
               bytes.size());
  jpeg_save_markers(jpeg, kExifMarker, /*length_limit=*/0xffff);
  jpeg_read_header(jpeg, /*require_image=*/TRUE);
  return true;
}

// Of a file whose header has been read, and its pixels not yet: libjpeg then
// forgets its markers.
int NotedOrientation(const jpeg_decompress_struct& jpeg) {
  for (const auto* marker = jpeg.marker_list; marker != nullptr;
       marker = marker->next) {
    absl::string_view data(reinterpret_cast<const char*>(marker->data),
                           marker->data_length);
    if (absl::ConsumePrefix(&data, kExif)) return OrientationOf(data);
  }
  return 1;
}

bool ReadPixels(Decoder* decoder, uint8_t* value) {
  jpeg_decompress_struct* const jpeg = &decoder->jpeg;
  if (setjmp(decoder->escape) != 0) return false;
  jpeg_start_decompress(jpeg);
  const size_t row_bytes = size_t{jpeg->output_width} * jpeg->output_components;
  while (jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW row = value + jpeg->output_scanline * row_bytes;
    jpeg_read_scanlines(jpeg, &row, /*max_lines=*/1);
  }
  jpeg_finish_decompress(jpeg);
  return true;
}

absl::Status Damaged(const std::string& path, const Decoder& decoder) {
  return absl::DataLossError(
      absl::StrCat(path, ": the JPEG file is damaged: ", decoder.message));
}

absl::Status CheckHeader(const jpeg_decompress_struct& jpeg,
                         const std::string& path) {
  if (jpeg.num_components != 1 && jpeg.num_components != 3) {
    return absl::InvalidArgumentError(
        absl::StrCat(path,
                     ": the picture must be grey or in red, green and "
                     "blue; it has ",
                     jpeg.num_components, " inks or channels"));
  }
  if (int64_t{jpeg.image_width} * jpeg.image_height > kMaxImagePixels) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": ", jpeg.image_width, " x ", jpeg.image_height,
                     " pixels are more than ", kMaxImagePixels));
  }
  return absl::OkStatus();
}

}  // namespace

bool IsJpeg(absl::string_view bytes) {
  return absl::StartsWith(bytes, kSignature);
}

absl::StatusOr<Image> ParseJpeg(absl::string_view bytes,
                                const std::string& path) {
  if (!IsJpeg(bytes)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": not a JPEG file"));
  }
  Decoder decoder;
  const auto ender =
      absl::MakeCleanup([&decoder] { jpeg_destroy_decompress(&decoder.jpeg); });
  jpeg_decompress_struct& jpeg = decoder.jpeg;
  if (!ReadHeader(&decoder, bytes)) return Damaged(path, decoder);
  if (absl::Status status = CheckHeader(jpeg, path); !status.ok()) {
    return status;
  }
  jpeg.out_color_space = jpeg.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  const int orientation = NotedOrientation(jpeg);
  Image image = {jpeg.image_height, jpeg.image_width, jpeg.num_components, {}};
  image.value.resize(image.height * image.width * image.channels);
  if (!ReadPixels(&decoder, image.value.data())) return Damaged(path, decoder);
  return Upright(std::move(image), orientation);
}

}  // namespace flow::core
