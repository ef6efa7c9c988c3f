import { expect, test } from 'vitest';
import { readText, trackedFiles } from './tracked-files.ts';
import { visibleTexts } from './visible-text.ts';

/** Words that may stand in code, each with its reason. */
const exceptions: Record<string, string> = {
  '<!doctype html>{}': 'markup',
  'donor open': 'a command',
  'donor publish': 'a command',
  'study.yaml': 'the name of a file',
  'the language model of this extension': 'goes into an error, which becomes a reason',
  'Runs the text model on this device, in a worker.': 'the justification that Chrome demands and shows to nobody',
};

/**
 * Lists of words that web pages give their fields, and that secrets have. The try-it page shows such fields; what it
 * says of them is in its catalogue, by the type of `FieldCase.kind`.
 */
const wordLists = /^src\/capture\//;

test('no text that a reader of a page could see stands in code', () => {
  const files = trackedFiles(/^(src|look|server\/pages)\/.*\.tsx?$/).filter((path) => !wordLists.test(path));
  expect(files.length).toBeGreaterThan(60);
  const found = files.flatMap((path) =>
    visibleTexts(path, readText(path))
      .filter(({ text }) => !(text in exceptions))
      .map(({ line, text }) => `${path}:${line}: ${text}`),
  );
  expect(found).toEqual([]);
});

test.for([
  ['words between tags', '<p>Hello</p>', ['Hello']],
  ['words in an attribute', '<img alt="A tree" />', ['A tree']],
  ['one word of a choice', "<b title={a ? 'Open' : x}>{b && 'Shut'}</b>", ['Open', 'Shut']],
  ['words around a value', `<p>{\`\${n} drafts\`}</p>`, ['{} drafts']],
  ['a sentence anywhere', "const a = 'Nothing was sent.'", ['Nothing was sent.']],
  ['a sentence with values', `const a = \`Leaves in \${t}.\``, ['Leaves in {}.']],
  ['names of sentences', "<p>{say('home_title')}</p>", []],
  ['lists for the browser', '<p class="muted small" rel="noopener noreferrer" />', []],
  ['errors and logs', "throw new Error('it is not here'); console.warn('it is here')", []],
  ['schemas and selectors', "z.string().regex(/x/, 'expected an x'); a.closest('main p')", []],
  ['types', `type A = 'one word' | \`two \${string} words\``, []],
  ['addresses', '<input placeholder="https://mail.example" />', []],
  ['signs', '<p>· {a} – {b}</p>', []],
] as const)('the search for visible text knows %s', ([, code, texts]) => {
  expect(visibleTexts('a.tsx', code).map(({ text }) => text)).toEqual(texts);
});
