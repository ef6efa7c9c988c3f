import ts from 'typescript';

/** Attributes whose words people read or hear. */
const visibleAttributes = new Set([
  'alt',
  'label',
  'placeholder',
  'title',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  // Style sheets of the server show it.
  'data-label',
]);

/** Attributes that hold lists of words for the browser. */
const listAttributes = new Set([
  'class',
  'content',
  'aria-labelledby',
  'aria-describedby',
  'rel',
  'sandbox',
  'viewBox',
  'd',
]);

/** Methods whose words only developers read: of headers, of schemas at the border, and of lists in one string. */
const developerMethods = new Set([
  'header',
  'headers',
  'refine',
  'regex',
  'split',
  'type',
  'matchAll',
  'querySelector',
  'querySelectorAll',
  'closest',
]);

const hasLetters = (text: string): boolean => /\p{L}/u.test(text);
const isSentence = (text: string): boolean => /\p{L}{2,}[,.;:!?…”]*\s+[“(]?\p{L}+/u.test(text);
const isAddress = (text: string): boolean => URL.canParse(text);

/** Words of a literal, without what is filled in. */
function wordsOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('{}');
}

/** Whether the value of `node` is a part of what `ends` accepts, by way of choices alone. */
function isShownBy(node: ts.Node, ends: (parent: ts.Node) => boolean): boolean {
  const { parent } = node;
  if (ends(parent)) return true;
  const choice =
    ts.isParenthesizedExpression(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition !== node) ||
    (ts.isBinaryExpression(parent) &&
      parent.right === node &&
      /^(&&|\|\||\?\?|\+)$/.test(parent.operatorToken.getText()));
  return choice && isShownBy(parent, ends);
}

const isVisibleAttribute = (node: ts.Node): boolean =>
  ts.isJsxAttribute(node) && visibleAttributes.has(node.name.getText());
const isShown = (node: ts.Node): boolean =>
  isVisibleAttribute(node.parent) ||
  isShownBy(
    node,
    (parent) => ts.isJsxExpression(parent) && (!ts.isJsxAttribute(parent.parent) || isVisibleAttribute(parent.parent)),
  );

const calleeOf = (call: ts.CallExpression): string => {
  const { expression } = call;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
};

/** Whether only developers read the words of `node`: errors, logs, types, lists of words for the browser. */
function isForDevelopers(node: ts.Node): boolean {
  for (let at = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isThrowStatement(parent) || ts.isLiteralTypeNode(parent) || ts.isTemplateLiteralTypeNode(parent))
      return true;
    if (ts.isNewExpression(parent) && /(Error|Failure)$/.test(parent.expression.getText())) return true;
    if (ts.isJsxAttribute(parent) && listAttributes.has(parent.name.getText())) return true;
    if (ts.isPropertyAccessExpression(parent) && parent.name.text === 'split') return true;
    if (ts.isCallExpression(parent)) {
      if (/^(console\.|super$)/.test(parent.expression.getText())) return true;
      if (developerMethods.has(calleeOf(parent)) && parent.expression !== at) return true;
    }
    if (ts.isBlock(parent) || ts.isJsxElement(parent)) return false;
  }
  return false;
}

export interface VisibleText {
  readonly line: number;
  readonly text: string;
}

/** Words in a file of code that a person could read on a page: they belong into a catalogue. */
export function visibleTexts(path: string, code: string): VisibleText[] {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, kind);
  const found: VisibleText[] = [];
  const visit = (node: ts.Node): void => {
    const literal = wordsOf(node);
    const words = ts.isJsxText(node) ? node.text.trim().replace(/\s+/g, ' ') : (literal ?? '');
    const visible = ts.isJsxText(node)
      ? hasLetters(words)
      : literal !== undefined && !isForDevelopers(node) && (isShown(node) ? hasLetters(words) : isSentence(words));
    if (visible && !isAddress(words)) {
      found.push({ line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, text: words });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
