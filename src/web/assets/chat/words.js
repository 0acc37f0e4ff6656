// What the server put into the page: settings, and every text that this script shows.

const block = document.getElementById('settings');

export const settings = JSON.parse((block && block.textContent) || '{}');

/** A text with its `{fields}` filled in. It is plain text: whoever shows it must not treat it as markup. */
export const say = (key, fields = {}) =>
  settings.texts[key].replace(/\{(\w+)\}/g, (whole, name) => (name in fields ? String(fields[name]) : whole));

/** "640 KB", "2,4 MB": as people read sizes, in the page's language. */
export function sizeText(bytes) {
  const format = (value, digits) =>
    value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits });
  if (bytes < 1024) return `${format(bytes, 0)} B`;
  if (bytes < 1024 * 1024) return `${format(bytes / 1024, 0)} KB`;
  return `${format(bytes / (1024 * 1024), 1)} MB`;
}
