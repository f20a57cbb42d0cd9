#include "core/io/jpeg_testing.h"

// jpeglib.h needs what cstdio declares
// clang-format off
#include <cstdio>
#include <jpeglib.h>
// clang-format on

#include <cstdlib>
#include <vector>

namespace flow::core {
namespace {

std::string Serialize(const Image& image, J_COLOR_SPACE colours, int quality) {
  jpeg_compress_struct jpeg = {};
  jpeg_error_mgr errors = {};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &bytes, &size);
  jpeg.image_height = image.height;
  jpeg.image_width = image.width;
  jpeg.input_components = image.channels;
  jpeg.in_color_space = colours;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, quality, /*force_baseline=*/TRUE);
  jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = 1;
  jpeg_start_compress(&jpeg, /*write_all_tables=*/TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    JSAMPROW row = const_cast<uint8_t*>(image.value.data()) +
                   jpeg.next_scanline * image.width * image.channels;
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  const std::string file(reinterpret_cast<char*>(bytes), size);
  std::free(bytes);
  return file;
}

}  // namespace

std::string SerializeJpeg(const Image& image, int quality) {
  return Serialize(image, image.channels == 1 ? JCS_GRAYSCALE : JCS_RGB,
                   quality);
}

std::string SerializeInkJpeg(int height, int width) {
  const Image inks = {height, width, 4,
                      std::vector<uint8_t>(4 * height * width, 100)};
  return Serialize(inks, JCS_CMYK, /*quality=*/90);
}

}  // namespace flow::core
