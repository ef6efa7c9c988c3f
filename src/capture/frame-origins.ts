/** What is asked of a window; a real one has more, a test need not. */
export interface FramedWindow {
  readonly origin: string;
  readonly parent: FramedWindow;
}

/**
 * Whether a frame and everything around it, up to the page in the tab, are of one web origin. Frames that inherit their
 * origin (`about:blank`, `srcdoc`) are of the origin that they inherit. Opaque origins (sandboxed frames, `data:`
 * addresses) are of none.
 *
 * Reading anything of a window of another origin throws, which is an answer too. The names are compared beside that,
 * because two origins may have opened themselves to each other by `document.domain`.
 */
export function isOfOneOrigin(frame: FramedWindow): boolean {
  try {
    const { origin } = frame;
    if (!/^https?:/.test(origin)) return false;
    for (let inner = frame; inner.parent !== inner; inner = inner.parent) {
      if (inner.parent.origin !== origin) return false;
    }
    return true;
  } catch {
    return false;
  }
}
