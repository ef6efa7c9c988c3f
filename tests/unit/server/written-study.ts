import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const validStudy = `name: commute
title: How people travel
summary: A study of journeys.
consent:
  - You answer one question.
privacyPolicy:
  - Nothing but a vote is kept.
controller:
  name: Institute of Journeys
  contact: journeys@example.org
withdrawal: Votes cannot be withdrawn.
endsAt: 2026-12-31T00:00:00Z
rounds:
  - title: Which phrase did you type?
    kind: fragments
    texts: phrases.txt
    epsilon: 4
    minimumReports: 50
    closesAt: 2026-06-30T00:00:00Z
`;
export const validPhrases = '# journeys\nmissed the bus\nflat tyre\n\nnight train\ntraffic jam\n';

/** A directory that holds one study folder, `commute`. */
export function writeStudy({
  study = validStudy,
  files = { 'phrases.txt': validPhrases } as Record<string, string | Uint8Array>,
} = {}) {
  const parent = mkdtempSync(join(tmpdir(), 'donor-study-'));
  const folder = join(parent, 'commute');
  mkdirSync(folder);
  writeFileSync(join(folder, 'study.yaml'), study);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return { parent, folder };
}
