import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appendRound, entryInYaml } from '../../../../server/evolution/append-round.ts';
import type { RoundEntry } from '../../../../server/studies/study-file.ts';
import { readStudyFolder } from '../../../../server/studies/study-folder.ts';
import { poolFolder } from './pool-folder.ts';

const entry: RoundEntry = {
  kind: 'candidates',
  title: 'Which: "this", or that?',
  texts: 'round-2.jsonl',
  epsilon: 4,
  minimumReports: 200,
  releases: 1,
  answerRule: 'random-draft',
  minSimilarity: 0.4,
  recentDrafts: 20,
};
const round = JSON.stringify({ text: 'Dinner at eight?' });

test('a round is added at the end of the list, and every other byte stays', async () => {
  const { path, yaml } = await poolFolder('', { 'round-2.jsonl': round });
  const after = `${yaml.replace('rounds:', 'rounds: # the list')}    # the last line of the round\n\n# The end.\nretentionDays: 7\n`;
  writeFileSync(join(path, 'study.yaml'), after);
  await appendRound(path, entry);
  const changed = readFileSync(join(path, 'study.yaml'), 'utf8');
  expect(changed).not.toBe(after);
  expect(changed.replace(entryInYaml(entry), '')).toBe(after);
  const { rounds, study } = await readStudyFolder(path);
  expect(study.retentionDays).toBe(7);
  expect(rounds).toHaveLength(2);
  expect(rounds[1]).toMatchObject(entry);
  expect(readdirSync(path)).not.toContain('study.yaml.new');
});

test('a list that no round can be added to stays as it is, and the lines to add are told', async () => {
  const { path, yaml } = await poolFolder('', {});
  const flow = `${yaml.slice(0, yaml.indexOf('rounds:'))}rounds: [{ title: a, kind: candidates, texts: candidates.txt, epsilon: 4, minSimilarity: 0.4 }]\n`;
  writeFileSync(join(path, 'study.yaml'), flow);
  await expect(appendRound(path, entry)).rejects.toThrow(/add this one by hand:\n {2}- kind: candidates\n/);
  expect(readFileSync(join(path, 'study.yaml'), 'utf8')).toBe(flow);
});
