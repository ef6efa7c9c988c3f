import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { studyYaml } from '../../../../harness/study-folder.ts';
import { readStudyFolder } from '../../../../server/studies/study-folder.ts';

/** A study folder with a pool. */
export async function poolFolder(pool: string, files: Readonly<Record<string, string>>) {
  const path = mkdtempSync(join(tmpdir(), 'donor-pool-'));
  const yaml = studyYaml({ rounds: ['candidates'] }).replace('rounds:', `${pool}\nrounds:`);
  writeFileSync(join(path, 'study.yaml'), yaml);
  writeFileSync(join(path, 'candidates.txt'), 'Shall we play tennis?\nDinner at eight?\n');
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return { path, yaml, folder: await readStudyFolder(path) };
}
