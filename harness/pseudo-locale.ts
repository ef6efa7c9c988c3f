import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

// A language that nobody speaks, for tests: every sentence is twice as long, in letters that no other text has, and
// runs from right to left. Whatever a page shows in plain letters comes from somewhere else.

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accented = 'àƀćďēƒğĥĩĵķĺɱńōþʠŕšţũṽŵẋŷžÀɃĆĎĒƑĞĤĨĴĶĹṀŃŌÞɊŔŠŢŨṼŴẊŶŽ';

const letter = (from: string): string => accented[plain.indexOf(from)] ?? from;

/** Words twice, in other letters. */
export const pseudoWords = (words: string): string =>
  words.replace(/\p{L}[\p{L}'’]*/gu, (word) => {
    const other = Array.from(word, letter).join('').replaceAll("'", '’');
    return `${other} ${other}`;
  });

/** A sentence in ICU MessageFormat with other words in the same places. */
export function pseudoSentence(sentence: string): string {
  let at = 0;
  const message = (): string => {
    let said = '';
    while (at < sentence.length && sentence[at] !== '}') {
      const rest = sentence.slice(at);
      const [tag] = /^<\/?\w+>/.exec(rest) ?? [];
      const [words = ''] = /^[^{}<]+/.exec(rest) ?? [];
      if (tag === undefined && words === '') said += place();
      else {
        said += tag ?? pseudoWords(words);
        at += (tag ?? words).length;
      }
    }
    return said;
  };
  /** What stands between braces: a name, perhaps with a format, or with choices that hold messages. */
  const place = (): string => {
    const [head = ''] = /^\{\w+(?:,\s*(?:plural|select|selectordinal),)?/.exec(sentence.slice(at)) ?? [];
    if (head === '') throw new Error(`expected a place: ${sentence.slice(at)}`);
    at += head.length;
    let said = head;
    for (;;) {
      const [between = ''] = /^[^{}]*/.exec(sentence.slice(at)) ?? [];
      said += between;
      at += between.length + 1;
      if (sentence[at - 1] === '}') return `${said}}`;
      said += `{${message()}}`;
      at++;
    }
  };
  return message();
}

/** Puts the sentences of this language into a copy of the extension, in the place of the English ones. */
export async function speakPseudo(folder: string): Promise<void> {
  const path = join(folder, '_locales/en/messages.json');
  const sentences: Record<string, { message: string }> = JSON.parse(await readFile(path, 'utf8'));
  const pseudo = Object.entries(sentences).map(([key, { message }]) => [key, { message: pseudoSentence(message) }]);
  const said = {
    ...Object.fromEntries(pseudo),
    // Names of months and languages come from the browser: in Arabic they are in no plain letters either.
    language: { message: 'ar' },
    direction: { message: 'rtl' },
  };
  await writeFile(path, JSON.stringify(said));
}
