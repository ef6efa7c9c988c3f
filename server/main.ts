import { ConfigurationError, readConfiguration } from './configuration.ts';
import { type AcceptedAtStart, readStartOptions, usage } from './start-options.ts';
import { createSteadyClock } from './steady-clock.ts';
import { StorageUnavailable } from './store/report-store.ts';
import { openStudyServer, type StudyServer } from './study-server.ts';

// Whatever this process writes is for its owner only.
process.umask(0o077);

/** Texts after which the operator hears of the progress; small studies are published before anybody asks. */
const textsPerLine = 500;

let server: StudyServer | undefined;
try {
  const { help, accepted } = readStartOptions(process.argv.slice(2));
  if (help) console.log(usage());
  else await start(accepted);
} catch (error) {
  console.error(startFailure(error));
  process.exitCode = 1;
  await server?.close();
}

async function start(accepted: AcceptedAtStart): Promise<void> {
  const configuration = readConfiguration(process.env);
  server = await openStudyServer({
    configuration,
    accepted,
    now: createSteadyClock({ wall: Date.now, elapsed: () => performance.now(), onJump: sayJump }),
    // Loaded when it is needed: the model takes more memory than the rest of the server.
    loadEmbedder: async (model) => (await import('./studies/embedder.ts')).loadEmbedder(model),
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
  const address = await server.listen(configuration.host, configuration.port);
  console.log(`Data Donor study server: ${address}`);
  const done = await server.publishStudies({
    published: (study, newRounds) =>
      console.log(`Published: ${study} (${newRounds === 0 ? 'as before' : `new rounds: ${newRounds}`})`),
    refused: (folder, reason) => console.error(`Not published: ${folder}\n${reason}`),
    embedded(folder, texts, of) {
      if (texts % textsPerLine === 0) console.error(`Publishing ${folder}: ${texts} of ${of} texts are embedded.`);
    },
  });
  if (done) console.log('Studies are published.');
}

/** Serves and commits what was accepted, then ends; a second signal ends at once. */
function stop(): void {
  server?.close().catch(() => {
    process.exitCode = 1;
  });
}

function sayJump(days: number): void {
  const how = `${Math.abs(days).toFixed(1)} days ${days > 0 ? 'ahead' : 'back'}`;
  console.error(
    `The clock of this machine has jumped ${how}. The server counts on by itself, so that no round closes by mistake. ` +
      'If the clock is right now, start the server again with --accept-clock.',
  );
}

/** Why the server did not start, in words for its operator. */
function startFailure(error: unknown): string {
  const expected = error instanceof ConfigurationError || error instanceof StorageUnavailable;
  if (expected) return `The study server did not start:\n${error.message}`;
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    return 'The study server did not start:\nDONOR_PORT: this port is in use; choose another one, or 0 for any free port';
  }
  return `The study server did not start: ${error instanceof Error ? error.stack : String(error)}`;
}
