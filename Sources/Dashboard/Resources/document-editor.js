// The page where a document is written: a preview beside the text, and files that are dropped into it.

import { DocumentPreview } from "./document-preview.js";
import { DocumentUploads } from "./document-uploads.js";

class DocumentEditor extends HTMLElement {
  connectedCallback() {
    const text = this.querySelector("textarea");
    if (!text) return;
    new DocumentPreview(this, text);
    if (this.dataset.uploads) new DocumentUploads(this, text);
  }
}

customElements.define("document-editor", DocumentEditor);
