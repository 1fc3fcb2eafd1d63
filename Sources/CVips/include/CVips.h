#pragma once
// libvips without its headers: GLib and the variadic calls stay in the C files, Swift sees plain functions.
// Functions that return int give 0, or -1 with the reason in cvips_take_error().
#include <stddef.h>
#include <stdint.h>

typedef struct _VipsImage VipsImage;

/// Starts libvips with one thread, no cache, and only the loaders and savers Vitrine pictures need. `out_of_memory` is
/// called, and must not return, where GLib would abort on a failed allocation.
int cvips_start(const char *program, void (*out_of_memory)(void));
/// Copies the pending error text, one line, into `text` and clears it.
void cvips_take_error(char *text, size_t capacity);
void cvips_free(void *memory);

// ---- Reading. `bytes` must outlive every image made from them. ----

/// Class name of the loader for these bytes, or NULL.
const char *cvips_loader(const void *bytes, size_t count);
/// Reads the header; pixels stay undecoded.
int cvips_open(const void *bytes, size_t count, VipsImage **image);
/// Decodes the first frame, shrunk while loading where the format can, upright, to touch the box from within; `managed` says
/// that its own profile must be brought to sRGB. A file that ends early fails, and one a decoder warns of where asked.
int cvips_thumbnail(const void *bytes, size_t count, int width, int height, int managed, int without_warnings, VipsImage **image);
void cvips_release(VipsImage *image);

// ---- Facts ----

int cvips_width(VipsImage *image);
int cvips_height(VipsImage *image);
/// Height of one frame where frames are stacked.
int cvips_page_height(VipsImage *image);
int cvips_pages(VipsImage *image);
int cvips_orientation(VipsImage *image);
/// Whether it has a colour profile, or inks, which cannot do without one.
int cvips_is_colour_managed(VipsImage *image);
int cvips_has_alpha(VipsImage *image);
/// A metadata text, borrowed, or NULL.
const char *cvips_text(VipsImage *image, const char *field);
/// Sum of the metadata array `field`, or -1.
int64_t cvips_sum(VipsImage *image, const char *field);

// ---- Shaping ----

/// Eight-bit sRGB pixels in memory, without any metadata.
int cvips_settle(VipsImage *image, VipsImage **settled);
/// Scales down, never up, to fit the box.
int cvips_fit(VipsImage *image, int width, int height, VipsImage **fitted);
/// Cuts the largest square out of the middle.
int cvips_centre_square(VipsImage *image, VipsImage **square);
/// Scales to exactly this size.
int cvips_stretch(VipsImage *image, int width, int height, VipsImage **stretched);
/// Puts transparency on white.
int cvips_flatten(VipsImage *image, VipsImage **flat);
/// All pixels, to be freed with cvips_free.
void *cvips_pixels(VipsImage *image, size_t *count);

// ---- Writing; the bytes are freed with cvips_free. ----

int cvips_write_webp(VipsImage *image, int quality, int effort, void **bytes, size_t *count);
int cvips_write_jpeg(VipsImage *image, int quality, void **bytes, size_t *count);
int cvips_write_png(VipsImage *image, void **bytes, size_t *count);
int cvips_write_gif(VipsImage *image, void **bytes, size_t *count);
int cvips_write_tiff(VipsImage *image, void **bytes, size_t *count);
int cvips_write_avif(VipsImage *image, int quality, void **bytes, size_t *count);
int cvips_write_heic(VipsImage *image, int quality, void **bytes, size_t *count);
