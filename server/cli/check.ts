import type { Command } from 'commander';
import { publicKeySchema } from '../../core/protocol/signed.ts';
import { newRoundProblems } from '../studies/published-changes.ts';
import { studyDocument } from '../studies/study-document.ts';
import { readStudyFolder } from '../studies/study-folder.ts';
import { StudyFolderError } from '../studies/study-problem.ts';
import { BadInput } from './bad-input.ts';
import { writeTable } from './standard-output.ts';

export function addCheck(program: Command): void {
  program
    .command('check')
    .description('read a study folder and say everything that keeps it from being published; publishes nothing')
    .argument('<folder>', 'folder with a study.yaml')
    .action(check);
}

/** Checking makes no key. This one stands in its place in a document that nobody sees. */
const noKey = publicKeySchema.parse('A'.repeat(43));

async function check(path: string): Promise<void> {
  try {
    const folder = await readStudyFolder(path);
    const problems = newRoundProblems(folder, studyDocument(folder, noKey), 0, Date.now());
    if (problems.length > 0) throw new StudyFolderError(problems);
    await writeTable([
      ['study', `${folder.study.name} (${folder.study.kind})`],
      ...folder.rounds.map(
        (round, i) =>
          [
            `round ${i + 1}`,
            `${round.kind === 'fragments' && round.poll === 'prevalence' ? 'prevalence of fragments' : round.kind}: ${round.list.length} texts, epsilon ${round.epsilon} a report`,
          ] as const,
      ),
    ]);
  } catch (error) {
    if (error instanceof StudyFolderError) throw new BadInput(error.message);
    throw error;
  }
}
