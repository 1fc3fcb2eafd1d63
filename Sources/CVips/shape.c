#include "CVips.h"
#include <vips/vips.h>

// Runs a step and lets go of its input, so that steps can follow each other.
static int replace(VipsImage **image, int result, VipsImage *next) {
  g_object_unref(*image);
  *image = result ? NULL : next;
  return result;
}

static void remove_metadata(VipsImage *image) {
  gchar **fields = vips_image_get_fields(image);
  // The first fields are the image's own geometry, which vips_image_remove leaves alone.
  for (int i = 0; fields && fields[i]; i++) vips_image_remove(image, fields[i]);
  g_strfreev(fields);
}

int cvips_settle(VipsImage *input, VipsImage **settled) {
  VipsImage *image = input, *next = NULL;
  g_object_ref(image);
  if (vips_image_get_interpretation(image) != VIPS_INTERPRETATION_sRGB)
    if (replace(&image, vips_colourspace(image, &next, VIPS_INTERPRETATION_sRGB, NULL), next)) return -1;
  if (vips_image_get_format(image) != VIPS_FORMAT_UCHAR)
    if (replace(&image, vips_cast_uchar(image, &next, NULL), next)) return -1;
  // webpsave writes EXIF and GPS even when asked to strip; what is not there cannot be written.
  if (replace(&image, vips_copy(image, &next, NULL), next)) return -1;
  remove_metadata(image);
  *settled = vips_image_copy_memory(image);
  g_object_unref(image);
  return *settled ? 0 : -1;
}

int cvips_fit(VipsImage *image, int width, int height, VipsImage **fitted) {
  return vips_thumbnail_image(image, fitted, width, "height", height, "size", VIPS_SIZE_DOWN, NULL);
}

int cvips_centre_square(VipsImage *image, VipsImage **square) {
  int width = vips_image_get_width(image), height = vips_image_get_height(image);
  int side = VIPS_MIN(width, height);
  return vips_extract_area(image, square, (width - side) / 2, (height - side) / 2, side, side, NULL);
}

int cvips_stretch(VipsImage *image, int width, int height, VipsImage **stretched) {
  return vips_thumbnail_image(image, stretched, width, "height", height, "size", VIPS_SIZE_FORCE, NULL);
}

int cvips_flatten(VipsImage *image, VipsImage **flat) {
  if (!vips_image_hasalpha(image)) return vips_copy(image, flat, NULL);
  VipsArrayDouble *white = vips_array_double_newv(1, 255.0);
  int result = vips_flatten(image, flat, "background", white, NULL);
  vips_area_unref(VIPS_AREA(white));
  return result;
}

void *cvips_pixels(VipsImage *image, size_t *count) { return vips_image_write_to_memory(image, count); }
