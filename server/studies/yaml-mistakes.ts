import type { YAMLError } from 'yaml';

/**
 * A line of YAML as it should be: its value in double quotes.
 *
 * @param line such as `title: Travel: how`
 */
export function withQuotes(line: string): string | undefined {
  const [, start, value] = /^\s*((?:- +)?[A-Za-z]\w*: +|- +)(.+?)\s*$/.exec(line) ?? [];
  if (start === undefined || value === undefined) return undefined;
  const bare = /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
  return `${start}"${bare.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** What a syntax error means for somebody who does not know YAML, and what to do. */
export function yamlAdvice(error: Pick<YAMLError, 'code' | 'message'>, line: string): string {
  const quotes = withQuotes(line);
  const quoted = quotes === undefined ? 'put the whole value in double quotes' : `put the value in quotes: ${quotes}`;
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'a line begins with a tab; begin it with spaces';
    case 'DUPLICATE_KEY':
      return 'Map keys must be unique: this field is there twice; remove one of them';
    case 'MULTIPLE_DOCS':
      return 'a line "---" begins a second document; remove it';
    case 'BAD_SCALAR_START':
      return `a value cannot begin with this sign; ${quoted}`;
    case 'BAD_DQ_ESCAPE':
      return 'a backslash in double quotes begins a code that does not exist; write it twice (\\\\), or use single quotes';
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (/: .*: /.test(line) || /: .*:$/.test(line)) return `YAML reads the second colon as a field; ${quoted}`;
      break;
    case 'UNEXPECTED_TOKEN':
      if (/[|>]\s+\S/.test(line)) return 'after "|" or ">" the text begins on the next line, indented';
      if (/: +- /.test(line)) return 'a list begins on the line after its field, each entry with "- "';
      if (/:\s+(["']).*\1\s*\S/.test(line)) return `something stands after the closing quote; ${quoted}`;
      if (/:\s+\*/.test(line)) return `a value cannot begin with this sign; ${quoted}`;
      break;
    case 'BAD_INDENT':
      if (/[[{]/.test(line)) return `a bracket is opened and never closed; close it, or ${quoted}`;
      break;
    case 'MISSING_CHAR':
      if (/quote/.test(error.message)) return 'a quote is opened and never closed; close it at the end of the value';
      break;
    default:
      break;
  }
  const said = error.message.replace(/; please use YAML.*$/, '').replace(/^./, (letter) => letter.toLowerCase());
  return (
    `this is not YAML (${said}); expected lines such as "title: How people travel", ` +
    'with the fields of one group indented by the same number of spaces'
  );
}
