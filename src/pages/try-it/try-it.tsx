import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type FieldCase, fieldCases } from '../../capture/field-cases.ts';
import { Masthead } from '../parts/masthead.tsx';
import { notKeptInWords } from '../words/reasons.ts';
import { type Finding, watchFields } from './watch-fields.ts';

/** Every kind of field that the policy knows, to type into, with what would be kept and why not. */
export function TryIt() {
  const [findings, setFindings] = useState<ReadonlyMap<number, Finding>>(new Map());
  useEffect(() => {
    const stop = new AbortController();
    const say = (field: number, finding: Finding) => setFindings((before) => new Map(before).set(field, finding));
    watchFields(fieldAt, say, stop.signal);
    return () => stop.abort();
  }, []);
  return (
    <div class="page page-document">
      <Masthead />
      <main class="stack-l">
        <section class="stack">
          <h1>Try what is kept, and what never is</h1>
          <p class="lead">
            Type into any field and leave it. You see at once what Data Donor would keep on a site that you allowed.
          </p>
          <p class="muted">Nothing that you type here is stored or sent. It is gone when you close this page.</p>
        </section>
        <ol class="tries">
          {fieldCases.map((each, number) => (
            <li key={each.kind} class="card stack-s" data-field={number}>
              <h2 id={`kind-${number}`}>{each.kind}</h2>
              <Field field={each} number={number} />
              <p id={`finding-${number}`} class={`small ${tone(findings.get(number))}`} role="status">
                {inWords(findings.get(number))}
              </p>
            </li>
          ))}
        </ol>
      </main>
    </div>
  );
}

const fieldAt = (element: Element): number | undefined => {
  const number = element.closest<HTMLElement>('[data-field]')?.dataset.field;
  return number === undefined ? undefined : Number(number);
};

/**
 * The field of a case as a page would have it. One without a name of its own gets one that says nothing, for screen
 * readers.
 */
function Field({ field: { tag, attributes = {}, label, inside = [] }, number }: { field: FieldCase; number: number }) {
  const named = label !== undefined || 'aria-label' in attributes;
  const id = attributes.id ?? `field-${number}`;
  const own = {
    ...attributes,
    id,
    ...(named ? {} : { 'aria-label': `Field ${number + 1}` }),
    'aria-describedby': `finding-${number}`,
  };
  let field: ComponentChild = h(tag, tag === 'div' ? { ...own, class: `try-editor ${attributes.class ?? ''}` } : own);
  if (label !== undefined) {
    field = (
      <>
        <label for={id}>{label}</label>
        {field}
      </>
    );
  }
  for (const [name, theirs] of inside.toReversed()) field = h(name, theirs, field);
  return field;
}

function inWords(finding: Finding | undefined): string {
  if (finding === undefined) return 'Not tried yet.';
  if (finding === 'may-be-kept') return 'This kind of field may be kept. Type three words or more, then leave it.';
  if (finding === 'forgotten') return 'What was kept from here would be deleted again.';
  return 'kept' in finding ? `Kept: “${finding.kept}”` : `Not kept. ${notKeptInWords(finding.refused)}`;
}

const tone = (finding: Finding | undefined): string =>
  typeof finding === 'object' ? ('kept' in finding ? 'finding-kept' : 'finding-refused') : 'muted';
