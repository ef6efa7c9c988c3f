import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeStudyFolder } from '../../../../harness/study-folder.ts';
import { fieldsOf } from '../../../../server/studies/study-fields.ts';
import { roundSchemas, studyFileSchema } from '../../../../server/studies/study-file.ts';
import { readStudyFolder } from '../../../../server/studies/study-folder.ts';
import { newStudy } from '../../../../server/studies/study-template.ts';

const { 'study.yaml': yaml = '', ...files } = newStudy({ name: 'commute', endsAt: '2126-12-31T00:00:00Z' });

test('a new study is sound as it is, and takes every default', async () => {
  const { parent, folder } = writeStudyFolder({ yaml, files });
  const { study, rounds, warnings } = await readStudyFolder(folder);
  rmSync(parent, { recursive: true });
  expect(study).toMatchObject({ name: 'commute', kind: 'real', cohorts: 1, laterRounds: null, corrects: null });
  expect(rounds.map(({ kind, list }) => [kind, list.length])).toEqual([
    ['candidates', 10],
    ['fragments', 6],
  ]);
  expect(warnings).toEqual([]);
});

test('a new study has every field with its meaning, its default and an example', () => {
  const all = [studyFileSchema, ...Object.values(roundSchemas)].flatMap(fieldsOf);
  for (const field of [...all, ...all.flatMap(({ fields }) => fields)]) {
    expect(yaml).toMatch(new RegExp(`^[ #-]*${field.name}:`, 'm'));
    expect(field.description).not.toBe('');
    expect(yaml.replaceAll(/\n[ #]*/g, ' ')).toContain(field.description);
    if (field.fields.length > 0 || field.name === 'rounds') continue;
    expect(yaml).toContain(`example: ${field.name}: ${field.example})`);
    if (field.default !== undefined && field.default !== 'null') expect(yaml).toContain(`(default: ${field.default};`);
  }
});

test('what is commented out is sound too', async () => {
  const live = yaml
    .replaceAll(/^( *)# (laterRounds|textColumn|closesAt|cohorts):(.*)$/gm, (line, indent, name, rest) =>
      name === 'textColumn' ? line : `${indent}${name}:${rest.replace('[0, 1]', '[0]').replace('2027', '2126')}`,
    )
    .replaceAll(/^# {3}(\w+:.*)$/gm, '  $1');
  expect(live).toMatch(/^laterRounds:$/m);
  const { parent, folder } = writeStudyFolder({ yaml: live, files });
  const { study } = await readStudyFolder(folder);
  rmSync(parent, { recursive: true });
  expect(study.laterRounds).toEqual({ fewestTexts: 12, epsilon: 4, recentDrafts: 20, windowDays: 30 });
  expect(study.rounds[0]).toMatchObject({ cohorts: [0], closesAt: '2126-06-30T00:00:00Z' });
});
