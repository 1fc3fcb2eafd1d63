// Decodes a BlurHash: a few cosine components, in base 83, of a very blurred picture.

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

/** @param {string} text */
function number(text) {
  let value = 0;
  for (const digit of text) value = value * 83 + alphabet.indexOf(digit);
  return value;
}

/** @param {number} value */
function linear(value) {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

/** @param {number} value */
function gamma(value) {
  const part = Math.max(0, Math.min(1, value));
  return 255 * (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055);
}

/** @param {number} value 0 to 18, 9 being none */
function signedSquare(value) {
  const part = (value - 9) / 9;
  return Math.sign(part) * part * part;
}

/**
 * The components as linear red, green and blue; null when the text is no BlurHash.
 * @param {string} hash
 */
function components(hash) {
  const size = number(hash[0] ?? "");
  const columns = (size % 9) + 1;
  const rows = Math.floor(size / 9) + 1;
  if (hash.length !== 4 + 2 * columns * rows) return null;
  const scale = (number(hash[1]) + 1) / 166;
  const average = number(hash.slice(2, 6));
  const colours = [[linear(average >> 16), linear((average >> 8) & 255), linear(average & 255)]];
  for (let at = 6; at < hash.length; at += 2) {
    const value = number(hash.slice(at, at + 2));
    const parts = [Math.floor(value / 361), Math.floor(value / 19) % 19, value % 19];
    colours.push(parts.map((part) => signedSquare(part) * scale));
  }
  return { columns, rows, colours };
}

/**
 * The picture a BlurHash stands for.
 * @param {string} hash
 * @param {number} width
 * @param {number} height
 */
export function decode(hash, width, height) {
  const found = components(hash);
  if (!found) return null;
  const image = new ImageData(width, height);
  const across = cosines(width, found.columns);
  const down = cosines(height, found.rows);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const colour = [0, 0, 0];
      found.colours.forEach((part, index) => {
        const weight = across[x][index % found.columns] * down[y][Math.floor(index / found.columns)];
        for (let channel = 0; channel < 3; channel += 1) colour[channel] += part[channel] * weight;
      });
      image.data.set([gamma(colour[0]), gamma(colour[1]), gamma(colour[2]), 255], 4 * (y * width + x));
    }
  }
  return image;
}

/**
 * @param {number} length
 * @param {number} count
 */
function cosines(length, count) {
  return Array.from({ length }, (_, at) =>
    Array.from({ length: count }, (_, index) => Math.cos((Math.PI * at * index) / length)));
}
