import { inputsBelow, rootOf } from './safe-dom.ts';

/** Every field that is or ever was a password field, and what took the place of one. */
export interface PasswordFields {
  has(field: Element): boolean;
  /** To be called for a field that gets the focus. */
  notice(field: Element): void;
}

/** Which of the inputs that were removed from under an element were password fields, by their order. */
type Removed = readonly boolean[];

/**
 * Follows password fields through "show password": by another type, or by another element in the same place, in shadow
 * trees too.
 *
 * @param found told of a field that turns out to be one
 */
export function watchPasswords(signal: AbortSignal, found: (field: Element) => void): PasswordFields {
  const seen = new WeakSet<Node>();
  const removedFrom = new WeakMap<Node, Removed>();
  const isPassword = (field: Element) =>
    seen.has(field) || (field instanceof HTMLInputElement && field.type === 'password');
  const add = (field: Element) => {
    if (seen.has(field)) return;
    seen.add(field);
    found(field);
  };

  const remove = (parent: Node, removed: Node) => {
    const inputs = inputsIn(removed).map(isPassword);
    if (inputs.includes(true)) removedFrom.set(parent, inputs);
  };
  const replace = (parent: Node, added: Node) => {
    const inputs = inputsIn(added);
    const removed = removedFrom.get(parent);
    if (!removed || inputs.length === 0) return;
    removedFrom.delete(parent);
    for (const [order, input] of inputs.entries()) if (removed[order]) add(input);
  };
  const look = (records: readonly MutationRecord[]) => {
    for (const { target, oldValue } of records) {
      if (target instanceof Element && (isPassword(target) || oldValue?.trim().toLowerCase() === 'password'))
        add(target);
    }
    // A page may put the new field in before it takes the old one out.
    for (const { target, removedNodes } of records) for (const node of removedNodes) remove(target, node);
    for (const { target, addedNodes } of records) for (const node of addedNodes) replace(target, node);
  };
  const observer = new MutationObserver(look);
  const observe = (root: Node) =>
    observer.observe(root, { subtree: true, childList: true, attributeFilter: ['type'], attributeOldValue: true });
  observe(document);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });

  return {
    has(field) {
      look(observer.takeRecords());
      return isPassword(field);
    },
    notice(field) {
      if (isPassword(field)) add(field);
      // Observers do not see into shadow trees by themselves.
      const root = rootOf(field);
      if (root instanceof ShadowRoot) observe(root);
    },
  };
}

function inputsIn(node: Node): HTMLInputElement[] {
  if (node instanceof HTMLInputElement) return [node];
  return node instanceof Element ? [...inputsBelow(node, 'input')] : [];
}
