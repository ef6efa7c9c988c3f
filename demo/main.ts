import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { demoStudies, simulatedStudy, writeDemoStudies } from '../harness/demo-studies.ts';
import { startServer } from '../harness/server-process.ts';
import { type Closing, prepareClosing } from './closing.ts';
import { terminalNarrator } from './narrator.ts';
import { type DemoOptions, defaultOutput, readOptions, usage } from './options.ts';
import { buildBoth } from './steps/build-both.ts';
import { donateFromBrowser } from './steps/donate-from-browser.ts';
import { learnInRounds } from './steps/learn-in-rounds.ts';
import { letVolunteersVote } from './steps/let-volunteers-vote.ts';
import { photographPage } from './steps/photograph-page.ts';

const narrator = terminalNarrator();

/** Rounds that learn; true when they came nearer to what was planted than texts that need no vote. */
async function runRounds(options: DemoOptions & { readonly rounds: number }, closing: Closing): Promise<boolean> {
  const startedAt = Date.now();
  if (options.output === defaultOutput) await rm(defaultOutput, { recursive: true, force: true });
  await mkdir(dirname(options.output), { recursive: true });
  const found = await learnInRounds({ options, narrator, closing });
  narrator.detail(`All of this took ${Math.round((Date.now() - startedAt) / 1000)} seconds.`);
  return found;
}

/** The whole loop, real; true when the largest planted topics were found. */
async function runDemo(options: DemoOptions, closing: Closing): Promise<boolean> {
  const startedAt = Date.now();
  narrator.chapter('1. Build the extension, start the study server');
  await buildBoth(narrator);
  const studies = join(closing.folder, 'studies');
  const demo = demoStudies[options.language];
  await writeDemoStudies(demo, studies, Date.now());
  const server = await startServer({ data: join(closing.folder, 'data'), studies, port: options.port });
  closing.add(
    async () => {
      server.kill();
      await server.ended;
    },
    () => server.kill(),
  );
  narrator.step(`The study server listens at ${server.origin}, in a process of its own, with an empty database`);

  narrator.chapter('2. One volunteer, in a real browser');
  const clean = await donateFromBrowser({ demo, server, headed: options.headed, narrator, closing });

  narrator.chapter(`3. ${options.volunteers} simulated volunteers, through the same code`);
  const found = await letVolunteersVote({ demo, server, options, narrator, signal: closing.signal });

  narrator.chapter('4. The results page');
  await photographPage(`${server.origin}/studies/${simulatedStudy(demo)}/results`, options.screenshot, closing);
  narrator.step(`Its picture is in ${options.screenshot}`);
  narrator.detail(`All of this took ${Math.round((Date.now() - startedAt) / 1000)} seconds.`);

  if (!options.exit) {
    narrator.chapter('The study server keeps running until you press Ctrl-C');
    narrator.step(`Studies:  ${server.origin}/`);
    narrator.step(`Results:  ${server.origin}/studies/${simulatedStudy(demo)}/results`);
    await server.ended;
  }
  return clean && found;
}

async function main(): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  if (options === 'help') {
    console.log(usage);
    return 0;
  }
  const closing = prepareClosing();
  try {
    const { rounds } = options;
    const found = rounds === undefined ? runDemo(options, closing) : runRounds({ ...options, rounds }, closing);
    return (await found) ? 0 : 1;
  } catch (error) {
    // Closing makes every step fail that still waits. That is no failure of the demo.
    if (!closing.signal.aborted) narrator.warn(`The demo failed: ${inWords(error)}`);
    return 1;
  } finally {
    await closing.closeAll();
  }
}

/** What failed outside, such as a browser that is missing, explains itself; for a mistake in here its place matters. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'Error' ? error.message : (error.stack ?? error.message);
}

const code = await main();
process.exit(code);
