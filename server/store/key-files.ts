import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renameDurably, writeDurably } from '../data-directory/durable-file.ts';
import type { KeyStore } from './key-store.ts';

/**
 * Keys as files of a directory, readable by their owner only: `<study>.pem`, and `<study>.pem.unpublished` before the
 * study is published.
 */
export function keyFiles(directory: string): KeyStore {
  const place = (study: string): string => join(directory, `${study}.pem`);
  const unpublished = (study: string): string => `${place(study)}.unpublished`;
  /** Under its own name, or still under the other one. */
  const file = (study: string): string => (existsSync(place(study)) ? place(study) : unpublished(study));
  return {
    place,
    async read(study) {
      try {
        return readFileSync(file(study), 'utf8');
      } catch {
        return undefined;
      }
    },
    async add(study, pem) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      if (!existsSync(file(study))) writeDurably(unpublished(study), pem);
    },
    async keep(study) {
      if (existsSync(unpublished(study)) && !existsSync(place(study))) renameDurably(unpublished(study), place(study));
    },
    async kept() {
      const files = existsSync(directory) ? readdirSync(directory) : [];
      return files
        .filter((name) => name.endsWith('.pem'))
        .map((name) => name.slice(0, -'.pem'.length))
        .sort();
    },
    async putAside(study) {
      let aside = `${place(study)}.lost`;
      for (let number = 2; existsSync(aside); number++) aside = `${place(study)}.lost-${number}`;
      renameDurably(place(study), aside);
    },
  };
}
