#pragma once
// What Swift cannot import of libcurl: functions with variable arguments, and constants that are casts.
#include <curl/curl.h>

typedef size_t (*curl_shim_data_callback)(char *bytes, size_t size, size_t count, void *context);
typedef int (*curl_shim_seek_callback)(void *context, curl_off_t offset, int origin);
typedef int (*curl_shim_request_callback)(
    void *context, char *remote_address, char *local_address, int remote_port, int local_port);

static inline CURLcode curl_shim_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode curl_shim_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode curl_shim_set_string(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode curl_shim_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode curl_shim_set_data_callback(CURL *handle, CURLoption option, curl_shim_data_callback function) {
  return curl_easy_setopt(handle, option, function);
}
static inline CURLcode curl_shim_set_seek_callback(CURL *handle, curl_shim_seek_callback function) {
  return curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, function);
}
static inline CURLcode curl_shim_set_request_callback(CURL *handle, curl_shim_request_callback function) {
  return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, function);
}

static inline CURLcode curl_shim_set_open_socket_callback(CURL *handle, curl_opensocket_callback function) {
  return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, function);
}

static inline curl_off_t curl_shim_bytes_sent(CURL *handle) {
  curl_off_t count = 0;
  return curl_easy_getinfo(handle, CURLINFO_SIZE_UPLOAD_T, &count) == CURLE_OK ? count : 0;
}

static inline CURLMcode curl_shim_set_multi_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

/// The ended transfer of a message and how it ended; NULL for a message of another kind.
static inline CURL *curl_shim_ended(const CURLMsg *message, CURLcode *result) {
  if (message->msg != CURLMSG_DONE) return NULL;
  *result = message->data.result;
  return message->easy_handle;
}

static inline CURLcode curl_shim_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

static const size_t curl_shim_write_pause = CURL_WRITEFUNC_PAUSE;
static const size_t curl_shim_read_abort = CURL_READFUNC_ABORT;
static const int curl_shim_seek_ok = CURL_SEEKFUNC_OK;
static const int curl_shim_seek_fail = CURL_SEEKFUNC_FAIL;
static const int curl_shim_request_ok = CURL_PREREQFUNC_OK;
static const int curl_shim_pause_nothing = CURLPAUSE_CONT;
static const curl_socket_t curl_shim_no_socket = CURL_SOCKET_BAD;
static const long curl_shim_http_1_1 = CURL_HTTP_VERSION_1_1;
