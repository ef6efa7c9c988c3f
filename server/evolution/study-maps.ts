import { decodeEmbeddings } from '../../core/embedding/batch.ts';
import { poolOf } from '../../core/evolution/pool.ts';
import type { StudyId } from '../../core/ids.ts';
import { supportProbabilities } from '../../core/privacy/subset-selection.ts';
import type { StoredRound, StoredStudy } from '../store/publication-store.ts';
import type { ReportStore } from '../store/report-store.ts';
import type { Catalogue } from '../studies/catalogue.ts';
import type { FitTask } from './fit-task.ts';
import type { Fits } from './fits.ts';
import { fewestOnMap } from './layout.ts';

/** A text on the map of a study. */
export interface MapPoint {
  readonly text: string;
  /** In the unit square. */
  readonly x: number;
  readonly y: number;
  /** Part of the fitted density, 0 to 1; an estimate without a guarantee. */
  readonly weight: number;
}

export interface StudyMap {
  readonly points: readonly MapPoint[];
  /** The largest groups of like texts, by a text in the middle of each. */
  readonly parts: readonly { readonly like: string; readonly share: number }[];
  /** Numbers of the rounds that it is fitted to, from 1. */
  readonly rounds: readonly number[];
}

/** `pending`: it is being computed, and will be there later. */
export type StudyMapState =
  | { readonly state: 'ready'; readonly map: StudyMap }
  | { readonly state: 'pending' | 'none' };

export interface StudyMaps {
  /** The map of a study, from two released candidate rounds on; computed once for each new round, behind the scenes. */
  of(study: StoredStudy): StudyMapState;
  /** Ends what is being computed. */
  close(): void;
}

const shownParts = 8;

/**
 * Maps of what volunteers write about, from the candidates of the closed rounds and the counts of their releases: from
 * nothing that is not public. The pool of a study is not published, so it has no part in them.
 */
export function createStudyMaps(store: ReportStore, catalogue: Catalogue, fits: Fits): StudyMaps {
  const maps = new Map<StudyId, { readonly key: string; state: StudyMapState }>();
  const closing = new AbortController();

  async function compute(rounds: readonly NumberedRound[]): Promise<StudyMapState> {
    const found = await evidenceOf(rounds, store, catalogue);
    if (found.rounds.length < 2 || found.texts.length < fewestOnMap) return { state: 'none' };
    const { texts, task } = found;
    const fit = await fits.run(task, { signal: closing.signal, onProgress: () => undefined });
    const points = Array.from(
      fit.kept,
      (row, text): MapPoint => ({
        text: texts[row] ?? '',
        x: fit.places[2 * text] ?? 0,
        y: fit.places[2 * text + 1] ?? 0,
        weight: fit.weights[text] ?? 0,
      }),
    );
    const shares = new Float64Array(fit.middleOf.length);
    fit.groupOf.forEach((group, text) => {
      shares[group] = (shares[group] as number) + (fit.weights[text] as number);
    });
    const parts = Array.from(fit.middleOf, (row, group) => ({ like: texts[row] ?? '', share: shares[group] ?? 0 }))
      .filter(({ share }) => share > 0)
      .toSorted((a, b) => b.share - a.share)
      .slice(0, shownParts);
    return { state: 'ready', map: { points, parts, rounds: found.rounds } };
  }

  return {
    of(study) {
      const rounds = study.rounds.flatMap((round, position): NumberedRound[] =>
        round.signed.document.kind === 'candidates' && round.closed ? [{ round, number: position + 1 }] : [],
      );
      if (rounds.length < 2) return { state: 'none' };
      const key = rounds.map(({ round }) => round.id).join();
      const known = maps.get(study.id);
      if (known?.key === key) return known.state;
      const entry: { key: string; state: StudyMapState } = { key, state: { state: 'pending' } };
      maps.set(study.id, entry);
      compute(rounds).then(
        (state) => {
          entry.state = state;
        },
        // A page without its picture is still a page; the next round tries again.
        () => {
          entry.state = { state: 'none' };
        },
      );
      return entry.state;
    },
    close: () => closing.abort(new Error('the server stops')),
  };
}

interface NumberedRound {
  readonly round: StoredRound;
  /** From 1, in the log of the study. */
  readonly number: number;
}

async function evidenceOf(rounds: readonly NumberedRound[], store: ReportStore, catalogue: Catalogue) {
  const vectors: Float32Array[] = [];
  const texts: string[] = [];
  const evidence: FitTask['rounds'][number][] = [];
  const numbers: number[] = [];
  const known = new Set<string>();
  for (const { round, number } of rounds) {
    const manifest = round.signed.document;
    if (manifest.kind !== 'candidates') continue;
    const last = (await store.releases(round.id)).at(-1);
    const batch = catalogue.batch(manifest.embeddings.sha256);
    if (!last || !batch) continue;
    const { rows, dimensions, values } = decodeEmbeddings(Uint8Array.from(batch.bytes));
    const candidates = Float32Array.from(values);
    catalogue.textsOf(manifest).forEach((text, row) => {
      if (known.has(text) || row >= rows) return;
      known.add(text);
      texts.push(text);
      vectors.push(candidates.subarray(row * dimensions, (row + 1) * dimensions));
    });
    evidence.push({
      candidates,
      counts: last.noisySupports,
      reports: last.reports,
      support: supportProbabilities(manifest.mechanism),
      minSimilarity: manifest.minSimilarity,
    });
    numbers.push(number);
  }
  const task: FitTask = {
    pool: vectors.length === 0 ? { embeddings: new Float32Array(0), dimensions: 1 } : poolOf(vectors),
    mayBePublished: new Uint8Array(texts.length).fill(1),
    rounds: evidence,
    candidates: 0,
    dataset: 0,
    layout: true,
    seed: 1,
  };
  return { task, texts, rounds: numbers };
}
