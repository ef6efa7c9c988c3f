/**
 * Reads of the DOM that a page cannot bend. A form gives its fields out as properties of its own, so in a page with
 * `<input name="parentNode">` the form's `parentNode` is that input. The getters of the prototypes do not know that.
 */
const prototype = (name: string): object | undefined =>
  (globalThis as unknown as Record<string, { readonly prototype: object } | undefined>)[name]?.prototype;

function getter<Owner, Value>(owner: string, name: string): (node: Owner) => Value {
  const prototypes = prototype(owner);
  const get = prototypes && Object.getOwnPropertyDescriptor(prototypes, name)?.get;
  // Without a DOM there is no page either: tests pass plain objects.
  return get ? (node) => get.call(node) as Value : (node) => (node as Record<string, Value>)[name] as Value;
}

function method<Owner, Args extends unknown[], Value>(
  owner: string,
  name: string,
): (node: Owner, ...args: Args) => Value {
  const own = prototype(owner) as Record<string, (...args: Args) => Value> | undefined;
  const call = own?.[name];
  return (node, ...args) =>
    call ? call.apply(node, args) : ((node as Record<string, (...args: Args) => Value>)[name]?.(...args) as Value);
}

export const parentNodeOf = getter<Node, Node | null>('Node', 'parentNode');
export const firstChildOf = getter<Node, Node | null>('Node', 'firstChild');
export const nextSiblingOf = getter<Node, Node | null>('Node', 'nextSibling');
export const isConnected = getter<Node, boolean>('Node', 'isConnected');
export const textContentOf = getter<Node, string | null>('Node', 'textContent');
export const localNameOf = getter<Element, string>('Element', 'localName');
export const isEditable = getter<HTMLElement, boolean>('HTMLElement', 'isContentEditable');
export const rootOf = method<Node, [], Node>('Node', 'getRootNode');
export const attributeOf = method<Element, [string], string | null>('Element', 'getAttribute');
export const matches = method<Element, [string], boolean>('Element', 'matches');
export const inputsBelow = method<Element, [string], NodeListOf<HTMLInputElement>>('Element', 'querySelectorAll');

/** The node around another one, out of shadow trees too. */
export const around = (node: Node): Node | null =>
  parentNodeOf(node) ?? (typeof ShadowRoot !== 'undefined' && node instanceof ShadowRoot ? node.host : null);
