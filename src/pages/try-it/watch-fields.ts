import { captureDrafts } from '../../capture/capture.ts';
import { factsOf } from '../../capture/field-facts.ts';
import { judgeField } from '../../capture/field-policy.ts';

/** What would become of what stands in a field. */
export type Finding = { readonly kept: string } | { readonly refused: string } | 'forgotten' | 'may-be-kept';

/**
 * Captures on this page as on an allowed site, and says what would be kept instead of keeping it: nothing is stored and
 * nothing is sent.
 *
 * @param fieldAt number of the field that an element belongs to; undefined for anything else
 */
export function watchFields(
  fieldAt: (element: Element) => number | undefined,
  say: (field: number, finding: Finding) => void,
  signal: AbortSignal,
): void {
  const fieldOfName = new Map<string, number>();
  let typedIn: number | undefined;
  const onField = (listener: (element: HTMLElement, field: number) => void) => (event: Event) => {
    const target = event.composedPath()[0];
    const field = target instanceof HTMLElement ? fieldAt(target) : undefined;
    if (field !== undefined) listener(target as HTMLElement, field);
  };
  // The window hears of an event before the document, where the capture listens.
  const options = { capture: true, signal };
  window.addEventListener(
    'beforeinput',
    onField((_, field) => {
      typedIn = field;
    }),
    options,
  );
  window.addEventListener(
    'focusin',
    onField((element, field) => {
      const verdict = judgeField(factsOf(element));
      say(field, verdict.kept ? 'may-be-kept' : { refused: verdict.reason });
    }),
    options,
  );
  /** A name is new in the field that was typed in last. */
  const fieldNamed = (name: string): number | undefined => {
    if (!fieldOfName.has(name) && typedIn !== undefined) fieldOfName.set(name, typedIn);
    return fieldOfName.get(name);
  };
  const sayOf = (name: string, finding: Finding) => {
    const field = name === '' ? typedIn : fieldNamed(name);
    if (field !== undefined) say(field, finding);
  };
  captureDrafts(
    {
      keep: ({ field, text }) => sayOf(field, { kept: text }),
      retract: (field) => sayOf(field, 'forgotten'),
      refused: (field, reason) => sayOf(field, { refused: reason }),
    },
    signal,
  ).begin();
}
