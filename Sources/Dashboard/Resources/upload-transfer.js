// One file on its way to the server. XMLHttpRequest, because fetch does not tell how much was sent.

import { problemFrom } from "./api.js";

/** @typedef {{ finished: Promise<import("./api.js").Asset>, abort: () => void }} Transfer */

/**
 * @param {File} file
 * @param {{ folder: string | null, isCopy: boolean, mediaType?: string }} place the folder it lands in, whether one the library holds already
 *   is taken again, and what the file is for
 * @param {import("./api.js").LibraryAPI} api
 * @param {(sentBytes: number) => void} onProgress
 * @returns {Transfer}
 */
export function send(file, { folder, isCopy, mediaType }, api, onProgress) {
  const request = new XMLHttpRequest();
  const form = new FormData();
  if (folder) form.append("folderId", folder);
  if (mediaType) form.append("mediaType", mediaType);
  form.append("file", file, file.name);
  request.open("POST", `/organization/assets?onDuplicate=${isCopy ? "copy" : "error"}`);
  for (const [name, value] of Object.entries(api.headers)) request.setRequestHeader(name, value);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (event) => onProgress(Math.min(event.loaded, file.size)));

  const finished = new Promise((resolve, reject) => {
    const fail = () => {
      const problem = problemFrom(request.status, request.responseText, request.getResponseHeader("Retry-After"));
      problem.assetID = request.getResponseHeader("Vitrine-Duplicate-Of") ?? "";
      reject(problem);
    };
    request.addEventListener("load", () => {
      if (request.status !== 201 && request.status !== 200) return fail();
      try {
        resolve(JSON.parse(request.responseText));
      } catch {
        fail();
      }
    });
    request.addEventListener("error", fail);
    request.addEventListener("abort", fail);
    request.send(form);
  });
  return { finished, abort: () => request.abort() };
}
