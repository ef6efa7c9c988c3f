import { secureRandom } from '../server/secure-random.ts';
import { torture } from './torture.ts';

// `npm run torture` kills the server 100 times, `npm run torture -- 1000` so many times.
const kills = Number(process.argv[2] ?? 100);
if (!Number.isSafeInteger(kills) || kills < 1) {
  console.error('npm run torture -- <kills>: expected a whole number from 1');
  process.exit(2);
}
const { acknowledged, stored, losses } = await torture(kills, secureRandom(), (kill, reports) => {
  console.error(`kill ${kill} of ${kills}: ${reports} reports stored`);
});
for (const loss of losses) console.log(`lost: ${loss}`);
console.log(
  `${kills} kills; ${acknowledged} reports acknowledged; ${stored.recounted} votes stored; counter at ${stored.counted}`,
);
const sound = losses.length === 0 && stored.recounted === acknowledged && stored.counted === acknowledged;
console.log(sound ? 'Nothing was lost and nothing counted twice.' : 'The server lost or doubled reports.');
process.exit(sound ? 0 : 1);
