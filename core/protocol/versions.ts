/** The newest version of signed documents that this program reads. */
const newestVersion = 2;

/**
 * Whether a reply with signed documents holds one of a later version of the protocol: then an update would read it.
 *
 * @param reply a signed document, or a log of rounds, before any schema has seen it
 */
export function holdsLaterVersion(reply: unknown): boolean {
  const rounds: unknown = field(reply, 'rounds');
  const signed = Array.isArray(rounds) ? rounds.map((round) => field(round, 'signed')) : [reply];
  return signed.some((each) => {
    const format = field(field(each, 'document'), 'format');
    const version =
      typeof format === 'string' ? /^data-donor\/(?:study|round)\/(\d{1,9})$/.exec(format)?.[1] : undefined;
    return Number(version) > newestVersion;
  });
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
