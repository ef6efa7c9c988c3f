import type { Command } from 'commander';
import { StudyFolderError } from '../studies/study-problem.ts';
import { BadInput } from './bad-input.ts';

export interface TextsOptions {
  readonly texts: string;
  readonly textColumn?: string;
  readonly labelColumn?: string;
  readonly json?: boolean;
}

/** Options of the commands that read real texts. */
export const withTexts = (command: Command): Command =>
  command
    .requiredOption('--texts <file>', 'real texts: .txt (one a line), .csv, .tsv or .jsonl')
    .option('--text-column <name>', 'column or field that holds the texts (default: "text")')
    .option(
      '--label-column <name>',
      'column that says what a text is about; "#" stands for the comment lines of a .txt file',
    )
    .option('--json', 'one JSON object instead of text');

/** Runs `work`, of which every problem of a study folder or a file of texts is about what the person entered. */
export async function refusingFolders<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StudyFolderError) throw new BadInput(error.message);
    throw error;
  }
}
