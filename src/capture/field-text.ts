/** Longer texts are not drafts of messages, and would be slow to follow. */
export const longestText = 10_000;

const blocks =
  /^(?:address|article|aside|blockquote|dd|div|dl|dt|figure|footer|h[1-6]|header|hr|li|ol|p|section|table|tr|ul|br)$/;

/** Parts of an editor that hold other people's words or no words. */
const skipped = 'blockquote, .gmail_quote, .gmail_attr, .moz-cite-prefix, [contenteditable="false"], style, script';

/** Text of a field as its user sees it; quoted replies inside an editor are left out. */
export function fieldText(field: HTMLElement): string {
  const text =
    field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement ? field.value : nodeText(field);
  // Editors write spaces as no-break spaces.
  return text.replaceAll('\u00a0', ' ');
}

function nodeText(node: Node): string {
  if (node instanceof Text) return node.data;
  let text = '';
  for (const child of node.childNodes) {
    if (child instanceof Element && child.matches(skipped)) continue;
    const block = child instanceof Element && blocks.test(child.localName);
    if (block && text !== '' && !text.endsWith('\n')) text += '\n';
    text += nodeText(child);
  }
  return text;
}
