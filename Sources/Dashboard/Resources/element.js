// Building elements without writing markup in strings.

const svg = "http://www.w3.org/2000/svg";

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * A picture of the sprite, as decoration.
 * @param {string} name
 */
export function icon(name) {
  const picture = document.createElementNS(svg, "svg");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(svg, "use");
  picture.append(use);
  setIcon(picture, name);
  return picture;
}

/**
 * @param {Element} picture
 * @param {string} name
 */
export function setIcon(picture, name) {
  const address = `${document.documentElement.dataset.icons}#${name}`;
  const use = picture.firstElementChild;
  if (use && use.getAttribute("href") !== address) use.setAttribute("href", address);
}

/**
 * A button that is only an icon; its words are its label.
 * @param {string} name
 * @param {string} label
 * @param {() => void} action
 */
export function iconButton(name, label, action) {
  const button = element(
    "button",
    { type: "button", class: "button quiet small icon-only", "aria-label": label, title: label },
    icon(name),
  );
  button.addEventListener("click", action);
  return button;
}

/**
 * Elements from markup this server rendered and escaped.
 * @param {string} html
 */
export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}
