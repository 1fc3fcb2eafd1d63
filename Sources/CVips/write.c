#include "CVips.h"
#include <vips/vips.h>

int cvips_write_webp(VipsImage *image, int quality, int effort, void **bytes, size_t *count) {
  return vips_webpsave_buffer(image, bytes, count, "Q", quality, "effort", effort, "strip", TRUE, NULL);
}

int cvips_write_jpeg(VipsImage *image, int quality, void **bytes, size_t *count) {
  return vips_jpegsave_buffer(image, bytes, count, "Q", quality, "optimize_coding", TRUE, "strip", TRUE, NULL);
}

int cvips_write_png(VipsImage *image, void **bytes, size_t *count) {
  return vips_pngsave_buffer(image, bytes, count, "strip", TRUE, NULL);
}

int cvips_write_gif(VipsImage *image, void **bytes, size_t *count) { return vips_gifsave_buffer(image, bytes, count, NULL); }

int cvips_write_tiff(VipsImage *image, void **bytes, size_t *count) {
  return vips_tiffsave_buffer(image, bytes, count, "compression", VIPS_FOREIGN_TIFF_COMPRESSION_DEFLATE, "strip", TRUE, NULL);
}

static int write_heif(VipsImage *image, int quality, VipsForeignHeifCompression compression, void **bytes, size_t *count) {
  return vips_heifsave_buffer(image, bytes, count, "Q", quality, "effort", 1, "compression", compression, "strip", TRUE, NULL);
}

int cvips_write_avif(VipsImage *image, int quality, void **bytes, size_t *count) {
  return write_heif(image, quality, VIPS_FOREIGN_HEIF_COMPRESSION_AV1, bytes, count);
}

int cvips_write_heic(VipsImage *image, int quality, void **bytes, size_t *count) {
  return write_heif(image, quality, VIPS_FOREIGN_HEIF_COMPRESSION_HEVC, bytes, count);
}
