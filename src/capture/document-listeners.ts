/**
 * Calls `onLost` when the page has taken all listeners off its document by `document.open`, as editors do in their
 * frames. Observers stay, and so does this one.
 *
 * Whether the listeners are gone is tried with an event of a random name: no page can listen for it.
 */
export function watchDocumentListeners(document: Document, onLost: () => void, signal: AbortSignal): void {
  const name = crypto.randomUUID();
  let heard = false;
  const listen = () => document.addEventListener(name, () => (heard = true), { capture: true, signal });
  listen();
  const observer = new MutationObserver(() => {
    heard = false;
    document.dispatchEvent(new Event(name));
    if (heard) return;
    listen();
    onLost();
  });
  observer.observe(document, { childList: true });
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}
