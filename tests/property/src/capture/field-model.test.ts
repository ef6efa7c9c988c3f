import fc from 'fast-check';
import { expect, it } from 'vitest';
import { announcementOf } from '../../../../src/capture/announcement.ts';
import { FieldModel } from '../../../../src/capture/field-model.ts';
import { type MarkedText, rangesOf } from '../../../../src/capture/marked-text.ts';

/** The volunteer types small letters; pages and clipboards write capital ones. */
const ofUser = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '\n'), minLength: 1, maxLength: 4 });
const ofPage = fc.string({ unit: fc.constantFrom('A', 'B', 'C', ' ', '\n'), minLength: 1, maxLength: 6 });
const anything = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', ' ', '\n'), maxLength: 6 });
const inputType = fc.constantFrom(
  'insertText',
  'insertCompositionText',
  'insertReplacementText',
  'insertParagraph',
  'insertFromPaste',
  'insertFromDrop',
  'deleteContentBackward',
  'historyUndo',
  'formatBold',
);
const place = fc.record({ start: fc.nat(), length: fc.nat(3), breaks: fc.nat(1) });

const step = fc.oneof(
  /** A trusted `beforeinput`. */
  fc.record({ kind: fc.constant('announce' as const), inputType, data: fc.option(ofUser), place }),
  /** Somebody changes the text, with or without an event: the browser, an editor, the page, a clipboard. */
  fc.record({
    kind: fc.constant('change' as const),
    place,
    by: fc.oneof(ofUser, ofPage, anything),
    seen: fc.boolean(),
  }),
  /** What was announced happens as announced. */
  fc.record({ kind: fc.constant('happen' as const), extra: fc.option(ofPage) }),
);

const typedText = (content: MarkedText): string =>
  rangesOf(content)
    .filter(({ source }) => source === 'typed')
    .map(({ text }) => text)
    .join('');

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Runs steps, and calls `check` around everything that the model is told. */
function run(
  steps: readonly Step[],
  check: (before: MarkedText, after: MarkedText, announced: ReturnType<typeof announcementOf>) => void,
): FieldModel {
  let text = '';
  let announced = announcementOf('', null, undefined);
  const model = new FieldModel(() => 'field', text);
  const tell = (how: () => void) => {
    const before = model.content;
    how();
    check(before, model.content, announced);
  };
  for (const each of steps) {
    if (each.kind === 'announce') {
      const start = each.place.start % (text.length + 1);
      const end = Math.min(text.length, start + each.place.length);
      tell(() => model.see(text));
      announced = announcementOf(each.inputType, each.data, { start, end, breaks: each.place.breaks });
      model.announce(text, announced);
    } else if (each.kind === 'change') {
      const start = each.place.start % (text.length + 1);
      text = text.slice(0, start) + each.by + text.slice(start + each.place.length);
      if (each.seen) tell(() => model.see(text));
    } else if ('data' in announced) {
      text = text.slice(0, announced.start) + announced.data + (each.extra ?? '') + text.slice(announced.end);
      tell(() => model.see(text));
    }
  }
  return model;
}

it('never takes a character for typed that no trusted event announced', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const { content } = run(steps, (_, after) => expect(typedText(after)).not.toMatch(/[A-Z]/));
      expect(content.marks.length).toBe(content.text.length);
    }),
    { numRuns: 3000, seed: 1 },
  );
});

it('takes no more for typed than the event right before announced, and once', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let left = 0;
      let last: unknown;
      run(steps, (before, after, announced) => {
        if (announced.kind === 'history') return;
        if (announced !== last) {
          last = announced;
          // An empty line may bring up one line break with its first character.
          left = 'data' in announced ? announced.data.length + announced.breaks : 0;
        }
        const [was, is] = [typedText(before), typedText(after)];
        // What is typed now and was not before; characters that went make room for none.
        const kept = commonLength(was, is);
        expect(is.length - kept).toBeLessThanOrEqual(left);
        left -= is.length - kept;
      });
    }),
    { numRuns: 3000, seed: 2 },
  );
});

it('takes nothing for typed after any event that announces no typing', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 20 }),
      fc.constantFrom('insertFromPaste', 'insertFromDrop', 'deleteContentBackward', 'formatBold', ''),
      fc.array(anything, { maxLength: 5 }),
      (steps, type, texts) => {
        const model = run(steps, () => {});
        const { text } = model.content;
        model.announce(text, announcementOf(type, 'ab', { start: 0, end: 0, breaks: 0 }));
        const typed = typedText(model.content);
        for (const each of texts) {
          model.see(each);
          expect(isSubsequence(typedText(model.content), typed)).toBe(true);
        }
      },
    ),
    { numRuns: 1000, seed: 3 },
  );
});

it('takes everything for typed that its user types, deletes and brings back, wherever and whatever', () => {
  const edit = fc.record({ start: fc.nat(), length: fc.nat(4), by: fc.oneof(ofUser, fc.constant('')) });
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
      let text = '';
      const model = new FieldModel(() => 'field', text);
      for (const { start: wish, length, by } of edits) {
        const start = wish % (text.length + 1);
        const end = Math.min(text.length, start + length);
        const type = by === '' ? 'deleteContentBackward' : 'insertText';
        model.announce(text, announcementOf(type, by, { start, end, breaks: 0 }));
        const before = text;
        text = text.slice(0, start) + by + text.slice(end);
        model.see(text);
        expect(model.content.marks).toBe('t'.repeat(text.length));
        if (by !== '' || start === end) continue;
        model.announce(text, announcementOf('historyUndo', null, undefined));
        model.see(before);
        expect(model.content.marks).toBe('t'.repeat(before.length));
        text = before;
      }
    }),
    { numRuns: 1000, seed: 4 },
  );
});

/** Length of the longest common subsequence. */
function commonLength(a: string, b: string): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const letter of a) {
    const next = [0];
    for (let j = 0; j < b.length; j++) {
      next.push(letter === b[j] ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

const isSubsequence = (part: string, whole: string): boolean => commonLength(part, whole) === part.length;
