import { uniformBelow } from '../core/privacy/random-integers.ts';
import { seededRandom } from '../fleet/seeded-random.ts';
import { EditorText } from '../src/capture/editor-text.ts';

/**
 * Runs inside a page: changes an editor at random as pages and typing do, and compares after each step what one reader
 * says, which walks only what changed, with what a new reader says.
 *
 * @returns what differed, or "the same"
 */
async function compareReadings(seed: number, steps: number): Promise<string> {
  const random = seededRandom(seed);
  const below = (bound: number) => uniformBelow(bound, random);
  const editor = document.createElement('div');
  document.body.append(editor);
  editor.innerHTML =
    '<p>one two</p><p>three <b>four</b></p><blockquote>not mine</blockquote>\n  <div>five<br>six</div>';
  const kept = new EditorText(editor);
  const words = ['word', ' ', '\n  ', '', '\u200b', '\u00a0and', 'two\nlines', 'é'];
  const word = () => words[below(words.length)] as string;
  const nodes = (kind: number) => {
    const walker = document.createTreeWalker(editor, kind);
    const found: Node[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) found.push(node);
    return found;
  };
  const anyOf = (found: readonly Node[]) => found[below(Math.max(found.length, 1))];
  const element = () => (anyOf([...nodes(NodeFilter.SHOW_ELEMENT), editor]) ?? editor) as Element;
  const changes: (() => void)[] = [
    () => {
      const text = anyOf(nodes(NodeFilter.SHOW_TEXT)) as Text | undefined;
      text?.insertData(below(text.length + 1), word());
    },
    () => {
      const text = anyOf(nodes(NodeFilter.SHOW_TEXT)) as Text | undefined;
      if (text) text.data = word();
    },
    () => {
      const text = anyOf(nodes(NodeFilter.SHOW_TEXT)) as Text | undefined;
      if (text && text.length > 0) text.deleteData(below(text.length), 1);
    },
    () => element().append(document.createTextNode(word())),
    () => {
      const names = ['p', 'b', 'br', 'div', 'code', 'blockquote', 'span'];
      const added = document.createElement(names[below(names.length)] as string);
      added.textContent = added.localName === 'br' ? '' : word();
      element().append(added);
    },
    () => {
      const gone = anyOf(nodes(NodeFilter.SHOW_ALL));
      if (gone && editor.childNodes.length > 2) gone.parentNode?.removeChild(gone);
    },
    () => element().classList.toggle('gmail_quote'),
    () => (anyOf(nodes(NodeFilter.SHOW_TEXT)) as Text | undefined)?.splitText(0),
    () => editor.normalize(),
  ];
  const points = () => {
    const node = anyOf(nodes(NodeFilter.SHOW_ALL)) ?? editor;
    const offset = below((node instanceof Text ? node.length : node.childNodes.length) + 1);
    return { startContainer: node, startOffset: offset, endContainer: node, endOffset: offset };
  };
  for (let step = 0; step < steps; step++) {
    // Mostly typing, which is where a reader does not walk again.
    const change = below(3) > 0 ? below(3) : below(changes.length);
    changes[change]?.();
    // Records reach the observer by themselves, or are taken by the next reading.
    if (below(4) === 0) await null;
    const where = below(2) === 0 ? points() : undefined;
    const said = JSON.stringify(kept.read(where));
    const expected = JSON.stringify(new EditorText(editor).read(where));
    if (said !== expected) return `step ${step}, change ${change}: ${said} instead of ${expected}: ${editor.innerHTML}`;
  }
  return 'the same';
}

Object.assign(globalThis, { compareReadings });
