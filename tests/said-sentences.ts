import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');

/** Where code says a sentence, or names one as a reason, by its literal name. */
export interface SaidSentence {
  readonly where: string;
  readonly key: string;
  /** Names of the values that it gives; undefined where they are not written out there. */
  readonly values: readonly string[] | undefined;
}

/** How code uses the catalogues. */
export interface UsedSentences {
  readonly said: readonly SaidSentence[];
  /** Every text in code that could be the name of a sentence. */
  readonly names: ReadonlySet<string>;
  /** Names with a part that is filled in, such as `popup_step_${step}`. */
  readonly patterns: readonly RegExp[];
}

const sayers = new Set(['say', 'tell', 'refused', 'reasonOf']);
const nameForm = /^[a-z][a-z0-9_]*$/;

/** Reads all code that says sentences. */
export function usedSentences(): UsedSentences {
  const said: SaidSentence[] = [];
  const names = new Set<string>();
  const patterns: RegExp[] = [];
  for (const folder of ['src', 'core', 'look', 'server']) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(file)) continue;
      const path = join(folder, file);
      const source = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);
      const visit = (node: ts.Node): void => {
        if (ts.isStringLiteralLike(node) && nameForm.test(node.text)) names.add(node.text);
        if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) names.add(node.name.text);
        if (ts.isTemplateExpression(node) && /^[a-z]+_/.test(node.head.text)) {
          const parts = [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text);
          if (parts.every((part) => /^[a-z0-9_]*$/.test(part))) patterns.push(new RegExp(`^${parts.join('.+')}$`));
        }
        const call = ts.isCallExpression(node) ? saidBy(node) : undefined;
        if (call) {
          const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
          said.push({ ...call, where: `${path}:${line}` });
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
  }
  return { said, names, patterns };
}

function saidBy({ expression, arguments: given }: ts.CallExpression): Omit<SaidSentence, 'where'> | undefined {
  const callee = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
  const [key, values] = given;
  if (!sayers.has(callee) || !key || !ts.isStringLiteralLike(key)) return undefined;
  if (values === undefined) return { key: key.text, values: [] };
  if (!ts.isObjectLiteralExpression(values)) return { key: key.text, values: undefined };
  const names = values.properties.map(({ name }) => (name ? name.getText() : undefined));
  return { key: key.text, values: names.every((name) => name !== undefined) ? names : undefined };
}
