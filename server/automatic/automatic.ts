import type { Results } from '../results/round-results.ts';
import type { SeenPool, Step, StoredRun, StoredStep } from '../store/automatic-store.ts';
import type { KeyStore } from '../store/key-store.ts';
import type { Publication } from '../store/publication-store.ts';
import type { Store } from '../store/store.ts';
import type { Catalogue } from '../studies/catalogue.ts';
import type { Lifecycle } from '../studies/lifecycle.ts';
import { examine } from '../studies/publishable.ts';
import { StudyFolderError } from '../studies/study-problem.ts';
import { nextStep } from './next-step.ts';
import { modelOfStudy, type Pools } from './pools.ts';
import { type RunSettings, type RunState, type RunStep, runStateSchema, runStepSchema } from './run-state.ts';

/** Rounds of a study that follow by themselves, as they are now. */
export interface Run {
  readonly name: string;
  readonly state: RunState;
  /** Oldest first. */
  readonly steps: readonly (Pick<StoredStep, 'number' | 'at'> & { readonly step: RunStep })[];
}

/** Studies whose rounds follow by themselves, from texts that a person has approved. */
export interface Automatic {
  /**
   * Begins a run with the pool that a person has approved.
   *
   * @returns `changed` when the pool is another one by now, `unembedded` when texts are still to embed, `active` when a
   * run of this study has not stopped
   * @throws {StudyFolderError | RoundsDiffer} when no round could follow
   */
  start(pool: SeenPool, settings: RunSettings): Promise<'started' | 'changed' | 'unembedded' | 'active'>;
  /** False when the run is not running. From the reply on no round is closed or opened by it. */
  pause(name: string): Promise<boolean>;
  /** False when the run is not paused. */
  resume(name: string): Promise<boolean>;
  /** Ends the run and throws its pool away; false when it has stopped before. An open round stays open. */
  stop(name: string): Promise<boolean>;
  named(name: string): Promise<Run | undefined>;
  /** Whether a run of this study has not stopped. */
  isActive(name: string): Promise<boolean>;
  /**
   * Takes every step that can be taken now, of all runs. Called again and again while a server listens; what fails is
   * tried again at the next call.
   */
  work(): Promise<void>;
  /** Stops the runs of studies that have ended, and throws their pools away. Called at the start and every hour. */
  settle(): Promise<void>;
  /** Ends what is under way; it is done again later. */
  close(): Promise<void>;
}

export interface AutomaticOptions {
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly results: Results;
  readonly lifecycle: Lifecycle;
  readonly keys: KeyStore;
  readonly pools: Pools;
  /** Saves two processes from doing the same at once; undefined when another one is at it. */
  readonly unlessOther: <Value>(work: () => Promise<Value>, signal: AbortSignal) => Promise<Value | undefined>;
  readonly now: () => number;
}

/** What a step changes, publishes and says. */
export interface Taken {
  readonly state: RunState;
  readonly step: RunStep;
  readonly publication?: Publication;
}

