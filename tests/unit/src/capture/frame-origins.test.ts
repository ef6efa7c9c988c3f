import { describe, expect, it } from 'vitest';
import { type FramedWindow, isOfOneOrigin } from '../../../../src/capture/frame-origins.ts';

const site = 'https://mail.example';

/** The innermost of windows that stand in each other, named from the page inwards; "closed" lets nobody read it. */
function windows(...origins: string[]): FramedWindow {
  let parent: FramedWindow | undefined;
  for (const origin of origins) {
    const frame: { origin: string; parent?: FramedWindow } =
      origin === 'closed'
        ? {
            get origin(): string {
              throw new DOMException('cross-origin', 'SecurityError');
            },
          }
        : { origin };
    frame.parent = parent ?? (frame as FramedWindow);
    parent = frame as FramedWindow;
  }
  if (!parent) throw new Error('no window');
  return parent;
}

describe('a frame captures', () => {
  it.each([[[site]], [[site, site]], [[site, site, site, site]], [['http://127.0.0.1:8000']]])('in %j', (origins) =>
    expect(isOfOneOrigin(windows(...origins))).toBe(true),
  );

  it.each([
    [['null']],
    [[site, 'null']],
    [['null', 'null']],
    [['https://other.example', site]],
    [[site, 'https://other.example', site]],
    [['closed', site]],
    [[site, 'closed', site]],
    [['closed']],
    [['file://']],
    [['xhttps://mail.example']],
    [['http://mail.example', site]],
    [['https://mail.example:8443', site]],
  ])('never in %j', (origins) => expect(isOfOneOrigin(windows(...origins))).toBe(false));
});
