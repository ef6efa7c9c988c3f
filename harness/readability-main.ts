import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repository } from './folders.ts';
import { asRead, readabilityOf } from './readability.ts';

// `npm run readability`: how many years of school the extension's own English sentences take, page by page. It informs;
// nothing bends sentences to it.

const locale = join(repository, 'src/_locales/en');
const files = [
  ...readdirSync(locale).map((file) => join(locale, file)),
  join(repository, 'core/words/locales/en.json'),
];
const pages = files.map((file) => ({
  page: file.startsWith(locale) ? basename(file, '.json') : 'shared with the server',
  texts: Object.values<string>(JSON.parse(readFileSync(file, 'utf8'))).map(asRead),
}));
const all = { page: 'all', texts: pages.flatMap(({ texts }) => texts) };

process.stdout.write('page                     grade  sentences  words each\n');
for (const { page, texts } of [...pages, all]) {
  const found = readabilityOf(texts);
  if (!found) continue;
  const { grade, sentences, words } = found;
  const cells = [page.padEnd(24), grade.toFixed(1).padStart(6), String(sentences).padStart(11)];
  process.stdout.write(`${cells.join('')}${(words / sentences).toFixed(1).padStart(12)}\n`);
}

const hardest = all.texts
  .map((text) => ({ text, grade: readabilityOf([text])?.grade ?? 0 }))
  .sort((a, b) => b.grade - a.grade)
  .slice(0, 10);
process.stdout.write('\nhardest:\n');
for (const { text, grade } of hardest) process.stdout.write(`${grade.toFixed(1).padStart(6)}  ${text}\n`);
