import type { SharedDatabase } from './configuration.ts';
import type { Finding } from './doctor.ts';
import { type ExaminedDatabase, examineDatabase } from './store/postgres/examination.ts';
import { foreignGrants, keptLogs, settingProblems } from './store/postgres/settings.ts';
import { deriveSecrets, fitsSecret, sealedKeys } from './store/postgres/shared-secret.ts';
import { keyProblems } from './studies/study-keys.ts';

/** The first version that its makers still mend, and that the suite was run on. */
const oldestVersion = 150_000;

/** Looks at everything in a database that servers share, also while they run; changes nothing. */
export async function examineShared({ url, secret }: SharedDatabase): Promise<Finding[]> {
  try {
    return await examineDatabase(url, async (database) => [
      await version(database),
      ...(await settings(database)),
      {
        what: 'permissions',
        wrong: await foreignGrants(database.connections),
        good: 'for the user of the server only',
      },
      { what: 'votes', wrong: await database.damage(), good: 'hashes, signatures, counters and votes agree' },
      ...(await secrets(database, secret)),
    ]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ what: 'database', wrong: [`DATABASE_URL: ${reason}`], good: '' }];
  }
}

async function version({ connections }: ExaminedDatabase): Promise<Finding> {
  const { rows } = await connections.query("SELECT current_setting('server_version') AS name, version() AS full");
  const number = await connections.query("SELECT current_setting('server_version_num') AS number");
  const old = Number(number.rows[0]?.number) < oldestVersion;
  const name: string = rows[0]?.name;
  return { what: 'version', wrong: old ? [`${rows[0]?.full}: expected PostgreSQL 15 or later`] : [], good: name };
}

async function settings({ connections }: ExaminedDatabase): Promise<Finding[]> {
  const { telling, losing } = await settingProblems(connections);
  const times = [...telling, ...(await keptLogs(connections))];
  return [
    { what: 'traces', wrong: times, good: 'no setting keeps when a report came, or what was in it' },
    { what: 'durability', wrong: losing, good: 'what is acknowledged is on the disk' },
  ];
}

async function secrets(database: ExaminedDatabase, secret: string): Promise<Finding[]> {
  const derived = deriveSecrets(secret);
  if ((await fitsSecret(database.connections, derived)) === false) {
    const wrong = ['DONOR_SECRET: this is not the secret that the database was made with'];
    return [{ what: 'secret', wrong, good: '' }];
  }
  const studies = await database.studies();
  const keys = sealedKeys(database.connections, derived);
  const { missingKeys, lostStudies } = await keyProblems(keys, studies);
  const lost = lostStudies.map((study) => `${keys.place(study)}: its study is not in the database`);
  return [
    { what: 'secret', wrong: [], good: 'the one that the database was made with' },
    { what: 'keys', wrong: [...missingKeys, ...lost], good: `one for each study (${studies.length})` },
  ];
}
