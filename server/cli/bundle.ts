import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { bundleSchema } from '../../core/protocol/bundle.ts';
import { findStudy } from './named.ts';
import { atPlace, type PlaceOptions, withPlace } from './place.ts';
import { plural, write } from './standard-output.ts';

export function addBundle(program: Command): void {
  const command = program
    .command('bundle')
    .description('write everything that the results of a study were computed from into one file, for anybody to check')
    .argument('<study>', 'name or id of the study')
    .option('--out <file>', 'write into this file instead of standard output');
  withPlace(command).action(bundle);
}

async function bundle(name: string, { out, ...options }: PlaceOptions & { readonly out?: string }): Promise<void> {
  const document = await atPlace(options, async (place) => {
    const { study } = await findStudy(place, name);
    return bundleSchema.parse(await place.get(`/v1/studies/${study}/bundle`));
  });
  const text = `${JSON.stringify(document)}\n`;
  if (out === undefined) return write(text);
  await writeFile(out, text);
  const releases = document.rounds.reduce((sum, round) => sum + round.releases.length, 0);
  console.error(
    `${out}: ${plural(document.rounds.length, 'round', 'rounds')}, ${plural(releases, 'release', 'releases')}. donor verify --bundle ${out} checks it.`,
  );
}
