// The library page's script: registers the elements the server rendered.

import { AssetGrid } from "./asset-grid.js";
import { VitrineLibrary } from "./library-page.js";
import { UploadPanel } from "./upload-panel.js";

customElements.define("asset-grid", AssetGrid);
customElements.define("upload-panel", UploadPanel);
customElements.define("vitrine-library", VitrineLibrary);
