import { Command, CommanderError } from 'commander';
import { addAmplify } from './amplify.ts';
import { addAutomatic } from './automatic.ts';
import { addBackup } from './backup.ts';
import { BadInput } from './bad-input.ts';
import { addBundle } from './bundle.ts';
import { addCheck } from './check.ts';
import { addClose, addEnd, addWithdraw } from './close.ts';
import { addCompletion } from './completion.ts';
import { addDataset } from './dataset.ts';
import { addDoctor } from './doctor.ts';
import { addEstimate } from './estimate.ts';
import { addInit } from './init.ts';
import { addList, addShow } from './list.ts';
import { addNext } from './next.ts';
import { addOpen, addOpenRound } from './open.ts';
import { addPlan } from './plan.ts';
import { addDiscard, addPreviews, addPublish } from './publish.ts';
import { addRestore, addRestored } from './restore.ts';
import { addResults } from './results.ts';
import { addSimulate } from './simulate.ts';
import { stopWhenReaderLeaves } from './standard-output.ts';
import { addToken } from './token.ts';
import { addTry } from './try.ts';
import { addVary } from './vary.ts';
import { addVerify } from './verify.ts';
import { addVotes } from './votes.ts';

/**
 * Exit codes: 0 done, 1 failed, 2 bad input. stdout holds the result and nothing else; what went wrong is one line on
 * stderr.
 */
async function donor(words: readonly string[]): Promise<number> {
  const program = new Command('donor')
    .description('Data Donor: plan, check and run studies')
    .exitOverride()
    .showSuggestionAfterError(false)
    .allowExcessArguments(false)
    .action(() => {
      const [word] = program.args;
      const problem = word === undefined ? 'expected a command' : `unknown command '${word}'`;
      throw new BadInput(`${problem}; donor --help lists them`);
    });
  // A command added by program.command() inherits the settings above.
  const planning = [addInit, addCheck, addTry, addSimulate, addPlan, addEstimate, addAmplify, addVotes];
  const publishing = [addPublish, addPreviews, addDiscard, addOpen, addOpenRound];
  const running = [
    addList,
    addShow,
    addResults,
    addVary,
    addNext,
    addAutomatic,
    addClose,
    addEnd,
    addWithdraw,
    addToken,
  ];
  const keeping = [addDataset, addBundle, addVerify, addBackup, addRestore, addRestored, addDoctor, addCompletion];
  for (const add of [...planning, ...publishing, ...running, ...keeping]) add(program);
  program.allowExcessArguments();
  try {
    await program.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has printed its own line already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof BadInput ? 2 : 1;
  }
}

stopWhenReaderLeaves();
process.exitCode = await donor(process.argv.slice(2));
