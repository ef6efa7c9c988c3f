import { styleText } from 'node:util';

/**
 * Says on the terminal what the demo does: one line a step. Colours and moving numbers only where a person is watching.
 */
export interface Narrator {
  chapter(title: string): void;
  step(text: string): void;
  /** Something learnt or shown in the step before. */
  detail(text: string): void;
  warn(text: string): void;
  /** Text that must stand exactly as it is, between two rules. */
  block(title: string, text: string): void;
  /** A step that takes a while: call the result with the number done; it becomes an ordinary step at `total`. */
  progress(text: string, total: number): (done: number) => void;
}

type Style = Parameters<typeof styleText>[0];

const width = 100;

/** Narrates to standard output. */
export function terminalNarrator(stream: NodeJS.WriteStream = process.stdout): Narrator {
  const watched = stream.isTTY === true;
  const coloured = watched && !process.env.NO_COLOR;
  const style = (name: Style, text: string): string => (coloured ? styleText(name, text) : text);
  const line = (text = ''): void => {
    stream.write(`${text}\n`);
  };
  const step = (text: string): void => line(`${style('green', '✓')} ${text}`);
  return {
    chapter(title) {
      line();
      line(style('bold', title));
    },
    step,
    detail: (text) => line(`  ${style('dim', text)}`),
    warn: (text) => line(`${style('red', '✗')} ${text}`),
    block(title, text) {
      line(style('cyan', `┌─ ${title} ${'─'.repeat(Math.max(0, width - title.length - 4))}`));
      line(text);
      line(style('cyan', `└${'─'.repeat(width - 1)}`));
    },
    progress(text, total) {
      return (done) => {
        if (watched) stream.write(`\r\u001b[2K`);
        if (done >= total) step(text);
        else if (watched) stream.write(`… ${text} ${style('dim', `${done} of ${total}`)}`);
      };
    },
  };
}
