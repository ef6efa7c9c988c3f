import { type ComponentChild, type ComponentChildren, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type FieldCase, fieldCases } from '../../capture/field-cases.ts';
import { say, tell } from '../../language/say.ts';
import { Masthead } from '../parts/masthead.tsx';
import { fieldKindInWords } from '../words/field-kinds.ts';
import { notKeptInWords } from '../words/reasons.ts';
import { type Finding, watchFields } from './watch-fields.ts';

/** Every kind of field that the policy knows, to type into, with what would be kept and why not. */
export function TryIt() {
  const [findings, setFindings] = useState<ReadonlyMap<number, Finding>>(new Map());
  useEffect(() => {
    const stop = new AbortController();
    const onFinding = (field: number, finding: Finding) => setFindings((before) => new Map(before).set(field, finding));
    watchFields(fieldAt, onFinding, stop.signal);
    return () => stop.abort();
  }, []);
  return (
    <div class="page page-document">
      <Masthead />
      <main class="stack-l">
        <section class="stack">
          <h1>{say('try_it_heading')}</h1>
          <p class="lead">{say('try_it_lead')}</p>
          <p class="muted">{say('try_it_nothing_stored')}</p>
        </section>
        <ol class="tries">
          {fieldCases.map((each, number) => (
            <li key={number} class="card stack-s" data-field={number}>
              <h2 id={`kind-${number}`}>{fieldKindInWords(each)}</h2>
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
function Field({ field: each, number }: { readonly field: FieldCase; readonly number: number }) {
  const { tag, attributes = {}, label, language = 'en', inside = [] } = each;
  const named = label !== undefined || 'aria-label' in attributes;
  const id = attributes.id ?? `field-${number}`;
  const own = {
    ...attributes,
    id,
    ...(named ? {} : { 'aria-label': say('try_it_unnamed', { number: number + 1 }) }),
    'aria-describedby': `finding-${number}`,
  };
  let field: ComponentChild = h(tag, tag === 'div' ? { ...own, class: `try-editor ${attributes.class ?? ''}` } : own);
  if (label !== undefined) {
    field = (
      <>
        <label for={id} lang={language} dir="auto">
          {label}
        </label>
        {field}
      </>
    );
  }
  for (const [name, theirs] of inside.toReversed()) field = h(name, theirs, field);
  return field;
}

function inWords(finding: Finding | undefined): ComponentChildren {
  if (finding === undefined) return say('try_it_not_tried');
  if (finding === 'may-be-kept') return say('try_it_may_be_kept');
  if (finding === 'forgotten') return say('try_it_forgotten');
  if ('kept' in finding) return tell('try_it_kept', { text: <bdi>{finding.kept}</bdi> });
  return say('try_it_not_kept', { why: notKeptInWords(finding.refused) });
}

const tone = (finding: Finding | undefined): string =>
  typeof finding === 'object' ? ('kept' in finding ? 'finding-kept' : 'finding-refused') : 'muted';
