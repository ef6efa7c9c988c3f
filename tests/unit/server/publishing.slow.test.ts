import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repository } from '../../../harness/folders.ts';
import { startServer } from '../../../harness/server-process.ts';
import { farYear, studyYaml, writeStudyFolder } from '../../../harness/study-folder.ts';
import { until } from '../../../harness/until.ts';

let folder: string;
let studies: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'donor-publishing-'));
  studies = join(folder, 'studies');
  mkdirSync(studies);
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (name: string, yaml = studyYaml({ name, year: farYear })) =>
  writeStudyFolder({ parent: studies, name, yaml });
const start = () => startServer({ data: join(folder, 'data'), studies, port: 0 });

test('a broken, unfinished, dotted or doubled folder stops only itself, loudly', async () => {
  write('good');
  write('broken', studyYaml({ name: 'broken', year: farYear, epsilon: 40 }));
  write('twin', studyYaml({ name: 'twins', year: farYear }));
  write('twin-copy', studyYaml({ name: 'twins', year: farYear }));
  for (const name of ['.git', 'notes']) mkdirSync(join(studies, name));
  const server = await start();
  const page = async (name: string) => (await fetch(`${server.origin}/studies/${name}`)).status;
  expect([await page('good'), await page('broken'), await page('twins')]).toEqual([200, 404, 404]);
  const said = server.complaints();
  for (const name of ['broken', '.git', 'notes', 'twin', 'twin-copy']) {
    expect(said).toContain(`Not published: ${join(studies, name)}\n`);
  }
  expect(said).not.toContain(join(studies, 'good'));
  expect(said).toContain(`${join(studies, 'broken', 'study.yaml')}:17:14: rounds[0].epsilon: expected at most 8`);
  expect(said).toContain(`its study has the name "twins", and so has ${join(studies, 'twin')}; give one another name`);
  expect(said).not.toMatch(/^\s+at /m);
  server.kill();
  await server.ended;
});

test('a published study is served on when its folder has changed or is gone', async () => {
  write('good');
  write('other');
  const first = await start();
  expect(first.complaints()).toBe('');
  first.kill();
  await first.ended;
  write('good', studyYaml({ name: 'good', year: farYear }).replace('one question', 'two questions'));
  rmSync(join(studies, 'other'), { recursive: true });
  const second = await start();
  expect(second.complaints()).toMatch(/^Not published: .*good\n.*consent: this is published and cannot change/);
  for (const name of ['good', 'other']) {
    expect((await fetch(`${second.origin}/studies/${name}`)).status).toBe(200);
  }
  second.kill();
  await second.ended;
});

test('a server listens before it publishes, tells its progress, and publishes anew after it was killed meanwhile', async () => {
  const yaml = studyYaml({ name: 'large', year: farYear, rounds: ['candidates'] });
  const many = Array.from({ length: 2000 }, (_, i) => `The train number ${i} was late.`).join('\n');
  writeStudyFolder({ parent: studies, name: 'large', yaml, files: { 'candidates.txt': many } });
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: repository,
    env: { ...process.env, DONOR_DATA: join(folder, 'data'), DONOR_STUDIES: studies, DONOR_PORT: '0' },
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  const line = `Publishing ${join(studies, 'large')}: 500 of 2000 texts are embedded.`;
  await until('the progress', async () => said.stderr.includes(line));
  const origin = /^Data Donor study server: (\S+)$/m.exec(said.stdout)?.[1];
  expect((await fetch(`${origin}/`)).status).toBe(200);
  expect((await fetch(`${origin}/studies/large`)).status).toBe(404);
  const gone = once(child, 'close');
  child.kill('SIGKILL');
  await gone;
  expect(said.stdout).not.toContain('Published');
  writeStudyFolder({ parent: studies, name: 'large', yaml });
  const server = await start();
  expect(server.complaints()).toBe('');
  expect((await fetch(`${server.origin}/studies/large`)).status).toBe(200);
  server.kill();
  await server.ended;
});
