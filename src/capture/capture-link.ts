import type { Messages } from '../messages.ts';
import type { CaptureState } from '../sites/site-store.ts';
import type { Capture, Outlet } from './capture.ts';

type Name = 'capture-state' | 'draft-captured' | 'draft-retracted' | 'field-refused';

/**
 * The background stops after 30 s in which it hears nothing. While it starts again, a message is dropped if its page
 * goes away, as with a form that was sent by Enter.
 */
const awakeMs = 20_000;

/** Sends a message to the background; undefined when it could not be reached. */
export type Ask = <Asked extends Name>(
  name: Asked,
  request: Messages[Asked]['request'],
) => Promise<Messages[Asked]['response'] | undefined>;

/**
 * Stands between the capture of one document and the background: knows the epoch, hands drafts over, takes them back.
 *
 * Nothing is handed over before the background has said that this very frame may capture. What is typed in the moment
 * between the start of the script and that word is followed already and waits here; it is dropped unless the word is
 * yes. Later the capture pauses before it asks again. A message may be missed on the way: then the next draft is
 * refused with the state as it is, and this asks anew.
 */
export class CaptureLink implements Outlet {
  readonly #ask: Ask;
  readonly #now: () => number;
  #capture: Capture | undefined;
  /** Undefined while the state is unknown. */
  #state: CaptureState | undefined;
  /** What was typed before the first word of the background, by field; undefined afterwards. */
  #early: Map<string, string> | undefined;
  #questions = 0;
  /** Number of the last hand-over or retraction of each field: a repetition must not overtake what came later. */
  readonly #turns = new Map<string, number>();
  #turn = 0;
  readonly #toRetract = new Set<string>();
  #noted = '';
  #askedAt = 0;
  /** The field that was typed in last. */
  #typedIn = '';

  constructor(ask: Ask, now: () => number = Date.now) {
    this.#ask = (name, request) => {
      this.#askedAt = now();
      return ask(name, request);
    };
    this.#now = now;
  }

  /** Takes a capture that is paused; it begins when this frame may capture, or may turn out to. */
  drive(capture: Capture): void {
    this.#capture = capture;
    if (this.#state?.capturing || this.#early) capture.begin();
  }

  /** Begins to follow what is typed, and asks for the first time. */
  start(): void {
    this.#early = new Map();
    this.#capture?.begin();
    void this.#learnState();
  }

  /** An epoch ended, or may have: what is captured from now on waits for the background's word. */
  hear(epoch: number): void {
    if (this.#state?.capturing && this.#state.epoch === epoch) return;
    this.askState();
  }

  /** Pauses and asks; the reply to an earlier question no longer counts. */
  askState(): void {
    this.#state = undefined;
    this.#early = undefined;
    this.#capture?.pause();
    void this.#learnState();
  }

  /** Asks if the state is not known, because the background could not be reached. */
  askUnknownState(): void {
    if (this.#state === undefined && this.#early === undefined) void this.#learnState();
  }

  keep({ field, text }: { readonly field: string; readonly text: string }): void {
    if (this.#early) this.#early.set(field, text);
    else void this.#handOver(field, text);
  }

  /** Keeps the background awake until the field is left: a text is handed over 10 s after the last key, or sooner. */
  typing(field: string): void {
    if (field === this.#typedIn && Math.abs(this.#now() - this.#askedAt) < awakeMs) return;
    this.#typedIn = field;
    if (this.#state?.capturing) void this.#ask('capture-state', {}).then((reply) => this.#compare(reply));
  }

  retract(field: string): void {
    this.#early?.delete(field);
    // A field of which nothing was handed over has nothing to take back.
    if (!this.#turns.has(field)) return;
    this.#turns.set(field, ++this.#turn);
    this.#toRetract.add(field);
    void this.#retractAll();
  }

  refused(field: string, reason: string): void {
    const epoch = this.#state?.epoch;
    const noted = `${field} ${reason}`;
    if (epoch === undefined || this.#noted === noted) return;
    this.#noted = noted;
    void this.#ask('field-refused', { reason, epoch });
  }

  async #learnState(): Promise<void> {
    const question = ++this.#questions;
    const reply = await this.#ask('capture-state', {});
    if (question !== this.#questions) return;
    const early = this.#early;
    this.#early = undefined;
    if (reply?.ok) this.#state = { epoch: reply.epoch, capturing: reply.capturing };
    if (this.#state?.capturing) {
      if (!early) this.#capture?.begin();
      for (const [field, text] of early ?? []) void this.#handOver(field, text);
    } else if (early) this.#capture?.pause();
    if (reply) void this.#retractAll();
  }

  async #handOver(field: string, text: string): Promise<void> {
    if (!this.#state?.capturing) return;
    const { epoch } = this.#state;
    const turn = ++this.#turn;
    this.#turns.set(field, turn);
    this.#noted = '';
    let reply = await this.#ask('draft-captured', { field, text, epoch });
    // The background may be stopped while it works. The same draft twice is one draft.
    if (!reply && this.#turns.get(field) === turn) reply = await this.#ask('draft-captured', { field, text, epoch });
    if (!reply?.ok) this.#compare(reply);
  }

  /** Asks anew if the background's state is another one than was known. */
  #compare(reply: ({ readonly ok: boolean } & Partial<CaptureState>) | undefined): void {
    if (!reply || this.#state === undefined) return;
    if (reply.epoch !== this.#state.epoch || reply.capturing !== this.#state.capturing) this.askState();
  }

  /** What could not be taken back stays on the list for the next occasion. */
  async #retractAll(): Promise<void> {
    for (const field of this.#toRetract) {
      const reply = await this.#ask('draft-retracted', { field });
      if (reply) this.#toRetract.delete(field);
    }
  }
}