export function createAutomatic(options: AutomaticOptions): Automatic {
  const { store, catalogue, pools, unlessOther, now } = options;
  const closing = new AbortController();
  let working: Promise<void> | undefined;
  const failures = new Map<string, string>();

  const stateOf = ({ state }: StoredRun): RunState => runStateSchema.parse(JSON.parse(state));

  /** False when another step was taken meanwhile: then this one is forgotten. */
  async function take(run: Pick<StoredRun, 'name' | 'steps'>, { state, step, publication }: Taken): Promise<boolean> {
    const taken: Step = {
      name: run.name,
      after: run.steps,
      state: JSON.stringify(runStateSchema.parse(state)),
      at: now(),
      content: JSON.stringify(runStepSchema.parse(step)),
      ...(publication && { publication }),
      discardsPool: state.phase === 'stopped',
    };
    const isTaken = await store.takeStep(taken);
    if (publication) await catalogue.reload();
    return isTaken;
  }

  /** Changes a run that is in one of these phases, whatever steps are taken meanwhile. */
  async function change(
    name: string,
    phases: readonly RunState['phase'][],
    phase: RunState['phase'],
    step: RunStep,
  ): Promise<boolean> {
    for (;;) {
      const run = await store.runNamed(name);
      if (!run) return false;
      const state = stateOf(run);
      if (!phases.includes(state.phase)) return false;
      if (await take(run, { state: { ...state, phase }, step })) return true;
    }
  }

  const isActive = async (name: string): Promise<boolean> => {
    const run = await store.runNamed(name);
    return run !== undefined && stateOf(run).phase !== 'stopped';
  };

  /** Takes the next step of a run; false when there is none, or somebody else took one. */
  async function stepOf(name: string): Promise<boolean> {
    closing.signal.throwIfAborted();
    const run = await store.runNamed(name);
    if (!run || stateOf(run).phase !== 'running') return false;
    const taken = await nextStep({ ...options, signal: closing.signal }, name, stateOf(run));
    return taken !== undefined && (await take(run, taken));
  }

  async function workOn(run: StoredRun): Promise<void> {
    // To look whether a round has closed costs nothing, and it is what a run does most of the time.
    const isWaiting = stateOf(run).next.do === 'wait';
    if (!(await (isWaiting ? stepOf(run.name) : unlessOther(() => stepOf(run.name), closing.signal)))) return;
    const later = await store.runNamed(run.name);
    if (later) await workOn(later);
  }

  /** Says once, and again when the reason changes, why something failed. */
  async function attempt(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      failures.delete(name);
    } catch (error) {
      if (closing.signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      if (failures.get(name) !== reason) {
        console.error(`A step of the automatic rounds of ${name} was not taken, and is tried again: ${reason}`);
      }
      failures.set(name, reason);
    }
  }

  return {
    async start(seen, settings) {
      await catalogue.current();
      const pool = await pools.still(seen);
      if (!pool) return 'changed';
      const { approved } = pool;
      const run = await store.runNamed(seen.name);
      if (run && stateOf(run).phase !== 'stopped') return 'active';
      const folder = await pools.folder(pool);
      const { existing } = await examine(folder, catalogue, now());
      refuseSettings(folder, settings);
      const study = existing && modelOfStudy(existing);
      if (!study || !(await pools.vectors(seen, approved.texts.length, study))) return 'unembedded';
      const taken = await take(run ?? { name: seen.name, steps: 0 }, {
        state: { phase: 'running', pool: seen.sha256, settings, opened: [], next: { do: 'wait' } },
        step: { kind: 'started', pool: seen.sha256, texts: approved.texts.length, settings },
      });
      return taken ? 'started' : 'active';
    },
    pause: (name) => change(name, ['running'], 'paused', { kind: 'paused' }),
    resume: (name) => change(name, ['paused'], 'running', { kind: 'resumed' }),
    stop: (name) =>
      change(name, ['running', 'paused'], 'stopped', {
        kind: 'stopped',
        code: 'stopped-by-hand',
        reason: 'a person has stopped it',
      }),
    async named(name) {
      const run = await store.runNamed(name);
      if (!run) return undefined;
      const steps = await store.steps(name);
      return {
        name,
        state: stateOf(run),
        steps: steps.map(({ number, at, content }) => ({ number, at, step: runStepSchema.parse(JSON.parse(content)) })),
      };
    },
    isActive,
    work() {
      working ??= attempt('all studies', async () => {
        const running = (await store.runs()).filter((run) => stateOf(run).phase === 'running');
        if (running.length > 0) await catalogue.current();
        for (const run of running) await attempt(run.name, () => workOn(run));
      }).finally(() => {
        working = undefined;
      });
      return working;
    },
    async settle() {
      for (const name of await store.pools()) {
        const study = catalogue.studyNamed(name);
        const isOver = study && (study.endedAt !== undefined || catalogue.isOver(study.signed.document));
        if (study && !study.withdrawn && !isOver) continue;
        const [code, reason] = study?.withdrawn
          ? (['study-withdrawn', 'the study was withdrawn'] as const)
          : (['study-ended', 'the study has ended'] as const);
        await change(name, ['running', 'paused'], 'stopped', { kind: 'stopped', code, reason });
        await store.discardPool(name);
      }
    },
    async close() {
      closing.abort(new Error('the server stops'));
      await working;
    },
  };
}

/** @throws {StudyFolderError} when the rounds could not be as the settings want them */
function refuseSettings({ rounds, problemAt }: Awaited<ReturnType<Pools['folder']>>, { reports }: RunSettings): void {
  const last = rounds.findLast(({ kind }) => kind === 'candidates');
  if (!last) {
    const message = 'expected a candidate round that the next ones are like; add one to the study first';
    throw new StudyFolderError([problemAt(['rounds'], message)]);
  }
  if (reports !== undefined && reports < last.minimumReports) {
    const message = `the rounds would close at ${reports} reports, and nothing may be learned below ${last.minimumReports}`;
    throw new StudyFolderError([problemAt(['rounds', rounds.lastIndexOf(last), 'minimumReports'], message)]);
  }
}
