import { parseArgs } from 'node:util';
import { secureRandom } from '../server/secure-random.ts';
import { torture } from './torture.ts';
import { type Engine, engines } from './tortured-servers.ts';

const usage = `npm run torture -- [<kills>] [--engine ${engines.join('|')}]: expected a whole number from 1 (100 when it is left out)`;

/** What was asked for; undefined when it makes no sense. */
function readWords(): { kills: number; chosen: readonly Engine[] } | undefined {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { engine: { type: 'string' } } });
    const kills = Number(positionals[0] ?? 100);
    const chosen = engines.filter((engine) => values.engine === undefined || engine === values.engine);
    if (!Number.isSafeInteger(kills) || kills < 1 || positionals.length > 1 || chosen.length === 0) return undefined;
    return { kills, chosen };
  } catch {
    return undefined;
  }
}

// `npm run torture` kills 100 times on each engine.
const words = readWords();
if (!words) {
  console.error(usage);
  process.exit(2);
}
let sound = true;
for (const engine of words.chosen) {
  const { acknowledged, stored, losses } = await torture(engine, words.kills, secureRandom(), (kill, reports) => {
    console.error(`${engine}: kill ${kill} of ${words.kills}: ${reports} reports stored`);
  });
  for (const loss of losses) console.log(`lost: ${loss}`);
  console.log(
    `${engine}: ${words.kills} kills; ${acknowledged} reports acknowledged; ${stored.recounted} votes stored; counter at ${stored.counted}`,
  );
  sound &&= losses.length === 0 && stored.recounted === acknowledged && stored.counted === acknowledged;
}
console.log(sound ? 'Nothing was lost and nothing counted twice.' : 'A server lost or doubled reports.');
process.exit(sound ? 0 : 1);
