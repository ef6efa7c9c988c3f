import type { FastifyRequest } from 'fastify';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { english } from '../language/english.ts';
import type { Language } from '../language/languages.ts';
import { languageOfAddress, languageOfHeader, languageParameter } from '../language/negotiation.ts';
import { type Reader, readerOf } from '../language/reader.ts';

/** For whom a page is made. */
export interface Visit {
  readonly reader: Reader;
  /** The language that the address asked for, when it did: links to other pages ask for it again. */
  readonly asked: Language | undefined;
}

/**
 * What a request says about its reader. It is used for this one reply, and neither kept nor logged (P10).
 */
export function visitOf({ query, headers }: Pick<FastifyRequest, 'query' | 'headers'>): Visit {
  const asked = languageOfAddress(query);
  return { reader: readerOf(asked ?? languageOfHeader(headers['accept-language'])), asked };
}

const context = createContext<Visit>({ reader: english, asked: undefined });

/** Everything inside is said to this visitor. */
export const VisitProvider = context.Provider;

export const useReader = (): Reader => useContext(context).reader;

/** Makes addresses of other pages that keep the language which the visitor has chosen. */
export function useAddress(): (path: string) => string {
  const { asked } = useContext(context);
  return (path) => (asked === undefined ? path : `${path}?${languageParameter}=${asked}`);
}
