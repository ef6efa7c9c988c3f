import type { ElementFacts, FieldFacts } from './field-policy.ts';
import { around, attributeOf, isEditable, localNameOf, rootOf, textContentOf } from './safe-dom.ts';

/** A label that is longer says more than what belongs in its field. */
const longestLabel = 300;

/**
 * Reads from a page what the policy needs to know of a field.
 */
export function factsOf(field: HTMLElement): FieldFacts {
  return {
    ...elementFacts(field),
    editable: isEditable(field) || field.ownerDocument.designMode === 'on',
    masked: isMasked(field),
    labels: labelsOf(field),
    around: elementsAround(field),
  };
}

const elementFacts = (element: Element): ElementFacts => ({
  localName: localNameOf(element),
  attribute: (name) => attributeOf(element, name),
});

/** A node, if it is an element, and all elements around it, out of shadow trees too. */
export function elementsAround(node: Node): ElementFacts[] {
  const elements: ElementFacts[] = [];
  for (let each: Node | null = node; each; each = around(each)) {
    if (each instanceof Element) elements.push(elementFacts(each));
  }
  return elements;
}

/** Its `<label>`s, and what `aria-labelledby` points to, in shadow trees too. */
function labelsOf(field: HTMLElement): string[] {
  const labels: Element[] =
    field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? [...(field.labels ?? [])] : [];
  const root = rootOf(field);
  const ids = (attributeOf(field, 'aria-labelledby') ?? '').split(/\s+/).filter((id) => id !== '');
  if (root instanceof Document || root instanceof ShadowRoot) {
    for (const id of ids) labels.push(...[root.getElementById(id)].filter((found) => found !== null));
  }
  return labels.map((label) => (textContentOf(label) ?? '').trim().slice(0, longestLabel));
}

/** Fields that show dots instead of letters although they are no password fields. */
function isMasked(field: HTMLElement): boolean {
  const security = getComputedStyle(field).getPropertyValue('-webkit-text-security');
  return security !== '' && security !== 'none';
}
