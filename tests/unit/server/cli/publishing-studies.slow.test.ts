import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServer } from '../../../../harness/server-process.ts';
import { farYear, studyYaml, writeStudyFolder } from '../../../../harness/study-folder.ts';
import { donor, exit, start } from './donor.ts';

let home: string;
let data: string;
let server: ServerProcess;
const run = async (...words: string[]) => donor([...words, '--data', data]);
const later = (epsilon: number) => `  - title: And again?
    kind: fragments
    texts: phrases.txt
    epsilon: ${epsilon}
    minimumReports: 50
`;
const yaml = studyYaml({ year: farYear, rounds: ['fragments', 'candidates'] });

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'donor-publishing-'));
  data = join(home, 'data');
  // A server without study folders.
  const studies = mkdtempSync(join(home, 'none-'));
  server = await startServer({ data, studies, port: 0 });
});
afterAll(async () => {
  server.kill('SIGTERM');
  await server.ended;
  rmSync(home, { recursive: true });
});

test('publish, look, correct, open, add a round: through a running server', async () => {
  const { folder } = writeStudyFolder({ parent: home, yaml: yaml.replace('epsilon: 4', 'epsilon: four') });
  const wrong = await run('publish', folder);
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
  expect(wrong.stderr).toMatch(/study\.yaml:17:14: rounds\[0\]\.epsilon: expected a number, found "four"/);

  writeFileSync(join(folder, 'study.yaml'), yaml);
  const made = await run('publish', folder);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const page = /^look at +(http:\/\/\S+\/previews\/\S+)$/m.exec(made.stdout)?.[1] ?? '';
  expect(page.startsWith(server.origin)).toBe(true);
  expect(await (await fetch(page)).text()).toContain('How people travel');

  const asked = await run('open', 'commute');
  expect(asked.code).toBe(2);
  expect(asked.stderr).toMatch(/Opening commute publishes it for good/);
  expect(asked.stderr).toMatch(/^round 1 +fragments \(which\): 4 texts, k = 5, epsilon 4 a report, 1 release from 50/m);
  expect(asked.stderr).toMatch(/^consent to +candidates \(random-draft\): at least 6 texts, epsilon at most 4, /m);
  expect(asked.stderr).toMatch(/Volunteers who keep the default caps answer rounds 1–2 in the first 30 days/);
  expect(asked.stderr).toMatch(/nobody can be asked here; say --yes/);

  writeFileSync(join(folder, 'study.yaml'), yaml.replace('How people', 'Where people'));
  const changed = await run('open', 'commute', '--yes', '--folder', folder);
  expect(changed).toMatchObject({ code: 2, stdout: '' });
  expect(changed.stderr).toMatch(/has changed since its preview was made/);
  expect((await run('publish', folder)).stdout).toContain(page);

  const remote = ['--server', server.origin, '--token-file', join(data, 'admin-token')];
  const opened = await donor(['open', 'commute', '--yes', '--json', '--folder', folder, ...remote]);
  expect(opened.code).toBe(0);
  expect(JSON.parse(opened.stdout)).toMatchObject({ opened: { name: 'commute', newRounds: 2 } });
  expect((await fetch(page)).status).toBe(404);
  expect(await (await fetch(`${server.origin}/studies/commute`)).text()).toContain('Where people travel');
  appendFileSync(join(folder, 'study.yaml'), later(5));
  const beyond = await run('publish', folder);
  expect(beyond).toMatchObject({ code: 2, stdout: '' });
  expect(beyond.stderr).toMatch(
    /study\.yaml:30:14: rounds\[2\]\.epsilon: found 5, and the consent covers at most 4\. To ask more/,
  );
  writeFileSync(join(folder, 'study.yaml'), yaml.replace('How people', 'Where people') + later(2));
  expect((await run('publish', folder)).stdout).toMatch(/^then +donor open-round commute/m);
  expect((await run('open', 'commute')).stderr).toMatch(/commute is open already, .*; donor open-round commute/);
  const round = await run('open-round', 'commute', '--yes');
  expect(round).toMatchObject({ code: 0 });
  expect(round.stderr).toMatch(/^round 3 +fragments/m);
  expect(round.stderr).not.toMatch(/^round 1 /m);

  const { folder: other } = writeStudyFolder({
    parent: home,
    name: 'meals',
    yaml: studyYaml({ name: 'meals', year: farYear }),
  });
  await run('publish', other);
  expect((await run('discard', 'meal')).stderr).toMatch(/no preview of a study called "meal"; there are meals/);
  expect(await run('discard', 'meals')).toMatchObject({ code: 0, stdout: 'discarded the preview of meals\n' });
  const listed = await (await fetch(`${server.origin}/v1/studies`)).json();
  expect(listed.studies.map((study: { name: string; rounds: object[] }) => [study.name, study.rounds.length])).toEqual([
    ['commute', 3],
  ]);
});

test('whoever is stopped while texts are embedded has opened nothing, and the preview stays, also without a server', async () => {
  const own = mkdtempSync(join(home, 'own-'));
  const { folder } = writeStudyFolder({
    parent: own,
    yaml: studyYaml({ year: farYear, rounds: ['candidates'] }),
    files: {
      'candidates.txt': Array.from({ length: 4_000 }, (_, i) => `We met at the station number ${i}`).join('\n'),
    },
  });
  const started = await startServer({ data: join(own, 'data'), studies: mkdtempSync(join(own, 'none-')), port: 0 });
  started.kill('SIGTERM');
  await started.ended;
  const at = (...words: string[]) => donor([...words, '--data', join(own, 'data')]);
  expect((await at('publish', folder)).stdout).toMatch(/^look at +\/previews\/\S+ at the address of the server$/m);
  const stopped = async (signal: 'SIGINT' | 'SIGKILL') => {
    const child = start(['open', 'commute', '--yes', '--data', join(own, 'data')]);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (words: string) => {
      said += words;
    });
    while (!said.includes('texts embedded')) await once(child.stderr, 'data');
    child.kill(signal);
    const [stdout, code] = await Promise.all([text(child.stdout), exit(child)]);
    return { stdout, code, said };
  };
  const interrupted = await stopped('SIGINT');
  expect(interrupted).toMatchObject({ stdout: '', code: 1 });
  expect(interrupted.said).toMatch(/stopped: nothing was opened, and the preview stays as it was/);
  expect(await stopped('SIGKILL')).toMatchObject({ stdout: '', code: null });
  // Of an open study it would be rounds.
  expect((await at('previews')).stdout).toMatch(/^commute {2}a new study /);
});
