import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { studyYaml, textFiles, writeStudyFolder } from '../../../../harness/study-folder.ts';
import { readStudyFolder } from '../../../../server/studies/study-folder.ts';

/** A study file with `\u202e` (which turns what follows) written into one of its words. */
const turned = (words: string) => ({
  yaml: studyYaml({ rounds: ['candidates', 'fragments'] }).replace(words, `"${words}\\u202e"`),
});
const files = textFiles();

test.each([
  ['title', turned('How people travel')],
  ['summary', turned('A study of journeys.')],
  ['consent[0]', turned('You answer one question.')],
  ['privacyPolicy[0]', turned('Nothing but a vote is kept.')],
  ['controller.name', turned('Institute of Journeys')],
  ['controller.contact', turned('journeys@example.org')],
  ['withdrawal', turned('Votes cannot be withdrawn.')],
  ['rounds[0].title', turned('Which message is most like yours?')],
  ['rounds[1].title', turned('Which phrase did you type?')],
  ['candidates.txt', { files: { ...files, 'candidates.txt': 'One text.\nAnother \u202eone.\n' } }],
  ['phrases.txt', { files: { ...files, 'phrases.txt': 'flat tyre\nnight \u202etrain\n' } }],
])('a study whose %s turns what follows it is not published', async (place, written) => {
  const { parent, folder } = writeStudyFolder({ yaml: studyYaml({ rounds: ['candidates', 'fragments'] }), ...written });
  try {
    const problem = await readStudyFolder(folder).then(
      () => '',
      ({ message }: Error) => message,
    );
    expect(problem).toContain(place);
    expect(problem).toContain('U+202E is a control character that turns the direction of writing');
  } finally {
    rmSync(parent, { recursive: true });
  }
});
