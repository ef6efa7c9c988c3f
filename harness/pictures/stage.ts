import { randomise } from '../../core/privacy/subset-selection.ts';
import { encodeVote } from '../../core/privacy/vote-codec.ts';
import { encodeBase64Url } from '../../core/protocol/base64url.ts';
import type { JoinLink } from '../../core/protocol/join-link.ts';
import { nonceBytes, type Report, reportSchema } from '../../core/protocol/report.ts';
import { sendReports } from '../../fleet/study-client.ts';
import { secureRandom } from '../../server/secure-random.ts';
import type { DrivenBrowser } from '../driven-browser.ts';
import { farYear, studyYaml, writeStudyFolder } from '../study-folder.ts';
import { type PublishedRound, StudyServer } from '../study-server.ts';
import { Volunteer } from '../volunteer.ts';

/** Addresses that stand in pictures: nobody's. */
export const mailSite = 'https://mail.example';
export const chatSite = 'https://chat.example';

/** What somebody might have written; newest first. */
export const writtenDrafts: readonly string[] = [
  'Shall we play tennis on Saturday morning? I could book the court at the park for ten.',
  'The train was late again, so I will not make it to the meeting before half past nine. Please start without me.',
  'I tried the recipe with the red lentils.\nIt needs more cumin,\nless salt,\nand twenty minutes longer than it says.\nEverybody had a second plate.',
  'Could somebody water the plants on the third floor while I am away next week?',
  'Thank you for the photographs! The one by the lake is my favourite.',
];

/** One real server with two studies, and one volunteer in a real browser. */
export interface Stage {
  readonly server: StudyServer;
  readonly person: Volunteer;
  /** A study that is open, with a candidate round and a fragment poll. */
  readonly link: JoinLink;
  readonly rounds: readonly PublishedRound[];
  /** Address of the pages of a preview. */
  readonly preview: string;
  close(): Promise<void>;
}

const released = 'meals';

/** @param port of the server; 0 for one that is free */
export async function openStage(browser: DrivenBrowser, port = 0): Promise<Stage> {
  const server = await StudyServer.create(port);
  const yaml = studyYaml({ rounds: ['candidates', 'fragments'], year: farYear });
  writeStudyFolder({ parent: server.studies, yaml });
  writeStudyFolder({
    parent: server.studies,
    name: released,
    yaml: studyYaml({
      name: released,
      title: 'What people plan',
      rounds: ['candidates', 'prevalence'],
      year: farYear,
    }),
  });
  try {
    await server.start();
    await release(server);
    const { folder } = writeStudyFolder({ name: 'evenings', yaml: studyYaml({ name: 'evenings', year: farYear }) });
    const link = server.joinLink('commute');
    return {
      server,
      person: await Volunteer.in(browser),
      link,
      rounds: server.rounds(link.study),
      preview: await server.makePreview(folder),
      close: () => server.close(),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Votes of 400 people on the first round of a study, half of whom wrote about the first text; then it closes. */
async function release(server: StudyServer): Promise<void> {
  const [round] = server.rounds(server.joinLink(released).study);
  if (!round) throw new Error('the study has no round');
  const random = secureRandom();
  const { mechanism } = round.manifest;
  const reports = Array.from({ length: 400 }, (_, person): Report => {
    const vote = randomise(person % 2 === 0 ? 0 : (person % 5) + 1, mechanism, random);
    return reportSchema.parse({
      round: round.id,
      vote: encodeBase64Url(encodeVote(vote, mechanism)),
      nonce: encodeBase64Url(random(nonceBytes)),
    });
  });
  const { signal } = new AbortController();
  await sendReports(server.origin, reports, { connections: 8, onProgress: () => {}, signal });
  await server.closeRound(round.id);
}
