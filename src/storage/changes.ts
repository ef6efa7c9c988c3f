/**
 * Pages learn from here that the stores have changed, instead of looking again and again. What is said holds nothing,
 * not even which store: the news is that there is something to read. A channel belongs to one origin, so no web page
 * and no content script hears it or speaks in it.
 */
const channelName = 'data-donor-changes';

let speaking: BroadcastChannel | undefined;

/** Tells every open page of the extension that something was stored. */
export function announceChange(): void {
  speaking ??= new BroadcastChannel(channelName);
  speaking.postMessage(null);
}

/** Calls `changed` whenever something was stored, until `signal` is aborted. */
export function listenForChanges(changed: () => void, signal: AbortSignal): void {
  const hearing = new BroadcastChannel(channelName);
  hearing.addEventListener('message', () => changed(), { signal });
  signal.addEventListener('abort', () => hearing.close());
}

/** Announces each transaction of a connection that was able to change something, once it is committed. */
export function announceCommits(database: IDBDatabase): void {
  database.transaction = (...choices) => {
    const transaction = IDBDatabase.prototype.transaction.apply(database, choices);
    if (transaction.mode !== 'readonly') transaction.addEventListener('complete', announceChange);
    return transaction;
  };
}
