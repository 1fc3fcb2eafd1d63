#include "CVips.h"
#include <malloc.h>
#include <string.h>
#include <vips/vips.h>

static void (*on_out_of_memory)(void);

// g_malloc reports a failed allocation as a fatal message and then traps.
static void hear(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer unused) {
  (void)domain;
  (void)unused;
  if ((level & G_LOG_LEVEL_ERROR) && message && strstr(message, "failed to allocate")) on_out_of_memory();
}

// Classes that GLib would otherwise set up anew in every job's process.
static const char *const warmed[] = {
    "VipsThumbnailSource", "VipsThumbnailImage", "VipsForeignLoadJpegSource", "VipsForeignLoadPngSource",
    "VipsForeignSaveWebpBuffer", "VipsForeignSaveJpegBuffer", "VipsShrinkh", "VipsShrinkv", "VipsReduceh", "VipsReducev",
    "VipsResize", "VipsColourspace", "VipsCast", "VipsCopy", "VipsFlatten", "VipsExtractArea", "VipsSequential",
    "VipsAutorot", "VipsRot", "VipsFlip", "VipsPremultiply", "VipsUnpremultiply", "VipsLineCache", "VipsSmartcrop",
    "VipsSourceCustom", "VipsTargetCustom",
};

static void warm_up(void) {
  for (size_t i = 0; i < sizeof warmed / sizeof *warmed; i++) {
    GType type = g_type_from_name(warmed[i]);
    if (type) g_type_class_ref(type);
  }
}

static const char *const wanted[] = {
    "VipsForeignLoadJpeg", "VipsForeignLoadPng",  "VipsForeignLoadNsgif", "VipsForeignLoadWebp", "VipsForeignLoadHeif",
    "VipsForeignLoadTiff", "VipsForeignLoadSvg",  "VipsForeignLoadJxl",   "VipsForeignLoadJp2k", "VipsForeignSaveJpeg",
    "VipsForeignSavePng",  "VipsForeignSaveWebp", "VipsForeignSaveHeif",  "VipsForeignSaveTiff", "VipsForeignSaveSpng",
    "VipsForeignSaveCgif",
};

int cvips_start(const char *program, void (*out_of_memory)(void)) {
  on_out_of_memory = out_of_memory;
  g_log_set_default_handler(hear, NULL);
  // One arena: each further one reserves address space that the job's limit counts.
  mallopt(M_ARENA_MAX, 1);
  // A job's memory goes back to the system when its process ends, and not piecemeal before.
  mallopt(M_MMAP_THRESHOLD, 8 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
  if (VIPS_INIT(program)) return -1;
  vips_concurrency_set(1);
  vips_cache_set_max(0);
  vips_block_untrusted_set(TRUE);
  vips_operation_block_set("VipsForeign", TRUE);
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) vips_operation_block_set(wanted[i], FALSE);
  warm_up();
  return 0;
}

void cvips_take_error(char *text, size_t capacity) {
  size_t length = 0;
  for (const char *from = vips_error_buffer(); *from && *from != '\n' && length + 1 < capacity; from++) text[length++] = *from;
  text[length] = 0;
  vips_error_clear();
}

void cvips_free(void *memory) { g_free(memory); }
